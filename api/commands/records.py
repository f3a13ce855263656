"""The commands about records: backing them up, restoring them, checking the audit log, leaving no trace."""

from __future__ import annotations

import time
from pathlib import Path

from api.command_line import Exit
from api.compacting import compact_if_needed
from api.database.audit import last_hash
from api.database.audit import verify as verify_chain
from api.database.backup import back_up, restore
from api.database.errors import RecordsError
from api.database.migrating import migrated
from api.opening import open_service
from api.settings import read_settings


def backup(file: Path) -> Exit:
    """Write all records to a new file."""
    begun = time.monotonic()
    counts = back_up(open_service(read_settings()).records, file)
    print(f"{file}: {_told(counts)}, in {time.monotonic() - begun:.1f} s")
    return Exit.DONE


def put_back(file: Path, replace: bool) -> Exit:
    """Put a backup's records into the database."""
    begun = time.monotonic()
    counts = restore(open_service(read_settings()).records, file, replace)
    print(f"restored {_told(counts)}, in {time.monotonic() - begun:.1f} s")
    return Exit.DONE


def verify() -> Exit:
    """Check the audit log's chain."""
    records = open_service(read_settings()).records
    if not records.begun:
        raise RecordsError("there are no records yet")
    with records.reading() as session:
        count, problems = verify_chain(session)
        end = last_hash(session)
    for problem in problems:
        print(problem)
    print(f"{count:,} entries, the last with the hash {end}")
    return Exit.PROBLEM if problems else Exit.DONE


def compact() -> Exit:
    """Remove the traces of what was deleted, where no server does it."""
    service = open_service(read_settings())
    done = service.records.begun and compact_if_needed(service)
    print("compacted" if done else "nothing was deleted since the records were last compacted")
    return Exit.DONE


def go_to(revision: str) -> Exit:
    """Bring the database to a revision."""
    before, after = migrated(open_service(read_settings()).records, revision)
    print(f"the database is of revision {after or 'none'}" + (f", it was of {before or 'none'}" * (before != after)))
    return Exit.DONE


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items() if count) or "no rows"
