"""The tables of every classification, each from its own file."""

from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup

__all__ = ["ContactMailingGroup", "MailingGroup"]
