//! `plan` and `execute_plan`.

use super::{Scene, numbers};
use imap_dal::{Error, prelude::*};

#[test]
fn a_plan_changes_nothing_and_says_who_what_and_how_many() {
    let scene = Scene::new("plan", &["a", "b", "c\u{202e}d", "a", "a", "a", "a", "a", "a"]);
    let planned = scene.messages().filter(AnyMailbox::subject.ne("b")).delete().plan(&scene.dal()).expect("is planned");
    assert_eq!(numbers(&planned.uids()), [1, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(scene.uids().len(), 9);
    assert!(scene.flags(1).is_empty());
    let text = planned.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with(&format!("delete 8 messages of mailbox \"{}\", ", scene.mailbox)), "{text}");
    assert_eq!(lines[1], "  uid 1, 2026-03-05, ann@example.org: a");
    assert!(lines[2].contains("\\u{202e}"), "{text}");
    assert_eq!(lines.last(), Some(&"  and 3 more"), "{text}");
}

#[test]
fn new_mail_does_not_matter_to_a_plan() {
    let scene = Scene::new("new mail", &["a", "b"]);
    let dal = scene.dal();
    let delete = scene.messages().filter(AnyMailbox::subject.eq("a")).delete();
    let planned = delete.plan(&dal).expect("is planned");
    scene.deliver(&["a"]);
    let done = delete.execute_plan(&dal, planned).expect("is done");
    assert_eq!((done.matched, done.changed), (1, 1));
    assert_eq!(scene.uids(), [2, 3]);
}

#[test]
fn a_plan_is_refused_once_a_target_has_changed_or_gone() {
    for hidden in [&[][..], &["CONDSTORE", "QRESYNC"][..]] {
        let scene = Scene::new("changed", &["a", "b", "c"]);
        let proxy = scene.proxy().hide(hidden.iter().copied()).start();
        let dal = scene.dal_through(&proxy);
        let update = scene.messages().all().update(AnyMailbox::seen.set(true));
        let planned = update.plan(&dal).expect("is planned");
        let mut second = scene.second();
        second.store("1", "+FLAGS", "Other");
        second.expunge(3);
        match update.execute_plan(&dal, planned) {
            Err(Error::PlanChanged { uids, mailbox, .. }) => {
                assert_eq!((numbers(&uids), &*mailbox), (vec![1, 3], &*scene.mailbox));
            }
            other => panic!("{other:?}"),
        }
        assert!(scene.flags(2).is_empty());
        let planned = update.plan(&dal).expect("is planned again");
        assert_eq!(update.execute_plan(&dal, planned).expect("is done").changed, 2);
        assert_eq!(scene.flags(2), ["\\Seen"]);
    }
}

/// The same uids with the same flags, and other messages.
#[test]
fn a_plan_is_refused_once_the_mailbox_was_recreated() {
    for hidden in [&[][..], &["CONDSTORE", "QRESYNC"][..]] {
        let scene = Scene::new("replanned", &["a", "b"]);
        let proxy = scene.proxy().hide(hidden.iter().copied()).start();
        let dal = scene.dal_through(&proxy);
        let target = scene.other();
        let all = scene.messages().all();
        let (delete, transfer) = (all.delete(), all.move_to(&target));
        let (deletion, moved) = (delete.plan(&dal).expect("is planned"), transfer.plan(&dal).expect("is planned"));
        let mut raw = scene.server.alice().raw();
        raw.delete_mailbox(&scene.mailbox);
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        raw.create(&scene.mailbox);
        scene.deliver(&["a", "b"]);
        let refused = delete.execute_plan(&dal, deletion);
        assert!(matches!(refused, Err(Error::UidValidityChanged { .. })), "{refused:?}");
        let refused = transfer.execute_plan(&dal, moved);
        assert!(matches!(refused, Err(Error::UidValidityChanged { .. })), "{refused:?}");
        assert!(scene.seen().values().all(|(_, flags)| flags.is_empty()) && scene.uids() == [1, 2]);
        assert!(scene.seen_in(&target).is_empty());
    }
}

#[test]
fn a_plan_belongs_to_its_mutation_and_mailbox() {
    let scene = Scene::new("whose", &["a"]);
    let elsewhere = Scene::new("whose else", &["a"]);
    let dal = scene.dal();
    let planned = scene.messages().all().delete().plan(&dal).expect("is planned");
    let others = [elsewhere.messages().all().delete(), scene.messages().filter(AnyMailbox::subject.eq("a")).delete()];
    for other in others {
        let refused = other.execute_plan(&dal, planned.clone());
        assert!(matches!(refused, Err(Error::InvalidInput { .. })), "{refused:?}");
    }
    let moved = scene.messages().all().move_to("Archive").execute_plan(&dal, planned);
    assert!(matches!(moved, Err(Error::InvalidInput { .. })), "{moved:?}");
    assert_eq!((scene.uids(), elsewhere.uids()), (vec![1], vec![1]));
}

#[test]
fn a_planned_move_moves_exactly_the_planned() {
    let scene = Scene::new("planned move", &["a", "b"]);
    let dal = scene.dal();
    let target = scene.other();
    let transfer = scene.messages().all().move_to(&target);
    let planned = transfer.plan(&dal).expect("is planned");
    assert!(planned.to_string().starts_with(&format!("move to \"{target}\" 2 messages")), "{planned}");
    scene.deliver(&["c"]);
    let moved = transfer.execute_plan(&dal, planned).expect("is done");
    assert_eq!((moved.matched, moved.uids.len()), (2, 2));
    assert_eq!(scene.uids(), [3]);
    let nothing = scene.messages().filter(AnyMailbox::subject.eq("z")).delete();
    let planned = nothing.plan(&dal).expect("is planned");
    assert_eq!(nothing.execute_plan(&dal, planned).expect("is done").matched, 0);
}
