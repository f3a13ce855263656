"""PDF: tagged and accessible (PDF/UA-1), laid out by WeasyPrint from a template; nothing is ever fetched."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from api.exports import palette
from api.exports.columns import HOPED, Column, marks
from api.exports.errors import ExportUnavailable
from api.exports.report import Report

_TEMPLATES = Path(__file__).parent / "templates"


def as_pdf(report: Report) -> bytes:
    """The report as PDF/UA-1.

    Raises:
        ExportUnavailable: when Pango, which sets the text, is not installed.
    """
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:  # OSError: the libraries that it loads are not there
        raise ExportUnavailable(
            "PDF cannot be written here: Pango is missing; install libpango-1.0-0, libpangoft2-1.0-0 and "
            "libharfbuzz-subset0, or take Word"
        ) from error

    class _Nothing(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
        """Fetches nothing: neither files nor addresses, whatever a page names."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("nothing is fetched for an export")

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # what it warns of may quote the brief
    page = weasyprint.HTML(string=as_html(report), base_url=None, url_fetcher=_Nothing())
    written = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    if not isinstance(written, bytes):
        raise ExportUnavailable("PDF could not be written")
    return written


def as_html(report: Report) -> str:
    """The page that is printed; every word in it is escaped."""
    page = _environment().get_template("shortlist.html.jinja")
    return page.render(report=report, hoped=HOPED, marks=marks, Column=Column, colours=vars(palette))


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
