//! Mailboxes made, renamed, deleted, subscribed to and counted, as a second client sees them: on whichever server runs, on
//! the embedded one with either separator, with extensions and without.

use imap_dal::{Error, Role, prelude::*};
use imap_dal_embedded::EmbeddedServer;
use imap_dal_tests::{
    proxy::Proxy,
    raw::{Raw, mailbox_name},
    server::{Account, Server},
};
use std::{any::Any, collections::BTreeMap};

mailboxes! {
    pub Sent => role Sent;
    pub Trash => role Trash;
}

/// A server to administer, with a client that looks.
struct Place {
    dal: Dal,
    raw: Raw,
    proxy: Proxy,
    /// What keeps the server or the account.
    _host: Box<dyn Any>,
}

fn place(address: impl std::fmt::Display, user: &str, password: &str, hidden: &[&str], host: Box<dyn Any>) -> Place {
    let proxy = Proxy::to(address.to_string()).hide(hidden.iter().copied()).start();
    // One connection: what is selected on it must not stand in the way.
    let url = format!("imap://{user}:{password}@{}", proxy.address());
    let dal = Dal::builder(&url).pool_size(1).connect().expect("connects");
    proxy.reset();
    Place { dal, raw: Raw::login(address.to_string(), user, password), proxy, _host: host }
}

fn real(account: Account, hidden: &[&str]) -> Place {
    let address = Server::from_env().address().to_owned();
    let (user, password) = (account.user().to_owned(), account.password().to_owned());
    place(address, &user, &password, hidden, Box::new(account))
}

/// The extensions that administration makes use of.
const EXTENSIONS: [&str; 5] = ["LIST-STATUS", "LIST-EXTENDED", "SPECIAL-USE", "STATUS=SIZE", "CONDSTORE"];

fn everywhere(test: impl Fn(&mut Place)) {
    for hidden in [&[][..], &EXTENSIONS] {
        test(&mut real(Server::from_env().account(), hidden));
        for separator in ['/', '.'] {
            let server = EmbeddedServer::builder().user("alice", "secret").separator(separator);
            let server =
                ["Drafts", "Sent", "Junk", "Trash"].into_iter().fold(server, |all, name| all.empty_mailbox(name));
            let server = server.start().expect("starts");
            test(&mut place(server.address(), "alice", "secret", hidden, Box::new(server)));
        }
    }
}

impl Place {
    /// A name as the server has it, `/` between levels.
    fn own(&mut self, path: &str) -> String {
        self.raw.own_name(path)
    }

    fn is_there(&mut self, name: &str) -> bool {
        self.raw.command(format!("STATUS {} (MESSAGES)", mailbox_name(name))).is_ok()
    }

    fn deliver(&mut self, name: &str, flags: &[&str]) {
        self.raw.append(name, flags, None, b"Subject: x\r\n\r\nx\r\n");
    }
}

#[test]
fn names_of_any_script_and_depth_are_made_and_deleted() {
    everywhere(|place| {
        for path in
            ["Plain", "Two Words", "Entwürfe/2026/März", "日本語", "Tom & Jerry", "😀 smile", "Ünï&-&AOQ-", "a'b(c)"]
        {
            let name = place.own(path);
            if let Err(error) = place.dal.create_mailbox(&name) {
                let answer = place.raw.command(format!("CREATE {}", mailbox_name(&name)));
                assert!(!answer.is_ok(), "{name}: {error}, while others are told {}", answer.tagged);
                continue;
            }
            assert!(place.is_there(&name), "{name}");
            let listed = place.dal.mailboxes().expect("listed");
            assert!(listed.iter().any(|mailbox| mailbox.name() == name), "{name} in {listed:?}");
            // Open on the only connection.
            assert_eq!(AnyMailbox::in_mailbox(&name).all().count(&place.dal).expect("is there"), 0);
            place.dal.delete_mailbox(&name).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!place.is_there(&name), "{name}");
            assert_eq!(AnyMailbox::in_mailbox("INBOX").all().count(&place.dal).expect("goes on"), 0);
        }
    });
}

#[test]
fn a_name_that_none_can_have_is_refused_before_anything_is_sent() {
    let place = real(Server::from_env().account(), &[]);
    for name in ["", "a\r\nb", "a\0b"] {
        let refused = place.dal.create_mailbox(name);
        assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    }
    assert_eq!(place.proxy.commands(), [] as [&str; 0]);
}

#[test]
fn a_mailbox_that_is_there_is_not_made_again() {
    everywhere(|place| {
        let name = place.own("Twice");
        place.dal.create_mailbox(&name).expect("is made");
        let refused = place.dal.create_mailbox(&name).expect_err("is there");
        assert!(matches!(&refused, Error::No { command: "CREATE", .. }), "{refused:?}");
        assert_eq!(refused.mailbox(), Some(&*name));
    });
}

