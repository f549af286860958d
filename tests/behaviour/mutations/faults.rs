//! Connections that die while something is changed: what is left, what the error says, what `resume` completes.

use super::Scene;
use imap_dal::{Error, Result, prelude::*, resume};
use imap_dal_tests::proxy::{Direction, Fault, Proxy};

/// Runs `mutate` again and again on fresh scenes, cut after every so many bytes of what is said from the command on that
/// contains `first`, in both directions. After each cut that leaves the outcome open, `resume` must complete it: `check` looks.
fn cut_everywhere<T: std::fmt::Debug>(
    hint: &str,
    hidden: &[&str],
    step: u64,
    mutate: impl Fn(&Scene, &str, &Dal) -> Result<T>,
    check: impl Fn(&Scene, &str, bool),
) {
    const SUBJECTS: [&str; 3] = ["a", "b", "c"];
    let start = |scene: &Scene| -> (Proxy, Dal) {
        let proxy = scene.proxy().hide(hidden.iter().copied()).start();
        let dal = scene.dal_through(&proxy);
        proxy.reset();
        (proxy, dal)
    };
    let scene = Scene::new(hint, &SUBJECTS);
    let target = scene.other();
    let (proxy, dal) = start(&scene);
    mutate(&scene, &target, &dal).expect("works uncut");
    check(&scene, &target, true);
    let lengths = [(Direction::ToServer, proxy.bytes_to_server()), (Direction::ToClient, proxy.bytes_to_client())];
    let (mut unknown, mut refused) = (0, 0);
    for (direction, length) in lengths {
        for bytes in (1..length).step_by(usize::try_from(step).expect("a small step")) {
            let scene = Scene::new(hint, &SUBJECTS);
            let target = scene.other();
            let (proxy, dal) = start(&scene);
            proxy.cut(direction, bytes, Fault::Close);
            match mutate(&scene, &target, &dal) {
                // The cut came after what mattered.
                Ok(_) => check(&scene, &target, true),
                Err(Error::OutcomeUnknown { token, uids, .. }) => {
                    unknown += 1;
                    let text = format!("{token} {uids:?}");
                    let done = resume(&dal, token);
                    let done = done.unwrap_or_else(|error| panic!("{direction:?} {bytes}: {text}: {error}"));
                    assert_eq!(
                        done.matched,
                        done.changed + done.vanished.len() as u64,
                        "{direction:?} {bytes}: {text}"
                    );
                    check(&scene, &target, true);
                }
                Err(_) => {
                    refused += 1;
                    check(&scene, &target, false);
                }
            }
        }
    }
    assert!(unknown > 1, "{unknown} outcomes were unknown, {refused} cuts came before any change");
}

fn subjects(scene: &Scene, mailbox: &str) -> Vec<String> {
    let mut subjects: Vec<String> = scene.seen_in(mailbox).into_values().map(|(subject, _)| subject).collect();
    subjects.sort();
    subjects
}

fn two() -> Expr<AnyMailbox> {
    AnyMailbox::subject.is_in(["a", "c"])
}

#[test]
fn a_cut_update_is_completed() {
    cut_everywhere(
        "cut update",
        &[],
        61,
        |scene, _, dal| {
            let change = (AnyMailbox::seen.set(true), AnyMailbox::keyword("$Paid").set(true));
            scene.messages().filter(two()).update(change).execute(dal)
        },
        |scene, _, is_done| {
            let expected: &[&str] = if is_done { &["$Paid", "\\Seen"] } else { &[] };
            assert_eq!(scene.flags(1), expected);
            assert_eq!(scene.flags(2), [] as [&str; 0]);
            assert_eq!(scene.flags(3), expected);
        },
    );
}

#[test]
fn a_cut_update_that_sets_and_clears_is_completed() {
    cut_everywhere(
        "cut both",
        &[],
        73,
        |scene, _, dal| {
            scene.second().store("1,3", "+FLAGS", "\\Flagged");
            let change = (AnyMailbox::seen.set(true), AnyMailbox::flagged.set(false));
            scene.messages().filter(two()).update(change).execute(dal)
        },
        |scene, _, is_done| {
            assert_eq!(scene.flags(1), [if is_done { "\\Seen" } else { "\\Flagged" }]);
            assert_eq!(scene.flags(2), [] as [&str; 0]);
        },
    );
}

#[test]
fn a_cut_deletion_is_completed_and_leaves_what_others_marked() {
    for hidden in [&[][..], &["CONDSTORE", "QRESYNC"][..]] {
        cut_everywhere(
            "cut delete",
            hidden,
            71,
            |scene, _, dal| {
                scene.second().store("2", "+FLAGS", "\\Deleted");
                scene.messages().filter(two()).delete().execute(dal)
            },
            |scene, _, is_done| {
                assert_eq!(subjects(scene, &scene.mailbox), if is_done { &["b"][..] } else { &["a", "b", "c"][..] });
                assert_eq!(scene.flags(2), ["\\Deleted"]);
            },
        );
    }
}

