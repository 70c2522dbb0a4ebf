"""Postkring: contacts, mailing groups and segments for an office that mails by post and e-mail."""

__version__ = "0.1.0"
