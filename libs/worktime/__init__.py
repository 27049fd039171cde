"""Working time under a regulation: calendars, schedules, deadlines and why they are due."""

from libs.worktime.calendar import Calendar, Day
from libs.worktime.explanation import ExplainedDay, Explanation
from libs.worktime.names import Language, Name
from libs.worktime.schedule import Hours, Override, Schedule, TransferredSaturdays, Window
from libs.worktime.sentence import in_words
from libs.worktime.working_time import DaysEnd, Due, WorkingTime

__all__ = [
    "Calendar",
    "Day",
    "DaysEnd",
    "Due",
    "ExplainedDay",
    "Explanation",
    "Hours",
    "Language",
    "Name",
    "Override",
    "Schedule",
    "TransferredSaturdays",
    "Window",
    "WorkingTime",
    "in_words",
]
