"""Header fields of awkward messages: subjects, addresses, dates and the rest, as octets.

Every function takes a random.Random and gives the body of a field (what stands behind the colon, folds included), or
None where the field shall be absent.
"""

import base64

WORDS = """invoice meeting Report budget lunch Berlin draft ticket 4711 photos holiday offer Re-order update release
notes v2.0 100% off_by_one back\\slash semi;colon [team] (internal) ALERT newsletter""".split()

# Text of every script with the charset it is most often sent in.
FOREIGN = [
    ("Grüße aus Köln", "iso-8859-1"), ("Straße nach Süden", "windows-1252"), ("Preis: 20 € “netto”", "windows-1252"),
    ("Прибытие груза", "koi8-r"), ("Счёт за июнь", "windows-1251"), ("会議のお知らせ", "iso-2022-jp"),
    ("請求書の件", "shift_jis"), ("发票和收据", "gb18030"), ("發票通知", "big5"), ("회의 안내", "euc-kr"),
    ("Zażółć gęślą", "iso-8859-2"), ("Ωμέγα ΣΊΣΥΦΟΣ", "utf-8"), ("İstanbul DİYARBAKIR", "utf-8"), ("naïve café", "utf-8"),
    ("e\u0301te\u0301 nai\u0308ve", "utf-8"), ("ﬁne 🎉 party", "utf-8"), ("Ｆｕｌｌ ｗｉｄｔｈ", "utf-8"), ("20 € prix", "iso-8859-15"),
    ("ÅNGSTRÖM \u212b", "utf-8"), ("\u1100\u1161\u11a8 각", "utf-8"),
]


def phrase(rng, low=1, high=4):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(low, high)))


def q_word(octets, charset):
    safe = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/"
    body = "".join("_" if o == 32 else chr(o) if o in safe else "=%02X" % o for o in octets)
    return "=?%s?Q?%s?=" % (charset, body)


def b_word(octets, charset):
    return "=?%s?B?%s?=" % (charset, base64.b64encode(octets).decode())


def word(rng, text, charset="utf-8"):
    make = rng.choice([q_word, b_word])
    name = rng.choice([charset, charset.upper()])
    return make(text.encode(charset), name)


def foreign(rng):
    """A foreign text as one encoded word, in its charset or in UTF-8."""
    text, charset = rng.choice(FOREIGN)
    return word(rng, text, charset if rng.random() < 0.7 else "utf-8")


def adjacent(rng):
    """A text over two words, split between characters; the white space between them is not part of it."""
    text, charset = rng.choice(FOREIGN)
    at = rng.randint(1, len(text) - 1)
    gap = rng.choice([" ", "\r\n ", "\r\n\t", "  "])
    return word(rng, text[:at], charset) + gap + word(rng, text[at:], charset)


def split_character(rng):
    """A text over two UTF-8 words, split inside a character."""
    text = rng.choice(["Grüße", "Прибытие", "発票", "ab🎉cd"])
    octets = text.encode()
    inside = [at for at in range(1, len(octets)) if octets[at] & 0xC0 == 0x80]
    at = rng.choice(inside)
    make = rng.choice([q_word, b_word])
    return make(octets[:at], "utf-8") + " " + make(octets[at:], "utf-8")


