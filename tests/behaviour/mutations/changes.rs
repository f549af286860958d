//! `update` and `delete`.

use super::{Scene, numbers};
use imap_dal::{Error, WithoutUidPlus, prelude::*};
use imap_dal_embedded::EmbeddedServer;
use imap_dal_tests::script::Script;

#[test]
fn several_flags_and_keywords_change_at_once_and_nothing_else_does() {
    let scene = Scene::new("update", &["a", "b", "c"]);
    scene.second().store("1:3", "+FLAGS", "\\Flagged Old Kept");
    let change = (
        AnyMailbox::seen.set(true),
        AnyMailbox::flagged.set(false),
        AnyMailbox::keyword("$Paid").set(true),
        AnyMailbox::keywords.remove("Old"),
    );
    let done = scene.messages().filter(AnyMailbox::subject.is_in(["a", "c"])).update(change).execute(&scene.dal());
    let done = done.expect("is done");
    assert_eq!((done.matched, done.changed), (2, 2));
    assert!(done.conflicts.is_empty() && done.vanished.is_empty(), "{done:?}");
    assert_eq!(scene.flags(1), ["$Paid", "Kept", "\\Seen"]);
    assert_eq!(scene.flags(2), ["Kept", "Old", "\\Flagged"]);
    assert_eq!(scene.flags(3), ["$Paid", "Kept", "\\Seen"]);
}

#[test]
fn an_update_is_two_round_trips_and_one_where_nothing_matches() {
    let scene = Scene::new("trips", &["a", "b"]);
    let proxy = scene.proxy().delay(std::time::Duration::from_millis(15)).start();
    let dal = scene.dal_through(&proxy);
    proxy.reset();
    let done = scene.messages().filter(AnyMailbox::subject.eq("a")).update(AnyMailbox::seen.set(true)).execute(&dal);
    assert_eq!(done.expect("is done").changed, 1);
    assert_eq!(proxy.round_trips(), 2, "{:#?}", proxy.commands());
    proxy.reset();
    let done = scene.messages().filter(AnyMailbox::subject.eq("z")).update(AnyMailbox::seen.set(true)).execute(&dal);
    assert_eq!(done.expect("is done").matched, 0);
    assert_eq!(proxy.round_trips(), 1, "{:#?}", proxy.commands());
}

#[test]
fn modification_sequences_are_told_only_where_flags_decide() {
    let scene = Scene::new("untold", &["a", "b"]);
    for (condition, is_told) in
        [(AnyMailbox::subject.eq("a"), false), (AnyMailbox::subject.eq("a") & AnyMailbox::seen.eq(false), true)]
    {
        // Once asked for, they are told as long as a connection lasts.
        let proxy = scene.proxy().start();
        let update = scene.messages().filter(condition).update(AnyMailbox::seen.set(true));
        assert_eq!(update.execute(&scene.dal_through(&proxy)).expect("is done").changed, 1);
        let stored = proxy.transcript().into_iter().any(|entry| entry.text.contains("MODSEQ ("));
        assert_eq!(stored, is_told, "{:#?}", proxy.transcript());
        scene.second().store("1", "-FLAGS", "\\Seen");
    }
}

#[test]
fn condstore_that_the_user_hides_is_not_used_though_the_server_tells_of_it() {
    let scene = Scene::new("told", &["a", "b"]);
    // From here on Dovecot tells of it whoever opens the mailbox.
    scene.messages().all().select(AnyMailbox::modseq).load(&scene.dal()).expect("CONDSTORE");
    let proxy = scene.proxy().start();
    let url = scene.server.alice().url_at(proxy.address());
    let dal = Dal::builder(&url).hide_capabilities(["CONDSTORE", "QRESYNC"]).connect().expect("connects");
    let unread = scene.messages().filter(AnyMailbox::seen.eq(false));
    assert_eq!(unread.update(AnyMailbox::seen.set(true)).execute(&dal).expect("is done").changed, 2);
    assert_eq!(unread.delete().execute(&dal).expect("is done").matched, 0);
    let commands = proxy.commands();
    let uses = |command: &String| command.contains("UNCHANGEDSINCE") || command.contains("CONDSTORE");
    assert!(!commands.iter().any(uses), "{commands:#?}");
}

