"""Number formats of spreadsheets: what a cell shows."""

from __future__ import annotations

import math

import pytest

from ureport.readers.sheets.formats import BUILT_IN, shown

ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        # percent
        (0.98, "0%", "98%"),
        (0.925, "0.0%", "92.5%"),
        (0.0312, "0.00%;-0.00%", "3.12%"),
        (-0.0312, "0.00%", "-3.12%"),
        # places, groups, noise of binary fractions
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.333333333333"),
        (8500, "General", "8500"),
        (123456789012, "General", "123456789012"),
        (1e-7, "General", "0.0000001"),
        (8500, "#,##0", "8,500"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (5, "000", "005"),
        (12.5, "0.##", "12.5"),
        (12, "0.##", "12"),
        (12345, "0.0,", "12.3"),
        (12, "@", "12"),
        # words beside the number
        (12, '0"人"', "12人"),
        (12, "0 个", "12 个"),
        (12, 'General"家"', "12家"),
        (1, '"第"0"名"', "第1名"),
        (3, '"m"0', "m3"),
        (12, "[$¥-804]#,##0.00", "¥12.00"),
        (12, "\\共0", "共12"),
        # 万: a condition, and a point among the places
        (12345, '[>=10000]0!.0,"万";0', "1.2万"),
        (345, '[>=10000]0!.0,"万";0', "345"),
        (7, "[<5]0.0", "7"),
        # less than nothing, and nothing
        (-12.5, "0.0", "-12.5"),
        (-12, "0_);\\(0\\)", "-12"),
        (-12, "0_ ;[Red]0", "-12"),
        (-12, "0;-0", "-12"),
        (-0.001, "0.0", "0.0"),
        (0, "0;-0;;@", ""),
        (1234.5, ACCOUNTS, "1,234.50"),
        (0, ACCOUNTS, "-"),
        (12, ";;;", "12"),
        # days and times
        (43830, 'yyyy"年"m"月"d"日"', "2019年12月31日"),
        (43830, "[$-804]yyyy\\年m\\月;@", "2019年12月"),
        (43830.5, "yyyy-mm-dd hh:mm", "2019-12-31 12:00"),
        (0.5, "h:mm", "12:00"),
        (44197, "yyyy/m/d", "2021/1/1"),
        (43830, "aaaa", "星期二"),
        (1, "yyyy/m/d", "1900/1/1"),
        (-1, "yyyy/m/d", "-1"),
        (1e9, "yyyy/m/d", "1000000000"),
        # what reads better in full
        (123000, "0.00E+00", "123000"),
        (0.5, "# ?/?", "0.5"),
        # formats that make no sense
        (12, "", "12"),
        (12, '"', "12"),
        (12, "0" * 500, "0" * 498 + "12"),
        (1e300, "0." + "0" * 300, str(int(1e300))),
        (math.nan, "0", "nan"),
        (math.inf, "0", "inf"),
    ],
)
def test_shown(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_days_counted_from_1904() -> None:
    assert shown(42368, "yyyy/m/d", date_1904=True) == "2019/12/31"


@pytest.mark.parametrize("code", BUILT_IN.values())
@pytest.mark.parametrize("value", [0, 12.5, -3, 43830.75, 1e12])
def test_every_format_that_files_name_by_a_number_shows_something(value: float, code: str) -> None:
    assert shown(value, code).strip()
