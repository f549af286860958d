"""Header text and how text is compared: RFC 2047, white space, Unicode."""

import binascii
import functools
import re
import unicodedata

# Labels that are read as something else in practice (WHATWG Encoding Standard).
LABELS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "shift_jis": "cp932",
          "gb2312": "gb18030", "gbk": "gb18030", "euc-kr": "cp949", "utf8": "utf-8"}

WORD = re.compile(r"=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?\s]*)\?=")


def windows_1252(octets):
    return "".join(bytes([octet]).decode("cp1252", "ignore") or chr(octet) for octet in octets)


def decode(octets, charset):
    label = charset.strip().lower()
    label = LABELS.get(label, label)
    if label == "cp1252":
        return windows_1252(octets)
    try:
        return octets.decode(label, "replace")
    except (LookupError, ValueError):
        return windows_1252(octets)


def raw(octets):
    """8-bit text without a charset: UTF-8 if valid, else windows-1252."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return windows_1252(octets)


def base64_octets(text):
    """What is base64 in it; anything else is left out, the first padding ends it."""
    text = re.sub(rb"[^A-Za-z0-9+/=]", b"", text).split(b"=")[0]
    if len(text) % 4 == 1:
        text = text[:-1]
    return binascii.a2b_base64(text + b"=" * (-len(text) % 4))


def word_octets(encoding, body):
    body = body.encode("utf-8")
    if encoding in "bB":
        return base64_octets(body)
    body = body.replace(b"_", b" ")
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), body)


def decode_words(text):
    """Encoded words to text; white space between two of them is none, neighbours of one charset are decoded as one."""
    out, at, pending = [], 0, None
    for found in WORD.finditer(text):
        between = text[at:found.start()]
        charset, octets = found[1].lower(), word_octets(found[2], found[3])
        if pending and not between.strip(" \t\r\n"):
            if pending[0] == charset:
                pending = (charset, pending[1] + octets)
            else:
                out.append(decode(pending[1], pending[0]))
                pending = (charset, octets)
        else:
            if pending:
                out.append(decode(pending[1], pending[0]))
            out.append(between)
            pending = (charset, octets)
        at = found.end()
    if pending:
        out.append(decode(pending[1], pending[0]))
    out.append(text[at:])
    return "".join(out)


def spaced(text):
    return re.sub(r"[ \t\r\n]+", " ", text)


def header_text(octets):
    """The text of a field's body."""
    return spaced(decode_words(raw(octets))).strip(" ")


@functools.lru_cache(maxsize=1 << 16)
def normal(text):
    """As text is compared."""
    return spaced(unicodedata.normalize("NFC", text))


@functools.lru_cache(maxsize=1 << 16)
def folded(text):
    return normal(text).lower()
