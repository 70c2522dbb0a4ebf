"""A telephone number as people read it."""

import phonenumbers


def readable(international: str, home_country: str) -> str:
    """The number as it is dialled at home, or with its country where it is abroad. `international` is an E.164 twin, or ""."""
    if not international:
        return ""
    number = phonenumbers.parse(international)
    at_home = phonenumbers.region_code_for_number(number) == home_country[:2]
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)
