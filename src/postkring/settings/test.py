"""Settings of the test suite: fast hashes, files in a folder of the run, everything else as in production."""

import atexit
import os
import shutil
import tempfile

if "POSTKRING_HOME" not in os.environ:
    os.environ["POSTKRING_HOME"] = tempfile.mkdtemp(prefix="postkring-tests-")
    atexit.register(shutil.rmtree, os.environ["POSTKRING_HOME"], ignore_errors=True)

from postkring.settings.base import *  # noqa: F403
from postkring.settings.base import HOME, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
HOME.mkdir(parents=True, exist_ok=True)
