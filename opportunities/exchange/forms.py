"""The forms of files that opportunities come and go in."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """A form of file, named as its files end."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"
    YAML = "yaml"


MEDIA_TYPES = {
    Form.CSV: "text/csv",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSON_LINES: "application/jsonl",
    Form.YAML: "application/yaml",
}
