//! Waiting for mail: IDLE where the server has it, and nothing is missed between two calls.
//!
//! It watches the inbox of the account in `IMAP_DAL_URL` while a second thread writes to it and cleans up; without one it
//! runs on an embedded server.
#![allow(clippy::print_stdout)]

use imap_dal::{Result, prelude::*};
use imap_dal_examples::connect;
use std::{error::Error, thread, time::Duration};

mailboxes! {
    Inbox => "INBOX" {
        header example => "X-Example";
    }
}

fn main() -> std::result::Result<(), Box<dyn Error>> {
    let (_server, dal) = connect()?;
    let mine = Inbox::filter(Inbox::example.eq("wait"));

    // Remembers how the mailbox is now: what happens from here on is not missed.
    mine.wait(&dal, Duration::ZERO)?;
    let sender = thread::spawn({
        let dal = dal.clone();
        move || write_later(&dal)
    });

    // Other mail may arrive first: a wait ends with any change of the mailbox, and the query says what is new.
    while !mine.exists(&dal)? {
        let heard = mine.wait(&dal, Duration::from_secs(20))?;
        println!("{}", if heard { "something changed" } else { "nothing for 20 seconds" });
    }
    println!("arrived: {:?}", mine.select(Inbox::subject).first(&dal)?.flatten());
    sender.join().map_err(|_| "the thread that writes failed")??;
    mine.delete().execute(&dal)?;
    Ok(())
}

/// Somebody else, half a second later.
fn write_later(dal: &Dal) -> Result<()> {
    thread::sleep(Duration::from_millis(500));
    let message =
        NewMessage::new().sender("ann@example.org").subject("Here I am").text("!").header("X-Example", "wait");
    Inbox::insert(message).execute(dal)?;
    Ok(())
}
