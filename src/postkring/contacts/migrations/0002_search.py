"""Folding in PostgreSQL (SQLite has it from kit/sqlite) and the trigram indexes of the search box."""

import sys
import unicodedata
from typing import Any

from django.db import migrations

from postkring.kit.text import FOLDED

COLLATIONS = ("und-x-icu", "pg_unicode_fast", "pg_c_utf8", "C.utf8", "ucs_basic")


def combining_marks() -> str:
    """Every mark that fold() drops, as ranges of a regular expression."""
    ranges: list[list[int]] = []
    for point in range(sys.maxunicode + 1):
        if unicodedata.combining(chr(point)):
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def full_collation(schema_editor: Any) -> str:
    """A collation that knows the case of every letter. Servers built without ICU have one of their own since PostgreSQL 17."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT collname FROM pg_collation WHERE collname = ANY(%s)", [list(COLLATIONS)])
        there = {name for (name,) in cursor.fetchall()}
    return next(name for name in COLLATIONS if name in there)


def fold_function(collation: str) -> str:
    single = {sign: plain for sign, plain in FOLDED.items() if len(plain) == 1}
    folded = f"translate(marks.dropped, '{''.join(single)}', '{''.join(single.values())}')"
    for sign, plain in FOLDED.items():
        if len(plain) > 1:
            folded = f"replace({folded}, '{sign}', '{plain}')"
    # The case of letters must not hang on the database's own locale, hence the collation.
    lowered = f'lower(normalize(lower(given COLLATE "{collation}"), NFKD) COLLATE "{collation}")'
    return (
        "CREATE OR REPLACE FUNCTION fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $fold$ "
        f"SELECT normalize({folded}, NFKC) "
        f"FROM (SELECT regexp_replace({lowered}, '[{combining_marks()}]', '', 'g') AS dropped) AS marks $fold$"
    )


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        # The search box reads this index alone, in the order of the list, instead of the wide rows.
        schema_editor.execute("CREATE INDEX contact_search ON contacts_contact (sort_name, id, search_own, search_company)")
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    schema_editor.execute(fold_function(full_collation(schema_editor)))
    for column in ("search_own", "search_company"):
        schema_editor.execute(f"CREATE INDEX contact_{column}_trigrams ON contacts_contact USING gin ({column} gin_trgm_ops)")


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP INDEX contact_search")
        return
    for column in ("search_own", "search_company"):
        schema_editor.execute(f"DROP INDEX contact_{column}_trigrams")
    schema_editor.execute("DROP FUNCTION fold(text)")


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
