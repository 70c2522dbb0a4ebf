"""The secret key: made once, kept in the home folder, readable by its owner alone."""

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    path = folder / "secret_key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".secret_key.{secrets.token_hex(8)}"
    draft.touch(mode=0o600)  # before there is anything to read in it
    draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
    try:
        # A link fails where the file is there already: of two first starts at once, one key wins.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
