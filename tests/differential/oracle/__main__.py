"""The oracle: says which messages of a mailbox a query selects, knowing semantics.md and nothing of imap-dal.

    python3 oracle HOST PORT USER PASSWORD MAILBOX SEED COUNT

It fills the mailbox with the corpus, reads it back as the server stores it, and tells one line of JSON: the operands that
occur in it. Then it answers a line {"filter": .., "order": [[column, descending], ..], "offset": n, "limit": n or null}
with the uids in order, until its input ends.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "corpus"))

import corpus
import evaluate
import mailbox
import order
import pool


def main(host, port, user, password, name, seed, count):
    client = mailbox.connect(host, port, user, password)
    quoted = '"%s"' % name
    refused = mailbox.fill(client, quoted, corpus.messages(int(seed), int(count)))
    messages = mailbox.read(client, quoted)
    client.logout()
    tell({"messages": len(messages), "refused": refused, **pool.of(messages)})
    for line in sys.stdin:
        tell(answer(json.loads(line), messages))


def answer(query, messages):
    found = [message for message in messages if evaluate.holds(query["filter"], message)]
    found = order.ordered(found, query["order"])
    limit = query["limit"]
    return [message.uid for message in found[query["offset"]:][:limit if limit is not None else None]]


def tell(value):
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
