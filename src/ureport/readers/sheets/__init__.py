"""The parts of the spreadsheet reader: one module a file format, number formats, and cells → tables."""
