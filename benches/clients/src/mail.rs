//! The mail that is read: generated, the same in every run, and shaped like what people get.

use std::fmt::Write as _;

/// A message with what the server is told beside it.
pub struct Mail {
    pub bytes: Vec<u8>,
    pub flags: Vec<String>,
    pub arrived: String,
}

/// How the parts of a message are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Plain,
    Alternative,
    /// A text and an attachment.
    Mixed,
}

pub fn shape(number: u32) -> Shape {
    match number % 20 {
        0..10 => Shape::Plain,
        10..16 => Shape::Alternative,
        _ => Shape::Mixed,
    }
}

/// One of the realistic mailbox: about 5 KiB, 1.2 of them header.
pub fn realistic(number: u32) -> Mail {
    let mut text = header(number);
    match shape(number) {
        Shape::Plain => {
            text += &format!(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
                quoted_printable(number, 20 + number % 40)
            )
        }
        Shape::Alternative => {
            text += &format!(
                "Content-Type: multipart/alternative; boundary=\"alt\"\r\n\r\n--alt\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--alt\r\n\
             Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body>\r\n{}</body></html>\r\n--alt--\r\n",
                quoted_printable(number, 20),
                quoted_printable(number, 40)
            )
        }
        Shape::Mixed => {
            text += &format!(
                "Content-Type: multipart/mixed; boundary=\"mix\"\r\n\r\n--mix\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--mix\r\n\
             Content-Type: application/pdf; name=\"report-{number}.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename=\"report-{number}.pdf\"\r\n\r\n{}--mix--\r\n",
                quoted_printable(number, 15),
                "JVBERi0xLjQKJeLjz9MKMyAwIG9iago8PC9MZW5ndGggMTM+PgpzdHJlYW0KZW5kc3RyZWFtCmVu\r\n".repeat(100)
            )
        }
    }
    Mail { bytes: text.into_bytes(), flags: flags(number), arrived: arrived(number) }
}

/// One of the mailbox of many: a few lines.
pub fn small(number: u32) -> Mail {
    let bytes =
        format!("Subject: {}\r\nFrom: {}\r\nTo: you@example.org\r\n\r\nA line.\r\n", subject(number), sender(number));
    Mail { bytes: bytes.into_bytes(), flags: flags(number), arrived: arrived(number) }
}

fn header(number: u32) -> String {
    let mut header = String::new();
    for hop in 0..3 {
        let _ = write!(
            header,
            "Received: from mx{hop}.example.net (mx{hop}.example.net [192.0.2.{hop}])\r\n\tby mail.example.org (Postfix) with \
             ESMTPS id 4F{number:08X}\r\n\tfor <you@example.org>; Sun, 15 Mar 2026 12:00:0{hop} +0000 (UTC)\r\n"
        );
    }
    let _ = write!(
        header,
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=s1;\r\n\th=from:to:subject:date; \
         bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r\n\tb={}\r\n\
         Message-ID: <{number}.bench@example.net>\r\nDate: Sun, 15 Mar 2026 12:00:00 +0000\r\nFrom: {}\r\n\
         To: You <you@example.org>\r\nSubject: {}\r\nMIME-Version: 1.0\r\n",
        "dGhpcyBpcyBub3QgYSBzaWduYXR1cmUgYnV0IGl0IGxvb2tzIGxpa2Ugb25l".repeat(4),
        sender(number),
        subject(number),
    );
    header
}

fn subject(number: u32) -> String {
    match number % 200 {
        7 => format!("=?utf-8?Q?Nachricht_{number}_=C3=BCber_ein?= zebra"),
        107 => format!("The zebra of message {number}"),
        remainder => match remainder % 10 {
            0 | 1 => format!("=?utf-8?Q?Angebot_f=C3=BCr_Sie=2C_Nummer_{number}?="),
            2 => format!("=?utf-8?B?R3LDvMOfZSBhdXMgS8O2bG4=?= {number}"),
            3 => {
                format!("Re: Minutes of meeting {number}, with a subject that was so long that\r\n it had to be folded")
            }
            _ => format!("Re: Quarterly figures, draft {number}"),
        },
    }
}

fn sender(number: u32) -> String {
    match number % 100 {
        42 => format!("\"Gumby, Professor\" <gumby{number}@example.com>"),
        remainder => match remainder % 5 {
            0 => format!("=?utf-8?Q?J=C3=BCrgen_Gro=C3=9F?= <juergen{number}@example.net>"),
            1 => format!("\"Doe, Jane\" <jane{number}@example.net>"),
            2 => format!("news{number}@lists.example.net"),
            _ => format!("Ann Example <ann{number}@example.net>"),
        },
    }
}

fn flags(number: u32) -> Vec<String> {
    let flags = [("\\Seen", number % 5 != 0), ("\\Answered", number % 7 == 0), ("\\Flagged", number % 19 == 0)];
    flags.into_iter().filter(|(_, set)| *set).map(|(flag, _)| flag.to_owned()).collect()
}

/// Not in the order of the uids: who wants the newest has to look.
fn arrived(number: u32) -> String {
    let minutes = number.wrapping_mul(2_654_435_761) % 150_000;
    let (day, minute) = (minutes / 1_440, minutes % 1_440);
    let (month, day) = (["Jan", "Feb", "Mar", "Apr"][(day / 28 % 4) as usize], day % 28 + 1);
    format!("{day:>2}-{month}-2026 {:02}:{:02}:{:02} +0000", minute / 60, minute % 60, number % 60)
}

fn quoted_printable(number: u32, lines: u32) -> String {
    (0..lines).fold(String::new(), |mut text, line| {
        let _ = write!(
            text,
            "Line {line} of message {number}, in which caf=C3=A9s and na=C3=AFve=\r\n words are told.\r\n"
        );
        text
    })
}
