"""Text → Mention: every number of a text with its value, unit, bound and role.

>>> from ureport.mentions import find
>>> [(m.surface, m.value, m.unit, m.role.value) for m in find("2016年新增会员近8500名")]
[('2016年', None, '', 'time'), ('近8500名', Decimal('8500'), '人', 'fact')]
"""

from __future__ import annotations

from ureport.mentions.scan import find, scan

__all__ = ["find", "scan"]