#[test]
fn what_is_in_the_state_already_counts_as_changed() {
    let scene = Scene::new("already", &["a", "b"]);
    scene.second().store("1", "+FLAGS", "\\Seen");
    let done = scene.messages().all().update(AnyMailbox::seen.set(true)).execute(&scene.dal()).expect("is done");
    assert_eq!((done.matched, done.changed), (2, 2));
}

#[test]
fn a_deletion_leaves_what_others_have_marked() {
    let scene = Scene::new("delete", &["a", "b", "c", "d"]);
    scene.second().store("2", "+FLAGS", "\\Deleted");
    let proxy = scene.proxy().start();
    let delete = scene.messages().filter(AnyMailbox::subject.is_in(["a", "d"])).delete();
    let done = delete.execute(&scene.dal_through(&proxy)).expect("is done");
    assert_eq!((done.matched, done.changed), (2, 2));
    assert_eq!(scene.uids(), [2, 3]);
    assert_eq!(scene.flags(2), ["\\Deleted"]);
    let commands = proxy.commands();
    let is_forbidden = |command: &String| command == "EXPUNGE" || command == "CLOSE" || command.contains('$');
    assert!(
        !commands.iter().any(|command| is_forbidden(command) && !command.starts_with("UID FETCH $")),
        "{commands:#?}"
    );
}

#[test]
fn the_evaluator_decides_what_the_server_matches_too_broadly() {
    let scene = Scene::new("residual", &["invoice", "invoice 2", "Re: invoice", "Invoice"]);
    let condition = AnyMailbox::subject.eq("invoice");
    let done = scene.messages().filter(condition).delete().execute(&scene.dal()).expect("is done");
    assert_eq!((done.matched, done.changed), (1, 1));
    assert_eq!(scene.uids(), [2, 3, 4]);
    let done = scene.messages().filter(!AnyMailbox::subject.contains("re:")).delete().execute(&scene.dal());
    assert_eq!(done.expect("is done").changed, 2);
    assert_eq!(scene.uids(), [3]);
}

#[test]
fn order_offset_and_limit_choose_the_targets() {
    let scene = Scene::new("window", &["b", "d", "a", "c", "e"]);
    let all = scene.messages().all();
    let done = all.order_by(AnyMailbox::subject.asc()).offset(1).limit(2).delete().execute(&scene.dal());
    assert_eq!(done.expect("is done").changed, 2);
    assert_eq!(scene.uids(), [2, 3, 5], "b and c are gone");
    let flagged = AnyMailbox::flagged.set(true);
    let done = all.order_by(AnyMailbox::uid.desc()).limit(1).update(flagged).execute(&scene.dal());
    assert_eq!(done.expect("is done").changed, 1);
    assert_eq!(scene.flags(5), ["\\Flagged"]);
}

#[test]
fn a_limit_gives_a_change_the_same_messages_as_its_plan() {
    let scene = Scene::new("collation", &["ax", "_x"]);
    // Servers, which compare in upper case, have "_" behind the letters.
    let first = scene.messages().all().order_by(AnyMailbox::subject.asc()).limit(1);
    assert_eq!(numbers(&first.delete().plan(&scene.dal()).expect("is planned").uids()), [2]);
    first.delete().execute(&scene.dal()).expect("is done");
    assert_eq!(scene.uids(), [1]);
    // A server that finds whole words finds the second only.
    let server = EmbeddedServer::builder()
        .user("alice", "secret")
        .mailbox("INBOX", ["Subject: newspaper\r\n\r\n", "Subject: the news\r\n\r\n"])
        .word_matching(true)
        .start()
        .expect("starts");
    let dal = Dal::connect(server.url()).expect("connects");
    let inbox = AnyMailbox::in_mailbox("INBOX");
    let first = inbox.filter(AnyMailbox::subject.contains("news")).limit(1);
    assert_eq!(numbers(&first.delete().plan(&dal).expect("is planned").uids()), [1]);
    first.delete().execute(&dal).expect("is done");
    assert_eq!(numbers(&inbox.all().uids(&dal).expect("are told")), [2]);
}

