"""Reading profiles: one YAML file an opportunity, every problem reported with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from opportunities.errors import CatalogueError, Problem, ProfileProblems
from opportunities.opportunity import Opportunity
from opportunities.validation import Where, problems_across, problems_beside, problems_within

PROFILES = Path(__file__).parent / "profiles"
LARGEST_PROFILE = 200_000  # bytes; the largest shipped one is some 20,000

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


def _walk(node: yaml.Node | None, where: Where = ()) -> Iterator[tuple[Where, yaml.Node]]:
    """Every key and value of a file that holds no alias, each with the path of the field it belongs to."""
    if node is not None:
        yield where, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*where, str(key.value)), key
            yield from _walk(value, (*where, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from _walk(value, (*where, at))


def _twice_given(node: yaml.Node | None) -> Iterator[tuple[Where, int, str]]:
    """Keys given twice in one mapping, of which YAML would silently keep the last."""
    for where, mapping in _walk(node):
        if isinstance(mapping, yaml.MappingNode):
            seen: set[str] = set()
            for key, _ in mapping.value:
                if str(key.value) in seen:
                    yield (*where, str(key.value)), key.start_mark.line + 1, "this key is given twice; keep one"
                seen.add(str(key.value))


def _unreadable(node: yaml.Node | None) -> Iterator[tuple[Where, int, str]]:
    """Values that their own YAML type cannot hold, on which the reader would stop: a date in a thirteenth month."""
    reader = yaml.SafeLoader("")
    for where, scalar in _walk(node):
        if isinstance(scalar, yaml.ScalarNode):
            try:
                reader.construct_object(scalar)
            except yaml.YAMLError as error:
                yield where, scalar.start_mark.line + 1, f"not valid YAML: {getattr(error, 'problem', error)}"
            except (ValueError, LookupError, AttributeError, OverflowError):
                yield (
                    where,
                    scalar.start_mark.line + 1,
                    f"{scalar.value[:80]!r} is no {scalar.tag.rsplit(':', 1)[-1]}; mend it, or quote it if it is text",
                )


def parse_yaml(text: str) -> tuple[yaml.Node | None, Any, list[tuple[Where, int, str]]]:
    """The file's nodes, its data, and what keeps it from being data."""
    try:
        if "*" in text:
            # An alias stands for any amount of text, so a small file of them can fill the memory: profiles have none.
            for event in yaml.parse(text, Loader=_Loader):
                if isinstance(event, yaml.AliasEvent):
                    what = f"*{event.anchor} is a YAML alias; write out what it stands for"
                    return None, None, [(("file",), _line(event.start_mark), what)]
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
        faults = list(_twice_given(node))
        try:
            return node, yaml.load(text, Loader=_Loader), faults  # nosec B506 # noqa: S506 - a safe loader in C: plain data only
        except (ValueError, LookupError, AttributeError, OverflowError):
            return node, None, [*faults, *_unreadable(node)]
    except RecursionError:
        return None, None, [(("file",), 1, "not valid YAML: lists or mappings within one another a thousand deep")]
    except yaml.YAMLError as error:
        reason = getattr(error, "problem", None) or str(error)
        return None, None, [(("file",), _line(getattr(error, "problem_mark", None)), f"not valid YAML: {reason}")]


def _line(mark: Any) -> int:
    return mark.line + 1 if mark is not None else 1


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
    node, data, faults = parse_yaml(text)
    problems = [Problem(file, line, ".".join(map(str, where)), what) for where, line, what in faults]
    if not isinstance(data, dict):
        if not problems:
            problems = [Problem(file, 1, "file", "a profile is a mapping of fields; this file holds none")]
        return None, problems

    def note(where: Where, what: str) -> None:
        problems.append(Problem(file, line_of(node, where), ".".join(map(str, where)), what))

    opportunity: Opportunity | None = None
    try:
        opportunity = Opportunity.model_validate(data)
    except ValidationError as invalid:
        for fault in invalid.errors():
            found = "" if fault["type"] == "missing" else f"; found {str(fault['input'])[:80]!r}"
            note(tuple(fault["loc"]), f"{fault['msg']}{found}")
        for where, what in problems_beside(data, [tuple(fault["loc"]) for fault in invalid.errors()]):
            note(where, what)
    else:
        for where, what in problems_within(opportunity):
            note(where, what)
    if isinstance(data.get("id"), str) and path.stem != data["id"]:
        note(("id",), f"id {data['id']!r} must be the file's name, {path.stem!r}")
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
    for file, where, what in problems_across(opportunities, {path.stem for path, *_ in read}):
        node, *_ = parse_yaml((folder / file).read_text(encoding="utf-8"))
        problems.append(Problem(file, line_of(node, where), ".".join(map(str, where)), what))
    if problems:
        raise ProfileProblems(problems)
    return tuple(sorted(opportunities.values(), key=lambda o: o.id))