#[test]
fn only_an_empty_mailbox_is_deleted_unless_that_is_meant() {
    everywhere(|place| {
        let name = place.own("Full");
        place.dal.create_mailbox(&name).expect("is made");
        place.deliver(&name, &[]);
        let refused = place.dal.delete_mailbox(&name).expect_err("holds a message");
        assert!(matches!(refused, Error::InvalidInput { .. }), "{refused:?}");
        let text = refused.to_string();
        assert!(text.contains(&name) && text.contains("delete_mailbox_with_messages"), "{text}");
        assert_eq!(place.raw.status(&name, "MESSAGES"), 1);
        place.dal.delete_mailbox_with_messages(&name).expect("is deleted");
        assert!(!place.is_there(&name));
    });
}

/// Nothing comes between the look at what a mailbox holds and its deletion.
#[test]
fn what_is_delivered_until_a_mailbox_is_looked_at_keeps_it() {
    let account = Server::from_env().account();
    let mut raw = account.raw();
    let name = raw.own_name("Filling");
    raw.create(&name);
    let (mut second, own) = (account.raw(), name.clone());
    let proxy = Proxy::to(Server::from_env().address())
        .before_command("EXAMINE", move |_| _ = second.append(&own, &[], None, b"Subject: late\r\n\r\n"))
        .start();
    let dal = Dal::connect(&account.url_at(proxy.address())).expect("connects");
    let refused = dal.delete_mailbox(&name);
    assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    assert_eq!(raw.status(&name, "MESSAGES"), 1);
    let last = proxy.commands().into_iter().next_back();
    assert!(last.as_ref().is_some_and(|line| line.starts_with("STATUS")), "{last:?}");
}

#[test]
fn a_missing_mailbox_is_named_by_every_command() {
    everywhere(|place| {
        let (name, to) = (place.own("No such"), place.own("Elsewhere"));
        let dal = &place.dal;
        let refusals = [
            dal.delete_mailbox(&name),
            dal.delete_mailbox_with_messages(&name),
            dal.rename_mailbox(&name, &to),
            dal.status(&name).map(drop),
        ];
        for refused in refusals {
            assert!(
                matches!(&refused, Err(Error::MailboxNotFound { mailbox, .. }) if **mailbox == name),
                "{refused:?}"
            );
        }
    });
}

#[test]
fn a_renamed_mailbox_takes_its_messages_and_those_below_along() {
    everywhere(|place| {
        let (from, below, to, there) =
            (place.own("Alt"), place.own("Alt/tief"), place.own("Neü"), place.own("Neü/tief"));
        place.dal.create_mailbox(&from).expect("is made");
        place.dal.create_mailbox(&below).expect("is made");
        place.deliver(&from, &["\\Flagged"]);
        place.deliver(&below, &[]);
        place.dal.rename_mailbox(&from, &to).expect("is renamed");
        assert!(!place.is_there(&from) && !place.is_there(&below));
        place.raw.select(&to);
        assert_eq!(place.raw.flags().into_values().collect::<Vec<_>>(), [["\\Flagged"]]);
        assert_eq!(place.raw.status(&there, "MESSAGES"), 1);
        let taken = place.dal.rename_mailbox(&there, &to).expect_err("is there");
        assert!(matches!(taken, Error::No { command: "RENAME", .. }), "{taken:?}");
        assert_eq!(place.raw.status(&there, "MESSAGES"), 1);
    });
}

#[test]
fn subscriptions_are_told_as_they_are() {
    everywhere(|place| {
        let name = place.own("Abonniert ✓");
        place.dal.create_mailbox(&name).expect("is made");
        let is_told = |place: &Place| place.dal.subscriptions().expect("told").contains(&name);
        assert!(!is_told(place));
        place.dal.subscribe(&name).expect("is subscribed to");
        assert!(is_told(place));
        place.dal.unsubscribe(&name).expect("is not");
        assert!(!is_told(place));
    });
}

#[test]
fn a_status_says_how_full_a_mailbox_is() {
    everywhere(|place| {
        let name = place.own("Zähler");
        place.dal.create_mailbox(&name).expect("is made");
        place.deliver(&name, &["\\Seen"]);
        place.deliver(&name, &[]);
        place.deliver(&name, &["\\Flagged"]);
        let status = place.dal.status(&name).expect("told");
        assert_eq!((status.messages, status.unseen, status.uid_next), (3, 2, 4));
        assert_eq!(u64::from(status.uid_validity), place.raw.status(&name, "UIDVALIDITY"));
        let inbox = place.dal.status("inbox").expect("INBOX has no case");
        assert_eq!(inbox.messages, 0);
    });
}

