"""Files as other programs write them, made from the headers that they document, each with rows that give trouble.

outlook-nl.csv is in Windows-1252 with semicolons; cards.vcf has cards of 2.1, 3.0 and 4.0 and group cards in both forms, and breaks off.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "files"
OUTLOOK: Final = (FOLDER / "outlook-nl.csv").read_bytes()
GOOGLE: Final = (FOLDER / "google.csv").read_bytes()
GOOGLE_OLD: Final = (FOLDER / "google-old.csv").read_bytes()
CARDS: Final = (FOLDER / "cards.vcf").read_bytes()
LONG_STREET: Final = 307