#[test]
fn a_change_of_everything_has_to_be_meant() {
    let scene = Scene::new("guard", &["a", "b"]);
    let dal = scene.dal();
    for condition in [
        AnyMailbox::size.ge(0),
        AnyMailbox::subject.contains(""),
        AnyMailbox::subject.is_some(),
        AnyMailbox::seen.eq(true) | AnyMailbox::seen.eq(false),
    ] {
        let refused = scene.messages().filter(condition).delete().execute(&dal);
        assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    }
    assert_eq!(scene.uids(), [1, 2]);
    assert_eq!(scene.messages().all().delete().execute(&dal).expect("is done").changed, 2);
    assert!(scene.uids().is_empty());
}

#[test]
fn contradictory_and_empty_changes_are_refused() {
    let scene = Scene::new("contradiction", &["a"]);
    let all = scene.messages().all();
    let both = all.update((AnyMailbox::seen.set(true), AnyMailbox::seen.set(false))).execute(&scene.dal());
    assert!(matches!(both, Err(Error::InvalidInput { .. })), "{both:?}");
    let none = all.update(Vec::<imap_dal::Assignment<AnyMailbox>>::new()).execute(&scene.dal());
    assert!(matches!(none, Err(Error::InvalidInput { .. })), "{none:?}");
    assert!(scene.flags(1).is_empty());
}

#[test]
fn a_message_changed_between_search_and_store_is_looked_at_again() {
    let scene = Scene::new("between", &["a", "b", "c"]);
    let mut second = scene.second();
    let mut is_first = true;
    let proxy = scene
        .proxy()
        .before_command("UID STORE", move |_| {
            if std::mem::take(&mut is_first) {
                // 1 is no target any more, 2 still is one.
                second.store("1", "+FLAGS", "\\Flagged");
                second.store("2", "+FLAGS", "Other");
            }
        })
        .start();
    let unflagged = scene.messages().filter(AnyMailbox::flagged.eq(false));
    let done = unflagged.delete().execute(&scene.dal_through(&proxy)).expect("is done");
    assert_eq!((done.matched, done.changed), (2, 2), "{done:?}");
    assert!(done.conflicts.is_empty(), "{done:?}");
    assert_eq!(scene.uids(), [1]);
    assert_eq!(scene.flags(1), ["\\Flagged"]);
}

#[test]
fn where_no_flag_decides_a_change_of_flags_makes_no_other_target() {
    let scene = Scene::new("unconditional", &["a", "b", "c"]);
    let mut second = scene.second();
    let proxy = scene.proxy().before_command("UID STORE", move |_| second.store("1", "+FLAGS", "\\Flagged")).start();
    let dal = scene.dal_through(&proxy);
    let a_and_b = scene.messages().filter(AnyMailbox::subject.is_in(["a", "b"]));
    let done = a_and_b.update(AnyMailbox::draft.set(true)).execute(&dal).expect("is done");
    assert_eq!((done.matched, done.changed, done.conflicts.len()), (2, 2, 0));
    assert_eq!(scene.flags(1), ["\\Draft", "\\Flagged"]);
    proxy.reset();
    let done = a_and_b.delete().execute(&dal).expect("is done");
    assert_eq!((done.matched, done.changed, done.conflicts.len()), (2, 2, 0));
    assert_eq!(scene.uids(), [3]);
    assert!(!proxy.commands().iter().any(|command| command.contains("UNCHANGEDSINCE")), "{:#?}", proxy.commands());
}

#[test]
fn a_message_that_changes_whenever_it_is_touched_is_a_conflict() {
    let scene = Scene::new("restless", &["a", "b"]);
    let mut second = scene.second();
    let mut count = 0;
    let proxy = scene
        .proxy()
        .before_command("UID STORE", move |_| {
            count += 1;
            second.store("1", "+FLAGS", &format!("k{count}"));
        })
        .start();
    let unseen = scene.messages().filter(AnyMailbox::seen.eq(false));
    let done = unseen.update(AnyMailbox::seen.set(true)).execute(&scene.dal_through(&proxy));
    let done = done.expect("is done");
    assert_eq!((done.matched, done.changed), (2, 1));
    assert_eq!(numbers(&done.conflicts), [1]);
    assert_eq!(scene.flags(1), ["k1", "k2", "k3"]);
    assert_eq!(scene.flags(2), ["\\Seen"]);
}

