//! Serves made-up mail until its standard input ends, so that any client can be tried on it:
//! `cargo run -p imap-dal-embedded --example serve -- 300`.
#![allow(clippy::print_stdout)]

use std::io::Read;

use imap_dal_embedded::{EmbeddedServer, samples::samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count = std::env::args().nth(1).map_or(Ok(300), |text| text.parse())?;
    let mail = samples(1, count, &jiff::Zoned::now());
    let server = EmbeddedServer::builder()
        .user("alice", "wonderland")
        .mailbox("INBOX", mail)
        .empty_mailbox("Sent")
        .empty_mailbox("Trash")
        .start()?;
    println!("{}", server.url());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
