"""The commands about weights: learning them, and comparing two sets."""

from __future__ import annotations

import datetime
from pathlib import Path

from api.command_line import Exit
from api.opening import open_matcher
from api.progress import ProgressLine
from api.settings import SettingsError, read_settings
from matcher.judgements import read_development_set
from matcher.matcher import Matcher
from matcher.ranking import order, weigh
from matcher.signal_table import GRADED_BRIEFS, answered
from matcher.signals import SIGNAL_NAMES
from matcher.table_cache import kept_signal_table
from matcher.tuning import WeightTuner, trial, weight_intervals
from matcher.weights import Weights, read_weights

TOP = 10


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
    learnt = WeightTuner(start, gained.alpha).fit(*data).coef_
    low, high = weight_intervals(*data, start, gained.alpha)
    weights = Weights(
        name=output.stem,
        note=f"Learnt from {gained.briefs} answered briefs, drawn to its parent with alpha {gained.alpha:g}.",
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
            moves = _moves(matcher, brief.text, before, after)
            progress(done, len(judged))
            print(f"{brief.brief_id}: {'; '.join(moves) or 'the first ten stay as they are'}")
    return Exit.DONE


def _moves(matcher: Matcher, text: str, before: Weights, after: Weights) -> list[str]:
    """What enters, leaves or moves within the first ten, as "7 to 2 name"."""
    ranked = matcher.rank(matcher.read(text))
    spoken = list(zip(ranked.scored.signals, ranked.scored.values, strict=True))
    eligible = set(ranked.eligible)
    places: list[dict[int, int]] = []
    for weights in (before, after):
        ordered = order(weigh(spoken, weights, len(matcher.catalogue)).scores, matcher.catalogue.ids)
        places.append({n: rank for rank, n in enumerate((n for n in ordered if n in eligible), start=1)})
    old, new = places
    moved = [n for n in new if old[n] != new[n] and min(old[n], new[n]) <= TOP]
    return [f"{old[n]} to {new[n]} {matcher.catalogue.ids[n]}" for n in sorted(moved, key=lambda n: new[n])]
