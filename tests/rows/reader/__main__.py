"""Reads a mailbox in two ways that know nothing of imap-dal, and tells the value of every column of every message.

    python3 reader HOST PORT USER PASSWORD MAILBOX COUNT [FOLDER]

It fills the mailbox with COUNT messages of the corpus, or with the files of FOLDER, and reads it back as the server stores
it: by Python's `email`, and by the oracle, which is written from semantics.md. It tells a line of JSON for each message:

    {"uid": .., "columns": {COLUMN: [VALUE, ..]}, "differences": [NAME, ..]}

A column has one value where both readers agree, or where they differ for a reason that `differences` names: then it is the
oracle's. It has both where there is no such reason. After a line that is
`null` it answers {"order": [[COLUMN, DESCENDING], ..], "offset": .., "limit": ..} with the uids in that order.
"""

import json
import pathlib
import sys

TESTS = pathlib.Path(__file__).parents[2]
sys.path[:0] = [str(TESTS / "corpus"), str(TESTS / "differential" / "oracle")]

import corpus
import differences
import library
import mailbox
import order
import text

TEXTS = {"subject": "Subject", "list_id": "List-Id", "x_odd": "X-Odd"}
ADDRESSES = {"sender": "From", "to": "To", "cc": "Cc", "bcc": "Bcc", "reply_to": "Reply-To"}
IDS = {"message_id": "Message-ID", "in_reply_to": "In-Reply-To"}
OTHERS = {"references": "References", "sent": "Date", "mime": "Content-Type", "encoding": "Content-Type"}
FIELDS = {**TEXTS, **ADDRESSES, **IDS, **OTHERS}
COLUMNS = [*FIELDS, "content", "attachments"]


def by_email(octets):
    message = library.Message(octets)
    return {
        **{column: read(message.text, name) for column, name in TEXTS.items()},
        **{column: read(message.addresses, name) for column, name in ADDRESSES.items()},
        **{column: read(message.first_id, name) for column, name in IDS.items()},
        "references": read(message.ids, "References"),
        **{column: read(getattr(message, column)) for column in ["sent", "mime", "encoding", "content", "attachments"]},
    }


def read(reader, *arguments):
    """`email` raises all sorts of errors, which are no value of anything."""
    try:
        return reader(*arguments)
    except Exception as error:
        return {"raised": repr(error)}


def by_oracle(message):
    sent, leaves = message.sent, message.root.leaves()
    return {
        **{column: message.header(name) for column, name in TEXTS.items()},
        **{column: [list(one) for one in message.addresses(name)] for column, name in ADDRESSES.items()},
        **{column: message.first_id(name) for column, name in IDS.items()},
        "references": message.ids("References"),
        "sent": sent and [int(sent.timestamp()), int(sent.utcoffset().total_seconds())],
        "mime": message.mime,
        "encoding": message.encoding,
        "content": [[leaf.kind, leaf.text()] for leaf in leaves if not leaf.is_attachment],
        "attachments": [[leaf.name, leaf.kind, len(leaf.body), leaf.octets.hex()] for leaf in leaves if leaf.is_attachment],
    }


def told(message):
    columns, reasons = server_side(message), []
    one, other = by_email(message.octets), by_oracle(message)
    for column in COLUMNS:
        columns[column] = [other[column]]
        if one[column] != other[column]:
            reason = why(column, message)
            if reason:
                reasons.append(reason)
            else:
                columns[column].append(one[column])
    columns["preview"] = [preview(other["content"])]
    return {"uid": message.uid, "columns": columns, "differences": reasons}


def server_side(message):
    created = message.created
    return {
        "size": [message.size],
        "flags": [sorted(flag for flag in message.flags if flag != "\\recent")],
        "created": [[int(created.timestamp()), int(created.utcoffset().total_seconds())]],
        "email": [message.octets.hex()],
    }


def why(column, message):
    field = message.root.field(FIELDS[column]) if column in FIELDS else b""
    reasons = [one for one in differences.ALL if one(column, field or b"", message.root.leaves())]
    return reasons[0].__name__ if reasons else None


def preview(content):
    """Of the first text, if it is plain; of others there is nothing to compare with."""
    if not content:
        return ""
    kind, written = content[0]
    return text.spaced(written).strip(" ")[:200].strip(" ") if kind != "text/html" else None


def folder(path):
    """Mail as found: with the line ends of IMAP, and without the line that mbox puts before it."""
    for file in sorted(pathlib.Path(path).rglob("*")):
        if file.is_file():
            octets = file.read_bytes().replace(b"\r\n", b"\n").replace(b"\0", b"").replace(b"\r", b"").replace(b"\n", b"\r\n")
            if octets.startswith((b"From ", b">From ")):
                octets = octets.partition(b"\r\n")[2]
            yield octets, [], "01-Feb-2026 10:00:00 +0000"


def main(host, port, user, password, name, count, path=None):
    client = mailbox.connect(host, port, user, password)
    quoted = '"%s"' % name
    mailbox.fill(client, quoted, folder(path) if path else corpus.messages(1, int(count)))
    messages = mailbox.read(client, quoted)
    client.logout()
    for message in messages:
        tell(told(message))
    tell(None)
    for line in sys.stdin:
        query = json.loads(line)
        found = order.ordered(messages, query["order"])
        end = None if query["limit"] is None else query["offset"] + query["limit"]
        tell([one.uid for one in found[query["offset"]:end]])


def tell(value):
    # `email` has lone surrogates for octets that it cannot read, and JSON has none.
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
