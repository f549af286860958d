//! Testing a program of your own: it runs on an embedded server, and the server tells what it did.
//!
//! In a test of yours, `main` would be a `#[test]` function. No account and no server is needed.
#![allow(clippy::print_stdout)]

use imap_dal::{Affected, Result, jiff::Timestamp, prelude::*};
use imap_dal_embedded::{Capability, EmbeddedServer, Fault, StoredMessage};
use std::error::Error;

mailboxes! {
    Inbox => "INBOX" { keyword paid => "$Paid" }
    Archive => role Archive;
}

/// The program under test: paid bills go to the archive, those of the others that are late are flagged.
fn file_bills(dal: &Dal, late: Timestamp) -> Result<(u64, Affected)> {
    let bills = Inbox::filter(Inbox::subject.starts_with("Bill "));
    let filed = bills.filter(Inbox::paid.eq(true)).move_to(Archive).execute(dal)?;
    let flagged = bills.filter(Inbox::created.lt(late)).update(Inbox::flagged.set(true)).execute(dal)?;
    Ok((filed.matched, flagged))
}

fn main() -> std::result::Result<(), Box<dyn Error>> {
    let early: Timestamp = "2026-03-02T09:00:00Z".parse()?;
    let late: Timestamp = "2026-03-09T09:00:00Z".parse()?;
    let bill = |subject: &str, at| StoredMessage::new(format!("Subject: {subject}\r\n\r\n10 EUR")).internal_date(at);
    let described = EmbeddedServer::builder()
        .user("alice", "secret")
        .mailbox("INBOX", [bill("Bill 1", early), bill("Bill 2", early).flags(["$Paid"]), bill("Billiards", early)])
        .mailbox("Archive", Vec::<StoredMessage>::new());

    println!("What the program does to a mailbox:");
    let server = described.clone().start()?;
    let (filed, flagged) = file_bills(&Dal::connect(server.url())?, late)?;
    let inbox = server.mailbox("INBOX").ok_or("an INBOX is always there")?;
    assert_eq!((filed, flagged.changed), (1, 1));
    assert_eq!(inbox.uids(), [1, 3]);
    assert!(inbox.messages[0].has("\\Flagged") && inbox.messages[1].flags.is_empty());
    println!("  {filed} bill filed, {} flagged", flagged.changed);

    println!("\nWhat it sent:");
    for command in server.transcript().iter().filter(|command| command.name.starts_with("UID ")) {
        println!("  {}", command.line.trim_end());
    }

    println!("\nOn a server without MOVE the mailbox looks the same:");
    let plain = described.clone().without(Capability::Move).start()?;
    file_bills(&Dal::connect(plain.url())?, late)?;
    assert_eq!(plain.mailbox("INBOX").map(|inbox| inbox.uids()), Some(vec![1, 3]));
    println!("  {} messages in the archive", plain.mailbox("Archive").map_or(0, |archive| archive.messages.len()));

    println!("\nA server that is full keeps what it cannot move:");
    let full = described.fault(Fault::at("UID MOVE", 1).no("[OVERQUOTA] the archive is full")).start()?;
    let refused = file_bills(&Dal::connect(full.url())?, late).err().ok_or("the program hides what went wrong")?;
    assert_eq!(refused.code(), Some("OVERQUOTA"));
    assert_eq!(full.mailbox("INBOX").map(|inbox| inbox.uids()), Some(vec![1, 2, 3]));
    println!("  {refused}");
    Ok(())
}
