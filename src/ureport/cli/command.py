"""The classes of the commands: what typer need not convert is taken as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object

_AS_GIVEN = (str, list[str], bool)
_NUMBERS = (int, float)


class _AsGiven(_Base):
    """A command whose texts, lists of texts and flags are not converted, nor numbers that are not given.

    typer converts every value with pydantic, which takes as long to load as typer itself, and these need none of it. A typer
    that asks in another way goes on to convert them: that is slower, and gives the same.
    """

    def get_params(self, ctx: Any) -> Any:
        found = super().get_params(ctx)
        for parameter in found:
            annotation = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
            if annotation in _AS_GIVEN:
                vars(parameter)["_runtime_param"] = _Given()
            elif annotation in _NUMBERS:
                vars(parameter)["_runtime_param"] = _Number()
        return found


class Command(_AsGiven, TyperCommand):
    """A command."""


class Group(_AsGiven, TyperGroup):
    """Commands under one name."""


class _Given:
    """Stands in the place of typer's converter of a parameter."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if param.multiple or param.nargs == -1:
            return list(value or ())
        return value


class _Number:
    """As ``_Given``, for a number: typer converts it once there is one."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return None
        vars(param)["_runtime_param"] = None
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)
