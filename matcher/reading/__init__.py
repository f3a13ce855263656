"""Reading: from pasted text to a brief, whose every criterion points at the words it came from."""

from matcher.reading.brief import LONGEST_BRIEF, read_brief

__all__ = ["LONGEST_BRIEF", "read_brief"]
