//! `move_to`, `copy_to` and `trash`.

use super::Scene;
use imap_dal::{Error, Moved, prelude::*};

/// Old and new uids, in numbers.
fn pairs(moved: &Moved) -> Vec<(u32, u32)> {
    moved.uids.iter().map(|(old, new)| (old.get(), new.get())).collect()
}

#[test]
fn a_move_tells_old_and_new_uids_and_these_can_be_used_on() {
    let scene = Scene::new("move", &["a", "b", "c"]);
    let dal = scene.dal();
    let target = scene.other();
    scene.server.alice().raw().append(&target, &[], None, b"Subject: first\r\n\r\n");
    let moved = scene.messages().filter(AnyMailbox::subject.ne("b")).move_to(&target).execute(&dal).expect("is moved");
    assert_eq!(moved.matched, 2);
    assert_eq!(scene.uids(), [2]);
    let there = scene.seen_in(&target);
    for (old, new) in pairs(&moved) {
        let subject = if old == 1 { "a" } else { "c" };
        assert_eq!(there[&new].0, subject);
    }
    assert_eq!(there.len(), 3);
    let new = moved.uids.iter().map(|(_, new)| *new);
    let there = AnyMailbox::in_mailbox(&target).filter(AnyMailbox::uid.is_in(new));
    assert_eq!(there.count(&dal).expect("uids of the target"), 2);
    let old: Vec<Uid> = moved.uids.iter().map(|(old, _)| *old).collect();
    let refused = AnyMailbox::in_mailbox(&target).filter(AnyMailbox::uid.is_in(old)).count(&dal);
    assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
}

#[test]
fn a_copy_leaves_the_messages_with_their_flags() {
    let scene = Scene::new("copy", &["a", "b"]);
    scene.second().store("1", "+FLAGS", "\\Seen $Paid");
    let target = scene.other();
    let copied = scene.messages().filter(AnyMailbox::subject.eq("a")).copy_to(&target).execute(&scene.dal());
    assert_eq!(pairs(&copied.expect("is copied")), [(1, 1)]);
    assert_eq!(scene.uids(), [1, 2]);
    assert_eq!(scene.seen_in(&target)[&1], ("a".to_owned(), vec!["$Paid".to_owned(), "\\Seen".to_owned()]));
}

#[test]
fn a_mailbox_is_copied_to_itself_but_not_moved() {
    let scene = Scene::new("itself", &["a"]);
    let all = scene.messages().all();
    let refused = all.move_to(&scene.mailbox).execute(&scene.dal());
    assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    let copied = all.copy_to(&scene.mailbox).execute(&scene.dal()).expect("is copied");
    assert_eq!(pairs(&copied), [(1, 2)]);
    assert_eq!(scene.uids(), [1, 2]);
}

#[test]
fn trash_is_the_mailbox_with_that_role() {
    let account = imap_dal_tests::server::Server::from_env().account();
    let mut raw = account.raw();
    raw.append("INBOX", &[], None, b"Subject: a\r\n\r\n");
    raw.append("INBOX", &[], None, b"Subject: b\r\n\r\n");
    let dal = Dal::connect(&account.url()).expect("connects");
    let moved = AnyMailbox::in_mailbox("INBOX").filter(AnyMailbox::subject.eq("b")).trash().execute(&dal);
    assert_eq!(moved.expect("is moved").matched, 1);
    assert_eq!((raw.status("INBOX", "MESSAGES"), raw.status("Trash", "MESSAGES")), (1, 1));
}

