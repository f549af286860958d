//! `SELECT`: columns, conditions, orders, windows, formats.

use crate::given::{letters, on_each};

#[test]
fn conditions_select_what_they_say() {
    on_each(|given| {
        for (condition, uids) in [
            ("NOT seen AND size < 6000", "3"),
            ("seen", "1"),
            ("seen = false", "2 3"),
            ("seen IS NOT TRUE", "2 3"),
            ("true", "1 2 3"),
            ("NOT (seen OR size > 5000)", "3"),
            ("uid IN (1, 3)", "1 3"),
            ("uid NOT IN (1, 3)", "2"),
            ("uid BETWEEN 2 AND 9", "2 3"),
            ("2 < uid", "3"),
            ("uid <> 2", "1 3"),
            ("size >= 5000", "2"),
            ("size NOT BETWEEN 0 AND 5000", "2"),
            ("created < '2026-02-01'", "1"),
            ("created = DATE '2026-02-05'", "2"),
            ("created >= '2026-02-05T09:00:00Z'", "2 3"),
            ("created > '2026-02-05T10:00:00+01:00'", "3"),
            ("on(created, '2026-03-05', 'Europe/Berlin')", "3"),
            ("created < CURRENT_DATE + 1", "1 2 3"),
            ("sender = 'ANN@example.org'", "1"),
            ("sender ILIKE '%smith%'", "1"),
            ("sender IN ('ann@example.org', 'gumby@example.com')", "1 2"),
            ("is_empty(cc)", "1 2 3"),
            ("subject = 'Issue 7'", "3"),
            ("subject <> 'Issue 7'", "1 2"),
            ("subject LIKE 'Issue%'", "3"),
            ("subject LIKE 'issue%'", ""),
            ("subject ILIKE 'issue _'", "3"),
            ("subject NOT LIKE '%hurts'", "1 3"),
            ("contains(subject, 'köln')", "1"),
            ("starts_with(subject, 'My ')", "2"),
            ("ends_with(subject, 'hurts')", "2"),
            ("matches(subject, '[0-9]$')", "3"),
            ("content ILIKE '%HELLO%'", "1"),
            ("text ILIKE '%news.example.net%'", "3"),
            ("header.\"List-Id\" IS NOT NULL", "3"),
            ("header.\"X-Nothing\" IS NULL", "1 2 3"),
            ("keyword.\"$Paid\"", "3"),
            ("'$paid' = ANY(keywords)", "3"),
            ("any(attachments, name LIKE '%.pdf' AND size < 1000)", "3"),
            ("NOT is_empty(attachments)", "3"),
            ("mime ILIKE 'multipart/%'", "3"),
            ("message_id IS NULL", ""),
            ("uid = 1 OR uid = 2 AND seen", "1"),
        ] {
            let expected: Vec<&str> = uids.split_whitespace().collect();
            assert_eq!(given.uids(condition), expected, "{condition}");
            let exact = given.sql(&format!("SELECT uid FROM MAILBOX WHERE {condition}"), ["--csv", "--exact"]);
            assert_eq!(exact.out.lines().skip(1).collect::<Vec<_>>(), expected, "exact: {condition} {}", exact.err);
            let counted = given.rows(&format!("SELECT count(*) FROM MAILBOX WHERE {condition}"));
            assert_eq!(counted, [expected.len().to_string()], "count: {condition}");
        }
    });
}

#[test]
fn the_statement_of_the_readme_runs() {
    on_each(|given| {
        let said = given.sql(
            "SELECT uid, sender, subject FROM MAILBOX WHERE NOT seen AND size < 6000 ORDER BY created DESC LIMIT 10",
            [],
        );
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(
            said.out,
            "uid  sender            subject\n---  ----------------  -------\n3    news@example.net  Issue 7\n"
        );
    });
}

#[test]
fn orders_and_windows() {
    on_each(|given| {
        let uids = |rest: &str| given.rows(&format!("SELECT uid FROM MAILBOX {rest}"));
        assert_eq!(uids("ORDER BY created DESC"), ["3", "2", "1"]);
        assert_eq!(uids("ORDER BY size DESC LIMIT 1"), ["2"]);
        assert_eq!(uids("ORDER BY subject"), ["1", "3", "2"]);
        assert_eq!(uids("ORDER BY sender, uid DESC"), ["1", "2", "3"]);
        assert_eq!(uids("LIMIT 1 OFFSET 1"), ["2"]);
        assert_eq!(uids("LIMIT 0"), [] as [&str; 0]);
        assert_eq!(given.rows("SELECT ALL uid FROM MAILBOX LIMIT ALL"), ["1", "2", "3"]);
        assert_eq!(given.rows("select UID -- the first\nfrom MAILBOX /* of mine */ limit 1 ;"), ["1"]);
    });
}

