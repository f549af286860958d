"""The order of messages (semantics.md, "Order"), with the base subject of RFC 5256 section 2.1."""

import functools
import re

import evaluate
import text

BLOB = r"\[[^\[\]]*\]\s*"
LEADER = re.compile(r"(?:%s)*(?:re|fwd?)\s*(?:%s)?:" % (BLOB, BLOB), re.IGNORECASE)


@functools.lru_cache(maxsize=None)
def base_subject(subject):
    while True:
        subject = subject.strip(" ")
        while subject.lower().endswith("(fwd)"):
            subject = subject[:-5].strip(" ")
        while True:
            before = subject
            leader = LEADER.match(subject)
            if leader:
                subject = subject[leader.end():].lstrip(" ")
                continue
            blob = re.match(BLOB, subject)
            if blob and subject[blob.end():].strip(" "):
                subject = subject[blob.end():]
            if subject == before:
                break
        if subject.lower().startswith("[fwd:") and subject.endswith("]"):
            subject = subject[5:-1]
            continue
        return subject


def value(column, message):
    if column in evaluate.NUMBERS:
        return getattr(message, column)
    if column in ("created", "saved", "sent"):
        moment = getattr(message, column)
        return evaluate.nanoseconds(message.created if moment is None and column == "sent" else moment)
    if column == "subject":
        # RFC 5256: a missing subject is an empty one.
        return base_subject(text.normal(message.header("subject") or "")).lower()
    if column in evaluate.ADDRESSES:
        values = message.addresses(evaluate.ADDRESSES[column])
        return (1, text.folded(local_part(values[0][1]))) if values else (0, "")
    subject = message.header(column[7:])
    return (0, "") if subject is None else (1, text.folded(subject))


def local_part(email):
    return email.rpartition("@")[0]


def ordered(messages, keys):
    """keys: [[column, descending], ..]; ties by ascending uid."""
    found = sorted(messages, key=lambda message: message.uid)
    for column, descending in reversed(keys):
        # A stable sort, in reverse too: what is equal keeps the order of the keys behind.
        found.sort(key=lambda message: value(column, message), reverse=descending)
    return found
