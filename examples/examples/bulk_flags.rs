//! Many flags at once: several changes in one update, and what became of each message.
//!
//! It changes flags in the account in `IMAP_DAL_URL`, and changes them back; without one it runs on an embedded server.
#![allow(clippy::print_stdout)]

use imap_dal::{Affected, prelude::*};
use imap_dal_examples::connect;
use std::error::Error;

mailboxes! {
    Inbox => "INBOX" {
        keyword later => "$Later";
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let (_server, dal) = connect()?;
    let large = Inbox::filter(Inbox::size.gt(20_000) & Inbox::deleted.eq(false));

    // One search and one STORE for each change, however many messages there are.
    let done = large.update((Inbox::later.set(true), Inbox::keywords.add("$Large"))).execute(&dal)?;
    report("marked for later", &done);

    // Keywords are conditions like all else.
    let later = Inbox::filter(Inbox::later.eq(true));
    println!("{} messages are marked, {} octets the largest", later.count(&dal)?, {
        let largest = later.order_by(Inbox::size.desc()).select(Inbox::size).first(&dal)?;
        largest.unwrap_or_default()
    });

    // By uid: exactly these messages, whatever else is marked.
    let uids = later.limit(3).uids(&dal)?;
    let three = Inbox::filter(Inbox::uid.is_in(&uids));
    report("flagged", &three.update(Inbox::flagged.set(true)).execute(&dal)?);
    report("flag removed", &three.update(Inbox::flagged.set(false)).execute(&dal)?);
    report("marks removed", &later.update([Inbox::later.set(false), Inbox::keywords.remove("$Large")]).execute(&dal)?);
    Ok(())
}

/// Nothing is lost silently: what was changed by somebody else meanwhile is named.
fn report(what: &str, done: &Affected) {
    println!("{what}: {} of {}", done.changed, done.matched);
    if !done.conflicts.is_empty() {
        println!("  left alone, since somebody changed them: {:?}", done.conflicts);
    }
}
