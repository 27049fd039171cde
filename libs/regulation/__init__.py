"""What a vendor's regulation says, as data: read from TOML, asked by every service."""

from libs.regulation.base import Stated
from libs.regulation.channels import Channel, Phone, Product
from libs.regulation.clocks import ClockRule, Limit, Situation
from libs.regulation.closing import AutoClose, Reopening
from libs.regulation.edition import Edition, Mail
from libs.regulation.errors import RegulationError
from libs.regulation.form import Field, FieldProblem, Form, Kind, Submission
from libs.regulation.load import from_document, json_schema, load
from libs.regulation.plans import Lack, Level, Plan, WithoutEntitlement, last_day
from libs.regulation.reasons import Reason
from libs.regulation.schedule import Office, Schedule
from libs.regulation.texts import Template, Text

__all__ = [
    "AutoClose",
    "Channel",
    "ClockRule",
    "Edition",
    "Field",
    "FieldProblem",
    "Form",
    "Kind",
    "Lack",
    "Level",
    "Limit",
    "Mail",
    "Office",
    "Phone",
    "Plan",
    "Product",
    "Reason",
    "RegulationError",
    "Reopening",
    "Schedule",
    "Situation",
    "Stated",
    "Submission",
    "Template",
    "Text",
    "WithoutEntitlement",
    "from_document",
    "json_schema",
    "last_day",
    "load",
]
