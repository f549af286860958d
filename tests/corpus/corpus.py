"""Awkward mail: messages that servers and clients read in different ways, the same for the same seed.

    python3 corpus.py [SEED [COUNT]]     tells what the corpus is made of

As a module: messages(seed, count) yields (octets, flags, INTERNALDATE as APPEND takes it).
"""

import random
import sys

import bodies
import headers

FLAGS = ["\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft"]
KEYWORDS = ["$Paid", "$Junk", "work", "Work2", "$forwarded", "x-Mixed"]
OFFSETS = ["+0000", "+0100", "-0800", "+0530", "+1300", "-1100", "+0000"]


def flags(rng):
    own = [flag for flag in FLAGS if rng.random() < 0.3]
    return own + [keyword for keyword in KEYWORDS if rng.random() < 0.15]


def internal_date(rng):
    clock = rng.choice(["00:00:00", "23:59:59", "00:00:01", "12:34:56", "22:30:00", "01:30:00"])
    month = rng.choice(headers.MONTHS)
    return "%02d-%s-%d %s %s" % (rng.choice([1, 2, 14, 15, 28]), month, rng.choice([2023, 2024, 2025]), clock, rng.choice(OFFSETS))


def fields(rng, number):
    """The header's fields (without those of MIME), in order: (name, body)."""
    some = [
        ("Received", b"from a by b; Mon, 1 Jan 2024 00:00:00 +0000" if rng.random() < 0.3 else None),
        ("Date", headers.date(rng)),
        ("From", headers.addresses(rng, 0.05)),
        ("To", headers.addresses(rng, 0.15)),
        ("Cc", headers.addresses(rng, 0.7)),
        ("Bcc", headers.addresses(rng, 0.9)),
        ("Reply-To", headers.addresses(rng, 0.85)),
        ("Subject", headers.subject(rng)),
        ("Message-ID", headers.message_id(rng, number)),
        ("References", headers.references(rng, number)),
        ("In-Reply-To", headers.in_reply_to(rng, number)),
        ("List-Id", headers.list_id(rng)),
        ("X-Odd", rng.choice([None, None, b"one", b"", b"a  b\tc", headers.foreign(rng).encode()])),
    ]
    some = [(name, body) for name, body in some if body is not None]
    if rng.random() < 0.08:
        name = rng.choice(["Subject", "From", "Date", "X-Odd", "List-Id", "Message-ID"])
        again = {"Subject": headers.subject, "From": headers.addresses, "Date": headers.date}.get(name)
        body = again(rng) if again else b"second"
        some.append((name, body or b"second"))
    if rng.random() < 0.1:
        rng.shuffle(some)
    if rng.random() < 0.1:
        some = [(rng.choice([name.upper(), name.lower()]), body) for name, body in some]
    return some


def message(rng, number):
    mime, body = bodies.body(rng)
    head = b""
    for name, value in fields(rng, number):
        head += name.encode() + rng.choice([b": ", b": ", b": ", b":"]) + value + b"\r\n"
    if mime and rng.random() < 0.9:
        head += b"MIME-Version: 1.0\r\n"
    head += "".join(field + "\r\n" for field in mime).encode("utf-8")
    return head + b"\r\n" + body


def messages(seed=1, count=1100):
    rng = random.Random(seed)
    for number in range(count):
        yield message(rng, number), flags(rng), internal_date(rng)


def main(seed=1, count=1100):
    made = list(messages(int(seed), int(count)))
    sizes = sorted(len(octets) for octets, _, _ in made)
    print("%d messages, %d octets, the median %d, the largest %d" % (len(made), sum(sizes), sizes[len(sizes) // 2], sizes[-1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
