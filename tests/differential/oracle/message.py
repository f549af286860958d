"""A message as the server stores it, and the values its columns have (semantics.md, "Values")."""

import functools
import re

import fields
import text


class Part:
    """A MIME part: its fields, its type, its body as encoded."""

    def __init__(self, octets, default="text/plain"):
        self.head, self.body = split(octets)
        self.fields = header_fields(self.head)
        kind, self.parameters = self.read("content-type")
        self.kind = kind.lower() if kind and "/" in kind else default
        self.disposition, self.of_disposition = self.read("content-disposition")
        self.parts = list(self.split_parts())

    def read(self, name):
        body = self.field(name)
        return ("", {}) if body is None else fields.parameters(body)

    def field(self, name):
        """The body of the first field of that name."""
        return next((body for known, body in self.fields if known.lower() == name.lower()), None)

    def split_parts(self):
        if not self.kind.startswith("multipart/") or "boundary" not in self.parameters:
            return
        boundary = re.escape(self.parameters["boundary"].encode())
        pieces = re.split(rb"(?:\A|\r?\n)--" + boundary + rb"(--)?[ \t]*(?=\r?\n|\Z)", self.body)
        # Octets and "--or nothing" take turns; what is before the first boundary and after the last is no part.
        for at in range(2, len(pieces), 2):
            if pieces[at - 1] is not None:
                break
            yield Part(re.sub(rb"\A\r?\n", b"", pieces[at]), "message/rfc822" if self.kind == "multipart/digest" else "text/plain")

    def leaves(self):
        if not self.parts:
            return [] if self.kind.startswith("multipart/") else [self]
        return [leaf for part in self.parts for leaf in part.leaves()]

    @property
    def name(self):
        """filename or name parameter; RFC 2047 inside is decoded too."""
        value = self.of_disposition.get("filename", self.parameters.get("name"))
        return None if value is None else text.spaced(text.decode_words(value)).strip(" ")

    @property
    def is_attachment(self):
        return self.disposition.lower() == "attachment" or self.name is not None or not self.kind.startswith("text/")

    @property
    def octets(self):
        """The body without its transfer encoding."""
        encoding = (self.field("content-transfer-encoding") or b"").strip().lower()
        if encoding == b"base64":
            return text.base64_octets(self.body)
        if encoding == b"quoted-printable":
            octets = re.sub(rb"=[ \t]*\r?\n", b"", self.body)
            return re.sub(rb"=([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), octets)
        return self.body

    def text(self):
        charset = self.parameters.get("charset")
        decoded = text.raw(self.octets) if charset is None else text.decode(self.octets, charset)
        return decoded.replace("\r\n", "\n")


def split(octets):
    if octets.startswith(b"\r\n"):
        return b"", octets[2:]
    head, blank, body = octets.partition(b"\r\n\r\n")
    return (head + b"\r\n" if blank else head), body


def header_fields(head):
    out = []
    for line in re.split(rb"\r?\n(?![ \t])", head):
        name, colon, body = line.partition(b":")
        if colon:
            out.append((name.strip().decode("latin-1"), body))
    return out


class Message:
    """What the server tells of a message; everything else is read from its octets."""

    def __init__(self, octets, uid, size, flags, created, modseq=None, saved=None, email_id=None, thread_id=None):
        self.octets, self.uid, self.size, self.modseq = octets, uid, size, modseq
        self.flags = [flag.lower() for flag in flags]
        self.created, self.saved, self.email_id, self.thread_id = created, saved, email_id, thread_id
        self.root = Part(octets)

    @property
    def keywords(self):
        return [flag for flag in self.flags if not flag.startswith("\\")]

    @functools.lru_cache(maxsize=None)
    def header(self, name):
        body = self.root.field(name)
        return None if body is None else text.header_text(body)

    @functools.lru_cache(maxsize=None)
    def addresses(self, name):
        body = self.root.field(name)
        return [] if body is None else fields.addresses(body)

    @functools.lru_cache(maxsize=None)
    def ids(self, name):
        body = self.root.field(name)
        return [] if body is None else fields.ids(body)

    def first_id(self, name):
        """A field without an id is there all the same: its value is empty."""
        return None if self.root.field(name) is None else next(iter(self.ids(name)), "")

    @functools.cached_property
    def sent(self):
        body = self.root.field("date")
        return None if body is None else fields.date(body)

    @functools.cached_property
    def mime(self):
        return None if self.root.field("content-type") is None else self.root.kind

    @functools.cached_property
    def encoding(self):
        return self.root.parameters.get("charset")

    @functools.cached_property
    def content(self):
        return [leaf.text() for leaf in self.root.leaves() if not leaf.is_attachment]

    @functools.cached_property
    def attachments(self):
        return [leaf for leaf in self.root.leaves() if leaf.is_attachment]

    @functools.cached_property
    def folded_content(self):
        return [text.folded(part) for part in self.content]

    @functools.cached_property
    def folded_anywhere(self):
        return [text.folded(text.header_text(body)) for _, body in self.root.fields] + self.folded_content
