"""Structured fields: addresses (RFC 5322 section 3.4), dates (3.3), message ids (3.6.4), MIME parameters (RFC 2045, 2231)."""

import datetime
import re
import urllib.parse

import text

ATOM = re.compile(r"[^\s()<>\[\]:;@\\,.\"]+")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
ZONES = {"ut": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}


def tokens(value):
    """(kind, text): atom, quoted, literal, comment, space, or a special itself."""
    at, out = 0, []
    while at < len(value):
        char = value[at]
        if char == '"' or char == "[":
            close, end, content = ('"' if char == '"' else "]"), at + 1, ""
            while end < len(value) and value[end] != close:
                if value[end] == "\\" and end + 1 < len(value):
                    end += 1
                content += value[end]
                end += 1
            out.append(("quoted" if char == '"' else "literal", content))
            at = end + 1
        elif char == "(":
            depth, end = 0, at
            while end < len(value):
                if value[end] == "\\":
                    end += 1
                elif value[end] == "(":
                    depth += 1
                elif value[end] == ")":
                    depth -= 1
                    if depth == 0:
                        break
                end += 1
            out.append(("comment", value[at + 1:end]))
            at = end + 1
        elif char in " \t\r\n":
            end = at
            while end < len(value) and value[end] in " \t\r\n":
                end += 1
            out.append(("space", " "))
            at = end
        else:
            found = ATOM.match(value, at)
            if found:
                out.append(("atom", found[0]))
                at = found.end()
            else:
                out.append((char, char))
                at += 1
    return out


def addresses(octets):
    """[(name or None, email)] of a field's body."""
    out, piece, inside = [], [], False
    for token in tokens(text.raw(octets)) + [(",", ",")]:
        kind = token[0]
        if kind == "<":
            inside = True
        if kind == ">":
            inside = False
        if kind in ",;" and not (inside and kind == ","):
            inside = False
            one = mailbox(piece)
            if one:
                out.append(one)
            piece = []
        elif kind == ":" and not inside:
            piece = []
        else:
            piece.append(token)
    return out


def mailbox(piece):
    kinds = [kind for kind, _ in piece]
    if "<" in kinds:
        at = kinds.index("<")
        end = kinds.index(">", at) if ">" in kinds[at:] else len(piece)
        name, spec = phrase(piece[:at]), piece[at + 1:end]
        if ":" in [kind for kind, _ in spec]:
            spec = spec[[kind for kind, _ in spec].index(":") + 1:]
    else:
        name, spec = None, piece
    email = address(spec)
    if name is None:
        # A comment is the display name of old (RFC 5322 section 3.4).
        name = next((phrase([("atom", content)]) for kind, content in piece if kind == "comment"), None)
    return (name, email) if email else None


def phrase(piece):
    """Words to a display name; comments are none of it, brackets are."""
    written = "".join(" " if kind in ("space", "comment") else "[%s]" % content if kind == "literal" else content
                      for kind, content in piece)
    name = text.spaced(text.decode_words(written)).strip(" ")
    return name or None


def address(spec):
    spec = [(kind, content) for kind, content in spec if kind not in ("space", "comment")]
    kinds = [kind for kind, _ in spec]
    if "@" not in kinds:
        return None
    at = len(kinds) - 1 - kinds[::-1].index("@")
    local, domain = spec[:at], spec[at + 1:]
    if not local or not domain:
        return None
    plain = "".join(content for _, content in local)
    if not re.fullmatch(r"[^\s()<>\[\]:;@\\,.\"]+(\.[^\s()<>\[\]:;@\\,.\"]+)*", plain):
        plain = '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
    host = "".join("[%s]" % content if kind == "literal" else content for kind, content in domain)
    return plain + "@" + host


def without_comments(value):
    return "".join(" " if kind == "comment" else '"%s"' % content if kind == "quoted" else content
                   for kind, content in tokens(value))


DATE = re.compile(r"(?:[a-z]+ ?, ?)?(\d{1,2}) ([a-z]{3}) (\d{2,}) (\d{2}) ?: ?(\d{2})(?: ?: ?(\d{2}))? ?([+-]\d{4}|[a-z]+)")


def date(octets):
    """A Date field as an aware datetime; None where it is unreadable or impossible."""
    value = re.sub(r"\s+", " ", without_comments(text.raw(octets))).strip().lower()
    found = DATE.fullmatch(value)
    if not found or found[2] not in MONTHS:
        return None
    year = int(found[3])
    if len(found[3]) == 2:
        year += 2000 if year < 50 else 1900
    elif len(found[3]) == 3:
        year += 1900
    zone = found[7]
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[3:])
        if hours > 23 or minutes > 59:
            return None
        offset = (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)
    else:
        # RFC 5322 section 4.3: military and unknown zones are as -0000.
        offset = ZONES.get(zone, 0) * 60
    try:
        return datetime.datetime(year, MONTHS.index(found[2]) + 1, int(found[1]), int(found[4]), int(found[5]),
                                 int(found[6] or 0), tzinfo=datetime.timezone(datetime.timedelta(minutes=offset)))
    except (ValueError, OverflowError):
        return None


def ids(octets):
    """With their brackets; where none are written, a word that stands alone and words with an @ are ids."""
    value = text.raw(octets)
    bracketed = re.findall(r"<([^<>]*)>", value)
    if not bracketed:
        words = value.split()
        bracketed = [word for word in words if len(words) == 1 or "@" in word]
    return ["<" + re.sub(r"\s", "", one) + ">" for one in bracketed]


def parameters(octets):
    """What stands before the first semicolon, and the parameters by name, RFC 2231 put together."""
    parts, current = [], ""
    for kind, content in tokens(text.raw(octets)):
        if kind == ";":
            parts.append(current)
            current = ""
        elif kind == "quoted":
            # Its spaces are a part of it, at its ends too.
            current += content.replace(" ", "\0")
        elif kind not in ("space", "comment"):
            current += content
        elif kind == "space" and current and "=" in current:
            current += " "
    parts.append(current)
    plain = {}
    for part in parts[1:]:
        name, equals, value = part.partition("=")
        if equals:
            plain.setdefault(name.strip().lower(), value.strip(" ").replace("\0", " "))
    return parts[0].strip(), {name: joined(plain, name) for name in {key.split("*")[0] for key in plain}}


def joined(plain, name):
    if name + "*" in plain:
        return extended([(plain[name + "*"], True)])
    pieces, number = [], 0
    while True:
        if "%s*%d*" % (name, number) in plain:
            pieces.append((plain["%s*%d*" % (name, number)], True))
        elif "%s*%d" % (name, number) in plain:
            pieces.append((plain["%s*%d" % (name, number)], False))
        else:
            break
        number += 1
    return extended(pieces) if pieces else plain.get(name)


def extended(pieces):
    charset, octets = "utf-8", b""
    for number, (piece, is_encoded) in enumerate(pieces):
        if is_encoded and number == 0:
            charset, _, piece = (piece.split("'", 2) + ["", ""])[:3]
        octets += urllib.parse.unquote_to_bytes(piece) if is_encoded else piece.encode("utf-8")
    return text.decode(octets, charset or "utf-8")
