//! Mailboxes by name, by role and as found; names of every kind; columns of a mailbox's own.

use crate::given::{Given, numbers, refused};
use imap_dal::{Error, Role, prelude::*};
use imap_dal_embedded::{Capability, EmbeddedServer};
use imap_dal_tests::server::Server;
use std::collections::BTreeMap;

mailboxes! {
    pub Inbox => "INBOX";
    pub Sent => role Sent;
    pub Junk => role Junk;
    pub Trash => role Trash;
    pub Umlaut => "Entwürfe";
    pub Bills => "Bills" {
        header  list_id => "List-Id";
        keyword paid    => "$Paid";
    }
    pub Nowhere => "No/such mailbox";
}

/// What the account has, and how much is in it where the samples are all there is.
const ALICE: [(&str, u64); 9] = [
    ("INBOX", 400),
    ("Projects/Alpha", 40),
    ("Projects/Beta", 12),
    ("Archive/2026", 60),
    ("Two Words", 9),
    ("Entwürfe", 7),
    ("日本語", 11),
    ("Tom & Jerry", 3),
    ("Quote\"d", 2),
];

#[test]
fn names_are_decoded_and_lead_back_to_their_mailboxes() {
    let server = Server::from_env();
    let dal = Dal::connect(&server.alice().url()).unwrap();
    let mailboxes = dal.mailboxes().unwrap();
    let by_name: BTreeMap<&str, _> = mailboxes.iter().map(|mailbox| (mailbox.name(), mailbox)).collect();
    assert_eq!(by_name.len(), mailboxes.len(), "each once");
    for (name, count) in ALICE {
        let found = by_name.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", by_name.keys()));
        assert_eq!(AnyMailbox::in_mailbox(*found).all().count(&dal).unwrap(), count, "{name}");
        assert_eq!(AnyMailbox::in_mailbox(name).all().count(&dal).unwrap(), count, "{name}");
        let uids = AnyMailbox::in_mailbox(name.to_owned()).all().uids(&dal).unwrap();
        assert_eq!(numbers(uids), (1..=u32::try_from(count).unwrap()).collect::<Vec<_>>(), "{name}");
    }
    assert_eq!(Umlaut::all().count(&dal).unwrap(), 7);
}

#[test]
fn a_role_that_somebody_gave_another_mailbox_is_found_again() {
    for server in [EmbeddedServer::builder(), EmbeddedServer::builder().without(Capability::SpecialUse)] {
        let server = server
            .user("alice", "secret")
            .mailbox("INBOX", ["Subject: a\r\n\r\n", "Subject: b\r\n\r\n"])
            .empty_mailbox("Trash")
            .start()
            .unwrap();
        let dal = Dal::connect(server.url()).unwrap();
        assert_eq!(Trash::all().count(&dal).unwrap(), 0);
        let other = Dal::connect(server.url()).unwrap();
        let trash = Inbox::filter(Inbox::subject.eq("a")).trash();
        for (from, to) in [("Trash", "Deleted Items"), ("Deleted Items", "Bin")] {
            other.rename_mailbox(from, to).unwrap();
            assert!(matches!(refused(Trash::all().count(&dal)), Error::MailboxNotFound { .. }));
            assert_eq!(Trash::all().count(&dal).unwrap(), 0);
        }
        other.rename_mailbox("Bin", "Trash").unwrap();
        assert!(matches!(refused(trash.execute(&dal)), Error::MailboxNotFound { .. }));
        assert_eq!(trash.execute(&dal).unwrap().matched, 1);
        assert_eq!(other.status("Trash").unwrap().messages, 1);
    }
}

#[test]
fn roles_are_told_by_the_server() {
    let server = Server::from_env();
    let dal = Dal::connect(&server.alice().url()).unwrap();
    let roles: BTreeMap<String, Option<Role>> =
        dal.mailboxes().unwrap().iter().map(|mailbox| (mailbox.name().to_owned(), mailbox.role())).collect();
    for (name, role) in [
        ("Sent", Role::Sent),
        ("Junk", Role::Junk),
        ("Trash", Role::Trash),
        ("Drafts", Role::Drafts),
        ("Archive", Role::Archive),
    ] {
        assert_eq!(roles[name], Some(role), "{name}");
    }
    assert_eq!(roles["Projects/Alpha"], None);
    assert_eq!((Sent::all().count(&dal).unwrap(), Junk::all().count(&dal).unwrap()), (50, 10));
}

#[test]
fn a_role_leads_to_its_mailbox_whatever_that_is_called() {
    let given = Given::mailbox("roles");
    let renamed = given.proxy().edit_responses(|response| {
        let text = String::from_utf8_lossy(response).replace("\\Sent)", ")").replace("\\Junk)", "\\Sent)");
        vec![if response.starts_with(b"* LIST") { text.into_bytes() } else { response.to_vec() }]
    });
    let (dal, proxy) = given.through(renamed);
    assert_eq!(Sent::all().count(&dal).unwrap(), 10);
    assert!(proxy.commands().iter().any(|command| command.starts_with("EXAMINE") && command.contains("Junk")));
}