def subject(rng):
    prefix = rng.choice(["", "", "", "Re: ", "RE:  ", "Fwd: ", "re: Re: ", "[list] ", "Re[2]: ", "[a] re: [b] ", "FW:"])
    plain = phrase(rng)
    choice = rng.randrange(30)
    if choice < 6:
        return (prefix + plain).encode()
    if choice < 11:
        return (prefix + foreign(rng)).encode()
    if choice == 11:
        return (prefix + adjacent(rng)).encode()
    if choice == 12:
        return split_character(rng).encode()
    made = {
        13: lambda: (prefix + plain + "  " + phrase(rng) + "   end").encode(),
        14: lambda: (plain + "\t" + phrase(rng)).encode(),
        15: lambda: (prefix + plain + "\r\n " + phrase(rng)).encode(),
        16: lambda: (plain + "\r\n\t" + phrase(rng) + "\r\n  " + foreign(rng)).encode(),
        17: lambda: rng.choice([b"", b" ", b"  \t "]),
        18: lambda: None,
        19: lambda: rng.choice(FOREIGN)[0].encode("utf-8"),
        20: lambda: ("caf\u00e9 " + plain).encode("latin-1"),
        21: lambda: b"raw \x96 dash \x80 " + plain.encode(),
        22: lambda: (plain + " " + foreign(rng) + " " + phrase(rng)).encode(),
        23: lambda: ("=?utf-8?Q?broken_" + plain.replace(" ", "_")).encode(),
        24: lambda: rng.choice([b"=?utf-8?X?what?= " + plain.encode(), b"=?utf-8*en?Q?tagged=C3=A9?=", b"a =? b ?= c", b"=?utf-8?Q??="]),
        25: lambda: (plain + rng.choice([" (fwd)", " (Fwd)", " 50% _under_ \\back", ' "quoted"', " a\\%b"])).encode(),
        26: lambda: rng.choice(["STRASSE straße", "ΑΣ ας ΑΣ", "ǅungla", "ſharp", "ﬃx"]).encode("utf-8"),
        27: lambda: (word(rng, "two\r\n lines") + " " + word(rng, "  spaced  ")).encode(),
        28: lambda: (prefix + "x" * rng.randint(60, 300) + " " + plain).encode(),
        29: lambda: rng.choice([b"Re:", b"Fwd: ", b"[x]", b"Re: [x] ", b"[fwd: inner text]", b"re : spaced", b"Re: [blob", b"0"]),
    }
    return made[choice]()


LOCALS = ["ann", "Bob.Smith", "gumby", "x", "info+tag", "o'neil", "no_reply", "100%", "remy"]
DOMAINS = ["example.org", "Example.COM", "mail.example.net", "[127.0.0.1]", "xn--bcher-kva.example", "sub.a.example.org"]
NAMES = ["Ann Lee", "Smith, Bob", "Dr. No", "ann", "ANN LEE", "The \"Boss\"", "back\\slash", "a@b", "Ann  Lee"]


def address(rng):
    return rng.choice(LOCALS) + "@" + rng.choice(DOMAINS)


def quoted(name):
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def mailbox(rng):
    choice = rng.randrange(19)
    at = address(rng)
    if choice < 3:
        return at.encode()
    if choice < 6:
        return ("%s <%s>" % (quoted(rng.choice(NAMES)), at)).encode()
    made = {
        6: lambda: ("Ann Lee <%s>" % at).encode(),
        7: lambda: ("%s <%s>" % (foreign(rng), at)).encode(),
        8: lambda: ("%s Lee <%s>" % (foreign(rng), at)).encode(),
        9: lambda: ("%s <%s>" % (adjacent(rng), at)).encode(),
        10: lambda: ('"%s" <%s>' % (rng.choice(FOREIGN)[0], at)).encode("utf-8"),
        11: lambda: ("<%s>" % at).encode(),
        12: lambda: ('%s@example.org' % rng.choice(['"john doe"', '"john.doe"', '"a@b"', '"q\\"uote"', '""'])).encode(),
        13: lambda: ("Bob\r\n <%s>" % at).encode(),
        14: lambda: ("%s (Bob (the) Smith)" % at).encode(),
        16: lambda: ("%s <%s>" % (address(rng), at)).encode(),
        17: lambda: ("[Bob] <%s>" % at).encode(),
        18: lambda: ("Bob @ Home <%s>" % at).encode(),
        15: lambda: ("Bob (of %s) <%s>" % (rng.choice(DOMAINS), at)).encode(),
    }
    return made[choice]()


