"""Mail as mail programs save it (.eml): who wrote to whom about what, the words, and the files that hang on it."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from api.documents.errors import DocumentError
from api.documents.extraction import extract
from api.documents.parts import Parts, Role
from api.documents.plain_reader import decoded, text_of_html

MOST_ATTACHMENTS = 20
_FIELDS = ("From", "To", "Cc", "Date", "Subject")
_MARKED = ("X-Protective-Marking", "Sensitivity")  # where mail programs put a marking beside the subject


def read_mail(data: bytes, parts: Parts, depth: int) -> None:
    """Read a mail: its fields, its plain text (of HTML where there is no other), and each file that hangs on it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):  # the default policy makes no other
        raise DocumentError("it is broken and cannot be read as mail")
    _fields(message, parts)
    body = message.get_body(("plain", "html"))
    if isinstance(body, EmailMessage):
        text = _text(body)
        parts.add(Role.BODY, text_of_html(text) if body.get_content_subtype() == "html" else text)
    for number, attachment in enumerate(message.iter_attachments(), start=1):
        if number > MOST_ATTACHMENTS or parts.full:
            parts.note(f"only the first {number - 1} attachments were read")
            return
        if isinstance(attachment, EmailMessage):
            _attachment(attachment, parts, depth)


def _fields(message: EmailMessage, parts: Parts) -> None:
    given = {name: " ".join(str(message[name]).split()) for name in _FIELDS if message[name]}
    subject = given.pop("Subject", "")
    parts.add(Role.HEADER, "\n".join(f"{name}: {value}" for name, value in given.items()))
    parts.add(Role.SUBJECT, subject)
    for name in _MARKED:
        if message[name]:
            parts.add(Role.BACKGROUND, str(message[name]).replace("-", " "))


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    return decoded(payload, part.get_content_charset()) if isinstance(payload, bytes) else ""


def _attachment(attachment: EmailMessage, parts: Parts, depth: int) -> None:
    if attachment.get_content_maintype() == "multipart" and not attachment.get_filename():
        return  # the body again, in another form
    name = " ".join((attachment.get_filename() or "").split())[:100]
    if attachment.get_content_type() == "message/rfc822":
        inner = attachment.get_payload(0) if attachment.is_multipart() else None
        name, data = name or "forwarded mail", inner.as_bytes() if isinstance(inner, EmailMessage) else b""
    else:
        payload = attachment.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
    inline = attachment.get_content_disposition() == "inline" or attachment.get("Content-ID")
    if attachment.get_content_maintype() == "image" and (inline or not name):
        return  # a logo in a signature
    take_attachment(name or "unnamed", data, parts, depth)


def take_attachment(name: str, data: bytes, parts: Parts, depth: int) -> None:
    """Read a file that hangs on a mail. One that cannot be read is told of; the mail is read all the same."""
    try:
        parts.join(name, extract(data, depth + 1))
    except DocumentError as error:
        parts.note(f"attachment {name} was not read: {error}")