#[test]
fn a_search_that_is_answered_before_one_of_two_stores_is_asked_again() {
    let opened = |script: Script| {
        let script = script.expect("SELECT").send("* 2 EXISTS").send("* OK [UIDVALIDITY 7] ok");
        script.send("<SELECT> OK [READ-WRITE] open")
    };
    let searched = opened(Script::new().sign_in("IMAP4rev1")).expect("UID SEARCH").send("* SEARCH 1 2");
    let decided = opened(searched.send("<UID SEARCH> OK done")).expect("UID FETCH 1:2");
    let server = decided
        .send("* 1 FETCH (UID 1)")
        .send("* 2 FETCH (UID 2)")
        .send("<UID FETCH 1:2> OK done")
        .expect("+FLAGS.SILENT (\\Seen)")
        .expect("-FLAGS.SILENT (\\Flagged)")
        .expect("UID SEARCH")
        .send("<+FLAGS.SILENT (\\Seen)> OK done")
        // So far the second is done to one message only.
        .send("* SEARCH 1")
        .send("<UID SEARCH> OK done")
        .send("<-FLAGS.SILENT (\\Flagged)> OK done")
        .expect("UID SEARCH")
        .send("* SEARCH 2")
        .send("<UID SEARCH> OK done")
        .start();
    let dal = Dal::connect(&server.url()).expect("connects");
    let both = AnyMailbox::in_mailbox("INBOX").filter(AnyMailbox::uid.is_in([1, 2].map(Uid::new)));
    let done = both.update((AnyMailbox::seen.set(true), AnyMailbox::flagged.set(false))).execute(&dal);
    drop(dal);
    server.finish();
    let done = done.expect("is done");
    assert_eq!((done.matched, done.changed), (2, 2), "{done:?}");
    assert!(done.conflicts.is_empty() && done.vanished.is_empty(), "{done:?}");
}

#[test]
fn unchanged_since_leaves_later_changes_alone() {
    let scene = Scene::new("since", &["a", "b"]);
    let dal = scene.dal();
    let known: Vec<u64> = scene.messages().all().select(AnyMailbox::modseq).load(&dal).expect("CONDSTORE");
    let latest = known.into_iter().max().expect("messages");
    scene.second().store("2", "+FLAGS", "\\Flagged");
    let change = (AnyMailbox::seen.set(true), AnyMailbox::answered.set(false));
    let done = scene.messages().all().update(change).unchanged_since(latest).execute(&dal).expect("is done");
    assert_eq!((done.matched, done.changed, numbers(&done.conflicts)), (2, 1, vec![2]));
    assert_eq!(scene.flags(1), ["\\Seen"]);
    assert_eq!(scene.flags(2), ["\\Flagged"]);
    let done = scene.messages().all().delete().unchanged_since(latest).execute(&dal).expect("is done");
    assert_eq!((done.changed, numbers(&done.conflicts)), (0, vec![1, 2]));
    assert_eq!(scene.uids(), [1, 2]);
}

#[test]
fn a_message_that_outgrows_a_modification_sequence_meanwhile_is_no_target() {
    let scene = Scene::new("modseq", &["a", "b"]);
    let latest = scene.messages().all().select(AnyMailbox::modseq).load(&scene.dal()).expect("CONDSTORE");
    let latest = latest.into_iter().max().expect("messages");
    let mut second = scene.second();
    let mut is_first = true;
    let proxy = scene
        .proxy()
        .before_command("UID STORE", move |_| {
            if std::mem::take(&mut is_first) {
                second.store("1", "+FLAGS", "\\Flagged");
            }
        })
        .start();
    let old = scene.messages().filter(AnyMailbox::modseq.le(latest));
    let done = old.delete().execute(&scene.dal_through(&proxy)).expect("is done");
    assert_eq!((done.matched, done.changed), (1, 1), "{done:?}");
    assert_eq!(scene.uids(), [1]);
    assert_eq!(scene.flags(1), ["\\Flagged"]);
}

#[test]
fn what_is_expunged_meanwhile_is_counted_as_vanished() {
    let scene = Scene::new("vanished", &["a", "b", "c"]);
    let mut second = scene.second();
    let mut is_first = true;
    let proxy = scene
        .proxy()
        .before_command("UID STORE", move |_| {
            if std::mem::take(&mut is_first) {
                second.expunge(2);
            }
        })
        .start();
    let done = scene.messages().all().update(AnyMailbox::seen.set(true)).execute(&scene.dal_through(&proxy));
    let done = done.expect("is done");
    assert_eq!((done.matched, done.changed, numbers(&done.vanished)), (3, 2, vec![2]));
}

