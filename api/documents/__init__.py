"""Documents: the text of what investors send, read apart from the server, with the protective markings it bears."""

from api.documents.document import DocumentKind, DocumentText, Marking
from api.documents.reading import joined, read_document, read_documents

__all__ = ["DocumentKind", "DocumentText", "Marking", "joined", "read_document", "read_documents"]
