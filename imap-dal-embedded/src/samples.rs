//! Made-up mail that looks like a real mailbox, for tests, demonstrations and first tries.
//!
//! Letters, threads, newsletters, receipts with PDF, photographs, foreign charsets, and the odd ones every mailbox has.
//! The same seed, number and moment give the same bytes.
//!
//! ```
//! use imap_dal_embedded::samples::samples;
//!
//! let now = "2026-03-14T15:09:26+01:00[Europe/Berlin]".parse()?;
//! let mail = samples(1, 300, &now);
//! assert_eq!(mail.len(), 300);
//! assert_eq!(mail, samples(1, 300, &now));
//! assert!(mail.iter().any(|sample| sample.internal_date.starts_with("14-Mar-2026")));
//! # Ok::<(), jiff::Error>(())
//! ```

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Zoned};

mod mime;
mod random;
mod words;

use mime::{Charset, Part, encoded_words, mailbox, mailboxes, phrase};
use random::Random;
use words::{Person, SUBJECTS, TOWNS};

use crate::{StoredMessage, date};

/// One message with what a mailbox knows about it beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The message (RFC 5322): CRLF line ends, no NUL; some have raw 8-bit bodies.
    pub bytes: Vec<u8>,
    /// Flags and keywords as APPEND takes them, `\Seen` or `$Paid`; never `\Recent`.
    pub flags: Vec<String>,
    /// When it arrived, as APPEND takes it (RFC 9051, `date-time` without the quotes): `05-Mar-2026 09:30:00 +0100`.
    pub internal_date: String,
}

impl From<Sample> for StoredMessage {
    fn from(sample: Sample) -> Self {
        let message = StoredMessage::new(sample.bytes).flags(sample.flags);
        match date::parse_date_time(&sample.internal_date) {
            Some(at) => message.internal_date(at),
            None => message,
        }
    }
}

/// `count` messages in the order they arrived, the last at `now`.
///
/// About one in twelve arrived on the day of `now` in its zone, the others over the 400 days before. One in forty (the first
/// of them early, so that small mailboxes have one) was sent by somebody whose address contains `gumby`.
pub fn samples(seed: u64, count: usize, now: &Zoned) -> Vec<Sample> {
    let mut author = Author { random: Random::new(seed), threads: Vec::new(), written: 0 };
    let new = count.div_ceil(6);
    arrivals(count, now).iter().enumerate().map(|(at, arrival)| author.write(arrival, at + new < count)).collect()
}

/// Writes one message after the other and remembers the threads that can be answered.
struct Author {
    random: Random,
    threads: Vec<Thread>,
    written: usize,
}

struct Thread {
    subject: String,
    people: Vec<&'static Person>,
    ids: Vec<String>,
}

/// What is the same in all kinds: who, when, which identifier.
struct Envelope {
    sender: &'static Person,
    recipient: &'static Person,
    date: Zoned,
    id: String,
}

/// A message under construction: header lines without the MIME ones, then the body with its MIME header.
struct Draft {
    headers: Vec<String>,
    body: Part,
    keywords: Vec<&'static str>,
}

