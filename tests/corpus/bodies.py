"""Bodies of awkward messages: charsets, transfer encodings, nested MIME, attachments, and what is broken of them.

Every function takes a random.Random and gives the MIME fields (as a list of lines) and the body's octets.
"""

import base64
import quopri

from headers import FOREIGN, foreign, phrase, q_word

LINES = ["Dear all,", "please find  the budget attached.", "-- ", "> quoted text", "100% of tab\tseparated", "STRASSE",
         "the needle is here", "", "A longer line that goes on and on and says nothing but fills a line of the message."]


def text(rng, low=1, high=8):
    return "\r\n".join(rng.choice(LINES) for _ in range(rng.randint(low, high))) + "\r\n"


def encoded(octets, encoding):
    if encoding == "base64":
        return base64.encodebytes(octets).replace(b"\n", b"\r\n")
    if encoding == "quoted-printable":
        return quopri.encodestring(octets.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return octets


def simple(rng):
    """Without MIME fields."""
    return [], text(rng).encode()


def in_charset(rng, subtype="plain"):
    words, charset = rng.choice(FOREIGN)
    octets = (text(rng, 0, 3) + words + "\r\n" + text(rng, 0, 2)).encode(charset)
    encoding = rng.choice(["base64", "quoted-printable", "8bit"])
    name = rng.choice([charset, charset.upper(), '"%s"' % charset])
    kind = rng.choice(["text/" + subtype, "Text/" + subtype.upper()])
    fields = ["Content-Type: %s; charset=%s" % (kind, name),
              "Content-Transfer-Encoding: " + rng.choice([encoding, encoding.upper()])]
    return fields, encoded(octets, encoding)


def html(rng):
    fields, body = in_charset(rng, "html")
    return fields, body


def ascii_part(rng):
    return ["Content-Type: text/plain; charset=us-ascii"], text(rng).encode()


def unknown_charset(rng):
    return ['Content-Type: text/plain; charset=x-unknown', "Content-Transfer-Encoding: 8bit"], b"caf\xe9 \x93needle\x94\r\n"


def broken_base64(rng):
    body = base64.encodebytes(text(rng, 2, 4).encode()).replace(b"\n", b"\r\n")
    at = len(body) // 2 // 4 * 4
    return (["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64"],
            body[:at] + rng.choice([b"!", b" * ", b"\r\n\r\n"]) + body[at:])


def broken_quoted(rng):
    return (["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"],
            b"a =XY pair, =e9 alone, caf=c3=a9 in lower case, soft =\r\nbreak, end =\r\n")


def odd_type(rng):
    """Media types that are written oddly; all readable."""
    field = rng.choice(["Content-Type: text/plain;charset=utf-8;", "Content-Type: text/plain; format=flowed; charset=UTF-8",
                        "Content-Type:\r\n\ttext/plain;\r\n\tcharset=utf-8", "Content-Type: TEXT/Plain",
                        "content-type: text/x-odd; CHARSET=utf-8", "Content-Type: text/plain; charset=utf-8 (a comment)"])
    return [field], text(rng).encode()


def octets(rng, low=10, high=200):
    return bytes(rng.randrange(256) for _ in range(rng.randint(low, high)))


NAMES = ["report.pdf", "Photo 1.JPG", "notes.txt", "a;b.csv", "no-extension", "ÜBER.pdf", "写真.png"]


def named(rng, name):
    """The parameters that name an attachment, in the manner of some client: of Content-Type and Content-Disposition."""
    is_ascii = name.isascii()
    extended = "".join(chr(o) if chr(o).isalnum() and o < 128 else "%%%02X" % o for o in name.encode())
    choice = rng.randrange(6)
    if choice == 0 and is_ascii:
        return "", '; filename="%s"' % name
    if choice == 1 and is_ascii:
        return '; name="%s"' % name, ""
    if choice == 2:
        word = q_word(name.encode(), "utf-8")
        return '; name="%s"' % word, '; filename="%s"' % word
    if choice == 3:
        return "", "; filename*=utf-8''" + extended
    if choice == 4:
        safe = extended.index("%") if "%" in extended else len(extended)
        return "", ";\r\n filename*0*=UTF-8'en'%s;\r\n filename*1*=%s" % (extended[:safe], extended[safe:] or "x")
    half = len(name) // 2
    if is_ascii:
        return "", ';\r\n filename*0="%s";\r\n filename*1="%s"' % (name[:half], name[half:])
    return "; name*=utf-8''" + extended, ""


def attachment(rng):
    of_type, of_disposition = named(rng, rng.choice(NAMES))
    kind = rng.choice(["application/pdf", "image/jpeg", "Application/OCTET-STREAM", "text/plain", "text/csv"])
    disposition = rng.choice(["attachment", "attachment", "ATTACHMENT", "inline"])
    fields = ["Content-Type: %s%s" % (kind, of_type), "Content-Disposition: %s%s" % (disposition, of_disposition),
              "Content-Transfer-Encoding: base64"]
    return fields, encoded(octets(rng), "base64")


def picture(rng):
    fields = ["Content-Type: image/png", "Content-ID: <p%d@x>" % rng.randrange(99), "Content-Transfer-Encoding: base64"]
    if rng.random() < 0.5:
        fields.append("Content-Disposition: inline")
    return fields, encoded(octets(rng), "base64")


def forwarded(rng):
    inner = b"Subject: inner %s\r\nFrom: inner@example.org\r\n\r\ninner body %s\r\n" % (phrase(rng).encode(), text(rng).encode())
    fields = ["Content-Type: message/rfc822"]
    if rng.random() < 0.4:
        fields.append('Content-Disposition: attachment; filename="forwarded.eml"')
    return fields, inner


def calendar(rng):
    return ["Content-Type: text/calendar; method=REQUEST; charset=utf-8"], b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def bare_attachment(rng):
    return ["Content-Type: application/octet-stream"], b"no name, no disposition\r\n"


def multipart(rng, subtype, parts, fields=()):
    boundary = "b%d=_%d" % (rng.randrange(10**6), rng.randrange(100))
    out = [b"preamble\r\n" if rng.random() < 0.3 else b""]
    for part_fields, body in parts:
        head = "".join(field + "\r\n" for field in part_fields).encode("utf-8")
        out.append(b"--" + boundary.encode() + b"\r\n" + head + b"\r\n" + body + b"\r\n")
    out.append(b"--" + boundary.encode() + b"--\r\n" + (b"epilogue\r\n" if rng.random() < 0.3 else b""))
    kind = rng.choice(["multipart/" + subtype, "Multipart/" + subtype.title()])
    return ['Content-Type: %s; boundary="%s"' % (kind, boundary), *fields], b"".join(out)


def alternative(rng):
    return multipart(rng, "alternative", [in_charset(rng), html(rng)])


def mixed(rng):
    first = rng.choice([in_charset, ascii_part, alternative, simple, html])(rng)
    others = [rng.choice([attachment, attachment, picture, forwarded, calendar, bare_attachment, ascii_part])(rng)
              for _ in range(rng.randint(0, 3))]
    return multipart(rng, "mixed", [first, *others])


def related(rng):
    return multipart(rng, "related", [rng.choice([html, alternative])(rng), picture(rng)])


def nested(rng):
    return multipart(rng, "mixed", [multipart(rng, "related", [alternative(rng), picture(rng)]), attachment(rng), mixed(rng)])


def report(rng):
    return multipart(rng, "report", [ascii_part(rng), (["Content-Type: message/delivery-status"], b"Reporting-MTA: dns; x\r\n\r\n"),
                                     forwarded(rng)])


def only_attachment(rng):
    return attachment(rng)


def empty(rng):
    return rng.choice([[], ["Content-Type: text/plain; charset=utf-8"]]), b""


def large(rng):
    size = rng.choice([20_000, 50_000, 200_000])
    if rng.random() < 0.5:
        return [], text(rng, 5, 9).encode() * (size // 300)
    return multipart(rng, "mixed", [in_charset(rng), (["Content-Type: image/jpeg; name=big.jpg", "Content-Transfer-Encoding: base64"],
                                                      encoded(rng.randbytes(size * 3 // 4), "base64"))])


BODIES = [(simple, 12), (in_charset, 14), (html, 5), (ascii_part, 4), (unknown_charset, 2), (broken_base64, 2), (broken_quoted, 2),
          (odd_type, 4), (alternative, 7), (mixed, 14), (related, 4), (nested, 5), (report, 2), (only_attachment, 3), (empty, 3),
          (large, 1)]


def body(rng):
    return rng.choices([make for make, _ in BODIES], [weight for _, weight in BODIES])[0](rng)
