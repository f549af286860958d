"""Where the columns differ from what Python's `email` reads, on purpose: what of a message makes them, and by which RFC.

Each takes a column and the octets of its field (for content and attachments: the parts), and says whether it is this. Then
the value is the oracle's, which knows semantics.md only and shares no code with `email`.
"""

import re

ADDRESSES = ("sender", "to", "cc", "bcc", "reply_to")
TEXTS = ("subject", "list_id", "x_odd")
PARTS = ("content", "attachments")


def eight_bit_header(column, field, parts):
    """RFC 6532 section 3.2: header text may be UTF-8 as it stands; `email` has a lone surrogate for each octet."""
    return column in ADDRESSES + TEXTS and not field.isascii()


def words_side_by_side(column, field, parts):
    """RFC 2047 section 6.2: white space between two encoded words is none; `email` keeps it in display names."""
    return column in ADDRESSES and re.search(rb"\?=\s+=\?", field)


def empty_local_part(column, field, parts):
    """RFC 5322 section 3.2.4: a quoted string may be empty, and so may a local part; `email` drops the address."""
    return column in ADDRESSES and b'""@' in field


def name_in_comment(column, field, parts):
    """RFC 5322 section 3.4: where no display name is, older programs wrote it as a comment; `email` drops comments."""
    return column in ADDRESSES and b"(" in field


def specials_in_name(column, field, parts):
    """RFC 5322 section 3.2.3: brackets and @ are no part of a word unless quoted; `[x] y @ z <a@b>` is read as it is written
    all the same, and `email` takes what is before the angle for the address, or drops it."""
    return column in ADDRESSES and re.search(rb"[@\[][^,<>]*<", field)


def semicolon_between(column, field, parts):
    """RFC 5322 section 3.4: a semicolon ends a group; where there is none, as some programs write it, it parts mailboxes like
    a comma, and `email` stops there."""
    return column in ADDRESSES and b";" in field


def comment_in_date(column, field, parts):
    """RFC 5322 section 3.3: comments may stand between the parts of a date; `email` reads none with one before its end."""
    return column == "sent" and b"(" in field


def short_year(column, field, parts):
    """RFC 5322 section 4.3: two digits from 50 on and three digits count from 1900; `email` has 2050 and the year 124."""
    return column == "sent" and re.search(rb"[A-Za-z] (?:[5-9]\d|\d\d\d) ", field)


def no_zone(column, field, parts):
    """RFC 5322 section 3.3: a date has a zone; without one it names no instant, and `email` takes it for UTC."""
    return column == "sent" and re.search(rb"\d:\d\d\s*$", field)


def impossible_zone(column, field, parts):
    """RFC 5322 section 3.3: the minutes of an offset go up to 59, and it stays under 24 hours for us."""
    return column == "sent" and re.search(rb"[+-](?:\d\d[6-9]\d|99\d\d|2[4-9]\d\d)", field)


def id_without_brackets(column, field, parts):
    """RFC 5322 section 3.6.4: an id has angle brackets; one written without them is that id all the same."""
    return column in ("message_id", "in_reply_to") and b"<" not in field


def unknown_charset(column, field, parts):
    """RFC 2046 section 4.1.2 leaves it open what a text in an unknown charset is read as; `email` raises LookupError."""
    return column == "content" and any(b"x-unknown" in part.head for part in parts)


def status_is_an_attachment(column, field, parts):
    """RFC 3464 section 2.1: the blocks of a delivery status are its content; `email` takes each for a message."""
    return column == "attachments" and any(part.kind == "message/delivery-status" for part in parts)


ALL = [eight_bit_header, words_side_by_side, empty_local_part, name_in_comment, specials_in_name, semicolon_between,
       comment_in_date, short_year, no_zone, impossible_zone, id_without_brackets, unknown_charset,
       status_is_an_attachment]
