"""The only raw SQL of the product: a few functions that compile a QuerySet for its own connection and wrap it."""

from postkring.kit.sql.columns import columns_of, field_of
from postkring.kit.sql.conditions import (
    has_two_ways,
    keys_behind,
    no_index,
    one_of,
    only_row,
    read_by_key,
    read_in_order,
    refers_to,
    stands_in,
    with_keys,
)
from postkring.kit.sql.expressions import Distinct, FromJson, RowJson
from postkring.kit.sql.given import hand_out, reserve_keys, set_columns, write_numbered, write_rows
from postkring.kit.sql.statements import insert_from, restore_columns, update_from
from postkring.kit.sql.transactions import analyze, check_references, hold_from_deletion, is_busy, little_cache, lost_a_race, writes_alone

__all__ = [
    "Distinct",
    "FromJson",
    "RowJson",
    "analyze",
    "check_references",
    "columns_of",
    "field_of",
    "hand_out",
    "has_two_ways",
    "hold_from_deletion",
    "insert_from",
    "is_busy",
    "keys_behind",
    "little_cache",
    "lost_a_race",
    "no_index",
    "one_of",
    "only_row",
    "read_by_key",
    "read_in_order",
    "refers_to",
    "reserve_keys",
    "restore_columns",
    "set_columns",
    "stands_in",
    "update_from",
    "with_keys",
    "write_numbered",
    "write_rows",
    "writes_alone",
]
