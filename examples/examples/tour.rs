//! Every verb once, on a mailbox of its own that is emptied at the start.
//!
//! It writes to the mailboxes INBOX and Archive of the account in `IMAP_DAL_URL`, and removes what it wrote; without one it runs on
//! an embedded server.
#![allow(clippy::print_stdout)]

use imap_dal::{jiff::Zoned, prelude::*};
use imap_dal_examples::{Table, connect};
use std::error::Error;

mailboxes! {
    /// Where new mail arrives; its rows are notes, and it has columns of its own.
    Inbox: Note => "INBOX" {
        /// Who wrote the note: every message of the tour has it.
        header  tour   => "X-Tour";
        keyword urgent => "$Urgent";
    }
    /// The server's own archive, whatever it is called there.
    Archive: Note => role Archive;
}

/// A note, as the tour reads it.
#[derive(ImapModel, Debug)]
struct Note {
    uid: Uid,
    subject: Option<String>,
    created: Zoned,
    #[imap(column = sender)]
    author: Option<Address>,
    #[imap(column = content)]
    text: String,
    attachments: Vec<AttachmentInfo>,
    seen: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (_server, dal) = connect()?;
    let tour = || Inbox::tour.eq("yes");
    let mine = Inbox::filter(tour());
    let old = mine.delete().execute(&dal)?;
    Archive::filter(AnyMailbox::header("X-Tour").eq("yes")).delete().execute(&dal)?;
    println!("A fresh start: {} old messages of the tour were deleted.", old.changed);

    println!("\ninsert");
    for (n, subject) in ["Groceries", "Re: Plans for May", "Grüße aus Köln"].into_iter().enumerate() {
        let mut note = NewMessage::new()
            .sender(Address { name: Some(format!("Author {n}")), email: format!("author{n}@example.org") })
            .to(["you@example.org"])
            .subject(subject)
            .text(format!("note number {n}"))
            .header("X-Tour", "yes");
        if n == 1 {
            note = note.attachment("plan.txt", "text/plain", "rest, then walk").keyword("$Urgent");
        }
        println!("  message {}", Inbox::insert(note).execute(&dal)?);
    }

    println!("\ncount, exists, first, uids");
    let unread = mine.filter(Inbox::seen.eq(false));
    println!("  {} not read, urgent ones: {}", unread.count(&dal)?, mine.filter(Inbox::urgent.eq(true)).exists(&dal)?);
    let newest = mine.order_by(Inbox::uid.desc());
    println!("  newest: {:?}", newest.select(Inbox::subject).first(&dal)?.flatten());
    println!("  uids: {:?}", mine.uids(&dal)?);

    println!("\nload: rows of the mailbox's own type, ordered, a window of two");
    let mut table = Table::new([
        ("uid", 6),
        ("received", 16),
        ("subject", 30),
        ("from", 34),
        ("files", 12),
        ("text", 20),
        ("read", 5),
    ]);
    for note in mine.order_by(Inbox::subject.asc()).limit(2).load(&dal)? {
        let Note { uid, subject, author, attachments, text, seen, created } = note;
        let files = attachments.iter().map(AttachmentInfo::file_name).collect::<Vec<_>>().join(", ");
        let author = author.as_ref().map(Address::to_string).unwrap_or_default();
        let received = created.strftime("%Y-%m-%d %H:%M");
        table.row([&uid, &received, &subject.unwrap_or_default(), &author, &files, &text.trim(), &seen]);
    }
    table.print();

    println!("select: some columns, in constant memory");
    for row in mine.select((Inbox::uid, Inbox::size, AnyMailbox::keywords)).stream(&dal)? {
        let (uid, size, keywords) = row?;
        println!("  {uid}: {size} octets, keywords {:?}", keywords.iter().collect::<Vec<_>>());
    }

    println!("\nconditions: all of them combine");
    let condition = tour()
        & (Inbox::subject.starts_with("Re: ") | Inbox::subject.ilike("%köln"))
        & !Inbox::sender.contains("author0")
        & Inbox::attachments.any(AttachmentInfo::name.ends_with(".txt") | AttachmentInfo::size.gt(1_000_000));
    println!("  {} with a file", Inbox::filter(condition).exact().count(&dal)?);

    println!("\nexplain: what is sent, and what is decided here");
    println!("{}", unread.filter(Inbox::subject.eq("Groceries")).explain(&dal)?);

    println!("update: flags and keywords, several at once");
    let done =
        mine.update((Inbox::seen.set(true), Inbox::urgent.set(false), Inbox::keywords.add("tour"))).execute(&dal)?;
    println!("  {} matched, {} are as asked for", done.matched, done.changed);

    println!("\nplan, then execute exactly that");
    let copy = mine.copy_to(Archive);
    let planned = copy.plan(&dal)?;
    println!("{planned}");
    match copy.execute_plan(&dal, planned) {
        Ok(copied) => println!("  copied {}, old and new uids {:?}", copied.matched, copied.uids),
        Err(imap_dal::Error::PlanChanged { uids, .. }) => println!("  somebody changed {uids:?}; nothing was copied"),
        Err(other) => return Err(other.into()),
    }

    println!("\nmove, trash, delete");
    let moved = mine.filter(Inbox::subject.eq("Groceries")).move_to(Archive).execute(&dal)?;
    let trashed = mine.limit(1).trash().execute(&dal)?;
    let deleted = mine.delete().execute(&dal)?;
    let archived = Archive::filter(AnyMailbox::header("X-Tour").eq("yes")).delete().execute(&dal)?;
    println!("  moved {}, put into the trash {}, deleted {}", moved.matched, trashed.matched, deleted.changed);
    println!("  deleted in the archive {}", archived.changed);

    println!("\none connection, and the bare session of crate `imap` for the rest");
    let connection = dal.connection()?;
    println!("  {} capabilities", connection.capabilities()?.len());
    connection.with_imap(|session| session.noop().map(drop))?;
    println!("  {} messages in the inbox", Inbox::all().count(&connection)?);
    Ok(())
}
