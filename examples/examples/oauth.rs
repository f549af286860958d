//! Signing in with OAuth 2.0 access tokens: where they come from, and what happens when one has expired.
//!
//! It runs on an embedded server, whose only valid token is "fresh". With Gmail or Outlook the URL is
//! `imaps://alice%40example.org@imap.gmail.com`, and `refreshed` asks the provider's token endpoint.
#![allow(clippy::print_stdout)]

use imap_dal::prelude::*;
use imap_dal_embedded::{Capability, EmbeddedServer};
use std::{error::Error, io};

mailboxes! {
    Inbox => "INBOX";
}

/// The token of the last run.
fn cached() -> String {
    "expired".to_owned()
}

/// A new one. This may fail, and its error becomes the error of the sign-in.
fn refreshed() -> io::Result<String> {
    Ok("fresh".to_owned())
}

fn main() -> Result<(), Box<dyn Error>> {
    let server = EmbeddedServer::builder()
        .user("alice@example.org", "fresh")
        .with(Capability::AuthOAuthBearer)
        .mailbox("INBOX", ["Subject: hello\r\n\r\n"])
        .start()?;

    // No password. The provider is asked for each connection, and once more where the server refuses what it gave.
    let url = format!("imap://alice%40example.org@{}", server.address());
    let dal = Dal::builder(&url)
        .token_provider(|refusal| match refusal {
            None => Ok(cached()),
            Some(words) => {
                println!("refused: {words}");
                Ok(refreshed()?)
            }
        })
        .connect()?;
    println!("{} message in the inbox", Inbox::all().count(&dal)?);

    // Neither token nor password is ever part of an error.
    let refused = Dal::builder(&url).token_provider(|_| Ok("stale".to_owned())).connect();
    println!("with a wrong token: {}", refused.err().map(|error| error.to_string()).unwrap_or_default());
    Ok(())
}
