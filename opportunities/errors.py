"""The root of the engine's errors, and those of the floor that knows opportunities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class MatchingEngineError(Exception):
    """Anything the engine refuses to do, with a message that says what was found and what to do.

    ::

        MatchingEngineError
        ├── CatalogueError            profiles or reference tables that cannot be used
        │   ├── ProfileProblems       every problem of every profile, in one go
        │   └── ImportProblems        every problem of every row of an import, in one go
        ├── UnknownOpportunity        an id that no profile carries
        ├── IndexingError             (index) see index/errors.py
        │   ├── EncoderError          weights missing, changed or not loadable
        │   └── SnapshotError         a snapshot that is missing, stale or broken
        ├── MatchingError             (matcher) see matcher/errors.py
        │   ├── BriefError            a brief that cannot be read: empty, too long, not text
        │   ├── AmendmentsError       corrections that name what is not there
        │   ├── WeightsError          unknown, missing, negative or non-finite weights
        │   └── JudgementsError       briefs or judgements that cannot be used
        ├── RecordsError              (api) see api/database/errors.py
        │   ├── UnknownRecord         an id that no record of the asker's team carries
        │   ├── RecordConflict        a change that the record's state does not allow
        │   ├── NotForThisPerson      a change that somebody else must make
        │   ├── StaleRecord           a change to a state that is no longer the present one
        │   ├── MissingPrecondition   a change that does not say which state it was made from
        │   └── UnusableRecord        a record that cannot be kept as it is asked for
        ├── DocumentError             (api) a file that cannot be read: broken, encrypted, a scan, marked too high
        │   ├── UnsupportedDocument   a file of a kind that is not read
        │   ├── DocumentTooLarge      a file, or what it unpacks to, that is larger than is read
        │   └── ReadersBusy           every reader is at work, and none came free in time
        ├── ExportError               (api) an export that cannot be made as it was asked for
        │   └── ExportUnavailable     a format that this installation cannot write
        ├── AccessError               (api) see api/security/errors.py
        │   ├── NotSignedIn           nobody is signed in, or what was shown does not hold
        │   ├── NotAllowed            what a role or a token's scope does not allow
        │   ├── TooManyRequests       more than one person or address may send
        │   ├── AccountError          a change to an account or a token that cannot be made
        │   └── ProviderError         an OpenID provider that is away or cannot be trusted
        └── SettingsError             (api) a setting or an option whose value cannot be used
    """


class CatalogueError(MatchingEngineError):
    """Profiles or reference tables that cannot be used."""


class UnknownOpportunity(MatchingEngineError):
    """An opportunity id that no profile in the catalogue carries."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one file.

    ``file`` is relative to the folder that was read, ``line`` counts from 1, ``where`` is the field's path
    (``figures.2.sources``), ``what`` says what was found and what to do.
    """

    file: str
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.where}: {self.what}"


class ProfileProblems(CatalogueError):
    """Every problem of every profile that was read; ``problems`` holds them in order of file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.where)))
        files = len({p.file for p in self.problems})
        lines = "\n".join(str(p) for p in self.problems)
        super().__init__(f"{len(self.problems)} problem(s) in {files} file(s); mend them and check again:\n{lines}")


@dataclass(frozen=True)
class Misplaced:
    """One thing wrong in an import: ``row`` counts from 1 as the file's reader sees it, ``column`` is its heading."""

    row: int
    column: str
    what: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.what}"


class ImportProblems(CatalogueError):
    """Every problem of an import, in order of row and column; nothing was written."""

    def __init__(self, problems: Sequence[Misplaced]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.row, p.column)))
        rows = len({p.row for p in self.problems})
        lines = "\n".join(str(p) for p in self.problems)
        self.faults = tuple((f"row {p.row}, {p.column}", p.what) for p in self.problems)
        super().__init__(
            f"{len(self.problems)} problem(s) in {rows} row(s), so nothing was written; mend them:\n{lines}"
        )
