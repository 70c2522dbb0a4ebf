"""Which chapters the manual has, in their order, and which pages each of them explains. Their text stands in postkring/manual."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from postkring.web.classifications.pages import OTHERS, Pages

WRITTEN_IN: Final = ("nl", "en")
OTHERWISE: Final = "en"
TO_COME: Final = "to-come"  # the chapter on what the product does not have yet


@dataclass(frozen=True)
class Subject:
    """`name` is that of the file and of the address; `explains` names the URLs whose pages lead here for help."""

    name: str
    explains: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse("help") if self is SUBJECTS[0] else reverse("help_chapter", args=[self.name])


def _pages_of(pages: Pages) -> tuple[str, ...]:
    own = (pages.all, pages.card, pages.new, pages.rename, pages.delete, pages.empty_and_delete)
    return (*own, pages.of_contact, pages.of_several, pages.bulk)


SUBJECTS: Final = (
    Subject("start", ("home",)),
    Subject("finding", ("search",)),
    Subject(
        "mailing-groups",
        (
            "mailing_groups",
            "mailing_group",
            "mailing_group_new",
            "mailing_group_rename",
            "mailing_group_delete",
            "mailing_group_empty_and_delete",
        ),
    ),
    Subject("contacts", ("contacts", "contact_new")),
    Subject("contact-card", ("contact", "contact_related", "contacts_delete")),
    Subject("assigning", ("contact_mailing_groups", "contacts_mailing_groups")),
    Subject("codes", tuple(name for pages in OTHERS for name in _pages_of(pages))),
    Subject(
        "segments",
        (
            "segments",
            "segment",
            "segment_new",
            "segment_delete",
            "segment_go_back",
            "segment_criteria",
            "segment_step",
        ),
    ),
    Subject("segment-lines", ("segment_line",)),
    Subject("reducing", ("segment_reduce", "segment_reduce_preview", "segment_refine", "segment_refine_preview")),
    Subject(
        "logging",
        (
            "segment_log",
            "segment_cancel",
            "segment_template",
            "segment_reuse",
            "segment_reuse_segment",
            "contact_interactions",
            "contact_interaction",
        ),
    ),
    Subject("filters", ("segment_add_contacts", "segment_preview")),
    Subject(
        "criteria",
        (
            "segment_save_criteria",
            "segment_reuse_criteria",
            "saved_criteria",
            "saved_criterion",
            "saved_criterion_delete",
            "saved_criterion_reuse",
            "bulk_apply",
            "segment_why",
            "segment_why_contact",
        ),
    ),
    Subject("lists", ("bulk_group", "bulk_segment", "bulk_exclude", "bulk_field")),
    Subject("views", ("saved_views", "saved_view_new", "saved_view_edit", "saved_view_delete")),
    Subject("tasks", ("tasks", "task")),
    Subject("importing", ("imports", "import_new", "import_columns", "import")),
    Subject(
        "exporting",
        (
            "contacts_export",
            "contacts_left_out",
            "mailing_groups_export",
            "mailing_group_export",
            "mailing_group_left_out",
            "segments_export",
            "changes_export",
            "segment_export",
            "segment_left_out",
        ),
    ),
    Subject("undo", ("changes", "change", "change_undo")),
    Subject("privacy"),
    Subject(
        "settings",
        (
            "my_settings",
            "my_password",
            "my_tokens",
            "my_token_new",
            "my_token_revoke",
            "own_data",
            "setup",
            "organisation",
            "inheritance",
            "number_series",
            "one_series",
            "salespeople",
            "salesperson_new",
            "one_salesperson",
            "salesperson_delete",
            "user_salesperson",
            "interaction_templates",
            "interaction_template_new",
            "interaction_template",
            "interaction_template_delete",
            "users",
            "user_new",
            "user_role",
            "user_password",
            "user_tokens",
            "user_token_revoke",
        ),
    ),
    Subject(TO_COME),
)
BY_NAME: Final = {subject.name: subject for subject in SUBJECTS}
_EXPLAINED: Final = {url_name: subject for subject in SUBJECTS for url_name in subject.explains}


def subject_of(url_name: str | None) -> Subject:
    """The chapter for a page; the first one where no chapter is about it."""
    return _EXPLAINED.get(url_name or "", SUBJECTS[0])


def written_in(language: str) -> str:
    """The language in which a user of this one reads the manual."""
    return language if language in WRITTEN_IN else OTHERWISE
