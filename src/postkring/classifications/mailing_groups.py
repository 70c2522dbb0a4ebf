"""Mailing groups (2.1, 2.2): the heart of the product. A code such as VERHUIZING and the contacts that belong to it."""

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import npgettext_lazy, pgettext_lazy

from postkring.accounts.permissions import Permission
from postkring.classifications.pair import (
    Assignment,
    Classification,
    assignment_checks,
    assignment_indexes,
    assignment_ledger,
    code_checks,
    code_ledger,
)
from postkring.classifications.spec import Held, Sentences, Spec


class MailingGroup(Classification):
    ledger: ClassVar = code_ledger()

    class Meta(Classification.Meta):
        verbose_name = pgettext_lazy("page.mailing_group", "Mailing Group")
        constraints: ClassVar = code_checks("mailing_group")


class ContactMailingGroup(Assignment):
    mailing_group = models.ForeignKey(
        MailingGroup, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="assignments"
    )

    ledger: ClassVar = assignment_ledger("mailing_group")

    class Meta:
        verbose_name = pgettext_lazy("page.contact_mailing_groups", "Contact Mailing Groups")
        constraints: ClassVar = assignment_checks("mailing_group")
        indexes: ClassVar = assignment_indexes("mailing_group", "mailing_group")

    def __str__(self) -> str:
        return f"{self.contact_id} {self.mailing_group_id}"


_SENTENCES: Final = Sentences(
    created=pgettext_lazy("ledger.group_created", "Mailing group %(code)s created"),
    described=pgettext_lazy("ledger.group_described", "Mailing group %(code)s: description changed"),
    renamed=pgettext_lazy("ledger.group_renamed", "Mailing group %(old)s became %(new)s"),
    deleted=pgettext_lazy("ledger.group_deleted", "Mailing group %(code)s deleted"),
    emptied=npgettext_lazy(
        "ledger.group_emptied_and_deleted",
        "%(count)s contact taken out of mailing group %(code)s, and the group deleted",
        "%(count)s contacts taken out of mailing group %(code)s, and the group deleted",
        "number",
    ),
    in_use=npgettext_lazy(
        "msg.group_in_use",
        "Mailing group %(code)s is still assigned to %(count)s contact and cannot be deleted.",
        "Mailing group %(code)s is still assigned to %(count)s contacts and cannot be deleted.",
        "number",
    ),
    replaced=pgettext_lazy("ledger.group_replaced", "Mailing group %(code)s made equal: %(what)s"),
    members=pgettext_lazy("ledger.group_members", "Mailing group %(code)s: %(what)s"),
    old_code_taken=pgettext_lazy("msg.old_code_taken", "Another mailing group is called %(other)s by now. Rename it first."),
    unknown=pgettext_lazy("msg.code_unknown", "Mailing group %(code)s does not exist."),
    unknown_proposed=pgettext_lazy("msg.code_unknown_proposed", "Mailing group %(text)s does not exist; it would be called %(code)s."),
)
MAILING_GROUPS: Final = Spec(
    name="mailing_group",
    names="mailing_groups",
    counted="groups",
    key="mailingGroup",
    keys="mailingGroups",
    model=MailingGroup,
    link=ContactMailingGroup,
    label=pgettext_lazy("page.mailing_group", "Mailing Group"),
    plural=pgettext_lazy("page.mailing_groups", "Mailing Groups"),
    link_label=pgettext_lazy("page.contact_mailing_groups", "Contact Mailing Groups"),
    code_label=pgettext_lazy("field.mailing_group_code", "Mailing Group Code"),
    number_label=pgettext_lazy("field.no_of_mailing_groups", "No. of Mailing Groups"),
    held=Held(
        this=pgettext_lazy("filter.in_group", "in mailing group"),
        not_this=pgettext_lazy("filter.not_in_group", "not in mailing group"),
        none=pgettext_lazy("filter.in_no_group", "in no mailing group at all"),
        any=pgettext_lazy("filter.in_any_group", "in any mailing group"),
    ),
    edit_codes=Permission.EDIT_CONTACTS,
    sentences=_SENTENCES,
)