def addresses(rng, absent=0.0):
    if rng.random() < absent:
        return None
    choice = rng.randrange(24)
    if choice < 10:
        return mailbox(rng)
    if choice < 16:
        separator = rng.choice([b", ", b",", b",\r\n\t", b" , ", b"; "])
        return separator.join(mailbox(rng) for _ in range(rng.randint(2, 4)))
    made = {
        16: lambda: b"undisclosed-recipients:;",
        17: lambda: b"Team: " + b", ".join(mailbox(rng) for _ in range(rng.randint(1, 3))) + b";",
        18: lambda: b"Team: " + mailbox(rng) + b"; , " + mailbox(rng),
        19: lambda: mailbox(rng) + b", Empty:;, " + mailbox(rng),
        20: lambda: rng.choice([b"", b" "]),
        21: lambda: b",, " + mailbox(rng) + b", ,",
        22: lambda: rng.choice([b"nobody", b"<>", b"Ann Lee", b"Just A Name <>"]),
        23: lambda: b"Caf\xe9 Owner <" + address(rng).encode() + b">",
    }
    return made[choice]()


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
ZONES = ["+0000", "-0000", "+0100", "-0800", "+0530", "+1400", "-1200", "+1245", "GMT", "UT", "EST", "EDT", "CST", "CDT",
         "MST", "MDT", "PST", "PDT", "Z", "CEST"]


def date(rng):
    day, month, year = rng.randint(1, 28), rng.choice(MONTHS), rng.choice([2023, 2024, 2025, 2026, 1999, 1969, 2040, 2107, 2150])
    clock = "%02d:%02d:%02d" % (rng.choice([0, 0, 1, 9, 12, 23, 23]), rng.choice([0, 15, 30, 59]), rng.choice([0, 1, 59]))
    zone = rng.choice(ZONES)
    choice = rng.randrange(30)
    if choice < 14:
        return ("%s, %d %s %d %s %s" % (rng.choice(["Mon", "Tue", "Sun", "Sunday"]), day, month, year, clock, zone)).encode()
    made = {
        14: lambda: "%d %s %d %s %s" % (day, month, year, clock, zone),
        15: lambda: "%d %s %d %s %s" % (day, month, year, clock[:5], zone),
        16: lambda: "Mon, %d %s %02d %s %s" % (day, month, rng.choice([0, 5, 49, 50, 69, 99]), clock, zone),
        17: lambda: "Mon, %d %s %d %s +0200 (CEST)" % (day, month, year, clock),
        18: lambda: "Mon (a comment), %d %s\r\n %d  %s %s (nested (one))" % (day, month, year, clock, zone),
        19: lambda: "mon, %d %s %d %s %s" % (day, month.upper(), year, clock, zone.lower()),
        20: lambda: "Sat, 31 Feb 2024 10:00:00 +0000",
        21: lambda: "Mon, %d %s %d 25:00:00 +0000" % (day, month, year),
        22: lambda: "Mon, %d %s %d %s %s" % (day, month, year, clock, rng.choice(["+9959", "-2400", "+0060", "+2359"])),
        23: lambda: "Mon, %d %s %d %s" % (day, month, year, clock),
        24: lambda: rng.choice(["yesterday", "0", "2024-05-01T10:00:00Z", "Mon,", "1 Foo 2024 10:00:00 +0000", "30 Feb"]),
        25: lambda: rng.choice(["", " "]),
        26: lambda: None,
        27: lambda: "29 Feb %d 12:00:00 +0000" % rng.choice([2023, 2024, 1900, 2000]),
        28: lambda: "%d %s %d 24:00:00 +0000" % (day, month, year),
        29: lambda: "  Mon,%d %s %d %s %s" % (day, month, 124, clock, zone),
    }
    made = made[choice]()
    return None if made is None else made.encode()


def message_id(rng, number):
    choice = rng.randrange(12)
    if choice < 8:
        return b"<m%d@Example.org>" % number
    return [b"m%d@no.brackets" % number, None, b"<m%d@x>\r\n  " % number, b"<dup@example.org>"][choice - 8]


def references(rng, number):
    some = [b"<m%d@Example.org>" % rng.randrange(max(number, 1)) for _ in range(rng.randint(1, 4))]
    choice = rng.randrange(8)
    return [None, b" ".join(some), b"\r\n\t".join(some), b"".join(some), b"", b"  ".join(some) + b" ", None, some[0]][choice]


def in_reply_to(rng, number):
    one = b"<m%d@Example.org>" % rng.randrange(max(number, 1))
    return rng.choice([None, None, None, one, one + b" <other@example.org>", b"", b"\r\n " + one])


def list_id(rng):
    return rng.choice([None, None, None, b"Devs <devs.example.org>", b"<devs.example.org>", foreign(rng).encode(), b"",
                       b"  padded   list  ", b"DEVS", "Größe <g.example.org>".encode()])