#[test]
fn every_column_can_be_selected_in_every_format() {
    on_each(|given| {
        let all = "uid, seq, answered, deleted, draft, flagged, seen, recent, keywords, created, sent, size, subject, sender, \
                   \"to\", cc, bcc, reply_to, message_id, in_reply_to, references, mime, encoding, content, attachments, preview, \
                   email, header.\"List-Id\", keyword.\"$Paid\"";
        for format in ["table", "csv", "json"] {
            let said = given.sql(&format!("SELECT {all} FROM MAILBOX"), ["--format", format]);
            assert_eq!((said.code, said.err.as_str()), (0, ""), "{format}");
        }
        let said = given.sql("SELECT * FROM MAILBOX", ["--json"]);
        assert_eq!(said.out.lines().count(), letters().len());
        let third: serde_json::Value = serde_json::from_str(said.out.lines().nth(2).expect("a third")).expect("JSON");
        assert_eq!(third["sender"], serde_json::json!([{ "name": null, "email": "news@example.net" }]));
        assert_eq!(third["keywords"], serde_json::json!(["$Paid"]));
        assert_eq!(third["attachments"][0]["name"], "issue.pdf");
        assert_eq!(third["seen"], false);
        assert!(third["created"].as_str().expect("text").starts_with("2026-03-05T"), "{third}");
        assert!(third.get("content").is_none() && third.get("email").is_none(), "bodies are not downloaded: {third}");
    });
}

#[test]
fn csv_is_csv() {
    on_each(|given| {
        let said = given.sql("SELECT subject AS \"the, heading\", cc FROM MAILBOX LIMIT 1", ["--csv"]);
        assert_eq!(said.out, "\"the, heading\",cc\r\n\"Grüße, \"\"Köln\"\"\",\"\"\r\n");
        let said = given.sql("SELECT count(*) AS n FROM MAILBOX", ["--json"]);
        assert_eq!(said.out, "{\"n\":3}\n");
    });
}

#[test]
fn explain_sends_nothing_and_analyze_tells_what_was_sent() {
    on_each(|given| {
        let statement = "SELECT uid FROM MAILBOX WHERE NOT seen AND subject = 'Issue 7'";
        let said = given.sql(statement, ["--explain"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.contains("UID SEARCH") && said.out.contains("seen.eq(false)"), "{}", said.out);
        if let Some(server) = &given.server {
            let sent = server.transcript();
            assert!(!sent.iter().any(|command| command.name == "UID SEARCH"), "explain searched");
        }
        let said = given.sql(statement, ["--analyze"]);
        assert!(said.out.contains("1 row of"), "{}", said.out);
        let said = given.sql("SELECT count(*) FROM MAILBOX WHERE subject = 'Issue 7'", ["--analyze"]);
        assert!(said.out.contains("1 row of"), "{} {}", said.out, said.err);
        let said = given.sql("SELECT count(*) FROM MAILBOX WHERE seen", ["--explain"]);
        assert!(said.out.contains("UID SEARCH") && !said.out.contains("UID FETCH"), "{}", said.out);
    });
}

#[test]
fn explain_names_options_of_the_command_line() {
    on_each(|given| {
        let said = given.sql("SELECT email FROM MAILBOX WHERE contains(subject, 'Issue')", ["--explain"]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.contains("`--exact`") && said.out.contains("LIMIT"), "{}", said.out);
        assert!(!said.out.contains(".exact()") && !said.out.contains("max_bytes"), "{}", said.out);
    });
}

#[test]
fn only_what_is_selected_is_fetched() {
    on_each(|given| {
        let said = given.sql("SELECT uid, size FROM MAILBOX", ["--explain"]);
        assert!(!said.out.contains("BODY") && !said.out.contains("ENVELOPE"), "{}", said.out);
        let said = given.sql("SELECT uid, size FROM MAILBOX", ["--explain", "--exact"]);
        assert_eq!(said.code, 0);
    });
}

#[test]
fn a_role_is_a_mailbox() {
    on_each(|given| {
        // The embedded server of these tests has an inbox and nothing else.
        let said = given.sql("SELECT count(*) FROM role('Sent')", []);
        if given.server.is_some() {
            assert_eq!(said.code, 3);
            assert!(said.err.contains("there is no mailbox \"role Sent\""), "{}", said.err);
        } else {
            assert_eq!(said.code, 0, "{}", said.err);
        }
    });
}
