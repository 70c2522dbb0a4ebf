"""Started as `python -m benchmarks.NAME`: Django is ready before a module of it looks at a model."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postkring.settings.base")
django.setup()
