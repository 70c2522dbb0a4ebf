"""How a letter begins. Until salutations have formulas of their own, neutral words in the language of who reads it."""

from typing import Final

from postkring.outputs.recipient import Recipient, Sender

# Not translations of one another: each is what a letter in that language says, whatever the language of the screen.
NEUTRAL: Final = {
    "nl": "Geachte heer, mevrouw,",
    "fr": "Madame, Monsieur,",
    "de": "Sehr geehrte Damen und Herren,",
    "en": "Dear Sir or Madam,",
}
OTHERWISE: Final = "en"


def formal_salutation(recipient: Recipient, sender: Sender) -> str:
    """In the recipient's language, where none is known in the sender's, in English where we do not write that language."""
    language = (recipient.language or sender.language).partition("-")[0]
    return NEUTRAL.get(language, NEUTRAL[OTHERWISE])
