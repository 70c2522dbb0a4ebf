"""One database of one size: fills it, measures, and prints the rows of the table. run.py starts this once per database and size."""

import sys

from django.core.management import call_command
from django.db import connection

from benchmarks.acts import act_times
from benchmarks.dataset import fill
from benchmarks.exports import export_times
from benchmarks.groups import group_times, preview_times
from benchmarks.pages import page_times
from postkring.criteria.selections import selection_of
from postkring.operations import static_files
from postkring.segments.actions import add_contacts, create_segment

PAGE_LIMIT = 60  # milliseconds, at 100,000 contacts
PREVIEW_LIMIT = 150


def main(number: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    static_files.collect()
    user = fill(number)
    segment = create_segment(description="Seen on its page", by=user)
    add_contacts(segment, selection_of([("mailingGroup", "GROUP1|GROUP2|GROUP3")]), by=user)
    more = {"segment": f"/segments/{segment.number}/", "segment's steps": f"/segments/{segment.number}/criteria"}
    more["segment, by name"] = f"/segments/{segment.number}/?sort=name"
    more["one step"] = f"/segments/{segment.number}/criteria/1"
    size = f"{number:,}"
    for page in page_times(user, more=more):
        over = " **over**" if page.milliseconds > PAGE_LIMIT else ""
        print(f"| {connection.vendor} | {size} | {page.name} | {page.milliseconds:.1f} ms{over} | {page.bytes / 1000:.0f} kB |", flush=True)
    for file in export_times():
        print(f"| {connection.vendor} | {size} | {file.name} | {file.seconds:.1f} s | {file.megabytes:.0f} MB |", flush=True)
    for name, milliseconds in preview_times(user, number):
        over = " **over**" if milliseconds > PREVIEW_LIMIT else ""
        print(f"| {connection.vendor} | {size} | {name} | {milliseconds:.0f} ms{over} | |", flush=True)
    for each in group_times(user, number):
        print(f"| {connection.vendor} | {size} | {each.name}, {each.rows:,} rows | {each.seconds:.2f} s | {each.says} |", flush=True)
    for act in act_times(user):
        print(f"| {connection.vendor} | {size} | {act.name}, {act.rows:,} rows | {act.seconds:.2f} s | {act.ratio:.1f} × |", flush=True)


main(int(sys.argv[1]))
