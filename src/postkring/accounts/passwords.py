"""What makes a password too weak, in our sentences: Django's are not there in every language, and use other words than ours."""

from django.contrib.auth import password_validation as django
from django.utils.translation import npgettext, pgettext


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return npgettext(
            "msg.password_too_short",
            "This password is too short: it must have at least %(count)s character.",
            "This password is too short: it must have at least %(count)s characters.",
            self.min_length,
        ) % {"count": self.min_length}

    get_help_text = get_error_message


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return pgettext("msg.password_common", "This password is too common: others guess it at once.")

    get_help_text = get_error_message


class NotTheUser(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return pgettext("msg.password_similar", "This password is too similar to the name of the user.")

    get_help_text = get_error_message


class NotOnlyDigits(django.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return pgettext("msg.password_numeric", "This password is entirely numeric: add letters.")

    get_help_text = get_error_message
