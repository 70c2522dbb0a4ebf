"""Rows out: what a list shows, or all we know of contacts, as the rows of a file. What a file is made of stands in kit/sheets."""
