"""What a vendor's regulation says, as data: read from TOML, asked by every service."""

from libs.events.entitlement import Terms
from libs.regulation.base import Stated
from libs.regulation.billing import Billing, Block, Rounding, Session
from libs.regulation.channels import Address, Channel, Phone, Product
from libs.regulation.clocks import AgreedClock, ClockClause, ClockRule, Limit, NoPromise, Situation
from libs.regulation.closing import AutoClose, Deferral, Reopening, Survey
from libs.regulation.dates import last_day
from libs.regulation.desk import Accounts, Knowledge, Notice, View
from libs.regulation.edition import Edition
from libs.regulation.errors import RegulationError
from libs.regulation.facts import Facts
from libs.regulation.fields import Field, Kind, Submission
from libs.regulation.form import Completeness, FieldProblem, Form
from libs.regulation.load import facts_from_document, from_document, json_schema, load, load_facts
from libs.regulation.people import Escalation, Etiquette, Right, Role
from libs.regulation.plans import Lack, Level, Otherwise, Plan, WithoutEntitlement
from libs.regulation.publication import Mail
from libs.regulation.quota import Quota
from libs.regulation.reasons import Reason
from libs.regulation.schedule import Attendance, Attended, Office, Schedule
from libs.regulation.services import Cause, Service, Topic
from libs.regulation.terms import Grant
from libs.regulation.texts import Template, Text
from libs.regulation.versions import CoveredVersions, Release, VersionNumbers

__all__ = [
    "Accounts",
    "Address",
    "AgreedClock",
    "Attendance",
    "Attended",
    "AutoClose",
    "Billing",
    "Block",
    "Cause",
    "Channel",
    "ClockClause",
    "ClockRule",
    "Completeness",
    "CoveredVersions",
    "Deferral",
    "Edition",
    "Escalation",
    "Etiquette",
    "Facts",
    "Field",
    "FieldProblem",
    "Form",
    "Grant",
    "Kind",
    "Knowledge",
    "Lack",
    "Level",
    "Limit",
    "Mail",
    "NoPromise",
    "Notice",
    "Office",
    "Otherwise",
    "Phone",
    "Plan",
    "Product",
    "Quota",
    "Reason",
    "RegulationError",
    "Release",
    "Reopening",
    "Right",
    "Role",
    "Rounding",
    "Schedule",
    "Service",
    "Session",
    "Situation",
    "Stated",
    "Submission",
    "Survey",
    "Template",
    "Terms",
    "Text",
    "Topic",
    "VersionNumbers",
    "View",
    "WithoutEntitlement",
    "facts_from_document",
    "from_document",
    "json_schema",
    "last_day",
    "load",
    "load_facts",
]
