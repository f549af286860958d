//! The mailbox that the expected uids were written for: 22 messages, of which 4 and 13 are gone, so that no uid above 3 is a
//! sequence number.

use imap_dal_tests::raw::Raw;

/// One message as it is appended.
pub(crate) struct Mail {
    pub(crate) flags: &'static [&'static str],
    /// INTERNALDATE, as APPEND takes it.
    pub(crate) created: &'static str,
    /// Header and body, line ends as LF.
    text: &'static [u8],
    /// How many lines of ten digits follow.
    digits: usize,
}

impl Mail {
    const fn new(flags: &'static [&'static str], created: &'static str, text: &'static [u8]) -> Self {
        Mail { flags, created, text, digits: 0 }
    }

    const fn followed_by(self, digits: usize) -> Self {
        Mail { digits, ..self }
    }

    /// As it is stored: with CRLF.
    pub(crate) fn octets(&self) -> Vec<u8> {
        let lines: Vec<&[u8]> = self.text.split(|octet| *octet == b'\n').collect();
        [lines.join(&b"\r\n"[..]), b"0123456789\r\n".repeat(self.digits)].concat()
    }
}

/// The uids that are gone.
const GONE: [u32; 2] = [4, 13];

/// The uids that are left, ascending.
pub(crate) const ALL: [u32; 20] = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22];

/// Fills the empty mailbox `name`. Only the last message is `\Recent` then: it arrives after the mailbox was open.
pub(crate) fn fill(raw: &mut Raw, name: &str) {
    let (last, others) = MAIL.split_last().expect("a mailbox of some messages");
    let append = |raw: &mut Raw, mail: &Mail| _ = raw.append(name, mail.flags, Some(mail.created), &mail.octets());
    others.iter().for_each(|mail| append(raw, mail));
    raw.select(name);
    GONE.into_iter().for_each(|uid| raw.expunge(uid));
    // CLOSE would take the messages that are marked.
    raw.ok("EXAMINE INBOX");
    append(raw, last);
}