#[test]
fn a_mailbox_is_opened_anew_after_a_search_that_took_long() {
    let scene = Scene::new("long search", &["a", "b"]);
    let pause = std::time::Duration::from_millis(1_050);
    let proxy = scene.proxy().before_command("UID SEARCH", move |_| std::thread::sleep(pause)).start();
    let update = scene.messages().filter(AnyMailbox::subject.eq("a")).update(AnyMailbox::seen.set(true));
    assert_eq!(update.execute(&scene.dal_through(&proxy)).expect("is done").changed, 1);
    let commands = proxy.commands();
    let at = |word| commands.iter().rposition(|command| command.starts_with(word));
    assert!(at("UID SEARCH") > at("UID STORE") && at("UID STORE") > at("SELECT"), "{commands:#?}");
    assert_eq!(commands.iter().filter(|command| command.starts_with("SELECT")).count(), 2, "{commands:#?}");
}

#[test]
fn a_mailbox_recreated_after_the_search_is_not_touched() {
    for (hidden, command) in [(&["CONDSTORE", "QRESYNC"][..], "SELECT"), (&[][..], "UID STORE")] {
        let scene = Scene::new("recreated", &["a", "b"]);
        let mut other = scene.server.alice().raw();
        let mailbox = scene.mailbox.clone();
        let mut nth = 0;
        let proxy = scene
            .proxy()
            .hide(hidden.iter().copied())
            .before_command(command, move |_| {
                nth += 1;
                if command == "SELECT" && nth == 1 {
                    // For the search.
                    return;
                }
                other.delete_mailbox(&mailbox);
                // UIDVALIDITY counts seconds.
                std::thread::sleep(std::time::Duration::from_millis(1_100));
                other.create(&mailbox);
                other.append(&mailbox, &[], None, b"Subject: a\r\n\r\n");
            })
            .start();
        let delete = scene.messages().filter(AnyMailbox::subject.eq("a") & AnyMailbox::seen.eq(false)).delete();
        let refused = delete.execute(&scene.dal_through(&proxy)).expect_err("is refused");
        if command == "SELECT" {
            assert!(matches!(refused, Error::UidValidityChanged { .. }), "{refused:?}");
        } else if scene.server.name() == "dovecot" {
            // Any command of a session that has the mailbox of before open empties the new one of an sdbox.
            continue;
        }
        assert_eq!(scene.uids().len(), 1, "{refused:?}");
    }
}

#[test]
fn a_uid_of_another_mailbox_is_refused_before_anything_is_sent() {
    let scene = Scene::new("foreign", &["a"]);
    let elsewhere = Scene::new("elsewhere", &["a"]);
    let proxy = scene.proxy().start();
    let dal = scene.dal_through(&proxy);
    let foreign = elsewhere.messages().all().uids(&dal).expect("uids");
    proxy.reset();
    let refused = scene.messages().filter(AnyMailbox::uid.is_in(foreign)).delete().execute(&dal);
    assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    assert_eq!(proxy.commands(), [] as [&str; 0]);
    assert_eq!(scene.uids(), [1]);
}

#[test]
fn a_thousand_scattered_uids_are_split_over_commands() {
    let scene = Scene::new("split", &[]);
    let message = b"Subject: x\r\n\r\n";
    let none: Vec<String> = Vec::new();
    scene.server.alice().raw().append_all(&scene.mailbox, (0..3000).map(|_| (&message[..], &none[..], None)));
    let odd: Vec<u32> = (1..=3000).step_by(2).collect();
    let proxy = scene.proxy().start();
    let dal = scene.dal_through(&proxy);
    let some = scene.messages().filter(AnyMailbox::uid.is_in(odd));
    let done =
        some.update((AnyMailbox::seen.set(true), AnyMailbox::flagged.set(false))).execute(&dal).expect("is done");
    assert_eq!((done.matched, done.changed), (1500, 1500));
    assert_eq!(some.delete().execute(&dal).expect("is done").changed, 1500);
    assert_eq!(scene.second().uid_search("ALL").len(), 1500);
    assert!(scene.second().uid_search("SEEN").is_empty());
    let longest = proxy.commands().iter().map(String::len).max();
    assert!(longest < Some(8_000), "{longest:?}");
}

