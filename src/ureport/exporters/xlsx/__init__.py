"""XLSX for Excel, WPS and LibreOffice: a workbook of a run, or one sheet of rows.

``workbook`` opens and ends the file, ``styles`` holds its looks, ``sheet`` writes rows, ``guide`` the sheet that explains the others.
Each sheet waits in a temporary file of its own, so that all are filled in one pass and none is held in memory.
"""

from __future__ import annotations

from ureport.exporters.xlsx.delivery import XlsxDelivery, XlsxWriter

__all__ = ["XlsxDelivery", "XlsxWriter"]
