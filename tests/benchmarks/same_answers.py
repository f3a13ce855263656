"""``python -m tests.benchmarks.same_answers``: whether both back-ends give the same shortlists, and scores how near."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from index.backends import is_fast, open_backend
from index.encoder import load_encoder
from index.snapshot import open_snapshot
from matcher.matcher import Matcher
from opportunities.catalogue import Catalogue

BRIEFS = Path(__file__).parents[2] / "matcher" / "judgements" / "landings.jsonl"


def main() -> None:
    """Compare on the first briefs of the landings, fifty places deep; ends with 1 where an order differs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--home", type=Path, default=Path("~/.cache/midlands-match").expanduser())
    asked.add_argument("--briefs", type=int, default=20)
    given = asked.parse_args()
    catalogue, reference = Catalogue.read(), load_encoder()
    backend = open_backend(given.home, reference)
    if not is_fast(backend):
        raise SystemExit("no compiled networks are kept there; run `midlands-match index`")
    index = open_snapshot(given.home, catalogue, reference)
    fast = Matcher(catalogue, index, backend.encoder, read_roles=backend.read_roles)
    slow = Matcher(catalogue, index, reference)
    same, most, sure = 0, 0.0, 0.0
    texts = [json.loads(line)["text"] for line in BRIEFS.read_text(encoding="utf-8").splitlines()[: given.briefs]]
    for text in texts:
        one, other = fast.match(text, 50), slow.match(text, 50)
        same += [m.opportunity_id for m in one.matches] == [m.opportunity_id for m in other.matches]
        scores = {m.opportunity_id: m.score for m in other.matches}
        most = max([most, *(abs(m.score - scores.get(m.opportunity_id, m.score)) for m in one.matches)])
        sure = max(sure, abs(one.confidence_value - other.confidence_value))
    sys.stdout.write(
        f"{same} of {len(texts)} shortlists of 50 in the same order; scores differ by at most {most:.1e}, "
        f"confidence by {sure:.1e}\n"
    )
    raise SystemExit(same != len(texts))


if __name__ == "__main__":
    main()
