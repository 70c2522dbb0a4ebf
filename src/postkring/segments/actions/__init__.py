"""The acts on segments, one file per verb."""

from postkring.segments.actions.add_contacts import add_contacts
from postkring.segments.actions.cancel import switch_canceled
from postkring.segments.actions.change_line import change_line, replace_contact
from postkring.segments.actions.clear_steps import clear_steps
from postkring.segments.actions.create import create_segment
from postkring.segments.actions.delete import delete_segment
from postkring.segments.actions.describe import change_segment
from postkring.segments.actions.go_back import go_back
from postkring.segments.actions.lines import add_line, remove_line
from postkring.segments.actions.log import log_segment
from postkring.segments.actions.reduce import reduce_contacts, refine_contacts
from postkring.segments.actions.reuse import reuse_segment
from postkring.segments.actions.reuse_criteria import reuse_criteria
from postkring.segments.actions.save_criteria import change_criteria, delete_criteria, save_criteria

__all__ = [
    "add_contacts",
    "add_line",
    "change_criteria",
    "change_line",
    "change_segment",
    "clear_steps",
    "create_segment",
    "delete_criteria",
    "delete_segment",
    "go_back",
    "log_segment",
    "reduce_contacts",
    "refine_contacts",
    "remove_line",
    "replace_contact",
    "reuse_criteria",
    "reuse_segment",
    "save_criteria",
    "switch_canceled",
]
