"""`make bench`: every size on both databases, files in apart because they begin with an empty one, into RESULTS.md."""

import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import environ
import psycopg
from psycopg import sql

import postgresql

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
HEAD = "| database | contacts | what | time | size or ratio |\n|---|---|---|---|---|\n"


def main() -> None:
    sizes = [int(size) for size in os.environ.get("SIZES", "10000,100000").split(",")]
    rows = []
    for size in sizes:
        for module in ("measure", "imports", "api"):
            with tempfile.TemporaryDirectory() as home:
                rows += measured(module, size, {"POSTKRING_HOME": home})
                with postgresql.server() as database:
                    create(database)
                    rows += measured(module, size, {"POSTKRING_HOME": home} | database)
    facts = f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    text = f"# The last figures\n\n{facts}. README.md says how they are measured.\n\n{HEAD}" + "".join(rows)
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8")


def create(database: dict[str, str]) -> None:
    """The server comes without a database. One that TEST_DATABASE_URL names is not made anew."""
    if os.environ.get("TEST_DATABASE_URL"):
        return
    config = environ.Env.db_url_config(database["DATABASE_URL"])
    with psycopg.connect(host=config["HOST"], user=database["PGUSER"], dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(config["NAME"])))


def measured(module: str, size: int, environment: dict[str, str]) -> list[str]:
    command = [sys.executable, "-m", f"benchmarks.{module}", str(size)]
    print(f"{size} contacts, {module}", flush=True)
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode:
        raise SystemExit(process.returncode)
    return lines


main()
