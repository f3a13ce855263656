"""Downloads: a file as an answer that a browser saves and does not keep."""

from __future__ import annotations

from fastapi.responses import Response

from api.exports import ExportedFile


def as_download(file: ExportedFile) -> Response:
    """The answer that carries a file under its name."""
    headers = {
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.content, media_type=file.media_type, headers=headers)
