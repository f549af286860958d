//! The same query or mutation in several mailboxes: what it costs, and what goes wrong in one of them.

use crate::given::numbers;
use imap_dal::{Error, InMailboxes, prelude::*};
use imap_dal_tests::{
    proxy::{Builder, Direction, Fault, Proxy},
    raw::{Raw, mailbox_name},
    server::Server,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

type M = AnyMailbox;

/// Long enough that a flight of several writes counts once.
const DELAY: Duration = Duration::from_millis(30);

/// Mailboxes of Alice's; each has three messages, `keep`, `drop` and `keep`, of which the first is flagged.
pub(crate) struct Scene {
    pub(crate) server: Server,
    pub(crate) names: Vec<String>,
}

impl Scene {
    pub(crate) fn new(hint: &str, mailboxes: usize) -> Self {
        let server = Server::from_env();
        let names: Vec<String> = (0..mailboxes).map(|number| server.mailbox(&format!("{hint} {number}"))).collect();
        let mut raw = server.alice().raw();
        for name in &names {
            for (subject, flags) in [("keep", &["\\Flagged"][..]), ("drop", &[]), ("keep", &[])] {
                raw.append(name, flags, None, format!("Subject: {subject}\r\n\r\ntext\r\n").as_bytes());
            }
        }
        Scene { server, names }
    }

    pub(crate) fn mailboxes(&self) -> InMailboxes<M> {
        M::in_mailboxes(&self.names)
    }

    pub(crate) fn proxy(&self) -> Builder {
        Proxy::to(self.server.address()).delay(DELAY)
    }

    /// A pool whose connections are all signed in, through a proxy that has counted none of that.
    pub(crate) fn dal(&self, proxy: &Proxy, connections: usize) -> Dal {
        let url = self.server.alice().url_at(proxy.address());
        let dal = Dal::builder(&url).pool_size(connections).connect().expect("connects");
        let all: Vec<_> = (0..connections).map(|_| dal.connection().expect("is free")).collect();
        for connection in all {
            connection.capabilities().expect("is alive");
        }
        proxy.reset();
        dal
    }

    fn plain(&self) -> Dal {
        Dal::connect(&self.server.alice().url()).expect("connects")
    }

    fn raw(&self, name: &str) -> Raw {
        let mut raw = self.server.alice().raw();
        raw.select(name);
        raw
    }

    /// The uids that are left in each.
    fn left(&self) -> Vec<Vec<u32>> {
        let mut raw = self.server.alice().raw();
        let mut uids = |name: &String| {
            raw.ok(format!("EXAMINE {}", mailbox_name(name)));
            raw.uid_search("ALL")
        };
        self.names.iter().map(&mut uids).collect()
    }
}

fn dropped() -> Expr<M> {
    M::subject.eq("drop")
}

#[test]
fn counting_is_one_round_trip_whatever_the_number_of_mailboxes() {
    let scene = Scene::new("several count", 6);
    let proxy = scene.proxy().start();
    let dal = scene.dal(&proxy, 1);
    let counts = scene.mailboxes().filter(M::flagged.eq(false)).count(&dal).expect("counts");
    assert_eq!(proxy.round_trips(), 1, "{:#?}", proxy.commands());
    let expected: Vec<_> = scene.names.iter().map(|name| (name.clone(), 2)).collect();
    assert_eq!(counts.total(), 12);
    assert_eq!(counts.into_all().expect("all could be counted"), expected);

    proxy.reset();
    let counts = scene.mailboxes().filter(dropped()).exact().count(&dal).expect("counts");
    assert_eq!(counts.total(), 6, "decided here");
    assert_eq!(proxy.round_trips(), 1, "{:#?}", proxy.commands());
}

#[test]
fn rows_come_with_their_mailbox_in_the_order_of_the_names() {
    let scene = Scene::new("several rows", 3);
    let proxy = scene.proxy().start();
    let dal = scene.dal(&proxy, 1);
    let query = scene.mailboxes().filter(M::subject.eq("keep")).select((M::uid, M::subject));
    let rows = query.load(&dal).expect("loads").into_rows().expect("all could be read");
    assert_eq!(proxy.round_trips(), 1, "{:#?}", proxy.commands());
    let rows: Vec<_> = rows.into_iter().map(|(name, (uid, subject))| (name, uid.get(), subject.unwrap())).collect();
    let keep = |name: &String, uid| (name.as_str().into(), uid, "keep".to_owned());
    let expected: Vec<_> = scene.names.iter().flat_map(|name| [keep(name, 1), keep(name, 3)]).collect();
    assert_eq!(rows, expected);

    proxy.reset();
    let rows = query.stream(&dal).expect("streams").map(|(name, row)| {
        let (uid, subject) = row.expect("can be read");
        (name, uid.get(), subject.unwrap())
    });
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    assert_eq!(proxy.round_trips(), 1, "{:#?}", proxy.commands());
    let names = ["No Such Mailbox", &scene.names[0]];
    let mut rows = M::in_mailboxes(names).all().select(M::uid).stream(&dal).expect("streams");
    let (name, row) = rows.next().expect("an error");
    assert!(matches!(row, Err(Error::MailboxNotFound { .. })) && &*name == names[0], "{name}: {row:?}");
    assert_eq!(rows.filter(|(name, row)| row.is_ok() && &**name == names[1]).count(), 3);

    let uids = scene.mailboxes().filter(M::flagged.eq(true)).uids(&dal).expect("searches");
    for (name, uids) in uids.into_all().expect("all could be searched") {
        assert_eq!(numbers(uids.clone()), [1]);
        assert_eq!(M::in_mailbox(&name).filter(M::uid.is_in(uids)).count(&dal).expect("uids of the mailbox"), 1);
    }
}

#[test]
fn without_saved_results_and_without_pipelining_the_outcome_is_the_same() {
    let scene = Scene::new("several ways", 3);
    let texts = scene.mailboxes().filter(M::subject.eq("keep")).select((M::uid, M::content));
    for hidden in [&["SEARCHRES"][..], &["SEARCHRES", "ESEARCH"], &["SEARCHRES", "ESEARCH", "CONDSTORE", "QRESYNC"]] {
        for pipelining in [true, false] {
            let proxy = Proxy::to(scene.server.address()).hide(hidden.iter().copied()).start();
            let url = scene.server.alice().url_at(proxy.address());
            let dal = Dal::builder(&url).pipelining(pipelining).connect().expect("connects");
            assert_eq!(scene.mailboxes().filter(M::flagged.eq(false)).count(&dal).expect("counts").total(), 6);
            let rows = texts.load(&dal).expect("loads").into_rows().expect("all could be read");
            let rows: Vec<_> =
                rows.into_iter().map(|(name, (uid, text))| (name, uid.get(), text[0].text.len())).collect();
            let expected: Vec<_> = scene
                .names
                .iter()
                .flat_map(|name| [(name.as_str().into(), 1, 5), (name.as_str().into(), 3, 5)])
                .collect();
            assert_eq!(rows, expected, "{hidden:?} {pipelining}");
            let missing =
                M::in_mailboxes([&scene.names[0], "No Such Mailbox", &scene.names[1], "Nor This", &scene.names[2]]);
            let done = missing.filter(dropped()).update(M::seen.set(true)).execute(&dal).expect("is done");
            assert_eq!((done.changed(), done.errors().count()), (3, 2), "{done:?}");
        }
    }
    let scene = Scene::new("several ways", 3);
    for (hidden, name) in [&[][..], &["CONDSTORE", "QRESYNC"], &["SEARCHRES"]].into_iter().zip(&scene.names) {
        let proxy = Proxy::to(scene.server.address()).hide(hidden.iter().copied()).start();
        let url = scene.server.alice().url_at(proxy.address());
        let dal = Dal::builder(&url).pipelining(false).connect().expect("connects");
        let done = M::in_mailboxes([name]).filter(dropped()).delete().execute(&dal).expect("is done");
        assert_eq!((done.matched(), done.changed()), (1, 1), "{done:?}");
    }
    assert_eq!(scene.left(), [[1, 3], [1, 3], [1, 3]]);
}

#[test]
fn deleting_takes_two_round_trips_and_one_for_each_mailbox_of_a_connection() {
    for (mailboxes, connections) in [(1, 1), (5, 1), (6, 2), (7, 3)] {
        let scene = Scene::new("several delete", mailboxes);
        let proxy = scene.proxy().start();
        let dal = scene.dal(&proxy, connections);
        let done = scene.mailboxes().filter(dropped()).delete().execute(&dal).expect("is done");
        assert_eq!((done.matched(), done.changed()), (mailboxes as u64, mailboxes as u64), "{done:?}");
        assert_eq!(scene.left(), vec![vec![1, 3]; mailboxes]);
        let most: BTreeMap<usize, usize> = trips(&proxy);
        assert_eq!(most.len(), connections, "{:#?}", proxy.transcript());
        for (connection, trips) in most {
            let share = mailboxes.div_ceil(connections);
            assert!(trips <= 2 + share, "connection {connection}: {trips} {:#?}", proxy.transcript());
        }
    }
}

/// How often the client spoke after having been spoken to, by connection.
fn trips(proxy: &Proxy) -> BTreeMap<usize, usize> {
    let mut trips: BTreeMap<usize, (usize, Option<Direction>)> = BTreeMap::new();
    for entry in proxy.transcript() {
        let (count, last) = trips.entry(entry.connection).or_default();
        *count += usize::from(entry.direction == Direction::ToServer && *last != Some(Direction::ToServer));
        *last = Some(entry.direction);
    }
    trips.into_iter().map(|(connection, (count, _))| (connection, count)).collect()
}

#[test]
fn nothing_is_changed_before_its_mailbox_is_open() {
    let scene = Scene::new("several order", 3);
    let proxy = scene.proxy().start();
    let dal = scene.dal(&proxy, 1);
    let done = scene.mailboxes().filter(dropped()).delete().execute(&dal).expect("is done");
    assert_eq!(done.changed(), 3);
    let (mut selected, mut asked) = (None, None);
    for entry in proxy.transcript() {
        let text = entry.text.split_once(' ').map_or("", |(_, rest)| rest);
        match entry.direction {
            Direction::ToServer if text.starts_with("SELECT") => asked = Some(entry.text.clone()),
            Direction::ToServer if text.starts_with("UID STORE") || text.starts_with("UID EXPUNGE") => {
                assert!(selected.is_some() && asked.is_none(), "{:#?}", proxy.transcript());
            }
            Direction::ToClient => {
                let tag = asked.as_ref().and_then(|asked: &String| asked.split(' ').next().map(str::to_owned));
                if tag.is_some_and(|tag| entry.text.starts_with(&format!("{tag} OK"))) {
                    selected = asked.take();
                }
            }
            Direction::ToServer => {}
        }
    }
    assert!(proxy.commands().iter().all(|command| command != "EXPUNGE" && command != "CLOSE"));
}

#[test]
fn a_mailbox_that_is_missing_is_named_and_costs_the_others_nothing() {
    let scene = Scene::new("several missing", 3);
    let names = ["No Such Mailbox", &scene.names[0], &scene.names[1], "Nor/This", &scene.names[2]];
    let dal = scene.plain();
    let counts = M::in_mailboxes(names).all().count(&dal).expect("counts");
    assert_eq!(counts.total(), 9);
    assert_eq!(counts.iter().map(|(name, _)| name).collect::<Vec<_>>(), names);
    for (name, error) in counts.errors() {
        match error {
            Error::MailboxNotFound { mailbox, .. } => assert_eq!(&**mailbox, name),
            other => panic!("{other:?}"),
        }
    }
    let done = M::in_mailboxes(names).filter(dropped()).delete().execute(&dal).expect("is done");
    assert_eq!(done.errors().map(|(name, _)| name).collect::<Vec<_>>(), ["No Such Mailbox", "Nor/This"]);
    assert_eq!(done.changed(), 3);
    assert_eq!(scene.left(), [[1, 3], [1, 3], [1, 3]]);
    let error = M::in_mailboxes(names).all().count(&dal).expect("counts").into_all().expect_err("one is missing");
    assert!(matches!(error, Error::MailboxNotFound { .. }), "{error:?}");
}

#[test]
fn many_missing_mailboxes_do_not_try_the_patience_of_the_server() {
    let scene = Scene::new("several gone", 1);
    let names = (0..60).map(|number| format!("Gone {number}")).chain([scene.names[0].clone()]);
    let counts = M::in_mailboxes(names).all().count(&scene.plain()).expect("counts");
    assert_eq!((counts.total(), counts.errors().count()), (3, 60));
    assert!(counts.errors().all(|(_, error)| matches!(error, Error::MailboxNotFound { .. })), "{counts:?}");
}

#[test]
fn searches_longer_than_may_be_sent_ahead_follow_as_the_first_are_answered() {
    let scene = Scene::new("several long", 8);
    let condition = !M::subject.contains("x".repeat(4_000));
    let counts = scene.mailboxes().filter(condition).count(&scene.plain()).expect("counts");
    assert_eq!(counts.total(), 24, "{counts:?}");
    assert!(counts.errors().next().is_none(), "{counts:?}");
}

#[test]
fn a_mailbox_named_twice_is_one() {
    let scene = Scene::new("several twice", 1);
    let names = [&*scene.names[0], "INBOX", "inbox", &*scene.names[0]];
    let counts = M::in_mailboxes(names).all().count(&scene.plain()).expect("counts");
    assert_eq!(counts.iter().map(|(name, _)| name).collect::<Vec<_>>(), [&*scene.names[0], "INBOX"]);
    assert!(M::in_mailboxes([""; 0]).all().delete().execute(&scene.plain()).expect("does nothing").is_empty());
}

#[test]
fn what_no_mailbox_can_do_is_refused_before_anything_is_sent() {
    let scene = Scene::new("several refused", 2);
    let proxy = scene.proxy().hide(["UIDPLUS"]).start();
    let dal = scene.dal(&proxy, 1);
    let refused = scene.mailboxes().filter(M::subject.matches("(")).count(&dal);
    assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    let refused = scene.mailboxes().filter(M::size.ge(0)).delete().execute(&dal);
    assert!(matches!(refused, Err(Error::Unsupported { .. } | Error::InvalidInput { .. })), "{refused:?}");
    let refused = scene.mailboxes().filter(dropped()).delete().execute(&dal);
    assert!(matches!(refused, Err(Error::Unsupported { .. })), "{refused:?}");
    assert!(proxy.commands().is_empty(), "{:?}", proxy.commands());
}

#[test]
fn a_mailbox_recreated_between_search_and_change_is_left_alone() {
    let scene = Scene::new("several recreated", 3);
    let (server, victim) = (scene.server.clone(), scene.names[1].clone());
    let is_done = Arc::new(Mutex::new(false));
    let proxy = scene.proxy().before_command(&format!("SELECT \"{victim}\""), {
        let is_done = Arc::clone(&is_done);
        move |_| {
            let mut is_done = is_done.lock().expect("no panic");
            if !*is_done {
                *is_done = true;
                let mut raw = server.alice().raw();
                raw.delete_mailbox(&victim);
                thread::sleep(Duration::from_millis(1_100));
                raw.create(&victim);
                for _ in 0..3 {
                    raw.append(&victim, &[], None, b"Subject: drop\r\n\r\n");
                }
            }
        }
    });
    let proxy = proxy.start();
    let done = scene.mailboxes().filter(dropped()).delete().execute(&scene.dal(&proxy, 1)).expect("is done");
    assert!(*is_done.lock().expect("no panic"));
    let errors: Vec<_> = done.errors().collect();
    assert!(matches!(errors[..], [(name, Error::UidValidityChanged { .. })] if name == scene.names[1]), "{done:?}");
    assert_eq!(scene.left(), [vec![1, 3], vec![1, 2, 3], vec![1, 3]]);
}

#[test]
fn a_message_that_changes_before_it_is_marked_is_looked_at_again() {
    let scene = Scene::new("several changed", 3);
    let (server, victim) = (scene.server.clone(), scene.names[1].clone());
    let mut is_done = false;
    let proxy = scene.proxy().before_command("UID STORE 2 (UNCHANGEDSINCE", move |_| {
        let mut raw = server.alice().raw();
        raw.select(&victim);
        if !is_done {
            raw.store("2", "+FLAGS", "\\Flagged");
            is_done = true;
        }
    });
    let proxy = proxy.start();
    let condition = dropped() & M::flagged.eq(false);
    let done = scene.mailboxes().filter(condition).delete().execute(&scene.dal(&proxy, 1)).expect("is done");
    assert_eq!((done.matched(), done.changed()), (2, 2), "{done:?}");
    assert_eq!(scene.left(), [vec![1, 3], vec![1, 2, 3], vec![1, 3]]);
}

#[test]
fn modification_sequences_are_asked_for_only_where_flags_decide() {
    let scene = Scene::new("several untold", 3);
    for (condition, is_asked) in [(dropped(), false), (dropped() & M::seen.eq(true), true)] {
        let proxy = scene.proxy().start();
        let dal = scene.dal(&proxy, 1);
        let done = scene.mailboxes().filter(condition).update(M::seen.set(true)).execute(&dal).expect("is done");
        assert_eq!((done.matched(), done.changed()), (3, 3));
        let commands = proxy.commands();
        let asks = |word: &str| commands.iter().any(|command| command.contains(word));
        assert_eq!((asks("(CONDSTORE)"), asks("UNCHANGEDSINCE")), (is_asked, is_asked), "{commands:#?}");
    }
}

#[test]
fn flags_and_moves_go_by_mailbox_too() {
    let scene = Scene::new("several moves", 4);
    let proxy = scene.proxy().start();
    let dal = scene.dal(&proxy, 2);
    let done = scene.mailboxes().filter(dropped()).update((M::seen.set(true), M::flagged.set(false))).execute(&dal);
    assert_eq!(done.expect("is done").changed(), 4);
    for name in &scene.names {
        assert_eq!(scene.raw(name).uid_search("SEEN"), [2]);
    }
    let target = scene.server.mailbox("several target");
    let moved = scene.mailboxes().filter(dropped()).move_to(&target).execute(&dal).expect("is done");
    assert_eq!(moved.matched(), 4);
    assert_eq!(scene.left(), vec![vec![1, 3]; 4]);
    assert_eq!(scene.raw(&target).uid_search("SUBJECT drop").len(), 4);
    let moved = M::in_mailboxes([&scene.names[0], &target]).filter(dropped()).move_to(&target).execute(&dal);
    let moved = moved.expect("is done");
    assert!(matches!(moved.errors().collect::<Vec<_>>()[..], [(name, Error::InvalidInput { .. })] if *name == target));
}

#[test]
fn a_cut_leaves_at_most_one_outcome_of_a_connection_open_and_resume_completes_it() {
    let whole = Scene::new("several cut", 3);
    let proxy = whole.proxy().start();
    let dal = whole.dal(&proxy, 1);
    assert_eq!(whole.mailboxes().filter(dropped()).delete().execute(&dal).expect("works uncut").changed(), 3);
    let lengths = [(Direction::ToServer, proxy.bytes_to_server()), (Direction::ToClient, proxy.bytes_to_client())];
    let mut unknown = 0;
    for (direction, length) in lengths {
        for bytes in (1..length).step_by(211) {
            let scene = Scene::new("several cut", 3);
            let proxy = Proxy::to(scene.server.address()).start();
            let dal = scene.dal(&proxy, 1);
            proxy.cut(direction, bytes, Fault::Close);
            let done = scene.mailboxes().filter(dropped()).delete().execute(&dal).expect("goes on");
            assert!(done.errors().count() <= 1, "{direction:?} {bytes}: {done:?}");
            for (name, outcome) in done {
                match outcome {
                    Ok(affected) => assert_eq!(affected.changed, 1, "{direction:?} {bytes} {name}: {affected:?}"),
                    Err(Error::OutcomeUnknown { token, .. }) => {
                        unknown += 1;
                        assert_eq!(token.mailbox(), name);
                        assert_eq!(imap_dal::resume(&dal, token).expect("completes").changed, 1);
                    }
                    Err(error) => panic!("{direction:?} {bytes} {name}: {error}"),
                }
            }
            assert_eq!(scene.left(), [[1, 3], [1, 3], [1, 3]], "{direction:?} {bytes}");
        }
    }
    assert!(unknown > 1, "some cuts came in the middle of a change");
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_by_every_mailbox() {
    let scene = Scene::new("several dead", 6);
    let proxy = Proxy::to(scene.server.address());
    let proxy = proxy.before_command("EXAMINE", |_| thread::sleep(Duration::from_secs(6))).start();
    let url = scene.server.alice().url_at(proxy.address());
    let dal = Dal::builder(&url).timeout(Duration::from_secs(2)).connect().expect("connects");
    let counts = scene.mailboxes().all().count(&dal).expect("the connection was there");
    assert_eq!(counts.errors().count(), 6);
    let untried = counts.errors().filter(|(_, error)| matches!(error, Error::NotTried { .. })).count();
    assert_eq!(untried, 4, "{counts:?}");
}

#[test]
fn behind_copies_of_unknown_outcome_no_mailbox_is_tried_and_the_error_says_so() {
    let scene = Scene::new("several copies", 3);
    let target = scene.server.mailbox("several copied");
    let proxy = Proxy::to(scene.server.address()).start();
    let dal = scene.dal(&proxy, 1);
    proxy.answer("UID COPY", "* BYE enough\r\n");
    let done = scene.mailboxes().filter(dropped()).copy_to(&target).execute(&dal).expect("the connection was there");
    let mut outcomes = done.into_iter();
    let (first, Err(Error::OutcomeUnknown { token, .. })) = outcomes.next().expect("one for each") else {
        panic!("nobody knows what the server copied")
    };
    for (name, outcome) in outcomes {
        let error = outcome.expect_err("is not tried");
        assert!(matches!(&error, Error::NotTried { mailbox, .. } if **mailbox == *name), "{error:?}");
        assert_eq!(
            error.to_string(),
            format!(
                "mailbox \"{name}\" was not tried: `resume` must tell first what was copied from mailbox \"{first}\""
            )
        );
    }
    assert_eq!(imap_dal::resume(&dal, token).expect("completes").changed, 1);
    assert_eq!(scene.raw(&target).uid_search("ALL").len(), 1);
}

#[test]
fn a_lost_connection_is_replaced_and_no_mailbox_lacks_its_answer() {
    let scene = Scene::new("several lost", 4);
    let proxy = Proxy::to(scene.server.address()).start();
    let dal = scene.dal(&proxy, 1);
    scene.mailboxes().all().count(&dal).expect("counts").into_all().expect("all could be counted");
    for bytes in (1..proxy.bytes_to_client()).step_by(97) {
        let dal = scene.dal(&proxy, 1);
        proxy.cut(Direction::ToClient, bytes, Fault::Close);
        let counts = scene.mailboxes().all().count(&dal).expect("counts");
        assert_eq!(counts.into_all().expect("all could be counted").iter().map(|(_, count)| count).sum::<u64>(), 12);
    }
}

#[test]
fn one_connection_of_ones_own_and_a_pool_in_use_are_enough() {
    let scene = Scene::new("several own", 4);
    let dal = scene.plain();
    let connection = dal.connection().expect("is free");
    let unread = scene.mailboxes().filter(M::seen.eq(false));
    assert_eq!(unread.count(&connection).expect("counts").total(), 12);
    // The other one of the pool does the work of both.
    let mut rows = M::in_mailbox(&scene.names[0]).all().stream(&connection).expect("streams");
    assert!(rows.next().is_some());
    assert!(matches!(unread.count(&connection), Err(Error::Busy { .. })));
    let done = scene.mailboxes().filter(dropped()).delete().execute(&dal).expect("is done");
    assert_eq!(done.changed(), 4);
    drop(rows);
    assert_eq!(scene.left(), vec![vec![1, 3]; 4]);
}
