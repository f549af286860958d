//! What is not supported is named, before anything is sent; nothing is ignored.

use crate::given::{embedded, run};

#[test]
fn what_is_not_supported_is_named() {
    // No server is there: a statement that got further would fail otherwise.
    let nowhere = Some("imap://alice:secret@127.0.0.1:1");
    let mut wrong = Vec::new();
    for (statement, named) in [
        ("SELECT uid FROM INBOX JOIN Sent ON true", "JOIN"),
        ("SELECT uid FROM INBOX, Sent", "one mailbox"),
        ("SELECT uid FROM INBOX i", "after the mailbox"),
        ("SELECT sender FROM INBOX GROUP BY sender", "GROUP BY"),
        ("SELECT count(*) FROM INBOX HAVING true", "HAVING"),
        ("SELECT DISTINCT sender FROM INBOX", "DISTINCT"),
        ("SELECT TOP 5 uid FROM INBOX", "TOP"),
        ("SELECT uid INTO x FROM INBOX", "INTO"),
        ("SELECT uid FROM INBOX WHERE uid IN (SELECT uid FROM Sent)", "subquery"),
        ("SELECT uid FROM INBOX WHERE EXISTS (SELECT uid FROM Sent)", "subquery"),
        ("SELECT uid FROM (SELECT uid FROM INBOX)", "subquery"),
        ("WITH x AS (SELECT uid FROM INBOX) SELECT uid FROM x", "WITH"),
        ("SELECT uid FROM INBOX UNION SELECT uid FROM Sent", "UNION"),
        ("SELECT uid FROM INBOX ORDER BY uid NULLS FIRST", "NULLS FIRST"),
        ("SELECT uid FROM INBOX ORDER BY ALL", "no column `ALL`"),
        ("SELECT uid FROM INBOX LIMIT 5, 10", "LIMIT with two numbers"),
        ("SELECT uid FROM INBOX OFFSET 5 ROWS", "OFFSET .. ROWS"),
        ("SELECT uid FROM INBOX FETCH FIRST 5 ROWS ONLY", "FETCH"),
        ("SELECT uid FROM INBOX FOR UPDATE", "FOR UPDATE"),
        ("SELECT uid FROM INBOX WINDOW w AS (ORDER BY uid)", "WINDOW"),
        ("SELECT uid FROM INBOX QUALIFY true", "QUALIFY"),
        ("SELECT uid FROM INBOX TABLESAMPLE BERNOULLI (5)", "TABLESAMPLE"),
        ("SELECT uid FROM INBOX SETTINGS a = 1", "SETTINGS"),
        ("SELECT upper(subject) FROM INBOX", "function upper"),
        ("SELECT count(uid) FROM INBOX", "function count"),
        ("SELECT count(DISTINCT uid) FROM INBOX", "function count"),
        ("SELECT count(*) FILTER (WHERE seen) FROM INBOX", "function count"),
        ("SELECT count(*) OVER () FROM INBOX", "function count"),
        ("SELECT count(*), uid FROM INBOX", "count(*) beside columns"),
        ("SELECT count(*) FROM INBOX LIMIT 5", "LIMIT and OFFSET with count(*)"),
        ("SELECT size + 1 FROM INBOX", "size + 1"),
        ("SELECT uid, uid FROM INBOX", "two columns are called `uid`"),
        ("SELECT text FROM INBOX", "searched in, not selected"),
        ("SELECT sujbect FROM INBOX", "did you mean `subject`?"),
        ("SELECT \"from\" FROM INBOX", "did you mean `sender`?"),
        ("SELECT inbox.uid FROM INBOX", "there is no column `inbox.uid`"),
        ("SELECT uid FROM INBOX WHERE lower(subject) = 'x'", "lower(subject)"),
        ("SELECT uid FROM INBOX WHERE now()", "function now"),
        ("SELECT uid FROM INBOX WHERE subject = \"x\"", "'single quotes'"),
        ("SELECT uid FROM INBOX WHERE subject = sender", "two columns"),
        ("SELECT uid FROM INBOX WHERE subject || 'x' = 'y'", "subject || 'x'"),
        ("SELECT uid FROM INBOX WHERE size / 2 > 5", "size / 2"),
        ("SELECT uid FROM INBOX WHERE size > 1.5", "whole number"),
        ("SELECT uid FROM INBOX WHERE size > -1", "whole number"),
        ("SELECT uid FROM INBOX WHERE size > 'big'", "a number, not text"),
        ("SELECT uid FROM INBOX WHERE uid = 4294967296", "no uid"),
        ("SELECT uid FROM INBOX WHERE size", "no condition"),
        ("SELECT uid FROM INBOX WHERE seen < true", "an order to compare by"),
        ("SELECT uid FROM INBOX WHERE seen = 1", "true or false, not a number"),
        ("SELECT uid FROM INBOX WHERE modseq = 5", "equality"),
        ("SELECT uid FROM INBOX WHERE content = 'x'", "comparisons"),
        ("SELECT uid FROM INBOX WHERE sender LIKE '%gumby%'", "ILIKE '%gumby%'"),
        ("SELECT uid FROM INBOX WHERE sender ILIKE 'gumby%'", "ILIKE '%gumby%'"),
        ("SELECT uid FROM INBOX WHERE size LIKE '1%'", "LIKE"),
        ("SELECT uid FROM INBOX WHERE subject LIKE 'x' ESCAPE '!'", "ESCAPE"),
        ("SELECT uid FROM INBOX WHERE subject SIMILAR TO 'x'", "matches(subject"),
        ("SELECT uid FROM INBOX WHERE subject = NULL", "IS NULL"),
        ("SELECT uid FROM INBOX WHERE uid IS NULL", "IS NULL"),
        ("SELECT uid FROM INBOX WHERE cc IS NULL", "is_empty(cc)"),
        ("SELECT uid FROM INBOX WHERE seen IS UNKNOWN", "IS UNKNOWN"),
        ("SELECT uid FROM INBOX WHERE created > '2026-13-01'", "is no date"),
        ("SELECT uid FROM INBOX WHERE created > '2026-05-01 10:00'", "is no date"),
        ("SELECT uid FROM INBOX WHERE created > TIME '10:00'", "type TIME"),
        ("SELECT uid FROM INBOX WHERE created > CURRENT_DATE - INTERVAL '1' DAY", "INTERVAL"),
        ("SELECT uid FROM INBOX WHERE created > CURRENT_DATE - 99999999", "no calendar"),
        ("SELECT uid FROM INBOX WHERE on(created, '2026-05-01', 'Mars')", "no time zone"),
        ("SELECT uid FROM INBOX WHERE any(sender, name = 'x')", "of attachments"),
        ("SELECT uid FROM INBOX WHERE any(attachments, subject = 'x')", "no column `subject`"),
        ("SELECT uid FROM INBOX WHERE 'x' = ANY(subject)", "ANY(subject)"),
        ("SELECT uid FROM INBOX WHERE 'x' > ANY(keywords)", "ANY(keywords)"),
        ("SELECT uid FROM INBOX WHERE ?", "?"),
        ("SELECT uid FROM INBOX ORDER BY seen", "cannot be ordered"),
        ("SELECT uid FROM role('Snet')", "did you mean `Sent`?"),
        ("SELECT uid FROM archive('Sent')", "function archive"),
        ("SELECT uid FROM \"a\".\"b\"", "\"a.b\""),
        ("SELECT uid", "one mailbox"),
        ("SELECT uid FROM INBOX; DELETE FROM INBOX", "more than one statement"),
        ("", "no statement"),
        ("INSERT INTO INBOX VALUES (1)", "INSERT"),
        ("DROP TABLE INBOX", "DROP"),
        ("CREATE TABLE x (a int)", "CREATE"),
        ("UPDATE INBOX SET subject = 'x' WHERE uid = 1", "cannot be changed"),
        ("UPDATE INBOX SET keywords = 'x' WHERE uid = 1", "as a whole"),
        ("UPDATE INBOX SET seen = 1 WHERE uid = 1", "true or false"),
        ("UPDATE INBOX SET seen = NOT seen WHERE uid = 1", "NOT seen"),
        ("UPDATE INBOX SET (seen, flagged) = (true, true) WHERE uid = 1", "tuple"),
        ("UPDATE INBOX SET seen = true FROM Sent WHERE uid = 1", "UPDATE .. FROM"),
        ("UPDATE INBOX SET seen = true WHERE uid = 1 RETURNING uid", "RETURNING"),
        ("DELETE FROM INBOX USING Sent WHERE uid = 1", "USING"),
        ("DELETE FROM INBOX WHERE uid = 1 RETURNING uid", "RETURNING"),
        ("DELETE INBOX WHERE uid = 1", "without FROM"),
        ("SELECT uid FROM INBOX WHERE", "not SQL"),
        ("SELEC uid FROM INBOX", "did you mean SELECT?"),
        ("SELECT uid, subject frm INBOX", "did you mean FROM?"),
        ("SELECT uid FROM INBOX wher uid = 1", "did you mean WHERE?"),
        ("SELECT uid FROM INBOX WHERE subject = 'it's'", "'it''s'"),
        ("SELECT count(*) FROM Projects/2026", "\"double quotes\""),
        ("SELECT uid FROM [Gmail]", "\"double quotes\""),
        ("SELECT from FROM INBOX", "SELECT names no column"),
        ("SELECT uid, from FROM INBOX", "the column of From is called sender"),
        ("SELECT from, uid FROM INBOX", "the column of From is called sender"),
        ("SELECT uid subject FROM INBOX", "write a comma between them"),
        ("SELECT i.subject FROM INBOX AS i", "write `subject` alone"),
        ("SELECT header.List-Id FROM INBOX", "header.\"List-Id\""),
        ("SELECT lower(subject) FROM INBOX", "selected as they are"),
        ("SELECT sum(size) FROM INBOX", "add them up"),
        ("SELECT uid FROM INBOX ORDER BY 1", "name the column"),
        ("SELECT uid FROM INBOX LIMIT -1", "`LIMIT` takes a whole number, not -1"),
        ("SELECT uid FROM INBOX WHERE unread", "write `NOT seen`"),
        ("SELECT uid FROM INBOX WHERE seen = 0", "`seen = true` or `seen = false`"),
        ("SELECT uid FROM INBOX WHERE seen && flagged", "write AND"),
        ("SELECT uid FROM INBOX WHERE seen || flagged", "write OR"),
        ("SELECT uid FROM INBOX WHERE subject ~ 'x'", "matches(subject, 'pattern')"),
        ("SELECT uid FROM INBOX WHERE lower(subject) LIKE '%x%'", "ILIKE ignores case"),
        ("SELECT uid FROM INBOX WHERE sender LIKE 'user1%'", "`sender ILIKE '%user1%'`"),
        ("SELECT uid FROM INBOX WHERE subject = lunch", "'lunch'"),
        ("SELECT uid FROM INBOX WHERE subject = lunch", "there is no column `lunch`"),
        ("SELECT uid FROM INBOX WHERE uid IN ('1')", "without quotes: 1"),
        ("SELECT uid FROM INBOX WHERE created > 2026-05-01", "'2026-05-01'"),
        ("SELECT uid FROM INBOX WHERE created > yesterday", "CURRENT_DATE - 1"),
        ("SELECT uid FROM INBOX WHERE created > now()", "CURRENT_DATE"),
        ("SELECT uid FROM INBOX WHERE created > CURRENT_DATE - INTERVAL '7 days'", "CURRENT_DATE - 7"),
        ("SELECT uid FROM INBOX WHERE date(created) = '2026-01-01'", "created = '2026-05-01'"),
        ("SELECT uid FROM INBOX WHERE count(attachments) > 0", "NOT is_empty(attachments)"),
        ("SELECT uid FROM INBOX WHERE attachments", "NOT is_empty(attachments)"),
        ("SELECT sender.name FROM INBOX", "write `sender` alone"),
        ("SELECT uid FROM INBOX WHERE sender = 'Ann Smith'", "sender ILIKE '%Ann Smith%'"),
        ("SELECT uid FROM INBOX WHERE has_attachments", "NOT is_empty(attachments)"),
        ("SELECT uid FROM INBOX WHERE size > 1M", "digits alone"),
        ("SELECT uid FROM INBOX WHERE created = '2026-01-01'::date", "the value alone"),
        ("(SELECT uid FROM INBOX LIMIT 1)", "in parentheses"),
        ("DELETE * FROM INBOX WHERE uid = 1", "write DELETE FROM INBOX"),
        ("UPDATE INBOX flagged = true WHERE uid = 1", "write UPDATE INBOX SET"),
        ("MOVE FROM INBOX TO Archive", "there are SELECT"),
        ("SELECT uid FROM INBOX WHERE cc = NULL", "is_empty(cc)"),
        ("SELECT uid FROM INBOX WHERE keyword.Work = 1", "`keyword.\"Work\" = true`"),
        ("SELECT header('X-Spam') FROM INBOX", "header.\"List-Id\""),
        ("SELECT header['X-Spam'] FROM INBOX", "header.\"List-Id\""),
        ("SELECT list-id FROM INBOX", "header.\"List-Id\""),
        ("SELECT attachments.name FROM INBOX", "any(attachments, name LIKE '%.pdf')"),
        ("SELECT uid FROM INBOX WHERE subject CONTAINS 'x'", "contains(subject, 'text')"),
        ("SELECT uid FROM INBOX WHERE subject GLOB 'x*'", "there is no operator GLOB"),
        ("SELECT uid FROM INBOX WHERE flags = 'seen'", "a flag is a column"),
        ("SELECT uid FROM INBOX WHERE labels = 'Work'", "= ANY(keywords)"),
        ("SELECT uid FROM INBOX WHERE instr(subject, 'x') > 0", "contains(subject, 'part')"),
        ("SELECT uid FROM INBOX WHERE datediff(created, now()) < 7", "CURRENT_DATE - 7"),
        ("SELECT uid FROM INBOX WHERE uid IN (1, NULL)", "nothing equals NULL"),
        ("SELECT uid FROM INBOX ORDER BY -size", "DESC"),
        ("SHOW TABLES", "`imap-dal mailboxes`"),
        ("DESCRIBE INBOX", "`imap-dal sql --help`"),
        ("EXPLAIN SELECT uid FROM INBOX", "--explain"),
        ("UPDATE INBOX SET mailbox = 'Archive' WHERE uid = 1", "moves"),
        ("UPDATE INBOX SET unread = false WHERE uid = 1", "`seen`"),
    ] {
        let said = run(nowhere, ["sql", statement]);
        // What is wrong on one line, what to do on the next.
        let has_next = said.err.lines().count() == 2;
        if said.code != 2 || !said.err.contains(named) || !said.out.is_empty() || !has_next {
            wrong.push(format!("{statement}: {} {}{}", said.code, said.out, said.err));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn options_that_do_not_fit_are_refused() {
    let nowhere = Some("imap://alice:secret@127.0.0.1:1");
    for (arguments, named) in [
        (["sql", "SELECT uid FROM INBOX", "--dry-run"], "SELECT changes nothing"),
        (["sql", "SELECT uid FROM INBOX", "--all"], "--all is for UPDATE and DELETE"),
        (["sql", "DELETE FROM INBOX WHERE seen", "--analyze"], "--dry-run"),
    ] {
        let said = run(nowhere, arguments);
        assert_eq!(said.code, 2, "{arguments:?}");
        assert!(said.err.contains(named), "{arguments:?}: {}", said.err);
    }
}

#[test]
fn a_deep_statement_is_refused_and_a_long_one_runs() {
    let given = embedded([("INBOX", vec![])]);
    let chain = vec!["seen"; 9_000].join(" AND ");
    assert_eq!(given.uids(&chain), [] as [&str; 0]);
    let uids: Vec<String> = (1..9_000).map(|uid| uid.to_string()).collect();
    assert_eq!(given.uids(&format!("uid IN ({})", uids.join(", "))), [] as [&str; 0]);
    for deep in [format!("{}seen{}", "(".repeat(5_000), ")".repeat(5_000)), format!("{}seen", "NOT ".repeat(20_000))] {
        let said = given.sql(&format!("SELECT uid FROM INBOX WHERE {deep}"), []);
        assert_eq!(said.code, 2, "{}", said.err);
    }
    let said = given.sql(&format!("SELECT uid FROM INBOX WHERE {}", vec!["a"; 30_000].join("=")), []);
    assert_eq!(said.code, 2);
    assert!(said.err.len() < 1_000, "{}", said.err.len());
}
