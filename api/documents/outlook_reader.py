"""Mail as Outlook saves it (.msg); read where the extra ``outlook`` is installed."""

from __future__ import annotations

import io

from api.documents.errors import UnsupportedDocument
from api.documents.mail_reader import MOST_ATTACHMENTS, take_attachment
from api.documents.parts import Parts, Role
from api.documents.plain_reader import text_of_html


def read_outlook(data: bytes, parts: Parts, depth: int) -> None:
    """Read an Outlook message: its fields, its text, and each file that hangs on it."""
    try:
        from oxmsg import Message
    except ImportError as error:
        raise UnsupportedDocument(
            "it is an Outlook message, which this installation does not read; save it as .eml, or install "
            "midlands-match[outlook]"
        ) from error
    message = Message.load(io.BytesIO(data))
    fields = {
        "From": message.sender or "",
        "To": "; ".join(f"{r.name} <{r.email_address}>" for r in message.recipients),
        "Date": str(message.sent_date or ""),
    }
    parts.add(Role.HEADER, "\n".join(f"{name}: {value}" for name, value in fields.items() if value))
    parts.add(Role.SUBJECT, message.subject or "")
    parts.add(Role.BODY, message.body or text_of_html(message.html_body or ""))
    for number, attachment in enumerate(message.attachments, start=1):
        if number > MOST_ATTACHMENTS or parts.full:
            parts.note(f"only the first {number - 1} attachments were read")
            return
        take_attachment(attachment.file_name or "unnamed", attachment.file_bytes or b"", parts, depth)
