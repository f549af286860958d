//! Extensions are announced and accepted, or neither.
#![allow(missing_docs)]

#[allow(dead_code, missing_docs)]
mod common;

use std::net::TcpStream;

use common::Raw;
use imap_dal_embedded::{Builder, Capability, EmbeddedServer};

/// A command that uses the extension.
fn use_of(capability: Capability) -> &'static str {
    match capability {
        Capability::LiteralPlus | Capability::LiteralMinus => "SELECT {5+}\r\nINBOX",
        Capability::SaslIr => "AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==",
        Capability::AuthPlain => "AUTHENTICATE PLAIN\r\nAGFsaWNlAHNlY3JldA==",
        Capability::AuthOAuthBearer => "AUTHENTICATE OAUTHBEARER\r\nbixhPWFsaWNlLAFhdXRoPUJlYXJlciBzZWNyZXQBAQ==",
        Capability::Id => "ID NIL",
        Capability::Enable => "ENABLE CONDSTORE",
        Capability::Idle => "IDLE\r\nDONE",
        Capability::Namespace => "NAMESPACE",
        Capability::Children => "LIST \"\" *",
        Capability::ListExtended => "LIST (SUBSCRIBED) \"\" (a b)",
        Capability::ListStatus => "LIST \"\" * RETURN (STATUS (MESSAGES))",
        Capability::SpecialUse => "LIST (SPECIAL-USE) \"\" *",
        Capability::CreateSpecialUse => "CREATE a (USE (\\Sent))",
        Capability::StatusSize => "STATUS INBOX (SIZE)",
        Capability::Unselect => "UNSELECT",
        Capability::UidPlus => "UID EXPUNGE 1",
        Capability::Move => "MOVE 1 Sent",
        Capability::MultiAppend => "APPEND INBOX {1+}\r\na {1+}\r\nb",
        Capability::Condstore => "STORE 1 (UNCHANGEDSINCE 9) FLAGS ()",
        Capability::Esearch => "SEARCH RETURN (COUNT) ALL",
        Capability::Esort => "SORT RETURN (COUNT) (SIZE) UTF-8 ALL",
        Capability::Searchres => "SEARCH RETURN (SAVE) ALL",
        Capability::Sort => "SORT (SIZE) UTF-8 ALL",
        Capability::SortDisplay => "SORT (DISPLAYFROM) UTF-8 ALL",
        Capability::Within => "SEARCH YOUNGER 5",
        Capability::ContextSearch => "SEARCH RETURN (UPDATE) ALL",
        Capability::ContextSort => "SORT RETURN (UPDATE) (SIZE) UTF-8 ALL",
        Capability::Partial => "UID FETCH 1 FLAGS (PARTIAL 1:1)",
        Capability::Preview => "FETCH 1 PREVIEW",
        Capability::SaveDate => "FETCH 1 SAVEDATE",
        Capability::ObjectId => "FETCH 1 EMAILID",
        Capability::Binary => "FETCH 1 BINARY.PEEK[1]",
        Capability::StartTls => "STARTTLS",
        other => panic!("how is {other:?} used?"),
    }
}

fn builder() -> Builder {
    let builder =
        EmbeddedServer::builder().user("alice", "secret").mailbox("INBOX", ["a: b\r\n\r\n"]).empty_mailbox("Sent");
    builder.pem(include_bytes!("tls/certificate.pem"), include_bytes!("tls/key.pem"))
}

/// A client as far as the use of the extension needs it to be.
fn client(server: &EmbeddedServer, capability: Capability) -> Raw<TcpStream> {
    let mut raw = Raw::connect(server);
    if !matches!(
        capability,
        Capability::SaslIr | Capability::AuthPlain | Capability::AuthOAuthBearer | Capability::StartTls
    ) {
        raw.ok("LOGIN alice secret");
        raw.ok("SELECT INBOX");
    }
    raw
}

fn announced(raw: &mut Raw<TcpStream>, capability: Capability) -> bool {
    raw.ok("CAPABILITY")[0].split(' ').any(|word| word == capability.name())
}

/// All others stay on, so that none of them is what refuses.
#[test]
fn each_extension_is_good_when_on_and_bad_when_off() {
    for capability in Capability::ALL.iter().copied() {
        let server = builder().with(capability).start().unwrap();
        let mut raw = client(&server, capability);
        assert!(announced(&mut raw, capability), "{capability:?}");
        let done = raw.ends(use_of(capability));
        assert!(done.starts_with("OK"), "{capability:?}: {done}");

        let mut off = builder().without(capability);
        if capability == Capability::LiteralMinus {
            off = off.without(Capability::LiteralPlus);
        }
        let server = off.start().unwrap();
        let mut raw = client(&server, capability);
        assert!(!announced(&mut raw, capability), "{capability:?}");
        if capability == Capability::Children {
            // Nothing asks for it; LIST-EXTENDED has a way of its own.
            assert_eq!(raw.ok("LIST \"\" INBOX"), ["* LIST () \"/\" \"INBOX\""]);
            continue;
        }
        let refused = raw.ends(use_of(capability));
        assert!(refused.starts_with("BAD"), "{capability:?}: {refused}");
    }
}

#[test]
fn a_plain_server_has_nothing_else() {
    let server = builder().only([]).start().unwrap();
    let mut raw = Raw::alice(&server);
    assert_eq!(raw.ok("CAPABILITY"), ["* CAPABILITY IMAP4rev1"]);
    raw.ok("SELECT INBOX");
    let more =
        ["SELECT INBOX (CONDSTORE)", "STATUS INBOX (HIGHESTMODSEQ)", "STATUS INBOX (MAILBOXID)", "LIST \"\" (a b)"];
    for command in more {
        assert!(raw.ends(command).starts_with("BAD"), "{command}");
    }
    raw.ok("SELECT INBOX");
    let more = [
        "SEARCH $",
        "SEARCH OLDER 5",
        "SEARCH MODSEQ 1",
        "SEARCH EMAILID x",
        "SEARCH THREADID x",
        "SEARCH SAVEDATESUPPORTED",
        "SEARCH SAVEDON 1-Jan-2026",
        "FETCH 1 MODSEQ",
        "FETCH 1 THREADID",
        "FETCH 1 BINARY.SIZE[1]",
        "FETCH $ FLAGS",
        "UID FETCH 1 FLAGS (CHANGEDSINCE 1)",
    ];
    for command in more {
        assert!(raw.ends(command).starts_with("BAD"), "{command}");
        raw.ok("NOOP");
    }
    assert_eq!(raw.ok("LIST \"\" *"), ["* LIST () \"/\" \"INBOX\"", "* LIST () \"/\" \"Sent\""]);
}
