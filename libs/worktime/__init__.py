"""Working time under a regulation: calendars, schedules, deadlines and why they are due."""

from libs.worktime.calendar import Calendar, Day
from libs.worktime.days_sentence import closing_in_words, days_in_words
from libs.worktime.explanation import ExplainedDay, Explanation
from libs.worktime.names import Language, Name
from libs.worktime.schedule import Hours, Override, Schedule, TransferredSaturdays, Window
from libs.worktime.sentence import due_said, in_words, instant_said
from libs.worktime.spoken import spoken
from libs.worktime.strip import StripDay, strip
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
    "StripDay",
    "TransferredSaturdays",
    "Window",
    "WorkingTime",
    "closing_in_words",
    "days_in_words",
    "due_said",
    "in_words",
    "instant_said",
    "spoken",
    "strip",
]