#[test]
fn unread_messages_of_all_mailboxes_are_counted_in_one_command_or_one_flight() {
    everywhere(|place| {
        let mut expected = BTreeMap::new();
        for (path, seen, unseen) in [("INBOX", 1, 2), ("Ünread/eins", 0, 3), ("Ünread/zwei", 2, 0)] {
            let name = place.own(path);
            if path != "INBOX" {
                place.raw.create(&name);
            }
            (0..seen).for_each(|_| place.deliver(&name, &["\\Seen"]));
            (0..unseen).for_each(|_| place.deliver(&name, &[]));
            expected.insert(name, unseen);
        }
        place.proxy.reset();
        let counts = place.dal.unread_counts().expect("counted");
        let commands = place.proxy.commands();
        let asked = |name: &str| commands.iter().filter(|command| command.starts_with(name)).count();
        let at_once = commands.iter().any(|command| command.contains("STATUS (UNSEEN)"));
        if at_once {
            assert_eq!((asked("LIST"), asked("STATUS"), place.proxy.round_trips()), (1, 0, 1), "{commands:?}");
        } else {
            assert_eq!((asked("LIST"), asked("STATUS")), (1, counts.len()), "{commands:?}");
        }
        let told: BTreeMap<String, u64> =
            counts.iter().map(|(mailbox, unread)| (mailbox.name().to_owned(), *unread)).collect();
        assert_eq!(told.len(), counts.len(), "each once");
        let listed: Vec<String> = place.dal.mailboxes().expect("listed").iter().map(|m| m.name().to_owned()).collect();
        for name in &listed {
            assert_eq!(told.get(name), Some(expected.get(name).unwrap_or(&0)), "{name} in {told:?}");
        }
    });
}

#[test]
fn a_mailbox_that_goes_while_all_are_counted_is_left_out() {
    let mut place = real(Server::from_env().account(), &["LIST-STATUS"]);
    let (gone, kept) = (place.own("A gone"), place.own("B kept"));
    place.raw.create(&gone);
    place.raw.create(&kept);
    place.deliver(&kept, &[]);
    place.proxy.answer("A gone", "<tag> NO [NONEXISTENT] there is none\r\n");
    let counts = place.dal.unread_counts().expect("counted");
    assert!(counts.iter().all(|(mailbox, _)| mailbox.name() != gone), "{counts:?}");
    assert!(counts.iter().any(|(mailbox, unread)| mailbox.name() == kept && *unread == 1), "{counts:?}");
    place.proxy.answer("A gone", "<tag> NO [NOPERM] not yours\r\n");
    let refused = place.dal.unread_counts().expect_err("is refused");
    assert_eq!((refused.code(), refused.mailbox()), (Some("NOPERM"), Some(&*gone)));
}

#[test]
fn roles_lead_to_the_servers_own_names_also_after_a_change() {
    everywhere(|place| {
        let sent = place.own("Sent");
        if !place.is_there(&sent) {
            place.raw.create(&sent);
        }
        let of_role = place.dal.role(Role::Sent).expect("has the role");
        assert_eq!(of_role.name(), sent);
        place.deliver(&sent, &[]);
        assert_eq!(Sent::all().count(&place.dal).expect("counts"), 1);
        let by_value = AnyMailbox::in_mailbox(of_role).all().count(&place.dal);
        assert_eq!(by_value.expect("counts"), 1);
        // Without roles of the server's, the name tells: another one once that has gone.
        if place.proxy.commands().iter().any(|command| command.contains("SPECIAL-USE")) {
            return;
        }
        let other = place.own("Sent Items");
        place.dal.rename_mailbox(&sent, &other).expect("is renamed");
        if place.is_there(&sent) {
            // Dovecot makes it again.
            return;
        }
        assert_eq!(place.dal.role(Role::Sent).expect("has the role").name(), other);
        assert_eq!(Sent::all().count(&place.dal).expect("counts"), 1);
    });
}

#[test]
fn a_role_that_no_mailbox_has_is_an_error_that_names_it() {
    let server = EmbeddedServer::builder().user("alice", "secret").start().expect("starts");
    let dal = Dal::connect(server.url()).expect("connects");
    for error in [dal.role(Role::Trash).expect_err("has none"), Trash::all().count(&dal).expect_err("has none")] {
        assert!(matches!(&error, Error::MailboxNotFound { mailbox, .. } if mailbox.contains("Trash")), "{error:?}");
    }
}