pub(crate) const MAIL: [Mail; 22] = [
    // 1
    Mail::new(
        &["\\Seen"],
        "02-Mar-2026 12:00:05 +0000",
        b"From: Ann Archer <ann@example.org>\nTo: team@example.org\nSubject: Lunch on Friday\n\
          Date: Mon, 2 Mar 2026 12:00:00 +0000\nMessage-ID: <1@example.org>\n\nShall we try the new place?\n",
    ),
    // 2: arrived on 2 March as the server prints it.
    Mail::new(
        &["\\Seen", "\\Answered"],
        "03-Mar-2026 01:30:00 +0200",
        b"From: Ann Archer <ann@example.org>\nTo: bob@example.org, carl@example.net\nSubject: Re: Lunch on Friday\n\
          Date: Tue, 3 Mar 2026 01:29:00 +0200\nMIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\n\nYes.\n",
    ),
    // 3
    Mail::new(
        &[],
        "03-Mar-2026 00:10:00 +0000",
        b"From: \"Mr. Gumby\" <gumby@brain.example>\nTo: Ann Archer <ann@example.org>\nSubject: My brain hurts\n\
          Date: Tue, 3 Mar 2026 00:09:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nIt will have to come out.\n",
    ),
    // 4: gone
    Mail::new(&["\\Flagged"], "03-Mar-2026 09:00:00 +0000", b"From: ghost@example.org\nSubject: Lunch gone\n\ngumby\n"),
    // 5: a text and a PDF.
    Mail::new(
        &["\\Flagged"],
        "04-Mar-2026 08:00:00 +0000",
        b"From: billing@shop.example\nTo: ann@example.org\nSubject: Invoice 2026-117\nDate: Wed, 4 Mar 2026 07:59:00 +0000\n\
          MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=five\n\n\
          --five\nContent-Type: text/plain; charset=us-ascii\n\nPlease find the invoice attached.\n\
          --five\nContent-Type: application/pdf; name=\"invoice.pdf\"\nContent-Disposition: attachment; filename=\"invoice.pdf\"\n\
          Content-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n--five--\n",
    ),
    // 6: Latin-1 as quoted-printable, HTML only; a subject of which one word is encoded.
    Mail::new(
        &[],
        "05-Mar-2026 10:00:00 +0000",
        b"From: =?utf-8?q?J=C3=BCrgen_K=C3=B6nig?= <juergen@example.net>\nTo: bob@example.org\n\
          Subject: =?utf-8?q?Caf=C3=A9?= menu\nDate: Thu, 5 Mar 2026 10:59:00 +0100\nMIME-Version: 1.0\n\
          Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<p>Th=E9 glac=E9</p>\n",
    ),
    // 7: Latin-1 in 8 bits.
    Mail::new(
        &["\\Seen"],
        "05-Mar-2026 11:00:00 +0000",
        b"From: juergen@example.net\nTo: Gumby Fan Club <fans@example.net>\nSubject: Umlaute\nDate: Thu, 5 Mar 2026 11:59:00 +0100\n\
          MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nGr\xfc\xdfe an alle\n",
    ),
    // 8: a draft with all kinds of recipients.
    Mail::new(
        &["\\Draft"],
        "06-Mar-2026 12:00:00 +0000",
        b"From: ann@example.org\nTo: bob@example.org\nCc: Carl Carlson <carl@example.net>\nBcc: dora@example.net\n\
          Subject: Draft of a speech\nDate: Fri, 6 Mar 2026 12:00:00 +0000\n\nLadies and gentlemen\n",
    ),
    // 9: quotes and a backslash.
    Mail::new(
        &["\\Deleted"],
        "06-Mar-2026 13:00:00 +0000",
        b"From: dora@example.net\nTo: ann@example.org\nCc: dora@example.net, friends: carl@example.net;\n\
          Subject: A \"quoted\" word and a back\\slash\nDate: Fri, 6 Mar 2026 13:00:00 +0000\n\nnothing more\n",
    ),
    // 10: words that look like keys.
    Mail::new(
        &["\\Seen", "\\Flagged"],
        "07-Mar-2026 09:00:00 +0000",
        b"From: dora@example.net\nTo: ann@example.org\nSubject: x OR OR y NOT NOT z\nDate: Sat, 7 Mar 2026 09:00:00 +0000\n\nlogic\n",
    ),
    // 11: more than 6,000 octets.
    Mail::new(
        &[],
        "07-Mar-2026 10:00:00 +0000",
        b"From: carl@example.net\nTo: ann@example.org\nSubject: Numbers\nDate: Sat, 7 Mar 2026 10:00:00 +0000\n\n",
    )
    .followed_by(500),
    // 12: hardly a header.
    Mail::new(&["\\Seen"], "07-Mar-2026 11:00:00 +0000", b"From: nobody@example.com\n\nno subject, no date\n"),
    // 13: gone
    Mail::new(&[], "07-Mar-2026 12:00:00 +0000", b"From: ghost@example.org\nSubject: Lunch gone too\n\ngumby\n"),
    // 14: sent on another day, in its zone, than it arrived.
    Mail::new(
        &["\\Seen"],
        "08-Mar-2026 07:05:00 +0000",
        b"From: west@example.com\nTo: ann@example.org\nSubject: Greetings from the coast\nDate: Sat, 7 Mar 2026 23:00:00 -0800\n\nsun\n",
    ),
    // 15: nested parts: both texts, a letter inside, a picture.
    Mail::new(
        &[],
        "09-Mar-2026 08:00:00 +0000",
        b"From: carl@example.net\nTo: ann@example.org\nSubject: Fwd: holiday\nDate: Mon, 9 Mar 2026 08:00:00 +0000\nMIME-Version: 1.0\n\
          Content-Type: multipart/mixed; boundary=outer\n\n\
          --outer\nContent-Type: multipart/alternative; boundary=inner\n\n\
          --inner\nContent-Type: text/plain; charset=utf-8\n\nSee the picture.\n\
          --inner\nContent-Type: text/html; charset=utf-8\n\n<b>See the picture.</b>\n--inner--\n\
          --outer\nContent-Type: message/rfc822\n\nFrom: eve@example.com\nSubject: inside\n\nWish you were here.\n\
          --outer\nContent-Type: image/png; name=\"beach.png\"\nContent-Disposition: inline; filename=\"beach.png\"\n\
          Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--outer--\n",
    ),
    // 16: an invitation.
    Mail::new(
        &[],
        "09-Mar-2026 09:00:00 +0000",
        b"From: carl@example.net\nTo: team@example.org\nSubject: Invitation\nDate: Mon, 9 Mar 2026 09:00:00 +0000\nMIME-Version: 1.0\n\
          Content-Type: text/calendar; charset=utf-8; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
    ),
    // 17: in UTF-8.
    Mail::new(
        &["\\Answered"],
        "10-Mar-2026 09:00:00 +0000",
        b"From: juergen@example.net\nTo: gumby@brain.example\nSubject: =?utf-8?b?w5xiZXJnYWJl?=\nDate: Tue, 10 Mar 2026 09:00:00 +0000\n\
          MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nSch\xc3\xb6ne Gr\xc3\xbc\xc3\x9fe\n",
    ),
    // 18: one word in the text only, another in the header only.
    Mail::new(
        &["\\Seen"],
        "10-Mar-2026 10:00:00 +0000",
        b"From: eve@example.com\nTo: ann@example.org\nSubject: Names\nX-Word: zebra\nDate: Tue, 10 Mar 2026 10:00:00 +0000\n\nDo you know Gumby?\n",
    ),
    // 19
    Mail::new(
        &["\\Seen", "\\Deleted"],
        "11-Mar-2026 09:00:00 +0000",
        b"From: eve@example.com\nTo: team@example.org\nSubject: Old news\nDate: Wed, 11 Mar 2026 09:00:00 +0000\n\nobsolete\n",
    ),
    // 20
    Mail::new(
        &["\\Seen", "\\Flagged", "\\Answered"],
        "12-Mar-2026 09:00:00 +0000",
        b"From: \"Archer, Bob\" <bob@example.org>\nTo: ann@example.org\nSubject: LUNCH is on me\nDate: Thu, 12 Mar 2026 09:00:00 +0000\n\nat noon\n",
    ),
    // 21: keywords; a date that is none.
    Mail::new(
        &["$Forwarded", "work"],
        "13-Mar-2026 09:00:00 +0000",
        b"From: eve@example.com\nTo: bob@example.org\nSubject: To be continued\nDate: Fri, 31 Feb 2026 09:00:00 +0000\n\nsoon\n",
    ),
    // 22: the last uid, but the first to have been received.
    Mail::new(
        &[],
        "01-Jan-2020 00:00:00 +0000",
        b"From: archive@example.org\nTo: ann@example.org\nSubject: From long ago\nDate: Wed, 1 Jan 2020 00:00:00 +0000\n\nimported\n",
    ),
];
