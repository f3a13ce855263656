"""The commands about weights: learning them, comparing two sets, putting one into force and back."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from api.command_line import Exit
from api.opening import open_matcher
from api.output_file import check_output, swapped_in
from api.progress import ProgressLine
from api.settings import read_settings
from matcher.challengers import compared, explained
from matcher.comparing import compare, orders
from matcher.judgements import read_development_set
from matcher.judgements.reading import SHIPPED as SHIPPED_BRIEFS
from matcher.publishing import SHIPPED, history, measured_by, roll_back, weights_in_force
from matcher.publishing import publish as publish_weights
from matcher.reweighing import moves
from matcher.signal_table import GRADED_BRIEFS, answered, judged
from matcher.signals import SIGNAL_NAMES
from matcher.table_cache import kept_signal_table
from matcher.trials import trial
from matcher.tuning import WeightTuner, choose_alpha, weight_intervals
from matcher.weights import Weights, read_weights


def tune(output: Path, briefs: Path | None, author: str, quiet: bool) -> Exit:
    """Learn weights from answered briefs, starting from those in force, and say whether it paid."""
    check_output(output, ".toml")
    settings = read_settings()
    matcher = open_matcher(settings, quiet)
    start = [matcher.weights[name] for name in SIGNAL_NAMES]
    with ProgressLine("briefs measured", quiet) as progress:
        table = kept_signal_table(settings.home, matcher, answered(briefs or GRADED_BRIEFS), progress)
    data = (table.values, table.grades, table.briefs)
    gained = trial(*data, start)
    alpha = choose_alpha(*data, start)
    learnt = WeightTuner(start, alpha).fit(*data).coef_
    low, high = weight_intervals(*data, start, alpha)
    weights = Weights(
        name=output.stem,
        note=f"Learnt from {gained.briefs} answered briefs, drawn to its parent with alpha {alpha:g}.",
        author=author,
        date=datetime.date.today().isoformat(),
        encoder=matcher.encoder.fingerprint,
        parent=matcher.weights.fingerprint,
        judgements=table.judgements,
        catalogue=matcher.catalogue.fingerprint,
        measured=str(gained),
        weights={name: round(float(w), 4) for name, w in zip(SIGNAL_NAMES, learnt, strict=True)},
    ).checked(SIGNAL_NAMES)
    with swapped_in(output) as beside:
        beside.write_text(weights.as_toml(), encoding="utf-8")
    print(gained)
    for n, name in enumerate(SIGNAL_NAMES):
        print(f"  {name:<20} {start[n]:6.3f} -> {learnt[n]:6.3f} [{low[n]:.3f}–{high[n]:.3f}]")
    print(f"{output}: use it with MIDLANDS_MATCH_WEIGHTS={output}")
    return Exit.DONE


def challenge(briefs: Path | None, quiet: bool) -> Exit:
    """Set trees and the non-linear numbers against the weights in force, as learnt weights are."""
    settings = read_settings()
    matcher = open_matcher(settings, quiet)
    with ProgressLine("briefs measured", quiet) as progress:
        table = kept_signal_table(settings.home, matcher, answered(briefs or GRADED_BRIEFS), progress)
    for name, told in compared(table, matcher.weights).items():
        print(f"{name}: {told}")
    print(explained(table, matcher.weights))
    return Exit.DONE


def publish(file: Path, author: str, anyway: bool, folder: Path | None, quiet: bool) -> Exit:
    """Measure a weight set against the one in force on the judged briefs, and put it into force."""
    settings = read_settings()
    weights = read_weights(file).checked(SIGNAL_NAMES)
    present = weights_in_force(settings.home)
    matcher = open_matcher(replace(settings, weights=None), quiet)
    with ProgressLine("briefs measured", quiet) as progress:
        table = kept_signal_table(
            settings.home, matcher, judged(read_development_set(folder or SHIPPED_BRIEFS)), progress
        )
    measured = measured_by(
        compare(table, present, weights), table.judgements, matcher.catalogue.fingerprint, matcher.encoder.fingerprint
    )
    done = publish_weights(settings.home, weights, author, measured, anyway)
    print(measured.verdict)
    print(f"number {done.number}, {done.name!r}, is in force in place of {present.name!r}")
    return Exit.DONE


def rollback(author: str, to: int | None) -> Exit:
    """Put an earlier weight set back into force."""
    done = roll_back(read_settings().home, author, to)
    print(f"number {done.number}: {done.name!r} is in force again")
    return Exit.DONE


def tell_history() -> Exit:
    """One line for each set that was put into force, newest first."""
    for one in reversed(history(read_settings().home)):
        print(
            f"{one.number} {one.date:%Y-%m-%d %H:%M} {one.action} {one.name!r} by {one.author}, {one.fingerprint[:12]}"
        )
        if one.measured:
            print(f"  nDCG@10 {one.measured.before} before, {one.measured.after} after, n = {one.measured.after.n}")
    print(f"{SHIPPED} shipped {read_weights().name!r}, {read_weights().fingerprint[:12]}")
    return Exit.DONE


def diff(one: Path, other: Path, folder: Path | None, quiet: bool) -> Exit:
    """How two weight sets differ in numbers, and which opportunities they move on the judged briefs."""
    before, after = (read_weights(path).checked(SIGNAL_NAMES) for path in (one, other))
    for name in SIGNAL_NAMES:
        if before[name] != after[name]:
            print(f"{name}: {before[name]:g} -> {after[name]:g}")
    settings = read_settings()
    matcher = open_matcher(settings, quiet)
    with ProgressLine("briefs measured", quiet) as progress:
        table = kept_signal_table(
            settings.home, matcher, judged(read_development_set(folder or SHIPPED_BRIEFS)), progress
        )
    old, new = orders(table, before), orders(table, after)
    for brief_id, order in old.items():
        told = "; ".join(f"{m.before} to {m.after} {m.opportunity_id}" for m in moves(order, new[brief_id]))
        print(f"{brief_id}: {told or 'the first ten stay as they are'}")
    return Exit.DONE
