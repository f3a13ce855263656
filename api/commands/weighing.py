"""The commands about weights: learning them, and comparing two sets."""

from __future__ import annotations

import datetime
from pathlib import Path

from api.command_line import Exit
from api.opening import open_matcher
from api.progress import ProgressLine
from api.settings import SettingsError, read_settings
from matcher.challengers import compared, explained
from matcher.judgements import read_development_set
from matcher.reweighing import moves, reordered
from matcher.signal_table import GRADED_BRIEFS, answered
from matcher.signals import SIGNAL_NAMES
from matcher.table_cache import kept_signal_table
from matcher.trials import trial
from matcher.tuning import WeightTuner, choose_alpha, weight_intervals
from matcher.weights import Weights, read_weights


def tune(output: Path, briefs: Path | None, author: str, quiet: bool) -> Exit:
    """Learn weights from answered briefs, starting from those in force, and say whether it paid."""
    if output.suffix != ".toml":
        raise SettingsError(f"{output} must end in .toml")
    if not output.parent.is_dir():
        raise SettingsError(f"there is no folder {output.parent}; make it first")
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
    output.write_text(weights.as_toml(), encoding="utf-8")
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


def diff(one: Path, other: Path, quiet: bool) -> Exit:
    """How two weight sets differ in numbers, and which opportunities they move on the judged briefs."""
    before, after = (read_weights(path).checked(SIGNAL_NAMES) for path in (one, other))
    for name in SIGNAL_NAMES:
        if before[name] != after[name]:
            print(f"{name}: {before[name]:g} -> {after[name]:g}")
    matcher = open_matcher(read_settings(), quiet)
    judged = read_development_set().judged
    with ProgressLine("briefs ranked", quiet) as progress:
        for done, brief in enumerate(judged, start=1):
            ranked = matcher.rank(matcher.read(brief.text))
            moved = moves(reordered(ranked, before), reordered(ranked, after))
            progress(done, len(judged))
            told = "; ".join(f"{m.before} to {m.after} {m.opportunity_id}" for m in moved)
            print(f"{brief.brief_id}: {told or 'the first ten stay as they are'}")
    return Exit.DONE