#[test]
fn a_cut_move_is_completed_without_doubling() {
    for hidden in [&[][..], &["MOVE"][..]] {
        cut_everywhere(
            "cut move",
            hidden,
            41,
            |scene, target, dal| scene.messages().filter(two()).move_to(target).execute(dal),
            |scene, target, is_done| {
                let (left, there): (&[&str], &[&str]) =
                    if is_done { (&["b"], &["a", "c"]) } else { (&["a", "b", "c"], &[]) };
                assert_eq!(subjects(scene, &scene.mailbox), left);
                assert_eq!(subjects(scene, target), there);
            },
        );
    }
}

#[test]
fn a_cut_copy_is_completed_without_doubling() {
    cut_everywhere(
        "cut copy",
        &[],
        23,
        |scene, target, dal| {
            // One like it is there already.
            scene.messages().filter(AnyMailbox::subject.eq("a")).copy_to(target).execute(&scene.dal())?;
            scene.messages().filter(two()).copy_to(target).execute(dal)
        },
        |scene, target, is_done| {
            assert_eq!(subjects(scene, &scene.mailbox), ["a", "b", "c"]);
            assert_eq!(subjects(scene, target), if is_done { &["a", "a", "c"][..] } else { &["a"][..] });
        },
    );
}

#[test]
fn a_cut_insert_is_completed_without_doubling() {
    for hidden in [&[][..], &["UIDPLUS", "LITERAL+"][..]] {
        cut_everywhere(
            "cut insert",
            hidden,
            37,
            |scene, _, dal| {
                // A message with the same id is there already.
                let copy = scene.second().fetch_message(1).expect("is there");
                scene.messages().insert(NewMessage::from_rfc822(copy)).execute(dal)
            },
            |scene, _, is_done| {
                let expected: &[&str] = if is_done { &["a", "a", "b", "c"] } else { &["a", "b", "c"] };
                assert_eq!(subjects(scene, &scene.mailbox), expected);
            },
        );
    }
}

#[test]
fn a_stalled_server_leaves_the_outcome_open_too() {
    let scene = Scene::new("stall", &["a"]);
    let proxy = scene.proxy().start();
    let url = scene.server.alice().url_at(proxy.address());
    let dal = Dal::builder(&url).timeout(std::time::Duration::from_secs(2)).connect().expect("connects");
    assert_eq!(scene.messages().all().count(&dal).expect("counts"), 1);
    proxy.reset();
    scene.messages().all().update(AnyMailbox::seen.set(true)).execute(&dal).expect("is done");
    // Counted in what is asked: how much a server answers depends on how long it took (Dovecot says so).
    let asked = proxy.bytes_to_server();
    proxy.cut(Direction::ToServer, asked, Fault::Stall);
    let update = scene.messages().all().update(AnyMailbox::seen.set(false));
    let error = update.execute(&dal).expect_err("is cut");
    let Error::OutcomeUnknown { uids, token, source, .. } = error else { panic!("{error:?}") };
    assert_eq!((uids.len(), token.mailbox()), (1, &*scene.mailbox));
    assert!(matches!(*source, Error::Timeout { .. }), "{source:?}");
    assert_eq!(resume(&dal, token).expect("completes").changed, 1);
    assert_eq!(scene.flags(1), [] as [&str; 0]);
}

#[test]
fn a_token_is_refused_on_another_account_and_after_the_mailbox_was_recreated() {
    let scene = Scene::new("token", &["a"]);
    let proxy = scene.proxy().start();
    let dal = scene.dal_through(&proxy);
    let cut = |dal: &Dal| {
        proxy.reset();
        proxy.answer("UID EXPUNGE", "* BYE shutting down\r\n");
        match scene.messages().all().delete().execute(dal) {
            Err(Error::OutcomeUnknown { token, .. }) => token,
            other => panic!("{other:?}"),
        }
    };
    let token = cut(&dal);
    assert_eq!(scene.flags(1), ["\\Deleted"], "marked but not expunged");
    let bob = Dal::connect(&scene.server.bob().url()).expect("connects");
    let refused = resume(&bob, token.clone());
    assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    let mut raw = scene.server.alice().raw();
    raw.delete_mailbox(&scene.mailbox);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    raw.create(&scene.mailbox);
    raw.append(&scene.mailbox, &["\\Deleted"], None, b"Subject: a\r\n\r\n");
    let refused = resume(&dal, token);
    assert!(matches!(refused, Err(Error::UidValidityChanged { .. })), "{refused:?}");
    assert_eq!(scene.uids(), [1]);
}
