"""Conditions, as JSON, on a message (semantics.md, "Operators")."""

import datetime
import functools
import re
import unicodedata
import zoneinfo

import text

FLAGS = ("answered", "deleted", "draft", "flagged", "seen")
NUMBERS = ("uid", "size", "modseq")
DATES = ("created", "sent", "saved")
ADDRESSES = {"sender": "from", "to": "to", "cc": "cc", "bcc": "bcc", "reply_to": "reply-to"}
COMPARE = {
    "eq": lambda a, b: a == b, "lt": lambda a, b: a < b, "le": lambda a, b: a <= b, "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}


def holds(node, message):
    kind = node.get("node")
    if kind == "and":
        return all(holds(part, message) for part in node["of"])
    if kind == "or":
        return any(holds(part, message) for part in node["of"])
    if kind == "not":
        return not holds(node["of"], message)
    if kind == "any":
        return any(holds_of_attachment(node["of"], attachment) for attachment in message.attachments)
    column, test, operands = node["column"], node["test"], node["with"]
    if test == "ne":
        return not holds({**node, "test": "eq"}, message)
    if test == "is_some":
        return not holds({**node, "test": "is_none"}, message)
    if test == "is_in" and column != "references":
        return any(holds({**node, "test": "eq", "with": [operand]}, message) for operand in operands)
    if column in FLAGS:
        return ("\\" + column in message.flags) == operands[0]
    if column.startswith("keyword:"):
        return (column[8:].lower() in message.keywords) == operands[0]
    if column == "keywords":
        return operands[0].lower() in message.keywords
    if column in NUMBERS:
        return number(getattr(message, column), test, operands)
    if column in DATES:
        return date(getattr(message, column), test, operands)
    if column in ADDRESSES:
        return address(message.addresses(ADDRESSES[column]), test, operands)
    if column == "references":
        ids = message.ids("references")
        return not ids if test == "is_empty" else bracketed(operands[0]) in ids
    if column in ("message_id", "in_reply_to"):
        return message_id(message.first_id(column.replace("_", "-")), test, operands)
    if column == "content":
        return any(text.folded(operands[0]) in part for part in message.folded_content)
    if column == "text":
        return operands[0] == "" or any(text.folded(operands[0]) in part for part in message.folded_anywhere)
    if column == "attachments":
        return not message.attachments
    if column.startswith("header:"):
        return textual(message.header(column[7:]), test, operands)
    value = message.header("subject") if column == "subject" else getattr(message, column)
    return textual(value, test, operands)


def holds_of_attachment(node, attachment):
    kind = node.get("node")
    if kind == "and":
        return all(holds_of_attachment(part, attachment) for part in node["of"])
    if kind == "or":
        return any(holds_of_attachment(part, attachment) for part in node["of"])
    if kind == "not":
        return not holds_of_attachment(node["of"], attachment)
    column, test, operands = node["column"], node["test"], node["with"]
    if test == "ne":
        return not holds_of_attachment({**node, "test": "eq"}, attachment)
    if test == "is_some":
        return not holds_of_attachment({**node, "test": "is_none"}, attachment)
    if test == "is_in":
        return any(holds_of_attachment({**node, "test": "eq", "with": [operand]}, attachment) for operand in operands)
    if column == "size":
        return number(len(attachment.body), test, operands)
    return textual(attachment.name if column == "name" else attachment.kind, test, operands)


def number(value, test, operands):
    if test == "between":
        return operands[0] <= value <= operands[1]
    return COMPARE[test](value, operands[0])


def nanoseconds(moment):
    return int((moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) / datetime.timedelta(seconds=1)) * 10**9


@functools.lru_cache(maxsize=None)
def midnight(year, month, day, zone):
    local = datetime.datetime(year, month, day, tzinfo=zoneinfo.ZoneInfo(zone))
    # Taken off the number: the instant itself may lie before the year 1.
    return nanoseconds(local.replace(tzinfo=datetime.timezone.utc)) - int(local.utcoffset().total_seconds()) * 10**9


def date(value, test, operands):
    if test == "is_none":
        return value is None
    if value is None:
        return False
    if test == "on":
        day, zone = operands[0]["day_in"]
        after = datetime.date(*day) + datetime.timedelta(days=1)
        return midnight(*day, zone) <= nanoseconds(value) < midnight(after.year, after.month, after.day, zone)
    sides = [(day_or_instant(value, operand)) for operand in operands]
    if test == "between":
        return sides[0][0] >= sides[0][1] and sides[1][0] <= sides[1][1]
    return COMPARE[test](*sides[0])


def day_or_instant(value, operand):
    if "day" in operand:
        return (value.year, value.month, value.day), tuple(operand["day"])
    return nanoseconds(value), int(operand["instant"])


def bracketed(written):
    written = text.normal(written).strip(" ")
    return written if not written or written.startswith("<") and written.endswith(">") else "<%s>" % written


def message_id(value, test, operands):
    if test == "is_none":
        return value is None
    if value is None:
        return False
    if test == "eq":
        return value == bracketed(operands[0])
    return text.folded(operands[0]) in text.folded(value)


def ascii_folded(value):
    return re.sub("[A-Z]", lambda found: found[0].lower(), value)


def address(values, test, operands):
    if test == "is_empty":
        return not values
    if test == "eq":
        wanted = ascii_folded(text.normal(operands[0]).strip(" "))
        return any(ascii_folded(text.normal(email)) == wanted for _, email in values)
    wanted = text.folded(operands[0])
    return any(wanted in text.folded(email) or name is not None and wanted in text.folded(name) for name, email in values)


def textual(value, test, operands):
    if test == "is_none":
        return value is None
    if value is None:
        return False
    value, operand = text.normal(value), text.normal(operands[0])
    if test == "eq":
        return value == operand.strip(" ")
    if test == "contains":
        return operand.lower() in value.lower()
    if test == "starts_with":
        return value.startswith(operand)
    if test == "ends_with":
        return value.endswith(operand)
    if test == "like":
        return like(operand, value)
    if test == "ilike":
        return like(operand.lower(), value.lower())
    assert test == "matches", test
    return regex(unicodedata.normalize("NFC", operands[0])).search(value) is not None


@functools.lru_cache(maxsize=64)
def tokens(pattern):
    """Characters, None for any one, "" for any run."""
    out, at = [], 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\" and at + 1 < len(pattern):
            at += 1
            out.append(pattern[at])
        else:
            out.append({"%": "", "_": None}.get(char, char))
        at += 1
    return out


def like(pattern, value):
    """Without backtracking beyond the last run, so that no pattern takes long."""
    wanted, here, at, run, resume = tokens(pattern), 0, 0, None, 0
    while at < len(value):
        if here < len(wanted) and wanted[here] == "":
            run, resume = here, at
            here += 1
        elif here < len(wanted) and wanted[here] in (None, value[at]):
            here, at = here + 1, at + 1
        elif run is not None:
            resume += 1
            here, at = run + 1, resume
        else:
            return False
    return all(token == "" for token in wanted[here:])


@functools.lru_cache(maxsize=64)
def regex(pattern):
    return re.compile(pattern)