#[test]
fn without_condstore_updates_and_deletions_work_without_guards() {
    let scene = Scene::new("plain", &["a", "b", "c"]);
    let proxy = scene.proxy().hide(["CONDSTORE", "QRESYNC"]).start();
    let dal = scene.dal_through(&proxy);
    let change = (AnyMailbox::seen.set(true), AnyMailbox::keywords.add("$Paid"), AnyMailbox::flagged.set(false));
    let done = scene.messages().filter(AnyMailbox::subject.eq("a")).update(change).execute(&dal).expect("is done");
    assert_eq!(done.changed, 1);
    assert_eq!(scene.flags(1), ["$Paid", "\\Seen"]);
    let done = scene.messages().filter(AnyMailbox::subject.eq("b")).delete().execute(&dal).expect("is done");
    assert_eq!(done.changed, 1);
    assert_eq!(scene.uids(), [1, 3]);
    let refused = scene.messages().all().update(AnyMailbox::seen.set(true)).unchanged_since(7).execute(&dal);
    assert!(matches!(refused, Err(Error::Unsupported { capability: "CONDSTORE", .. })), "{refused:?}");
}

#[test]
fn a_refusal_of_what_is_tried_again_does_not_hide_what_was_done() {
    let opened = |script: Script, found: &str| {
        let script = script.expect("SELECT").expect("UID SEARCH");
        let script = script.send("* 2 EXISTS").send("* OK [UIDVALIDITY 7] 1").send("* OK [HIGHESTMODSEQ 50] 2");
        script.send("<SELECT> OK open").send(&format!("* SEARCH {found}")).send("<UID SEARCH> OK found")
    };
    let decided = |script: Script, found: &[u32]| {
        let script = script.expect("SELECT").expect("UID FETCH");
        let script = script.send("* 2 EXISTS").send("* OK [UIDVALIDITY 7] 1").send("* OK [HIGHESTMODSEQ 50] 2");
        let script = script.send("<SELECT> OK open");
        let told = |script: Script, uid: &u32| script.send(&format!("* {uid} FETCH (UID {uid} FLAGS ())"));
        found.iter().fold(script, told).send("<UID FETCH> OK done")
    };
    let script = decided(opened(Script::new().sign_in("IMAP4rev1 CONDSTORE UIDPLUS"), "1 2"), &[1, 2]);
    let script = script.expect("UID STORE").expect("UID SEARCH");
    let script = script.send("<UID STORE> OK [MODIFIED 2] one").send("* SEARCH 1").send("<UID SEARCH> OK found");
    let script = decided(opened(script, "2"), &[2]).expect("UID STORE").expect("UID SEARCH");
    let script = script.send("<UID STORE> NO [OVERQUOTA] no").send("<UID SEARCH> OK").stall();
    let server = script.start();
    let dal = Dal::connect(&server.url()).expect("connects");
    let update =
        AnyMailbox::in_mailbox("INBOX").filter(AnyMailbox::flagged.eq(false)).update(AnyMailbox::seen.set(true));
    let done = update.execute(&dal).expect("one is changed");
    assert_eq!((done.matched, done.changed, numbers(&done.conflicts)), (2, 1, vec![2]));
    drop(dal);
    server.finish();
}

#[test]
fn a_flag_that_the_mailbox_does_not_keep_is_refused_before_anything_is_changed() {
    let scene = Scene::new("not kept", &["a"]);
    let without_new = |response: &[u8]| vec![String::from_utf8_lossy(response).replace(" \\*)]", ")]").into_bytes()];
    let proxy = scene.proxy().edit_responses(without_new).start();
    let dal = scene.dal_through(&proxy);
    let all = scene.messages().all();
    let decided_here = scene.messages().filter(AnyMailbox::subject.ends_with("a"));
    let ordered_here = all.order_by(AnyMailbox::subject.desc()).limit(1);
    for query in [&all, &decided_here, &ordered_here] {
        let refused = query.update((AnyMailbox::seen.set(true), AnyMailbox::keyword("$Paid").set(true))).execute(&dal);
        let Err(Error::Unsupported { capability: "PERMANENTFLAGS", text, .. }) = &refused else {
            panic!("{refused:?}")
        };
        assert!(text.contains("$Paid") && text.contains(&scene.mailbox), "{text}");
        assert!(scene.flags(1).is_empty());
    }
    assert_eq!(all.update(AnyMailbox::seen.set(true)).execute(&dal).expect("is kept").changed, 1);
}

