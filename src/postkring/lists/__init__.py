"""The list page: what a list may be ordered by and how its pages are cut, declared once and shared by the doors."""
