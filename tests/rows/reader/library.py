"""What Python's `email` reads of a message, by its modern policy: every column as a value of JSON."""

import calendar
import email
import email.policy
import email.utils
import re


def spaced(text):
    """Every run of white space as one space, none at the ends: all header text is compared like that."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


class Message:
    def __init__(self, octets):
        self.read = email.message_from_bytes(octets, policy=email.policy.default)

    def text(self, name):
        value = self.read[name]
        return None if value is None else spaced(str(value))

    def addresses(self, name):
        value = self.read[name]
        some = [] if value is None else value.addresses
        return [[spaced(one.display_name) or None, one.addr_spec] for one in some if one.username and one.domain]

    def ids(self, name):
        return ["<%s>" % re.sub(r"\s", "", one) for one in re.findall(r"<([^<>]*)>", str(self.read[name] or ""))]

    def first_id(self, name):
        return None if self.read[name] is None else next(iter(self.ids(name)), "")

    def sent(self):
        value = self.read["date"]
        moment = None if value is None else value.datetime
        if moment is None:
            return None
        # A zone of -0000 makes it naive.
        offset = moment.utcoffset()
        seconds = int(offset.total_seconds()) if offset is not None else 0
        return [int(calendar.timegm(moment.timetuple())) - seconds, seconds]

    def mime(self):
        return None if self.read["content-type"] is None else self.read.get_content_type()

    def encoding(self):
        charset = self.read.get_param("charset")
        return None if charset is None else email.utils.collapse_rfc2231_value(charset)

    def leaves(self):
        return list(leaves(self.read))

    def content(self):
        return [[part.get_content_type(), part_text(part)] for part in self.leaves() if not is_attachment(part)]

    def attachments(self):
        return [[file_name(part), part.get_content_type(), len(encoded(part)), decoded(part).hex()]
                for part in self.leaves() if is_attachment(part)]


def leaves(part):
    if part.get_content_maintype() != "multipart":
        yield part
    elif part.is_multipart():
        for inner in part.get_payload():
            yield from leaves(inner)


def is_attachment(part):
    return part.get_content_disposition() == "attachment" or file_name(part) is not None or part.get_content_maintype() != "text"


def file_name(part):
    name = part.get_filename()
    return None if name is None else spaced(name) or None


def encoded(part):
    """The octets of a part's body."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"".join(one.as_bytes(policy=email.policy.compat32.clone(linesep="\r\n")) for one in payload)
    return payload.encode("utf-8", "surrogateescape")


def decoded(part):
    octets = part.get_payload(decode=True)
    return encoded(part) if octets is None else octets


def part_text(part):
    try:
        return part.get_content().replace("\r\n", "\n")
    except LookupError:
        return None
