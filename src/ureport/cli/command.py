"""The classes of the commands: what typer need not convert is taken as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object

_AS_GIVEN = (str, list[str], bool)


class _AsGiven(_Base):
    """A command whose texts, lists of texts and flags are not converted.

    typer converts every value with pydantic, which takes as long to load as typer itself, and these need none of it. A typer
    that asks in another way goes on to convert them: that is slower, and gives the same.
    """

    def get_params(self, ctx: Any) -> Any:
        found = super().get_params(ctx)
        for parameter in found:
            if getattr(getattr(parameter, "type_descriptor", None), "annotation", None) in _AS_GIVEN:
                vars(parameter)["_runtime_param"] = _Given()
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
