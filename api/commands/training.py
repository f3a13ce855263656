"""The command that trains the encoder."""

from __future__ import annotations

import datetime
from pathlib import Path

from api.command_line import Exit
from api.opening import open_matcher
from api.output_file import check_output, swapped_in
from api.progress import ProgressLine
from api.settings import read_settings
from index.encoder import plain_encoder
from index.tuning import Plan, Tuner
from matcher.calibration import examples, fit
from matcher.training import TRAIN_BRIEFS, answered_briefs, split_by_opportunity, training_briefs, training_documents
from opportunities.catalogue import Catalogue
from opportunities.loading import PROFILES

RANK = 64  # 5 MB; DECISIONS.md gives what other ranks cost


def train(
    output: Path, briefs: Path | None, epochs: int, seed: int, strength: float, without_fold: int | None, quiet: bool
) -> Exit:
    """Teach the plain encoder which profiles answer which briefs, and keep what it learnt as an adapter."""
    check_output(output, ".safetensors")
    catalogue = Catalogue.read(read_settings().profiles or PROFILES)
    answered = answered_briefs(briefs or TRAIN_BRIEFS)
    if without_fold is not None:
        answered = tuple(split_by_opportunity(answered, 5)[without_fold][0])
    material = training_briefs(answered, catalogue)
    tuner = Tuner(plain_encoder(), training_documents(catalogue), material, Plan(epochs=epochs, seed=seed))
    checkpoint = output.with_suffix(".checkpoint")
    with ProgressLine("steps trained", quiet) as progress:
        tuner.run(lambda step, steps, loss: progress(step, steps), checkpoint)
    with swapped_in(output) as beside:
        tuner.adapter(beside, RANK, strength, {"briefs": str(len(material)), "catalogue": catalogue.fingerprint})
    checkpoint.unlink(missing_ok=True)
    print(f"{output}: learnt from {len(material):,} briefs; use it with MIDLANDS_MATCH_ENCODER={output}")
    return Exit.DONE


def calibrate(output: Path, quiet: bool) -> Exit:
    """Fit the confidence to the encoder in use, and keep it as a calibration file."""
    check_output(output, ".json")
    matcher = open_matcher(read_settings(), quiet)
    with ProgressLine("briefs measured", quiet) as progress:
        measured = examples(matcher, progress)
    answered = sum(e.answered for e in measured)
    fitted_on = f"{answered} answered and {len(measured) - answered} unanswered calibration briefs"
    calibration = fit(measured, matcher.encoder.fingerprint, fitted_on, datetime.date.today().isoformat())
    with swapped_in(output) as beside:
        beside.write_text(calibration.model_dump_json(indent=2) + "\n", encoding="utf-8")
    print(f"{output}: fitted on {fitted_on}; use it with MIDLANDS_MATCH_CALIBRATION={output}")
    return Exit.DONE
