"""What the pages of a classification say: the words that fit every one, and those of mailing groups."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import npgettext_lazy, pgettext_lazy

from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.kit.text import Words

# Of a code and of who has it: `kind` is the label of the classification, `page` its plural.
USUAL: Final[Mapping[str, Words]] = {
    "new": pgettext_lazy("code.new", "New: %(kind)s"),
    "hint": pgettext_lazy("hint.code_description", "A short description of what the code means"),
    "find": pgettext_lazy("code.find", "Find by code or description"),
    "not_found": pgettext_lazy("code.not_found", "Nothing has this in its code or description."),
    "new_on_the_way": pgettext_lazy("code.new_on_the_way", "New code “%(code)s”"),
    "none_yet": pgettext_lazy("code.none_yet", "No codes yet. A code says something of contacts that filters and segments ask for."),
    "holders": pgettext_lazy("page.contacts", "Contacts"),
    "nobody": pgettext_lazy("code.nobody", "Nobody has this code yet. Add contacts here, or choose the code on a contact."),
    "nobody_to_read": pgettext_lazy("code.nobody_to_read", "Nobody has this code yet."),
    "nobody_then": pgettext_lazy("code.nobody_then", "Nobody had this code on that day."),
    "already": pgettext_lazy("code.already", "%(name)s has %(group)s already."),
    "becomes": pgettext_lazy("code.becomes", "%(code)s becomes %(new_code)s for every contact that has it."),
    "delete_unused": pgettext_lazy("code.delete_unused", "Nobody has this code. You can undo this."),
    "empty_it": pgettext_lazy("code.empty_it", "Take the code from these contacts and delete it"),
    "empty_note": pgettext_lazy("code.empty_note", "The contacts themselves stay. One Undo gives them the code back."),
    "number_changed": pgettext_lazy("code.number_changed", "Another number of contacts has the code by now. Nothing was changed."),
    "renamed_meanwhile": pgettext_lazy(
        "code.renamed_meanwhile",
        "%(kind)s %(code)s is called %(now)s now: somebody renamed it meanwhile. Nothing was changed. What you typed stands below.",
    ),
    "gone": pgettext_lazy(
        "code.gone",
        "%(kind)s %(code)s no longer exists: somebody deleted it meanwhile. Nothing was changed. What you typed stands below.",
    ),
    "unknown": pgettext_lazy(
        "code.unknown",
        "%(kind)s %(code)s does not exist: it was renamed or deleted. Nothing was changed. What you typed stands below.",
    ),
    "summary": pgettext_lazy("code.summary", "%(page)s: %(count)s"),
    "assign": pgettext_lazy("code.assign", "Assign: %(kind)s"),
    "has_none": pgettext_lazy("code.has_none", "%(name)s has none yet."),
    "blocked": pgettext_lazy("code.of_blocked", "This contact is blocked for privacy: it may have codes, and is never added to a segment."),
    "excluded": pgettext_lazy(
        "code.of_excluded", "This contact is excluded from segments: it may have codes, and Add Contacts leaves it out."
    ),
    "of_many": pgettext_lazy("code.of_many", "%(page)s of %(count)s contacts"),
    "many_blocked": npgettext_lazy(
        "code.many_blocked",
        "%(count)s of these contacts is blocked for privacy: it may have codes, and is never added to a segment.",
        "%(count)s of these contacts are blocked for privacy: they may have codes, and are never added to a segment.",
        "number",
    ),
    "many_excluded": npgettext_lazy(
        "code.many_excluded",
        "%(count)s of these contacts is excluded from segments: it may have codes, and Add Contacts leaves it out.",
        "%(count)s of these contacts are excluded from segments: they may have codes, and Add Contacts leaves them out.",
        "number",
    ),
    "bulk": pgettext_lazy("code.bulk", "%(kind)s of several contacts"),
    "put_in": pgettext_lazy("code.put_in", "Give the code to the chosen contacts"),
    "take_out": pgettext_lazy("code.take_out", "Take the code from the chosen contacts"),
    "make_equal": pgettext_lazy("code.make_equal", "Make it equal: the chosen contacts have the code and nobody else"),
    "put_in_n": npgettext_lazy("code.put_in_n", "Give it to %(count)s contact", "Give it to %(count)s contacts", "number"),
    "take_out_n": npgettext_lazy("code.take_out_n", "Take it from %(count)s contact", "Take it from %(count)s contacts", "number"),
    "make_equal_n": pgettext_lazy("code.make_equal_n", "Give it to %(added)s, take it from %(removed)s"),
    "take_out_of_it": pgettext_lazy("code.take_out_of_it", "Take code away…"),
}
_OF_MAILING_GROUPS: Final[Mapping[str, Words]] = {
    "new": pgettext_lazy("task.new_mailing_group", "New mailing group"),
    "hint": pgettext_lazy("hint.group_description", "A short description of what the group is for"),
    "find": pgettext_lazy("dialog.find_group", "Find a group by code or description"),
    "not_found": pgettext_lazy("dialog.no_group_found", "No mailing group has this in its code or description."),
    "new_on_the_way": pgettext_lazy("dialog.new_group", "New group “%(code)s”"),
    "none_yet": pgettext_lazy(
        "empty.mailing_groups",
        "No mailing groups yet. A group brings together contacts who get the same information, for example MOVE or GIFT.",
    ),
    "holders": pgettext_lazy("page.mailing_group_contacts", "Mailing Group Contacts"),
    "nobody": pgettext_lazy("empty.group_members", "Nobody is in this group yet. Add contacts here, or choose the group on a contact."),
    "nobody_to_read": pgettext_lazy("empty.group_members_reader", "Nobody is in this group yet."),
    "nobody_then": pgettext_lazy("empty.group_on_day", "Nobody was in this group on that day."),
    "already": pgettext_lazy("msg.already_in_group", "%(name)s is already in %(group)s."),
    "becomes": pgettext_lazy("msg.code_rename", "%(code)s becomes %(new_code)s for every contact in the group."),
    "delete_unused": pgettext_lazy("group.delete_empty", "Nobody is in this group. You can undo this."),
    "empty_it": pgettext_lazy("msg.group_in_use_action", "Take these contacts out of the group and delete it"),
    "empty_note": pgettext_lazy("group.empty_note", "The contacts themselves stay. One Undo puts them back into the group."),
    "number_changed": pgettext_lazy("msg.number_changed", "Another number of contacts is in the group by now. Nothing was changed."),
    "renamed_meanwhile": pgettext_lazy(
        "msg.group_renamed_meanwhile",
        "Mailing group %(code)s is called %(now)s now: somebody renamed it meanwhile. Nothing was changed. What you typed stands below.",
    ),
    "gone": pgettext_lazy(
        "msg.group_gone",
        "Mailing group %(code)s no longer exists: somebody deleted it meanwhile. Nothing was changed. What you typed stands below.",
    ),
    "unknown": pgettext_lazy(
        "msg.group_unknown",
        "There is no mailing group %(code)s: it was renamed or deleted. Nothing was changed. What you typed stands below.",
    ),
    "summary": npgettext_lazy("card.summary_groups", "%(count)s mailing group", "%(count)s mailing groups", "number"),
    "assign": pgettext_lazy("action.add_to_group", "Add to a mailing group"),
    "has_none": pgettext_lazy("empty.contact_groups", "%(name)s is not in any mailing group yet."),
    "blocked": pgettext_lazy(
        "msg.group_of_blocked", "This contact is blocked for privacy: it may be in groups, and is never added to a segment."
    ),
    "excluded": pgettext_lazy(
        "msg.group_of_excluded", "This contact is excluded from segments: it may be in groups, and Add Contacts leaves it out."
    ),
    "of_many": pgettext_lazy("dialog.groups_for_many", "Mailing groups of %(count)s contacts"),
    "many_blocked": npgettext_lazy(
        "msg.groups_of_blocked",
        "%(count)s of these contacts is blocked for privacy: it may be in groups, and is never added to a segment.",
        "%(count)s of these contacts are blocked for privacy: they may be in groups, and are never added to a segment.",
        "number",
    ),
    "many_excluded": npgettext_lazy(
        "msg.groups_of_excluded",
        "%(count)s of these contacts is excluded from segments: it may be in groups, and Add Contacts leaves it out.",
        "%(count)s of these contacts are excluded from segments: they may be in groups, and Add Contacts leaves them out.",
        "number",
    ),
    "bulk": pgettext_lazy("page.bulk_group", "Mailing group of several contacts"),
    "put_in": pgettext_lazy("bulk.mode_add", "Put the chosen contacts into the group"),
    "take_out": pgettext_lazy("bulk.mode_remove", "Take the chosen contacts out of the group"),
    "make_equal": pgettext_lazy("bulk.mode_replace", "Make the group equal: the chosen contacts and nobody else"),
    "put_in_n": npgettext_lazy("action.put_in_n", "Put %(count)s contact in", "Put %(count)s contacts in", "number"),
    "take_out_n": npgettext_lazy("action.take_out_n", "Take %(count)s contact out", "Take %(count)s contacts out", "number"),
    "make_equal_n": pgettext_lazy("action.make_equal", "Put %(added)s in, take %(removed)s out"),
    "take_out_of_it": pgettext_lazy("action.bulk_take_out", "Take out of group…"),
}
OWN: Final[Mapping[str, Mapping[str, Words]]] = {MAILING_GROUPS.name: _OF_MAILING_GROUPS}
