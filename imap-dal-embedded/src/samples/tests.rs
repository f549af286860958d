//! The samples are what they claim to be, read by a parser that did not write them.

use std::collections::HashSet;

use jiff::Zoned;
use mail_parser::{Message, MessageParser, MimeHeaders};

use super::{Sample, samples};

fn now() -> Zoned {
    "2026-03-14T15:09:26+05:30[Asia/Kolkata]".parse().unwrap()
}

fn parsed(mail: &[Sample]) -> Vec<Message<'_>> {
    mail.iter().map(|sample| MessageParser::default().parse(&sample.bytes).expect("a message")).collect()
}

#[test]
fn the_seed_decides() {
    assert_eq!(samples(7, 50, &now()), samples(7, 50, &now()));
    assert_ne!(samples(7, 50, &now()), samples(8, 50, &now()));
    assert!(samples(7, 0, &now()).is_empty());
    assert_eq!(samples(7, 1, &now()).len(), 1);
}

#[test]
fn mail_arrives_in_order_and_some_of_it_today() {
    let mail = samples(1, 240, &now());
    let arrived = |sample: &Sample| Zoned::strptime("%d-%b-%Y %H:%M:%S %z", &sample.internal_date).unwrap().timestamp();
    assert!(mail.is_sorted_by_key(arrived));
    assert_eq!(arrived(&mail[239]), now().timestamp());
    let today = mail.iter().filter(|sample| sample.internal_date.starts_with("14-Mar-2026 ")).count();
    assert_eq!(today, 20);
}

#[test]
fn the_first_moment_of_a_day_is_that_day() {
    let midnight = now().start_of_day().unwrap();
    let mail = samples(1, 24, &midnight);
    assert_eq!(mail.iter().filter(|sample| sample.internal_date.starts_with("14-Mar-2026 00:00:00")).count(), 2);
}

#[test]
fn lines_end_in_crlf_and_are_not_too_long() {
    for sample in samples(2, 600, &now()) {
        for line in sample.bytes.split_inclusive(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r\n").unwrap_or(line);
            assert!(line.len() <= 998 && !line.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)), "{line:?}");
        }
        let headers = sample.bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("an empty line");
        assert!(sample.bytes[..headers].is_ascii(), "raw 8-bit bytes only in bodies");
    }
}

#[test]
fn all_kinds_of_mail_are_there() {
    let mail = samples(3, 600, &now());
    let messages = parsed(&mail);
    let with_header = |name: &'static str| messages.iter().filter(|message| message.header(name).is_some()).count();
    for header in ["List-Id", "References", "Cc", "Auto-Submitted", "Reply-To", "Bcc"] {
        assert!(with_header(header) >= 10, "{header}: {}", with_header(header));
    }
    let names: HashSet<&str> = messages
        .iter()
        .flat_map(|message| message.attachments())
        .filter_map(|attachment| attachment.attachment_name())
        .collect();
    for name in ["請求書.pdf", "Faktura över köp av böcker och annat smått och gott.pdf", "Kraków 1.png"] {
        assert!(names.contains(name), "{name} is not among {names:?}");
    }
    let subjects: Vec<&str> = messages.iter().filter_map(Message::subject).collect();
    for subject in ["こんにちは", "Встреча в пятницу", "Grüße aus Köln", "Concert tickets 🎻"]
    {
        assert!(subjects.contains(&subject), "{subject}");
    }
    let bodies: Vec<_> = messages.iter().filter_map(|message| message.body_text(0)).collect();
    for text in ["Schöne Grüße aus Köln", "Встреча переносится", "My brain\r\nhurts", "こんにちは"]
    {
        let unwrapped = text.replace("\r\n", " ");
        assert!(bodies.iter().any(|body| body.replace("\r\n", " ").contains(&unwrapped)), "{text}");
    }
    assert!(subjects.len() < messages.len(), "some have no subject");
    assert!(
        mail.iter().any(|sample| sample.bytes.len() > 50_000) && mail.iter().any(|sample| sample.bytes.len() < 700)
    );
}

#[test]
fn names_survive_their_encodings() {
    let mail = samples(4, 600, &now());
    let messages = parsed(&mail);
    let names: HashSet<&str> = messages.iter().filter_map(|message| message.from()?.first()?.name.as_deref()).collect();
    for name in ["Łukasz Żółć", "山田 太郎", "Lovelace, Ada", "Dwayne \"The Rock\" Johnson", "Bücher, Müller & Co."]
    {
        assert!(names.contains(name), "{name} is not among {names:?}");
    }
}

#[test]
fn gumby_writes_even_to_small_mailboxes() {
    for count in [6, 20, 400] {
        let mail = samples(5, count, &now());
        let gumbies = parsed(&mail)
            .iter()
            .filter_map(|message| message.from()?.first()?.address.as_deref().map(str::to_lowercase))
            .filter(|address| address.contains("gumby"))
            .count();
        assert_eq!(gumbies, count.div_ceil(40), "of {count}");
    }
}

#[test]
fn flags_are_mixed_and_never_recent() {
    let mail = samples(6, 400, &now());
    let having = |flag: &str| mail.iter().filter(|sample| sample.flags.iter().any(|have| have == flag)).count();
    for flag in ["\\Seen", "\\Answered", "\\Flagged", "$Paid", "$Junk", "$Forwarded"] {
        assert!(having(flag) > 0 && having(flag) < 400, "{flag}");
    }
    assert_eq!(having("\\Recent"), 0);
}
