"""Reading profiles: one YAML file an opportunity, every problem reported with its file and line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from opportunities.errors import CatalogueError, Problem, ProfileProblems
from opportunities.opportunity import Opportunity
from opportunities.validation import problems_across, problems_within

PROFILES = Path(__file__).parent / "profiles"
LARGEST_PROFILE = 1_000_000  # bytes; the largest shipped one is some 20,000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def line_of(node: yaml.Node | None, where: Sequence[str | int]) -> int:
    """The line, counted from 1, at which a field stands, or the nearest field around it."""
    line = 1
    for step in where:
        if node is None:
            break
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            match = next(((k, v) for k, v in node.value if k.value == step), None)
            if match is None:
                return line
            key, node = match
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return line
    return line


def _twice_given(node: yaml.Node | None, file: str) -> list[Problem]:
    """Keys given twice in one mapping, of which YAML would silently keep the last."""
    found: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                found.append(
                    Problem(file, key.start_mark.line + 1, str(key.value), "this key is given twice; keep one")
                )
            seen.add(key.value)
            found += _twice_given(value, file)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            found += _twice_given(value, file)
    return found


def read_profile(path: Path, name: str | None = None) -> tuple[Opportunity | None, list[Problem]]:
    """One profile and all that is wrong with it on its own; the profile is null when it cannot be built.

    ``name`` is what the file is called in problems; the file's own name unless told.
    """
    file = name or path.name
    try:
        if path.stat().st_size > LARGEST_PROFILE:
            return None, [Problem(file, 1, "file", f"larger than {LARGEST_PROFILE:,} bytes; a profile is some 10,000")]
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(file, 1, "file", f"cannot be read as UTF-8 text: {error}")]
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
        data: Any = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader in C: plain data only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        return None, [Problem(file, mark.line + 1 if mark else 1, "file", f"not valid YAML: {reason}")]
    if not isinstance(data, dict):
        return None, [Problem(file, 1, "file", "a profile is a mapping of fields; this file holds none")]
    problems = _twice_given(node, file)
    try:
        opportunity = Opportunity.model_validate(data)
    except ValidationError as invalid:
        for fault in invalid.errors():
            where = tuple(fault["loc"])
            found = "" if fault["type"] == "missing" else f"; found {str(fault['input'])[:80]!r}"
            problems.append(Problem(file, line_of(node, where), ".".join(map(str, where)), f"{fault['msg']}{found}"))
        return None, problems
    for where, what in problems_within(opportunity):
        problems.append(Problem(file, line_of(node, where), ".".join(map(str, where)), what))
    if path.stem != opportunity.id:
        problems.append(
            Problem(file, line_of(node, ("id",)), "id", f"id {opportunity.id!r} must be the file's name, {path.stem!r}")
        )
    return opportunity, problems


def read_profiles(folder: Path = PROFILES) -> tuple[Opportunity, ...]:
    """Every profile under a folder, ordered by id.

    Raises:
        CatalogueError: when the folder is missing or holds no profile.
        ProfileProblems: with every problem of every file.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise CatalogueError(f"no profiles (*.yaml) under {folder}; name a folder that holds some")
    read = [(path, *read_profile(path)) for path in files]
    problems = [problem for _, _, found in read for problem in found]
    opportunities = {path.name: opportunity for path, opportunity, _ in read if opportunity is not None}
    problems += problems_across(opportunities, {path.stem for path, *_ in read})
    if problems:
        raise ProfileProblems(problems)
    return tuple(sorted(opportunities.values(), key=lambda o: o.id))
