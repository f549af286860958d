"""A mailbox on the server: filled with the corpus, read as it is stored."""

import datetime
import imaplib
import re

import message

imaplib._MAXLINE = 10_000_000


def connect(host, port, user, password):
    client = imaplib.IMAP4(host, int(port))
    client.login(user, password)
    return client


def fill(client, name, messages):
    """Appends the messages; gives the number of those the server refused."""
    refused = 0
    for octets, flags, created in messages:
        answer, _ = client.append(name, "(%s)" % " ".join(flags), '"%s"' % created, octets)
        refused += answer != "OK"
    return refused


def read(client, name):
    answer = client.select(name, readonly=True)
    assert answer[0] == "OK", answer
    capabilities = client.capability()[1][0].decode().upper().split()
    items = "UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[]"
    for capability, item in [("CONDSTORE", "MODSEQ"), ("SAVEDATE", "SAVEDATE"), ("OBJECTID", "EMAILID THREADID")]:
        if capability in capabilities:
            items += " " + item
    answer, data = client.uid("FETCH", "1:*", "(%s)" % items)
    assert answer == "OK", data
    out, told, octets = [], b"", b""
    for piece in data:
        if isinstance(piece, tuple):
            told, octets = told + piece[0], piece[1]
        else:
            told += piece
            if octets:
                out.append(one(told.decode(), octets))
            told, octets = b"", b""
    return sorted(out, key=lambda one: one.uid)


def one(told, octets):
    def item(pattern):
        found = re.search(pattern, told)
        return found and found[1]

    modseq, saved = item(r"MODSEQ \((\d+)\)"), item(r'SAVEDATE "([^"]*)"')
    return message.Message(
        octets, int(item(r"\bUID (\d+)")), int(item(r"RFC822\.SIZE (\d+)")), item(r"FLAGS \(([^)]*)\)").split(),
        date_time(item(r'INTERNALDATE "([^"]*)"')), modseq and int(modseq), saved and date_time(saved),
        item(r"EMAILID \(([^)]*)\)"), item(r"THREADID \((?!NIL\))([^)]*)\)"))


def date_time(written):
    return datetime.datetime.strptime(written.strip(), "%d-%b-%Y %H:%M:%S %z")