#[test]
fn a_mailbox_that_is_not_there_is_named() {
    let server = Server::from_env();
    let dal = Dal::connect(&server.alice().url()).unwrap();
    let nowhere = Nowhere::filter(Nowhere::seen.eq(false));
    let connection = dal.connection().unwrap();
    for error in [
        refused(nowhere.count(&connection)),
        refused(nowhere.exists(&connection)),
        refused(nowhere.uids(&connection)),
        refused(nowhere.select(Nowhere::subject).load(&connection)),
        refused(nowhere.order_by(Nowhere::subject.asc()).select(Nowhere::subject).first(&connection)),
        refused(nowhere.select(Nowhere::content).stream(&connection).and_then(|mut rows| rows.next().unwrap())),
    ] {
        assert!(
            matches!(&error, Error::MailboxNotFound { mailbox, .. } if &**mailbox == "No/such mailbox"),
            "{error:?}"
        );
        assert!(error.to_string().contains("No/such mailbox"), "{error}");
    }
    assert_eq!(Inbox::all().count(&connection).unwrap(), 400, "the connection goes on");
}

#[test]
fn a_role_that_no_mailbox_has_is_named() {
    let given = Given::mailbox("no role");
    let bare = given.proxy().edit_responses(|response| {
        let text = String::from_utf8_lossy(response).replace("\\Trash", "\\X-Other");
        vec![if response.starts_with(b"* LIST") { text.into_bytes() } else { response.to_vec() }]
    });
    let (dal, _proxy) = given.through(bare);
    let error = refused(Trash::all().count(&dal));
    assert!(matches!(&error, Error::MailboxNotFound { mailbox, .. } if mailbox.contains("Trash")), "{error:?}");
}

#[test]
fn unselectable_mailboxes_are_not_listed() {
    let given = Given::mailbox("list");
    let (dal, _proxy) = given.through(given.proxy().inject_before(
        &given.server.completed("List"),
        "* LIST (\\Noselect \\HasChildren) \"/\" Container\r\n* LIST (\\NonExistent) \"/\" Gone\r\n",
    ));
    let names: Vec<String> = dal.mailboxes().unwrap().iter().map(|mailbox| mailbox.name().to_owned()).collect();
    assert!(names.iter().any(|name| name == "INBOX"));
    assert!(!names.iter().any(|name| name == "Container" || name == "Gone"), "{names:?}");
}

#[test]
fn a_mailbox_has_columns_of_its_own() {
    let account = Server::from_env().account();
    let mut raw = account.raw();
    raw.create("Bills");
    raw.append("Bills", &["$Paid"], None, b"List-Id: <energy.example.org>\r\nSubject: one\r\n\r\n");
    raw.append("Bills", &[], None, b"Subject: two\r\n\r\n");
    let dal = Dal::connect(&account.url()).unwrap();
    let rows = Bills::all().select((Bills::subject, Bills::paid, Bills::list_id)).load(&dal).unwrap();
    let text = |value: &str| Some(value.to_owned());
    assert_eq!(rows, [(text("one"), true, text("<energy.example.org>")), (text("two"), false, None)]);
    assert_eq!(numbers(Bills::filter(Bills::paid.eq(false)).uids(&dal).unwrap()), [2]);
    assert_eq!(numbers(Bills::filter(Bills::list_id.contains("ENERGY")).uids(&dal).unwrap()), [1]);
    assert_eq!(numbers(Bills::filter(Bills::list_id.is_none()).uids(&dal).unwrap()), [2]);
}

#[test]
fn names_of_every_kind_lead_to_their_mailboxes() {
    let account = Server::from_env().account();
    let mut raw = account.raw();
    let dal = Dal::connect(&account.url()).unwrap();
    let names = [
        "with \"quotes\"",
        "back\\slash",
        "{5}",
        "{5+}",
        "(paren) [bracket] {brace",
        "a&b &AOQ- &",
        "tilde~ $ # ' ` ^ ,;:",
        "Ünï/cödé/日本語 😀",
        "NIL",
        " a  b",
    ];
    for (number, name) in (1..).zip(names) {
        raw.create(name);
        for _ in 0..number {
            raw.append(name, &[], None, b"Subject: x\r\n\r\n");
        }
    }
    let listed: Vec<String> = dal.mailboxes().unwrap().iter().map(|mailbox| mailbox.name().to_owned()).collect();
    for (number, name) in (1..).zip(names) {
        assert!(listed.iter().any(|other| other == name), "{name} in {listed:?}");
        assert_eq!(AnyMailbox::in_mailbox(name).all().count(&dal).unwrap(), number, "{name}");
        assert_eq!(
            AnyMailbox::in_mailbox(name).filter(AnyMailbox::subject.eq("x")).count(&dal).unwrap(),
            number,
            "{name}"
        );
    }
}