impl Author {
    fn write(&mut self, arrival: &Zoned, old: bool) -> Sample {
        let number = self.written;
        self.written += 1;
        let envelope = self.envelope(number, arrival);
        let draft = match self.random.below(100) {
            _ if number % 40 == 5 => self.letter(&envelope),
            0..22 => self.letter(&envelope),
            22..45 => self.reply(&envelope),
            45..60 => self.newsletter(&envelope),
            60..68 => self.receipt(&envelope),
            68..76 => self.photographs(&envelope),
            76..83 => self.abroad(&envelope),
            83..91 => self.notice(&envelope),
            91..93 => self.digest(&envelope),
            93..96 => self.forward(&envelope),
            _ => self.odd(&envelope),
        };
        let mut bytes = Vec::new();
        for header in &draft.headers {
            bytes.extend_from_slice(header.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        draft.body.write(&mut bytes);
        Sample { bytes, flags: self.flags(number, old, draft.keywords), internal_date: internal_date(arrival) }
    }

    fn envelope(&mut self, number: usize, arrival: &Zoned) -> Envelope {
        let sender =
            if number % 40 == 5 { self.random.pick(&words::GUMBIES) } else { self.random.pick(&words::PEOPLE) };
        let recipient = self.random.pick(&words::PEOPLE);
        let zone = TimeZone::fixed(Offset::constant(self.random.pick(&[0, 1, 2, -5, -8, 9])));
        let delay = SignedDuration::from_secs(self.random.between(2, 90).cast_signed());
        let date = arrival.saturating_sub(delay).with_time_zone(zone);
        let id = format!("<{:x}.{number}@{}>", self.random.next(), sender.host());
        Envelope { sender, recipient, date, id }
    }

    /// Plain text between two people, sometimes with copies.
    fn letter(&mut self, envelope: &Envelope) -> Draft {
        let subject = self.subject();
        let mut headers = envelope.headers(&subject);
        let mut people = vec![envelope.sender, envelope.recipient];
        if self.random.chance(30) {
            let copies: Vec<&Person> =
                (0..self.random.between(1, 5)).map(|_| self.random.pick(&words::PEOPLE)).collect();
            headers.push(format!("Cc: {}", mailboxes(&copies)));
            people.extend(copies);
        }
        if self.random.chance(10) {
            headers.push(format!("Bcc: {}", mailbox(self.random.pick(&words::PEOPLE))));
        }
        self.threads.push(Thread { subject, people, ids: vec![envelope.id.clone()] });
        let text = self.text(envelope, 1, 4);
        Draft { headers, body: self.plain(&text), keywords: Vec::new() }
    }

    /// An answer in a thread, with everything that was said before quoted.
    fn reply(&mut self, envelope: &Envelope) -> Draft {
        let Some(index) = self.threads.len().checked_sub(1 + self.random.index(12)) else {
            return self.letter(envelope);
        };
        let text = self.text(envelope, 1, 2);
        let quote = self.text(envelope, 1, 2).replace("\r\n", "\r\n> ");
        let thread = &mut self.threads[index];
        let mut headers = envelope.headers(&format!("Re: {}", thread.subject));
        headers.push(format!("Cc: {}", mailboxes(&thread.people)));
        headers.extend(thread.ids.last().map(|parent| format!("In-Reply-To: {parent}")));
        headers.push(format!("References: {}", thread.ids.join("\r\n ")));
        thread.ids.push(envelope.id.clone());
        let text = format!("{text}\r\nOn {}, somebody wrote:\r\n> {quote}\r\n", envelope.date.strftime("%d %b"));
        Draft { headers, body: self.plain(&text), keywords: Vec::new() }
    }

    fn newsletter(&mut self, envelope: &Envelope) -> Draft {
        let (title, list) = self.random.pick(&words::LISTS);
        let issue = self.random.between(1, 400);
        let headline = self.subject();
        let mut headers = envelope.headers(&format!("[{title}] No. {issue}: {headline}"));
        headers.push(format!("List-Id: {} <{list}>", phrase(title)));
        headers.push(format!("List-Unsubscribe: <https://{list}/unsubscribe?id={issue}>,\r\n <mailto:leave@{list}>"));
        headers.push("Precedence: bulk".to_owned());
        let text = self.text(envelope, 3, 9);
        let paragraphs = text.replace("\r\n\r\n", "</p>\r\n<p>");
        let html = format!(
            "<!DOCTYPE html>\r\n<html><head><style>p {{ color: #333 }}</style></head>\r\n\
             <body><h1>{headline}</h1>\r\n<p>{paragraphs}</p>\r\n<img src=\"https://{list}/pixel.png\" alt=\"\">\r\n</body></html>\r\n"
        );
        let parts = vec![
            Part::text("plain", Charset::Utf8, &text).quoted_printable(),
            Part::text("html", Charset::Utf8, &html).quoted_printable(),
        ];
        Draft { headers, body: Part::multipart("alternative", &self.boundary(), parts), keywords: Vec::new() }
    }

    /// HTML only, with the invoice as PDF.
    fn receipt(&mut self, envelope: &Envelope) -> Draft {
        let shop = self.random.pick(&words::SHOPS);
        let number = self.random.between(10_000, 99_999);
        let euros = self.random.between(3, 900);
        let mut headers = envelope.headers(&format!("Ihre Rechnung / your receipt {number} (€ {euros},90)"));
        headers.retain(|header| !header.starts_with("From:"));
        headers.push(format!("From: {}", mailbox(shop)));
        headers.push(format!("Reply-To: no-reply@{}", shop.host()));
        let html =
            format!("<p>Thank you for your order <b>{number}</b>.</p>\r\n<p>Total: {euros},90&nbsp;&euro;</p>\r\n");
        let name = self.random.pick(&[
            "invoice.pdf",
            "Rechnung März.pdf",
            "請求書.pdf",
            "Faktura över köp av böcker och annat smått och gott.pdf",
        ]);
        let pdf = self.document(b"%PDF-1.4\n", 1_000, 20_000);
        let parts = vec![
            Part::text("html", Charset::Utf8, &html).quoted_printable(),
            Part::attachment("application/pdf", name, &pdf),
        ];
        let keywords = if self.random.chance(50) { vec!["$Paid"] } else { Vec::new() };
        Draft { headers, body: Part::multipart("mixed", &self.boundary(), parts), keywords }
    }

    fn photographs(&mut self, envelope: &Envelope) -> Draft {
        let town = self.random.pick(&TOWNS);
        let headers = envelope.headers(&format!("Photographs of {town}"));
        let text = self.text(envelope, 1, 1);
        let mut parts = vec![self.plain(&text)];
        for picture in 1..=self.random.between(1, 4) {
            let png = self.document(b"\x89PNG\r\n\x1a\n", 500, 12_000);
            parts.push(Part::attachment("image/png", &format!("{town} {picture}.png"), &png));
        }
        Draft { headers, body: Part::multipart("mixed", &self.boundary(), parts), keywords: Vec::new() }
    }

    /// Charsets and transfer encodings other than UTF-8.
    fn abroad(&mut self, envelope: &Envelope) -> Draft {
        let (charset, subject, text) = self.random.pick(&words::ABROAD);
        let mut headers = envelope.headers("");
        headers.retain(|header| !header.starts_with("Subject:"));
        headers.push(format!("Subject: {}", encoded_words(charset, subject)));
        let part = Part::text("plain", charset, &text.repeat(self.random.between(1, 12) as usize));
        let body = match self.random.below(3) {
            _ if charset == Charset::Iso2022Jp => part,
            0 => part.quoted_printable(),
            1 => part.base64(),
            _ => part,
        };
        Draft { headers, body, keywords: Vec::new() }
    }

    /// What machines write: short, no MIME header.
    fn notice(&mut self, envelope: &Envelope) -> Draft {
        let build = self.random.between(1, 9_999);
        let result = self.random.pick(&["passed", "failed", "was cancelled"]);
        let mut headers = envelope.headers(&format!("Build #{build} {result}"));
        headers.push("Auto-Submitted: auto-generated".to_owned());
        headers.push(format!("X-Build: {build}"));
        let text = format!("Build {build} {result} after {} seconds.\r\n", self.random.between(10, 3_000));
        Draft { headers, body: Part::bare(&text), keywords: Vec::new() }
    }

    /// A long text.
    fn digest(&mut self, envelope: &Envelope) -> Draft {
        let headers = envelope.headers(&format!("Digest, Vol. {}", self.random.between(1, 99)));
        let text = self.text(envelope, 100, 400);
        Draft { headers, body: self.plain(&text), keywords: Vec::new() }
    }

    /// A whole message inside another.
    fn forward(&mut self, envelope: &Envelope) -> Draft {
        let inner = self.envelope(self.written, &envelope.date);
        let letter = self.letter(&inner);
        let subject = self.threads.pop().map(|thread| thread.subject).unwrap_or_default();
        let text = self.text(envelope, 1, 1);
        let parts = vec![self.plain(&text), Part::message(&letter.headers, &letter.body)];
        Draft {
            headers: envelope.headers(&format!("Fwd: {subject}")),
            body: Part::multipart("mixed", &self.boundary(), parts),
            keywords: vec!["$Forwarded"],
        }
    }

    /// Legal or not, such mail exists.
    fn odd(&mut self, envelope: &Envelope) -> Draft {
        let subject = self.subject();
        let mut headers = envelope.headers(&subject);
        let mut body = Part::bare(&self.text(envelope, 1, 2));
        let mut replace = |name: &str, with: &[&str]| {
            headers.retain(|header| !header.starts_with(name));
            headers.extend(with.iter().map(|line| (*line).to_owned()));
        };
        match self.random.below(10) {
            0 => replace("Subject:", &[]),
            1 => replace("Subject:", &["Subject:"]),
            2 => replace("Subject:", &["Subject: first of two", "Subject: second of two"]),
            3 => replace("Date:", &[]),
            4 => replace("Date:", &["Date: Thu, 31 Feb 2026 25:61:00 +0000"]),
            5 => replace("Date:", &["Date: 3 Mar 99 7:05 EST (a comment)"]),
            6 => replace("To:", &["To: undisclosed-recipients:;"]),
            7 => replace("Subject:", &["Subject: two  spaces,\r\n\tfolded"]),
            8 => replace("Message-ID:", &["X-Empty:", "x-lower-case: yes"]),
            _ => body = Part::bare(""),
        }
        Draft { headers, body, keywords: Vec::new() }
    }

    fn subject(&mut self) -> String {
        let town = self.random.pick(&TOWNS);
        self.random.pick(&SUBJECTS).replace('*', town)
    }

    /// Paragraphs of wrapped lines between a salutation and a name.
    fn text(&mut self, envelope: &Envelope, least: u64, most: u64) -> String {
        let mut text =
            format!("{} {},\r\n\r\n", self.random.pick(&words::SALUTATIONS), envelope.recipient.first_name());
        for _ in 0..self.random.between(least, most) {
            let mut width = 0;
            for _ in 0..self.random.between(2, 6) {
                for word in self.random.pick(&words::SENTENCES).split(' ') {
                    if width + word.len() > 70 {
                        text.push_str("\r\n");
                        width = 0;
                    } else if width > 0 {
                        text.push(' ');
                    }
                    text.push_str(word);
                    width += word.len() + 1;
                }
            }
            text.push_str("\r\n\r\n");
        }
        text.push_str(envelope.sender.first_name());
        text.push_str("\r\n");
        text
    }

    fn plain(&mut self, text: &str) -> Part {
        let part = Part::text("plain", Charset::Utf8, text);
        match self.random.below(10) {
            0..6 => part,
            6..9 => part.quoted_printable(),
            _ => part.base64(),
        }
    }

    /// Noise behind the first bytes of a file format.
    fn document(&mut self, signature: &[u8], least: u64, most: u64) -> Vec<u8> {
        let mut bytes = signature.to_vec();
        for _ in 0..self.random.between(least, most) / 8 {
            bytes.extend_from_slice(&self.random.next().to_le_bytes());
        }
        bytes
    }

    fn boundary(&mut self) -> String {
        format!("=_{:016x}", self.random.next())
    }

    /// Old mail is mostly read, some of it answered.
    fn flags(&mut self, number: usize, old: bool, keywords: Vec<&'static str>) -> Vec<String> {
        let mut flags = keywords;
        let (seen, answered) = if old { (80, 15) } else { (30, 5) };
        let system = [
            ("\\Seen", seen),
            ("\\Answered", answered),
            ("\\Flagged", 6),
            ("\\Deleted", 1),
            ("\\Draft", 1),
            ("$Junk", 3),
        ];
        let likely = system.into_iter().filter(|(_, percent)| self.random.chance(*percent)).map(|(flag, _)| flag);
        flags.extend(likely);
        if number % 40 == 5 {
            flags.retain(|flag| *flag != "\\Deleted");
        }
        flags.into_iter().map(str::to_owned).collect()
    }
}

impl Envelope {
    fn headers(&self, subject: &str) -> Vec<String> {
        vec![
            format!("Received: from mx.example.net by imap.example.org with ESMTPS;\r\n\t{}", header_date(&self.date)),
            format!("From: {}", mailbox(self.sender)),
            format!("To: {}", mailbox(self.recipient)),
            format!("Subject: {}", encoded_words(Charset::Utf8, subject)),
            format!("Date: {}", header_date(&self.date)),
            format!("Message-ID: {}", self.id),
        ]
    }
}

/// The moments of arrival, ascending: 400 days, then the day of `now`.
fn arrivals(count: usize, now: &Zoned) -> Vec<Zoned> {
    let midnight = now.start_of_day().unwrap_or_else(|_| now.clone());
    let today = count.div_ceil(12);
    let before = count - today;
    let share = |span: SignedDuration, part: usize, whole: usize| {
        let whole = i64::try_from(whole).unwrap_or(i64::MAX);
        SignedDuration::from_secs(span.as_secs() / whole * i64::try_from(part).unwrap_or(whole))
    };
    let past = SignedDuration::from_hours(400 * 24);
    let earlier = (0..before).map(|i| midnight.saturating_sub(share(past, before - i, before)));
    let elapsed = midnight.duration_until(now);
    let later = (0..today).map(|i| now.saturating_sub(share(elapsed, today - 1 - i, today)));
    earlier.chain(later).collect()
}

/// RFC 5322, 3.3.
fn header_date(date: &Zoned) -> String {
    date.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// RFC 9051, `date-time`.
fn internal_date(date: &Zoned) -> String {
    date.strftime("%d-%b-%Y %H:%M:%S %z").to_string()
}

#[cfg(test)]
mod tests;
