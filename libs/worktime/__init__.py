"""Working time under a regulation: calendars, schedules, deadlines and why they are what they are."""

from libs.worktime.calendar import Calendar, Day
from libs.worktime.explanation import Explanation
from libs.worktime.names import Language, Name
from libs.worktime.schedule import Hours, Override, Schedule, TransferredSaturdays, Window
from libs.worktime.working_time import DaysEnd, Due, WorkingTime

__all__ = [
    "Calendar",
    "Day",
    "DaysEnd",
    "Due",
    "Explanation",
    "Hours",
    "Language",
    "Name",
    "Override",
    "Schedule",
    "TransferredSaturdays",
    "Window",
    "WorkingTime",
]
