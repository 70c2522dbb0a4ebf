"""Somebody who is written to, as every output takes them; and who writes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    street: str = ""
    street_2: str = ""
    post_code: str = ""
    city: str = ""
    county: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        """Without a street and a place nothing arrives; a country alone is no address."""
        return not (self.street or self.street_2 or self.post_code or self.city)


@dataclass(frozen=True)
class Recipient:
    """`company` names the company of a person; `address` is the one of the contact itself, `company_address` that of its company."""

    name: str
    name_2: str = ""
    first_name: str = ""
    middle_name: str = ""
    surname: str = ""
    company: str = ""
    company_2: str = ""
    address: Address = Address()
    company_address: Address = Address()
    language: str = ""
    salutation: str = ""

    @property
    def postal_address(self) -> Address:
        """Where post goes to: to the company of a person who has no address."""
        return self.company_address if self.address.is_empty else self.address


@dataclass(frozen=True)
class Sender:
    """The country in which post is handed in, and the language in which that country reads the names of others."""

    country: str
    language: str
