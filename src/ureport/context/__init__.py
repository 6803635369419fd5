"""What the text round a figure says of it: organisation, period, actual or target, level, growth or share."""

from __future__ import annotations

from ureport.context.aspect import judge_aspect
from ureport.context.organisation import find_organisation
from ureport.context.period import judge_period
from ureport.context.report_period import Calendar, find_calendar
from ureport.context.status import judge_status

__all__ = ["Calendar", "find_calendar", "find_organisation", "judge_aspect", "judge_period", "judge_status"]
