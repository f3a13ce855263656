"""The commands about judgements: how far judges agree, taking judgements in, giving them out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from api.command_line import Exit
from api.settings import SettingsError, read_settings
from matcher.errors import JudgementsError
from matcher.judgements.agreement import agreement as measure
from matcher.judgements.agreement import disagreements
from matcher.judgements.csv_files import as_csv, read_judgements
from matcher.judgements.judgement import GRADES, Judgement
from matcher.judgements.office import add_judgements, all_judgements
from matcher.judgements.qrels_files import as_qrels, read_qrels
from matcher.whole_files import write_whole
from opportunities.catalogue import Catalogue
from opportunities.loading import PROFILES

MOST_SHOWN = 10


def agreement(file: Path | None) -> Exit:
    """How far judges agree, over all and two by two, and where they differ most."""
    judgements = _read(file, None) if file else all_judgements(read_settings().home)
    found = measure(judgements)
    for judge, given in sorted(Counter(one.judge for one in judgements).items()):
        print(f"{judge}: {given:,} judgements")
    print(f"Krippendorff's alpha, ordinal: {found.alpha}")
    for two, kappa in found.kappas.items():
        print(f"quadratic weighted kappa, {' and '.join(two)}: {kappa}")
        print(f"  rows {two[0]}, columns {two[1]}: " + " ".join(f"{grade:>4}" for grade in GRADES))
        for grade in GRADES:
            print(
                f"  {grade:>{len(two[0]) + len(two[1]) + 16}}: " + " ".join(f"{n:>4}" for n in found.tables[two][grade])
            )
    apart = disagreements(judgements)
    print(f"{len(apart)} pairs lie two or more grades apart" + (":" if apart else ""))
    for one in apart[:MOST_SHOWN]:
        grades = ", ".join(f"{judge} {grade}" for judge, grade in sorted(one.grades.items()))
        print(f"  {one.brief_id} {one.opportunity_id}: {grades}")
    return Exit.DONE


def take_in(file: Path, judge: str | None, replace: bool) -> Exit:
    """Add the judgements of a file to the office's own."""
    settings = read_settings()
    catalogue = Catalogue.read(settings.profiles or PROFILES)
    added = add_judgements(settings.home, _read(file, judge), catalogue.ids, replace)
    print(f"{added.new} new, {added.replaced} replaced, {added.same} there already")
    return Exit.DONE


def give_out(output: Path, judge: str | None) -> Exit:
    """Write the shipped judgements and the office's to a file."""
    judgements = all_judgements(read_settings().home)
    if judge is not None:
        judges = sorted({one.judge for one in judgements})
        if judge not in judges:
            raise JudgementsError(f"no judge is called {judge!r}; there are {', '.join(judges)}")
        judgements = tuple(one for one in judgements if one.judge == judge)
    if not output.parent.is_dir():
        raise SettingsError(f"there is no folder {output.parent}; make it first")
    if output.exists() and not output.is_file():
        raise SettingsError(f"{output} is not a file that can be replaced; name another")
    contents = as_csv(judgements) if _is_csv(output) else as_qrels(judgements)
    try:
        write_whole(output, contents)
    except OSError as error:
        raise SettingsError(f"cannot write {output}: {error.strerror}; name another file") from error
    print(f"{len(judgements):,} judgements: {output}")
    return Exit.DONE


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _read(file: Path, judge: str | None) -> tuple[Judgement, ...]:
    if not _is_csv(file):
        return read_qrels(file, judge)
    if judge is not None:
        raise JudgementsError(f"{file.name} names its judges itself; --judge is for qrels")
    return read_judgements(file)
