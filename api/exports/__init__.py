"""Exports: a shortlist as a file that an officer can send: Word, PDF, Excel, CSV, and the text of a mail."""

from api.exports.columns import Column
from api.exports.files import ExportedFile, ExportFormat, export
from api.exports.report import BriefShown, Choices

__all__ = ["BriefShown", "Choices", "Column", "ExportFormat", "ExportedFile", "export"]
