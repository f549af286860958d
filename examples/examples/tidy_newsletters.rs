//! Newsletters that were read a month ago go to the trash: first the plan, then exactly what was planned.
//!
//! It changes the account in `IMAP_DAL_URL`; without one it runs on an embedded server.
#![allow(clippy::print_stdout)]

use imap_dal::{
    jiff::{ToSpan, Zoned},
    prelude::*,
};
use imap_dal_examples::connect;
use std::error::Error;

mailboxes! {
    Inbox => "INBOX" {
        /// Set on whatever a mailing list sent (RFC 2919).
        header list_id => "List-Id";
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let (_server, dal) = connect()?;
    let month_ago = Zoned::now().checked_sub(1.month())?.date();
    let old = Inbox::list_id.is_some() & Inbox::seen.eq(true) & Inbox::flagged.eq(false) & Inbox::created.lt(month_ago);
    let tidy = Inbox::filter(old).trash();

    let planned = tidy.plan(&dal)?;
    println!("{planned}");
    if planned.uids().is_empty() {
        return Ok(());
    }

    // A program for people would ask here. Whatever arrived or changed meanwhile is not touched.
    match tidy.execute_plan(&dal, planned) {
        Ok(moved) => println!("\n{} newsletters are in the trash now.", moved.matched),
        Err(imap_dal::Error::PlanChanged { uids, .. }) => println!("\nSomebody changed {uids:?}; nothing was moved."),
        Err(other) => return Err(other.into()),
    }
    Ok(())
}