/// One round trip is not guarded, and no more.
#[test]
fn without_condstore_flags_are_asked_for_once_more_when_the_mailbox_is_opened() {
    for (moment, is_noticed) in [("SELECT", true), ("UID STORE", false)] {
        let scene = Scene::new("asked again", &["a", "b"]);
        let (mut second, mut nth) = (scene.second(), 0);
        let proxy = scene
            .proxy()
            .hide(["CONDSTORE", "QRESYNC"])
            .before_command(moment, move |_| {
                nth += 1;
                // The first SELECT is the search's.
                if moment != "SELECT" || nth == 2 {
                    second.store("1", "+FLAGS", "\\Flagged");
                }
            })
            .start();
        let unflagged = scene.messages().filter(AnyMailbox::flagged.eq(false));
        let update = unflagged.update(AnyMailbox::seen.set(true));
        let done = update.execute(&scene.dal_through(&proxy)).expect("is done");
        let expected: &[&str] = if is_noticed { &["\\Flagged"] } else { &["\\Flagged", "\\Seen"] };
        assert_eq!(
            (scene.flags(1), done.changed),
            (expected.iter().map(|f| (*f).to_owned()).collect(), 1 + u64::from(!is_noticed))
        );
        assert_eq!(scene.flags(2), ["\\Seen"]);
    }
}

#[test]
fn what_the_server_kept_though_it_is_marked_is_expunged_once_more() {
    for condition in [AnyMailbox::subject.eq("a"), AnyMailbox::subject.eq("a") & AnyMailbox::seen.eq(false)] {
        let scene = Scene::new("kept", &["a", "b"]);
        scene.second().store("2", "+FLAGS", "\\Deleted");
        let proxy = scene.proxy().start();
        let dal = scene.dal_through(&proxy);
        proxy.answer("UID EXPUNGE", "<tag> OK so it is said\r\n");
        let done = scene.messages().filter(condition).delete().execute(&dal).expect("is done");
        assert_eq!((done.matched, done.changed), (1, 1), "{done:?}");
        assert_eq!(scene.uids(), [2]);
    }
}

#[test]
fn without_uidplus_a_deletion_is_refused_or_leaves_messages_marked() {
    let scene = Scene::new("no uidplus", &["a", "b"]);
    let proxy = scene.proxy().hide(["UIDPLUS"]).start();
    let dal = scene.dal_through(&proxy);
    let delete = scene.messages().filter(AnyMailbox::subject.eq("a")).delete();
    let refused = delete.execute(&dal);
    assert!(matches!(refused, Err(Error::Unsupported { capability: "UIDPLUS", .. })), "{refused:?}");
    assert!(scene.flags(1).is_empty());
    let done = delete.without_uidplus(WithoutUidPlus::LeaveMarked).execute(&dal).expect("is done");
    assert_eq!((done.matched, done.changed), (1, 1));
    // Leaving the mailbox for another must not expunge.
    assert_eq!(AnyMailbox::in_mailbox("INBOX").all().count(&dal).expect("counts"), 400);
    drop(dal);
    assert_eq!(scene.flags(1), ["\\Deleted"]);
}

#[test]
fn without_pipelining_the_outcome_is_the_same() {
    let scene = Scene::new("serial", &["a", "b", "c"]);
    let dal = Dal::builder(&scene.server.alice().url()).pipelining(false).connect().expect("connects");
    let change = (AnyMailbox::seen.set(true), AnyMailbox::flagged.set(false));
    let done = scene.messages().all().update(change).execute(&dal).expect("is done");
    assert_eq!((done.matched, done.changed), (3, 3));
    let done = scene.messages().filter(AnyMailbox::subject.eq("b")).delete().execute(&dal).expect("is done");
    assert_eq!((done.matched, done.changed), (1, 1));
    let moved = scene.messages().filter(AnyMailbox::subject.eq("c")).move_to(scene.other()).execute(&dal);
    assert_eq!(moved.expect("is done").uids.len(), 1);
    assert_eq!(scene.uids(), [1]);
}
