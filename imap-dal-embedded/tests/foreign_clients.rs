//! Clients not written here: Python's imaplib, and native-tls at the other end of TLS.
#![allow(missing_docs)]

#[allow(dead_code, missing_docs)]
mod common;

use std::net::TcpStream;
use std::process::Command;

use common::Raw;
use imap_dal_embedded::{Builder, EmbeddedServer};
use native_tls::{Certificate, TlsConnector};

const CERTIFICATE: &[u8] = include_bytes!("tls/certificate.pem");
const KEY: &[u8] = include_bytes!("tls/key.pem");
const IDENTITY: &[u8] = include_bytes!("tls/identity.p12");

fn builder() -> Builder {
    EmbeddedServer::builder().user("alice", "sec ret\"\\").empty_mailbox("INBOX").empty_mailbox("Sent")
}

fn connector() -> TlsConnector {
    let certificate = Certificate::from_pem(CERTIFICATE).unwrap();
    TlsConnector::builder().add_root_certificate(certificate).build().unwrap()
}

#[test]
fn imaplib_drives_every_verb() {
    let server = builder().pem(CERTIFICATE, KEY).start().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/");
    let output = Command::new("python3")
        .arg(format!("{folder}imaplib_drive.py"))
        .arg(server.address().port().to_string())
        .arg(format!("{folder}tls/certificate.pem"))
        .output()
        .expect("this test needs python3");
    let told = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{:#?}", server.transcript().iter().rev().take(3).collect::<Vec<_>>());
    assert!(server.transcript().iter().all(|c| !c.line.contains("sec ret")), "a secret was recorded");
}

#[test]
fn starttls_is_required_where_told() {
    let server = builder().pkcs12(IDENTITY, "embedded").require_tls(true).start().unwrap();
    let mut raw = Raw::connect(&server);
    assert!(raw.ok("CAPABILITY")[0].ends_with(" STARTTLS LOGINDISABLED"));
    assert!(raw.ends("LOGIN alice \"sec ret\\\"\\\\\"").starts_with("NO [PRIVACYREQUIRED]"));
    raw.ok("STARTTLS");
    let mut raw = Raw::new(connector().connect("localhost", raw.into_stream()).unwrap());
    assert!(!raw.ok("CAPABILITY")[0].contains("STARTTLS"));
    raw.ok("LOGIN alice \"sec ret\\\"\\\\\"");
    assert!(raw.ends("STARTTLS").starts_with("BAD"));
}

#[test]
fn nothing_smuggled_behind_starttls_is_obeyed() {
    let server = builder().pem(CERTIFICATE, KEY).start().unwrap();
    let mut raw = Raw::connect(&server);
    raw.send("a STARTTLS\r\nb NOOP\r\n");
    assert_eq!(raw.line().as_deref(), Some("a BAD nothing may follow STARTTLS before TLS"));
    assert_eq!(raw.line().as_deref(), Some("b OK NOOP done"), "still in the clear");
}

#[test]
fn implicit_tls() {
    let server = builder().pem(CERTIFICATE, KEY).implicit_tls(true).start().unwrap();
    assert!(server.url().starts_with("imaps://"));
    let stream = connector().connect("localhost", TcpStream::connect(server.address()).unwrap()).unwrap();
    let mut raw = Raw::new(stream);
    assert!(raw.line().unwrap().starts_with("* OK "));
    raw.ok("LOGIN alice \"sec ret\\\"\\\\\"");
    assert!(builder().implicit_tls(true).start().is_err(), "TLS needs an identity");
}
