"""Drives the embedded server with Python's own client: every verb imaplib has a method for, and a few it can only pass on.

Usage: imaplib_drive.py PORT CERTIFICATE. Stops at the first answer that is not as expected.
"""

import datetime
import imaplib
import ssl
import sys
import threading
import time

imaplib.Commands.setdefault("MOVE", ("SELECTED",))


def expect(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: got {got!r}, expected {wanted!r}")


def ok(what, answer):
    if answer[0] != "OK":
        sys.exit(f"{what}: {answer!r}")
    return answer[1]


def main(port, certificate):
    m = imaplib.IMAP4("127.0.0.1", port)
    expect("greeting", m.welcome[:4], b"* OK")
    ok("starttls", m.starttls(ssl.create_default_context(cafile=certificate)))
    ok("login", m.login("alice", "sec ret\"\\"))
    if "MOVE" not in m.capabilities or "STARTTLS" in m.capabilities:
        sys.exit(f"capabilities over TLS: {m.capabilities!r}")

    # Mailboxes.
    ok("create", m.create("Work"))
    ok("create", m.create('"Work/&ZeVnLIqe-"'))
    ok("rename", m.rename('"Work/&ZeVnLIqe-"', '"Work/New one"'))
    expect("list", ok("list", m.list('""', "Work*")),
           [b'(\\HasChildren) "/" "Work"', b'(\\HasNoChildren) "/" "Work/New one"'])
    ok("subscribe", m.subscribe("Work"))
    expect("lsub", ok("lsub", m.lsub()), [b'(\\HasChildren) "/" "Work"'])
    ok("unsubscribe", m.unsubscribe("Work"))
    expect("lsub", ok("lsub", m.lsub()), [None])
    ok("delete", m.delete('"Work/New one"'))
    expect("delete again", m.delete('"Work/New one"')[0], "NO")
    expect("namespace", ok("namespace", m.namespace()), [b'(("" "/")) NIL NIL'])
    expect("enable", ok("enable", m.enable("CONDSTORE")), [b"ENABLE done"])

    # Messages.
    when = datetime.datetime(2026, 5, 1, 12, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    for n in range(1, 5):
        text = f"From: bob@x.org\r\nSubject: number {n}\r\n\r\n{'body ' * n}\r\n".encode()
        expect("append", ok("append", m.append("Work", "\\Seen" if n == 1 else None, when, text)),
               [f"[APPENDUID 3 {n}] APPEND done".encode()])
    expect("status", ok("status", m.status("Work", "(MESSAGES UNSEEN UIDNEXT)")), [b'"Work" (MESSAGES 4 UNSEEN 3 UIDNEXT 5)'])
    expect("select", ok("select", m.select("Work")), [b"4"])
    expect("uidvalidity", m.response("UIDVALIDITY"), ("UIDVALIDITY", [b"3"]))
    expect("search", ok("search", m.search(None, "SUBJECT", '"number"', "UNSEEN")), [b"2 3 4"])
    expect("search", ok("search", m.search("UTF-8", "TEXT", '"body body body"')), [b"3 4"])
    expect("uid search", ok("uid search", m.uid("SEARCH", None, "SINCE", "1-May-2026", "BEFORE", "2-May-2026")), [b"1 2 3 4"])
    expect("sort", ok("sort", m.sort("(REVERSE SIZE)", "UTF-8", "ALL")), [b"4 3 2 1"])
    expect("uid sort", ok("uid sort", m.uid("SORT", "(SUBJECT)", "UTF-8", "2:*")), [b"2 3 4"])
    fetched = ok("fetch", m.fetch("2", "(INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))
    expect("fetch", fetched, [
        (b'2 (INTERNALDATE " 1-May-2026 10:00:00 +0000" RFC822.SIZE 50 BODY[HEADER.FIELDS (SUBJECT)] {21}',
         b"Subject: number 2\r\n\r\n"), b")"])
    expect("partial", ok("partial", m.fetch("1", "BODY.PEEK[TEXT]<0.4>")), [(b"1 (BODY[TEXT]<0> {4}", b"body"), b")"])
    expect("uid fetch", ok("uid fetch", m.uid("FETCH", "3:4", "(FLAGS)")), [b"3 (UID 3 FLAGS (\\Recent))", b"4 (UID 4 FLAGS (\\Recent))"])
    expect("store", ok("store", m.store("2", "+FLAGS", "(\\Flagged $Paid)")), [b"2 (MODSEQ (6) FLAGS (\\Flagged $Paid \\Recent))"])
    expect("uid store", ok("uid store", m.uid("STORE", "2", "-FLAGS.SILENT", "($Paid)")), [b"2 (UID 2 MODSEQ (7))"])
    expect("copy", ok("copy", m.copy("1", "INBOX")), [b"[COPYUID 1 1 1] COPY done"])
    expect("uid copy", m.uid("COPY", "2:3", "INBOX")[0], "OK")
    expect("copied", ok("status", m.status("INBOX", "(MESSAGES)")), [b'"INBOX" (MESSAGES 3)'])
    expect("copy to nowhere", m.copy("1", "Nowhere"), ("NO", [b"[TRYCREATE] there is no mailbox Nowhere"]))
    expect("uid move", m.uid("MOVE", "3", "INBOX")[0], "OK")
    ok("store deleted", m.store("1", "+FLAGS.SILENT", "(\\Deleted)"))
    expect("expunge", ok("expunge", m.expunge()), [b"3", b"1"])
    ok("uid store deleted", m.uid("STORE", "2", "+FLAGS.SILENT", "(\\Deleted)"))
    expect("uid expunge", m.uid("EXPUNGE", "2")[0], "OK")
    expect("left", ok("left", m.uid("SEARCH", None, "ALL")), [b"4"])
    ok("check", m.check())
    ok("noop", m.noop())
    ok("unselect", m.unselect())
    ok("examine", m.select("Work", readonly=True))
    expect("store in examine", m.store("1", "+FLAGS", "(\\Seen)")[0], "NO")
    ok("id", m.xatom("ID", "NIL"))
    ok("close", m.close())

    # Another client, and IDLE by hand.
    other = imaplib.IMAP4("127.0.0.1", port)
    ok("authenticate", other.authenticate("PLAIN", lambda _: b"\0alice\0sec ret\"\\"))
    ok("select", other.select("INBOX"))
    other.send(b"X1 IDLE\r\n")
    expect("idle", other.readline(), b"+ idling\r\n")
    threading.Thread(target=lambda: (time.sleep(0.05), m.append("INBOX", None, None, b"Subject: new\r\n\r\n"))).start()
    expect("told while idle", other.readline(), b"* 5 EXISTS\r\n")
    expect("told while idle", other.readline(), b"* 5 RECENT\r\n")
    other.send(b"DONE\r\n")
    expect("idle", other.readline(), b"X1 OK IDLE done\r\n")
    expect("logout", other.logout()[0], "BYE")
    expect("logout", m.logout()[0], "BYE")

    wrong = imaplib.IMAP4("127.0.0.1", port)
    try:
        wrong.login("alice", "wrong")
        sys.exit("a wrong password was taken")
    except imaplib.IMAP4.error:
        wrong.shutdown()


main(int(sys.argv[1]), sys.argv[2])
