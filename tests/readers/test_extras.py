"""Packages that only some formats need."""

from __future__ import annotations

import json
import sys

import pytest

from ureport.errors import InputError
from ureport.readers.extras import need


def test_a_package_that_is_there() -> None:
    assert need("json", "pdf") is json


@pytest.mark.parametrize("module", ["xlrd", "xlrd.book"])
def test_one_that_is_missing_is_named_with_the_extra_that_brings_it(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match="the package xlrd, which is not installed") as error:
        need(module, "sheets")
    assert error.value.remedy == "pip install 'ureport[sheets]'"