#[test]
fn a_missing_target_is_named_and_nothing_is_lost() {
    let scene = Scene::new("missing target", &["a"]);
    for hidden in [&[][..], &["MOVE"][..]] {
        let proxy = scene.proxy().hide(hidden.iter().copied()).start();
        let dal = scene.dal_through(&proxy);
        let all = scene.messages().all();
        for transfer in [all.move_to("No Such Mailbox"), all.copy_to("No Such Mailbox")] {
            match transfer.execute(&dal) {
                Err(Error::MailboxNotFound { mailbox, .. }) => assert_eq!(&*mailbox, "No Such Mailbox"),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(scene.uids(), [1]);
        assert!(scene.flags(1).is_empty());
    }
}

#[test]
fn without_move_only_what_was_copied_is_removed() {
    let scene = Scene::new("no move", &["a", "b", "c", "d"]);
    scene.second().store("4", "+FLAGS", "\\Deleted");
    let target = scene.other();
    let mut second = scene.second();
    let mut is_first = true;
    let proxy = scene
        .proxy()
        .hide(["MOVE"])
        .before_command("UID COPY", move |_| {
            if std::mem::take(&mut is_first) {
                second.expunge(2);
            }
        })
        .start();
    let some = scene.messages().filter(AnyMailbox::subject.is_in(["a", "b", "c"]));
    let moved = some.move_to(&target).execute(&scene.dal_through(&proxy)).expect("is moved");
    assert_eq!(moved.matched, 3);
    assert_eq!(pairs(&moved), [(1, 1), (3, 2)]);
    assert_eq!(scene.uids(), [4]);
    let subjects: Vec<String> = scene.seen_in(&target).into_values().map(|(subject, _)| subject).collect();
    assert_eq!(subjects, ["a", "c"]);
    let writes: Vec<String> = proxy.commands().into_iter().skip_while(|line| !line.starts_with("UID STORE")).collect();
    assert_eq!(writes[..2], ["UID STORE 1,3 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1,3"]);
}

#[test]
fn without_move_what_the_server_kept_though_it_is_marked_is_expunged_once_more() {
    let scene = Scene::new("kept", &["a", "b"]);
    let target = scene.other();
    let proxy = scene.proxy().hide(["MOVE"]).start();
    let dal = scene.dal_through(&proxy);
    proxy.answer("UID EXPUNGE", "<tag> OK so it is said\r\n");
    let moved = scene.messages().filter(AnyMailbox::subject.eq("a")).move_to(&target).execute(&dal).expect("is moved");
    assert_eq!(pairs(&moved), [(1, 1)]);
    assert_eq!(scene.uids(), [2]);
}

#[test]
fn without_move_nothing_is_removed_that_copyuid_leaves_out() {
    let scene = Scene::new("untold", &["a", "b"]);
    let target = scene.other();
    let proxy = scene
        .proxy()
        .hide(["MOVE"])
        .edit_responses(|response| {
            let text = String::from_utf8_lossy(response).replace(" 1:2 1:2]", " 1 1]");
            vec![text.into_bytes()]
        })
        .start();
    let dal = scene.dal_through(&proxy);
    let error = scene.messages().all().move_to(&target).execute(&dal).expect_err("is not told of both");
    let Error::OutcomeUnknown { uids, token, .. } = error else { panic!("{error:?}") };
    assert_eq!(super::numbers(&uids), [1, 2]);
    assert!(scene.seen().values().all(|(_, flags)| flags.is_empty()) && scene.uids() == [1, 2]);
    assert_eq!(imap_dal::resume(&dal, token).expect("completes").changed, 2);
    assert!(scene.uids().is_empty());
    let there: Vec<String> = scene.seen_in(&target).into_values().map(|(subject, _)| subject).collect();
    assert_eq!(there, ["a", "b"], "nothing is doubled");
}

#[test]
fn without_move_a_copy_has_the_flags_of_when_it_was_copied() {
    let scene = Scene::new("late flag", &["a"]);
    let target = scene.other();
    let mut second = scene.second();
    second.store("1", "+FLAGS", "\\Seen");
    let proxy = scene
        .proxy()
        .hide(["MOVE"])
        .before_command("UID STORE", move |_| second.store("1", "+FLAGS", "\\Flagged"))
        .start();
    let moved = scene.messages().all().move_to(&target).execute(&scene.dal_through(&proxy)).expect("is moved");
    assert_eq!(pairs(&moved), [(1, 1)]);
    assert!(scene.uids().is_empty());
    assert_eq!(scene.seen_in(&target)[&1], ("a".to_owned(), vec!["\\Seen".to_owned()]));
}

#[test]
fn a_refused_copy_removes_nothing() {
    let scene = Scene::new("refused copy", &["a"]);
    let target = scene.other();
    let proxy = scene.proxy().hide(["MOVE"]).start();
    let dal = scene.dal_through(&proxy);
    proxy.answer("UID COPY", "<tag> NO [OVERQUOTA] full\r\n");
    let refused = scene.messages().all().move_to(&target).execute(&dal).expect_err("is refused");
    assert_eq!((refused.code(), refused.mailbox()), (Some("OVERQUOTA"), Some(&*target)));
    assert!(scene.flags(1).is_empty() && scene.seen_in(&target).is_empty());
}

#[test]
fn without_move_and_uidplus_a_move_is_refused_and_a_copy_is_done() {
    let scene = Scene::new("neither", &["a"]);
    let target = scene.other();
    let proxy = scene.proxy().hide(["MOVE", "UIDPLUS"]).start();
    let dal = scene.dal_through(&proxy);
    let all = scene.messages().all();
    let refused = all.move_to(&target).execute(&dal);
    assert!(matches!(refused, Err(Error::Unsupported { capability: "MOVE", .. })), "{refused:?}");
    let copied = all.copy_to(&target).execute(&dal).expect("is copied");
    assert_eq!((copied.matched, copied.uids.len()), (1, 0));
    assert_eq!((scene.uids().len(), scene.seen_in(&target).len()), (1, 1));
}

#[test]
fn a_message_that_ceased_to_match_is_not_moved() {
    let scene = Scene::new("ceased", &["a", "b"]);
    let target = scene.other();
    let mut second = scene.second();
    let mut nth = 0;
    let proxy = scene
        .proxy()
        .before_command("SELECT", move |_| {
            nth += 1;
            // The first is the search's.
            if nth == 2 {
                second.store("1", "+FLAGS", "\\Flagged");
            }
        })
        .start();
    let unflagged = scene.messages().filter(AnyMailbox::flagged.eq(false));
    let moved = unflagged.move_to(&target).execute(&scene.dal_through(&proxy)).expect("is moved");
    assert_eq!((moved.matched, pairs(&moved)), (1, vec![(2, 1)]));
    assert!(moved.conflicts.is_empty() && moved.vanished.is_empty(), "{moved:?}");
    assert_eq!(scene.uids(), [1]);
}

#[test]
fn a_move_tells_what_it_left_alone_and_what_was_gone() {
    for hidden in [&[][..], &["MOVE"]] {
        let scene = Scene::new("left alone", &["a", "b", "c"]);
        let target = scene.other();
        let mut second = scene.second();
        let mut nth = 0;
        let proxy = scene
            .proxy()
            .hide(hidden.iter().copied())
            .before_command("SELECT", move |_| {
                nth += 1;
                second.store("1", if nth % 2 == 0 { "+FLAGS" } else { "-FLAGS" }, "\\Answered");
                // The first is the search's.
                if nth == 2 {
                    second.store("3", "+FLAGS", "\\Deleted");
                    second.ok("UID EXPUNGE 3");
                }
            })
            .start();
        let unflagged = scene.messages().filter(AnyMailbox::flagged.eq(false));
        let moved = unflagged.move_to(&target).execute(&scene.dal_through(&proxy)).expect("is moved");
        assert_eq!(pairs(&moved), [(2, 1)], "{hidden:?}");
        assert_eq!(super::numbers(&moved.conflicts), [1], "{hidden:?} {moved:?}");
        assert_eq!((super::numbers(&moved.vanished), moved.matched), (vec![3], 3), "{hidden:?} {moved:?}");
        assert_eq!(scene.uids(), [1]);
    }
}

/// Scattered so that no two uids join into a range. Ten thousand of them in `tests/run --full`.
#[test]
fn every_pair_of_uids_of_a_large_set_is_told_and_right() {
    let count: u32 = if std::env::var_os("IMAP_DAL_FULL").is_some() { 20_000 } else { 3_000 };
    for hidden in [&[][..], &["MOVE"]] {
        let scene = Scene::new("large set", &[]);
        let texts: Vec<Vec<u8>> = (1..=count).map(|number| format!("Subject: {number}\r\n\r\n").into_bytes()).collect();
        let none: Vec<String> = Vec::new();
        let messages = texts.iter().map(|text| (text.as_slice(), none.as_slice(), None));
        scene.server.alice().raw().append_all(&scene.mailbox, messages);
        let target = scene.other();
        let proxy = scene.proxy().hide(hidden.iter().copied()).start();
        let dal = scene.dal_through(&proxy);
        proxy.reset();
        let odd = AnyMailbox::uid.is_in((1..=count).step_by(2));
        let moved = scene.messages().filter(odd).move_to(&target).execute(&dal).expect("is moved");
        let _ = std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!(
                "{} of {count} messages moved without {hidden:?}: {} round trips, {} octets sent, {} received\n",
                moved.matched,
                proxy.round_trips(),
                proxy.bytes_to_server(),
                proxy.bytes_to_client()
            ),
        );
        assert!(proxy.commands().iter().all(|command| command.len() < 8_000));
        assert_eq!((moved.matched, moved.uids.len()), (u64::from(count / 2), count as usize / 2));
        let mut raw = scene.server.alice().raw();
        let there = raw.snapshot(&target);
        assert_eq!(there.len(), moved.uids.len());
        for (old, new) in pairs(&moved) {
            assert_eq!(there[&new].bytes, texts[old as usize - 1], "{old} became {new}");
        }
        let left: Vec<u32> = raw.snapshot(&scene.mailbox).into_keys().collect();
        assert_eq!(left, (2..=count).step_by(2).collect::<Vec<_>>());
    }
}
