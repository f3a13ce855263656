"""Opportunities in and out of files: CSV, XLSX, JSON Lines and YAML both ways, Data Hub's field names out."""

from opportunities.exchange.forms import MEDIA_TYPES, Form
from opportunities.exchange.reading import Row, read_rows
from opportunities.exchange.writing import write_form

__all__ = ["MEDIA_TYPES", "Form", "Row", "read_rows", "write_form"]
