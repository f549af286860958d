//! `UPDATE` and `DELETE`: what they change, and what keeps them from changing more.

use crate::given::on_each;

#[test]
fn update_changes_flags_and_keywords_of_what_matches() {
    on_each(|given| {
        let said = given.sql("UPDATE MAILBOX SET seen = true, keyword.\"$Read\" = true WHERE NOT seen", ["--csv"]);
        assert_eq!((said.code, said.out.as_str()), (0, "matched,updated\r\n2,2\r\n"), "{}", said.err);
        assert_eq!(given.uids("seen AND keyword.\"$Read\""), ["2", "3"]);
        let said = given.sql("UPDATE MAILBOX SET keyword.\"$Read\" = false WHERE uid = 3 LIMIT 1", []);
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(given.uids("keyword.\"$Read\""), ["2"]);
    });
}

#[test]
fn delete_removes_what_matches() {
    on_each(|given| {
        let said = given.sql("DELETE FROM MAILBOX WHERE sender ILIKE '%gumby%'", ["--json"]);
        assert_eq!((said.code, said.out.as_str()), (0, "{\"matched\":1,\"deleted\":1}\n"), "{}", said.err);
        assert_eq!(given.uids("true"), ["1", "3"]);
    });
}

#[test]
fn without_where_nothing_is_changed_unless_all_is_said() {
    on_each(|given| {
        for statement in ["DELETE FROM MAILBOX", "UPDATE MAILBOX SET flagged = true", "DELETE FROM MAILBOX LIMIT 1"] {
            let said = given.sql(statement, []);
            assert_eq!(said.code, 2, "{statement}");
            assert!(said.err.contains("--all") && said.err.contains("--dry-run"), "{}", said.err);
        }
        for condition in ["true", "size >= 0", "uid >= 1 OR seen OR NOT seen", "contains(subject, '')"] {
            let said = given.sql(&format!("DELETE FROM MAILBOX WHERE {condition}"), []);
            assert_eq!(said.code, 2, "{condition}");
            assert!(said.err.contains("--all"), "{}", said.err);
        }
        // What is advised works: nothing is changed by looking.
        for statement in ["DELETE FROM MAILBOX", "DELETE FROM MAILBOX WHERE size >= 0"] {
            let said = given.sql(statement, ["--dry-run"]);
            assert!(said.code == 0 && said.out.starts_with("delete 3 messages"), "{}{}", said.out, said.err);
            let said = given.sql(statement, ["--explain"]);
            assert!(said.code == 0 && said.out.contains("UID EXPUNGE <uids>"), "{}{}", said.out, said.err);
        }
        assert_eq!(given.uids("NOT flagged"), ["1", "2", "3"]);
        let said = given.sql("UPDATE MAILBOX SET flagged = true", ["--all"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(given.uids("flagged"), ["1", "2", "3"]);
        let said = given.sql("DELETE FROM MAILBOX WHERE true", ["--all"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(given.uids("true").is_empty());
    });
}

#[test]
fn a_dry_run_says_what_would_be_done_and_does_not() {
    on_each(|given| {
        let said = given.sql("DELETE FROM MAILBOX WHERE NOT seen", ["--dry-run"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(
            said.out.contains("2 messages") && said.out.contains("gumby@example.com: My brain hurts"),
            "{}",
            said.out
        );
        let said = given.sql("UPDATE MAILBOX SET seen = true WHERE NOT seen", ["--dry-run"]);
        assert!(said.out.contains("2 messages"), "{}", said.out);
        let said = given.sql("DELETE FROM MAILBOX WHERE NOT seen", ["--explain"]);
        for part in ["UID SEARCH", "UID STORE <uids>", "UID EXPUNGE <uids>", "every message that is changed"] {
            assert!(said.out.contains(part), "{}", said.out);
        }
        let said = given.sql("UPDATE MAILBOX SET seen = true, keyword.\"$Read\" = true WHERE uid = 2", ["--explain"]);
        assert!(said.out.contains("+FLAGS.SILENT (\\Seen $Read)"), "{}", said.out);
        assert_eq!(given.uids("NOT seen"), ["2", "3"]);
    });
}
