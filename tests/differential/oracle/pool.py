"""The values that occur in a mailbox, from which operands are drawn."""

import evaluate

MOST = 300


def of(messages):
    return {
        "subject": texts(message.header("subject") for message in messages),
        "header:List-Id": texts(message.header("list-id") for message in messages),
        "header:X-Odd": texts(message.header("x-odd") for message in messages),
        "mime": texts(message.mime for message in messages),
        "encoding": texts(message.encoding for message in messages),
        "email": texts(email for message in messages for field in evaluate.ADDRESSES.values() for _, email in message.addresses(field)),
        "name": texts(name for message in messages for field in evaluate.ADDRESSES.values() for name, _ in message.addresses(field)),
        "id": texts(one for message in messages for field in ("message-id", "references", "in-reply-to") for one in message.ids(field)),
        "content": texts(line for message in messages for part in message.content for line in part.split("\n")),
        "attachment name": texts(part.name for message in messages for part in message.attachments),
        "attachment media_type": texts(part.kind for message in messages for part in message.attachments),
        "attachment size": sorted({len(part.body) for message in messages for part in message.attachments}),
        "keyword": texts(keyword for message in messages for keyword in message.keywords),
        "size": sorted({message.size for message in messages}),
        "uid": [message.uid for message in messages],
        "modseq": sorted({message.modseq for message in messages if message.modseq is not None}),
        "date": dates(messages),
        "email_id": texts(message.email_id for message in messages),
        "thread_id": texts(message.thread_id for message in messages),
        "saved": any(message.saved for message in messages),
    }


def texts(values):
    """Distinct ones, in the order they occur."""
    return list(dict.fromkeys(value for value in values if value is not None and len(value) < 400))[:MOST]


def dates(messages):
    """Of created, sent and saved: [year, month, day, nanoseconds of the instant as text]."""
    moments = [getattr(message, column) for message in messages[:MOST] for column in evaluate.DATES]
    return [[moment.year, moment.month, moment.day, str(evaluate.nanoseconds(moment))] for moment in moments if moment is not None]
