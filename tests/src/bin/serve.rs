//! The embedded server with the accounts that `with-server` promises, until it is killed:
//! `serve PORT TLS_PORT CERTIFICATE KEY`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use imap_dal_embedded::{EmbeddedServer, Limits};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, tls_port, certificate, key] = arguments.as_slice() else {
        return Err("usage: serve PORT TLS_PORT CERTIFICATE KEY".into());
    };
    let read = |path: &String| std::fs::read(Path::new(path));
    let mut builder = EmbeddedServer::builder()
        .own_mailboxes(true)
        .user("alice", "wonderland")
        .user("bob", "builder")
        .limits(Limits { clients: 1_000, ..Limits::default() })
        .pem(&read(certificate)?, &read(key)?)
        .port(port.parse()?)
        .tls_port(tls_port.parse()?);
    for number in 0..40 {
        builder = builder.user(&format!("u{number:02}"), "secret");
    }
    for role in ["Drafts", "Sent", "Junk", "Trash", "Archive"] {
        builder = builder.empty_mailbox(role).subscribed(role);
    }
    let server = builder.start()?;
    println!("{}", server.url());
    loop {
        std::thread::park();
    }
}
