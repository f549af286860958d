//! Every operator and column: the text of the search for its bounds.

use super::*;
use crate::plan::bounds::{Lowering, Trust};
use crate::{Error, Uid, UnreadableDates};
use jiff::{Timestamp, civil::date, tz::TimeZone};

type Any = AnyMailbox;

fn bounds(condition: Expr<Any>, trust: Trust, server: &Server) -> (String, String) {
    let bounds = Lowering::new(server, trust).bounds(&condition.into_node()).unwrap();
    (written(&bounds.lower), written(&bounds.upper))
}

/// Decided by the server: both bounds are this.
#[track_caller]
fn is_exactly(condition: Expr<Any>, key: &str) {
    assert_eq!(bounds(condition, Trust::Answer, &server()), (key.to_owned(), key.to_owned()));
}

/// Narrowed by the server: `lower` is nothing.
#[track_caller]
fn is_narrowed_by(condition: Expr<Any>, key: &str) {
    assert_eq!(bounds(condition, Trust::Answer, &server()), ("nothing".to_owned(), key.to_owned()));
}

#[track_caller]
fn is_between(condition: Expr<Any>, lower: &str, upper: &str) {
    assert_eq!(bounds(condition, Trust::Answer, &server()), (lower.to_owned(), upper.to_owned()));
}

#[track_caller]
fn exactly(trust: Trust, text_keys: TextKeys, condition: Expr<Any>, lower: &str, upper: &str) {
    assert_eq!(bounds(condition, trust, &server_with(text_keys)), (lower.to_owned(), upper.to_owned()));
}

#[test]
fn flags_and_keywords() {
    is_exactly(Any::seen.eq(true), "SEEN");
    is_exactly(Any::seen.eq(false), "UNSEEN");
    is_exactly(Any::seen.ne(false), "SEEN");
    is_exactly(!Any::answered.eq(true), "UNANSWERED");
    is_exactly(Any::deleted.eq(true) & Any::draft.eq(false), "DELETED UNDRAFT");
    is_exactly(Any::flagged.is_in([true, false]), "ALL");
    is_exactly(Any::recent.eq(true), "RECENT");
    is_exactly(Any::recent.eq(false), "OLD");
    is_exactly(Any::keyword("$Junk").eq(true), "KEYWORD $Junk");
    is_exactly(Any::keyword("$Junk").ne(true), "UNKEYWORD $Junk");
    is_exactly(Any::keywords.contains("work"), "KEYWORD work");
    is_narrowed_by(Any::keywords.contains("no atom"), "ALL");
    is_narrowed_by(Any::keywords.contains("\\Seen"), "ALL");
}

#[test]
fn uids() {
    is_exactly(Any::uid.eq(5), "UID 5");
    is_exactly(Any::uid.ne(5), "NOT UID 5");
    is_exactly(Any::uid.eq(0), "nothing");
    is_exactly(Any::uid.lt(5), "UID 1:4");
    is_exactly(Any::uid.lt(1), "nothing");
    is_exactly(Any::uid.le(5), "UID 1:5");
    is_exactly(Any::uid.gt(4), "UID 5:4294967295");
    is_exactly(Any::uid.gt(u32::MAX), "nothing");
    is_exactly(Any::uid.ge(5), "UID 5:4294967295");
    is_exactly(Any::uid.ge(0), "ALL");
    is_exactly(Any::uid.le(u32::MAX), "ALL");
    is_exactly(Any::uid.between(3, 5), "UID 3:5");
    is_exactly(Any::uid.between(5, 3), "nothing");
    is_exactly(Any::uid.is_in([9, 3, 4, 0, 5]), "UID 3:5,9");
    is_exactly(Any::uid.is_in([Uid::new(2)]), "UID 2");
    is_exactly(Any::uid.is_in([0_u32; 0]), "nothing");
}

#[test]
fn sizes() {
    is_exactly(Any::size.lt(6000), "SMALLER 6000");
    is_exactly(Any::size.lt(0), "nothing");
    is_exactly(Any::size.le(6000), "SMALLER 6001");
    is_exactly(Any::size.gt(6000), "LARGER 6000");
    is_exactly(Any::size.ge(6000), "LARGER 5999");
    is_exactly(Any::size.ge(0), "ALL");
    is_exactly(Any::size.eq(7), "LARGER 6 SMALLER 8");
    is_exactly(Any::size.ne(7), "NOT (LARGER 6 SMALLER 8)");
    is_exactly(Any::size.eq(0), "SMALLER 1");
    is_exactly(Any::size.between(3, 9), "LARGER 2 SMALLER 10");
    is_exactly(Any::size.between(5, 3), "nothing");
    is_exactly(Any::size.is_in([1, 1 << 40]), "LARGER 0 SMALLER 2");
    is_exactly(Any::size.is_in([0_u64; 0]), "nothing");
}

#[test]
fn numbers_beyond_32_bits_fold() {
    is_exactly(Any::size.lt(1 << 40), "ALL");
    is_exactly(Any::size.le(u64::from(u32::MAX)), "ALL");
    is_exactly(Any::size.le(u64::MAX), "ALL");
    // Cyrus 3.6 knows 31 bits.
    is_exactly(Any::size.lt((1 << 31) - 1), "SMALLER 2147483647");
    is_exactly(Any::size.gt((1 << 31) - 2), "LARGER 2147483646");
    is_between(Any::size.lt(1 << 31), "SMALLER 2147483647", "ALL");
    is_narrowed_by(Any::size.gt((1 << 31) - 1), "LARGER 2147483646");
    is_between(Any::size.lt(u64::from(u32::MAX)), "SMALLER 2147483647", "ALL");
    is_exactly(Any::size.gt(u64::from(u32::MAX)), "nothing");
    is_narrowed_by(Any::size.ge(u64::from(u32::MAX)), "LARGER 2147483646");
    is_exactly(Any::size.eq(u64::MAX), "nothing");
    is_exactly(Any::size.ne(1 << 33), "ALL");
}

#[test]
fn civil_days_of_arrival_are_the_servers_by_default() {
    let day = date(2026, 2, 1);
    is_exactly(Any::created.eq(day), "ON 1-Feb-2026");
    is_exactly(Any::created.ne(day), "NOT ON 1-Feb-2026");
    is_exactly(Any::created.lt(day), "BEFORE 1-Feb-2026");
    is_exactly(Any::created.le(day), "BEFORE 2-Feb-2026");
    is_exactly(Any::created.gt(day), "SINCE 2-Feb-2026");
    is_exactly(Any::created.ge(day), "SINCE 1-Feb-2026");
    is_exactly(Any::created.between(day, date(2026, 2, 28)), "SINCE 1-Feb-2026 BEFORE 1-Mar-2026");
    is_exactly(Any::created.between(date(2026, 2, 28), day), "nothing");
    is_exactly(Any::created.is_in([day, date(2025, 12, 31)]), "OR ON 1-Feb-2026 ON 31-Dec-2025");
}

#[test]
fn civil_days_of_arrival_are_widened_where_they_have_to_be_exact() {
    let day = date(2026, 2, 1);
    let check = |condition, lower, upper| {
        exactly(Trust::Exact, TextKeys::Unknown, condition, lower, upper);
    };
    check(Any::created.ge(day), "SINCE 2-Feb-2026", "SINCE 31-Jan-2026");
    check(Any::created.gt(day), "SINCE 3-Feb-2026", "SINCE 1-Feb-2026");
    check(Any::created.lt(day), "BEFORE 31-Jan-2026", "BEFORE 2-Feb-2026");
    check(Any::created.le(day), "BEFORE 1-Feb-2026", "BEFORE 3-Feb-2026");
    check(Any::created.eq(day), "nothing", "SINCE 31-Jan-2026 BEFORE 3-Feb-2026");
    check(Any::created.ne(day), "NOT (SINCE 31-Jan-2026 BEFORE 3-Feb-2026)", "ALL");
    check(!Any::created.ge(day), "NOT SINCE 31-Jan-2026", "NOT SINCE 2-Feb-2026");
}

#[test]
fn a_known_zone_needs_no_margin() {
    let check = |zone, condition, lower: &str, upper: &str| {
        let server = Server { profile: Profile::default().date_zone(zone), ..server() };
        assert_eq!(bounds(condition, Trust::Exact, &server), (lower.to_owned(), upper.to_owned()));
    };
    let day = date(2026, 2, 1);
    check(DateZone::Printed, Any::created.eq(day), "ON 1-Feb-2026", "ON 1-Feb-2026");
    check(DateZone::Printed, Any::created.ge(day), "SINCE 1-Feb-2026", "SINCE 1-Feb-2026");
    check(DateZone::Utc, Any::created.ge(day), "SINCE 2-Feb-2026", "SINCE 31-Jan-2026");
    let noon: Timestamp = "2026-02-10T12:00:00Z".parse().unwrap();
    check(DateZone::Utc, Any::created.ge(noon), "SINCE 11-Feb-2026", "SINCE 10-Feb-2026");
    check(DateZone::Utc, Any::created.lt(noon), "BEFORE 10-Feb-2026", "BEFORE 11-Feb-2026");
    check(DateZone::Printed, Any::created.ge(noon), "SINCE 12-Feb-2026", "SINCE 9-Feb-2026");
    let tokyo = TimeZone::fixed(jiff::tz::offset(9));
    check(DateZone::Utc, Any::created.on(date(2026, 2, 10), &tokyo), "nothing", "SINCE 9-Feb-2026 BEFORE 11-Feb-2026");
}

#[test]
fn instants_and_zones_are_widened_by_a_day() {
    let noon: Timestamp = "2026-02-10T12:00:00Z".parse().unwrap();
    is_between(Any::created.ge(noon), "SINCE 12-Feb-2026", "SINCE 9-Feb-2026");
    is_between(Any::created.gt(noon), "SINCE 12-Feb-2026", "SINCE 9-Feb-2026");
    is_between(Any::created.lt(noon), "BEFORE 9-Feb-2026", "BEFORE 12-Feb-2026");
    is_narrowed_by(Any::created.eq(noon), "SINCE 9-Feb-2026 BEFORE 12-Feb-2026");
    let fraction: Timestamp = "2026-02-10T12:00:00.5Z".parse().unwrap();
    is_exactly(Any::created.eq(fraction), "nothing");
    let tokyo = TimeZone::fixed(jiff::tz::offset(9));
    is_narrowed_by(Any::created.on(date(2026, 2, 10), &tokyo), "SINCE 8-Feb-2026 BEFORE 12-Feb-2026");
}

#[test]
fn days_that_servers_may_not_know_are_rounded() {
    is_between(Any::created.ge(date(-5, 1, 1)), "SINCE 2-Jan-1970", "ALL");
    is_between(Any::created.lt(date(1900, 1, 1)), "nothing", "BEFORE 2-Jan-1970");
    is_between(Any::created.gt(date(9999, 12, 31)), "nothing", "SINCE 30-Dec-9999");
    is_between(Any::created.lt(date(9999, 12, 31)), "BEFORE 30-Dec-9999", "ALL");
    is_narrowed_by(Any::created.eq(date(1800, 1, 1)), "BEFORE 2-Jan-1970");
}

#[test]
fn sent_is_never_exact_and_what_dovecot_cannot_read_counts_as_early() {
    let day = date(2026, 2, 10);
    let after = Any::sent.ge(day) & Any::sent.lt(date(2030, 1, 1));
    is_narrowed_by(
        after,
        "OR SENTSINCE 8-Feb-2026 SENTBEFORE 1-Jan-1971 OR SENTBEFORE 3-Jan-2030 SENTSINCE 1-Feb-2036",
    );
    // Dovecot 2.3 takes what is older than 1970 for the far future.
    is_narrowed_by(Any::sent.lt(day), "OR SENTBEFORE 12-Feb-2026 SENTSINCE 1-Feb-2036");
    is_narrowed_by(Any::sent.eq(day), "OR SENTSINCE 8-Feb-2026 SENTBEFORE 1-Jan-1971 SENTBEFORE 13-Feb-2026");
    is_narrowed_by(Any::sent.is_some(), "HEADER Date \"\"");
    is_between(Any::sent.is_none(), "NOT HEADER Date \"\"", "ALL");
    let noon: Timestamp = "2026-02-10T12:00:00Z".parse().unwrap();
    is_narrowed_by(Any::sent.le(noon), "OR SENTBEFORE 13-Feb-2026 SENTSINCE 1-Feb-2036");
    let unknown = Server { profile: Profile::default().unreadable_dates(UnreadableDates::Unknown), ..server() };
    for condition in [Any::sent.ge(day), Any::sent.lt(day), Any::sent.eq(day)] {
        assert_eq!(bounds(condition, Trust::Answer, &unknown), ("nothing".to_owned(), "ALL".to_owned()));
    }
}

/// Dovecot 2.3 and Cyrus 3.6 count in 32 bits: a later date is found at any of 136 years.
#[test]
fn what_was_sent_after_2106_may_stand_anywhere() {
    for day in [date(2026, 2, 10), date(2107, 1, 1)] {
        is_narrowed_by(Any::sent.ge(day), "ALL");
        is_narrowed_by(Any::sent.gt(day.to_zoned(TimeZone::UTC).unwrap().timestamp()), "ALL");
        is_between(!Any::sent.ge(day), "nothing", "ALL");
    }
    let since = "OR SENTSINCE 8-Feb-2026 SENTBEFORE 1-Jan-1971";
    let (from, until) = (date(2026, 2, 10), |year| date(year, 1, 1));
    is_narrowed_by(
        Any::sent.between(from, until(2030)),
        &format!("{since} OR SENTBEFORE 4-Jan-2030 SENTSINCE 1-Feb-2036"),
    );
    is_narrowed_by(Any::sent.between(from, until(2107)), "OR SENTBEFORE 4-Jan-2107 SENTSINCE 1-Feb-2036");
    let limited = Any::sent.ge(from) | Any::seen.eq(true);
    is_narrowed_by(
        Any::sent.eq(until(2020)) & limited.clone(),
        "OR SENTSINCE 30-Dec-2019 SENTBEFORE 1-Jan-1971 SENTBEFORE 4-Jan-2020 OR SEEN OR SENTSINCE 8-Feb-2026 SENTBEFORE 1-Jan-1971",
    );
    assert_eq!(bounds(!Any::sent.eq(until(2020)) & limited, Trust::Answer, &server()).1, "ALL");
}

#[test]
fn uids_far_apart_are_asked_for_apart() {
    // Cyrus 3.6 finds nothing in the set `5,4294967295`.
    is_exactly(Any::uid.is_in([5, 7, u32::MAX]), "OR UID 5,7 UID 4294967295");
    is_exactly(Any::uid.ne(7), "NOT UID 7");
    is_exactly(Any::uid.ge(5), "UID 5:4294967295");
    is_exactly(Any::uid.is_in([3_000_000_000, u32::MAX]), "UID 3000000000,4294967295");
    is_exactly(!Any::uid.is_in([5, u32::MAX]) & Any::seen.eq(true), "SEEN NOT OR UID 5 UID 4294967295");
}

#[test]
fn cyrus_is_not_asked_for_the_last_of_repeated_fields() {
    let cyrus = Server::listed(&["IMAP4rev1", "ESEARCH", "X-REPLICATION"], &Profile::default());
    let upper = |condition: Expr<Any>| bounds(condition, Trust::Answer, &cyrus).1;
    assert_eq!(upper(Any::subject.eq("alpha")), "ALL");
    assert_eq!(upper(Any::header("subject").eq("alpha")), "ALL");
    assert_eq!(upper(Any::message_id.eq("<alpha@x>")), "ALL");
    assert_eq!(upper(Any::header("X-Other").eq("alpha")), "HEADER X-Other \"alpha\"");
    assert_eq!(upper(Any::sender.eq("alpha@beta")), "ALL");
    assert_eq!(upper(Any::reply_to.eq("alpha@beta")), "HEADER Reply-To \"alpha\" HEADER Reply-To \"beta\"");
    // Every target is decided here: what is not found is left alone.
    assert_eq!(bounds(Any::subject.eq("alpha"), Trust::Targets, &cyrus).1, "SUBJECT \"alpha\"");
}

/// Courier shows `xn--bcher-kva.example` as `bücher.example`.
#[test]
fn labels_in_punycode_are_not_asked_for() {
    is_narrowed_by(Any::sender.eq("ann@xn--bcher-kva.example"), r#"HEADER From "ann" HEADER From "example""#);
    is_narrowed_by(Any::sender.eq("ann@mail.XN--bcher-kva"), r#"HEADER From "ann" HEADER From "mail""#);
    is_narrowed_by(Any::subject.eq("xn--bcher"), r#"SUBJECT "xn" SUBJECT "bcher""#);
    let courier = Server::listed(
        &["IMAP4rev1", "SORT", "THREAD=ORDEREDSUBJECT"],
        &Profile::default().text_keys(TextKeys::Substring),
    );
    assert_eq!(bounds(Any::sender.contains("bcher"), Trust::Exact, &courier).1, "HEADER From \"\"");
    assert_eq!(bounds(Any::subject.contains("bcher"), Trust::Exact, &courier).1, "SUBJECT \"bcher\"");
}

#[test]
fn what_cyrus_does_not_find_may_be_there_and_empty() {
    let cyrus = Server::listed(&["IMAP4rev1", "ESEARCH", "X-REPLICATION"], &Profile::default());
    let check = |condition, lower: &str, upper: &str| {
        assert_eq!(bounds(condition, Trust::Answer, &cyrus), (lower.to_owned(), upper.to_owned()));
    };
    check(Any::subject.is_some(), "HEADER Subject \"\"", "ALL");
    check(Any::subject.is_none(), "nothing", "NOT HEADER Subject \"\"");
    check(Any::subject.eq(""), "nothing", "ALL");
}

/// Its header keys are about forwarded messages as well.
#[test]
fn courier_does_not_certify_presence() {
    let courier = Server::listed(&["IMAP4rev1", "SORT", "THREAD=ORDEREDSUBJECT"], &Profile::default());
    let check = |condition, lower: &str, upper: &str| {
        assert_eq!(bounds(condition, Trust::Answer, &courier), (lower.to_owned(), upper.to_owned()));
    };
    check(Any::subject.is_some(), "nothing", "HEADER Subject \"\"");
    check(Any::subject.is_none(), "NOT HEADER Subject \"\"", "ALL");
}

#[test]
fn courier_is_not_asked_for_sizes() {
    let courier = Server::listed(&["IMAP4rev1", "SORT", "THREAD=ORDEREDSUBJECT"], &Profile::default());
    assert_eq!(bounds(Any::size.lt(6000), Trust::Answer, &courier), ("nothing".to_owned(), "ALL".to_owned()));
    assert_eq!(bounds(Any::size.lt(0), Trust::Answer, &courier), ("nothing".to_owned(), "nothing".to_owned()));
}

#[test]
fn saved_needs_its_extension_and_is_widened() {
    let day = date(2026, 2, 10);
    is_narrowed_by(Any::saved.ge(day), "SAVEDSINCE 9-Feb-2026");
    is_narrowed_by(Any::saved.le(day), "SAVEDBEFORE 12-Feb-2026");
    is_narrowed_by(Any::saved.is_some(), "SAVEDATESUPPORTED");
    is_between(Any::saved.is_none(), "NOT SAVEDATESUPPORTED", "ALL");
}

#[test]
fn extensions_are_named_where_they_are_missing() {
    let refused = |condition: Expr<Any>| {
        let error = Plan::new(inbox(condition).request(), Purpose::Select, &plain_server()).unwrap_err();
        let Error::Unsupported { capability, text } = error else { panic!("{error}") };
        (capability, text.to_string())
    };
    assert_eq!(refused(Any::modseq.gt(5)), ("CONDSTORE", "column modseq needs it; leave the column out".to_owned()));
    assert_eq!(refused(Any::saved.is_some()).0, "SAVEDATE");
    assert_eq!(refused(Any::seen.eq(true) | !Any::email_id.eq("M1")).0, "OBJECTID");
    assert_eq!(refused(Any::thread_id.eq("T1")).0, "OBJECTID");
}

#[test]
fn modification_sequences_and_object_ids() {
    is_exactly(Any::modseq.ge(620), "MODSEQ 620");
    is_exactly(Any::modseq.gt(620), "MODSEQ 621");
    // Dovecot 2.3 finds nothing for NOT MODSEQ.
    is_between(Any::modseq.lt(620), "NOT MODSEQ 620", "ALL");
    is_between(Any::modseq.le(620), "NOT MODSEQ 621", "ALL");
    is_between(Any::modseq.between(5, 9), "MODSEQ 5 NOT MODSEQ 10", "MODSEQ 5");
    is_between(!(Any::modseq.ge(620) & Any::seen.eq(true)), "NOT (SEEN MODSEQ 620)", "ALL");
    is_between(!(Any::modseq.ge(620) | Any::seen.eq(true)), "NOT OR SEEN MODSEQ 620", "UNSEEN");
    is_exactly(!!Any::modseq.ge(620), "MODSEQ 620");
    is_narrowed_by(!Any::modseq.lt(620), "MODSEQ 620");
    is_exactly(Any::modseq.between(9, 5), "nothing");
    is_exactly(Any::modseq.gt(1 << 63), "nothing");
    is_exactly(Any::modseq.le(u64::MAX), "ALL");
    is_exactly(Any::email_id.eq("M6d99ac3275bb4e"), "EMAILID M6d99ac3275bb4e");
    is_exactly(Any::thread_id.ne("T1"), "NOT THREADID T1");
    is_narrowed_by(Any::email_id.eq("a) ALL"), "ALL");
}

#[test]
fn contains_is_the_servers_by_default() {
    is_exactly(Any::subject.contains("a \"b\" \\c"), r#"SUBJECT "a \"b\" \\c""#);
    is_exactly(Any::subject.contains("a\r\n  b"), r#"SUBJECT "a b""#);
    is_exactly(!Any::sender.contains("gumby"), r#"NOT FROM "gumby""#);
    is_exactly(Any::to.contains("x"), r#"TO "x""#);
    is_exactly(Any::cc.contains("x"), r#"CC "x""#);
    is_exactly(Any::bcc.contains("x"), r#"BCC "x""#);
    is_exactly(Any::reply_to.contains("x"), r#"HEADER Reply-To "x""#);
    is_exactly(Any::message_id.contains("x"), r#"HEADER Message-ID "x""#);
    is_exactly(Any::in_reply_to.contains("x"), r#"HEADER In-Reply-To "x""#);
    is_exactly(Any::content.contains("x"), r#"BODY "x""#);
    is_exactly(Any::text.contains("x"), r#"TEXT "x""#);
    is_exactly(Any::header("List-Id").contains("x"), r#"HEADER List-Id "x""#);
    is_exactly(Any::header("Sub(ject").contains("x"), r#"HEADER "Sub(ject" "x""#);
    // White space alone: servers differ on it.
    is_narrowed_by(Any::subject.contains(" "), r#"HEADER Subject """#);
}

#[test]
fn contains_nothing_asks_for_presence() {
    is_exactly(Any::subject.contains(""), r#"HEADER Subject """#);
    is_narrowed_by(Any::sender.contains(""), r#"HEADER From """#);
    is_narrowed_by(Any::content.contains(""), "ALL");
    is_exactly(Any::text.contains(""), "ALL");
}

#[test]
fn text_is_narrowed_by_runs_of_letters_and_digits() {
    let runs = |condition, upper| exactly(Trust::Answer, TextKeys::Substring, condition, "nothing", upper);
    runs(
        Any::subject.eq("Re:  invoice 2026 of café"),
        r#"SUBJECT "Re" SUBJECT "invoice" SUBJECT "2026" SUBJECT "of" SUBJECT "ca""#,
    );
    runs(Any::subject.eq("ab a-b"), r#"SUBJECT "ab""#);
    runs(Any::subject.starts_with("Re: invoi"), r#"SUBJECT "Re" SUBJECT "invoi""#);
    runs(Any::subject.ends_with("voice!"), r#"SUBJECT "voice""#);
    runs(Any::subject.like("%inv_ice\\_no%"), r#"SUBJECT "inv" SUBJECT "ice" SUBJECT "no""#);
    runs(Any::subject.ilike("INVOICE%"), r#"SUBJECT "INVOICE""#);
    runs(Any::subject.matches("^invoice"), r#"HEADER Subject """#);
    runs(Any::subject.eq("日本"), r#"HEADER Subject """#);
    runs(Any::subject.eq(""), r#"HEADER Subject """#);
    exactly(Trust::Answer, TextKeys::Substring, Any::subject.ne("ab"), r#"NOT SUBJECT "ab""#, "ALL");
    runs(Any::subject.is_in(["ab", "cd"]), r#"OR SUBJECT "ab" SUBJECT "cd""#);
    is_exactly(Any::subject.is_in([""; 0]), "nothing");
    runs(Any::sender.eq("ann@x.org"), r#"HEADER From "ann" HEADER From "org""#);
    runs(Any::message_id.eq("<ab.1@host>"), r#"HEADER Message-ID "ab" HEADER Message-ID "host""#);
    runs(Any::references.contains("ab@host"), r#"HEADER References "ab" HEADER References "host""#);
    runs(Any::mime.eq("text/html"), r#"HEADER Content-Type "text" HEADER Content-Type "html""#);
    runs(Any::mime.contains("pdf"), r#"HEADER Content-Type "pdf""#);
    runs(Any::encoding.starts_with("utf"), r#"HEADER Content-Type "utf""#);
}

#[test]
fn a_server_is_asked_for_whole_words_only_where_it_may_match_no_others() {
    let words = |condition: Expr<Any>, upper| {
        exactly(Trust::Answer, TextKeys::Words, condition.clone(), "nothing", upper);
        exactly(Trust::Answer, TextKeys::Unknown, condition, "nothing", upper);
    };
    words(Any::subject.eq("Re: invoice"), r#"SUBJECT "Re" SUBJECT "invoice""#);
    words(Any::subject.starts_with("Re: invoi"), r#"SUBJECT "Re""#);
    words(Any::subject.ends_with("voice no 7a"), r#"SUBJECT "no" SUBJECT "7a""#);
    words(Any::subject.like("aa%bb cc_dd ee"), r#"SUBJECT "ee""#);
    words(Any::subject.like("%the invoice%"), r#"HEADER Subject """#);
    words(Any::subject.eq("don't stop"), r#"SUBJECT "stop""#);
    words(Any::subject.eq("cafés open"), r#"SUBJECT "open""#);
}

#[test]
fn runs_are_few_and_short() {
    let many: Vec<String> = (10..99).map(|n| format!("{n}x")).collect();
    let (_, upper) = bounds(Any::subject.eq(many.join(" ")), Trust::Answer, &server_with(TextKeys::Substring));
    assert_eq!(upper.matches("SUBJECT").count(), 8);
    let (_, upper) = bounds(Any::subject.eq("a".repeat(100_000)), Trust::Answer, &server_with(TextKeys::Substring));
    assert_eq!(upper, format!("SUBJECT \"{}\"", "a".repeat(100)));
    let (_, upper) = bounds(Any::subject.eq("ab abc Abc"), Trust::Answer, &server_with(TextKeys::Substring));
    assert_eq!(upper, "SUBJECT \"abc\"");
}

#[test]
fn exact_text_narrows_as_far_as_the_profile_vouches_and_never_under_not() {
    let contains = || Any::subject.contains("the invoice");
    exactly(Trust::Exact, TextKeys::Substring, contains(), "nothing", r#"SUBJECT "the" SUBJECT "invoice""#);
    exactly(Trust::Exact, TextKeys::Words, contains(), "nothing", "ALL");
    exactly(Trust::Exact, TextKeys::Unknown, contains(), "nothing", "ALL");
    exactly(Trust::Exact, TextKeys::Unknown, Any::subject.is_some(), "nothing", "ALL");
    exactly(Trust::Exact, TextKeys::Substring, Any::content.contains("ab"), "nothing", r#"BODY "ab""#);
    exactly(Trust::Targets, TextKeys::Unknown, contains(), "nothing", r#"SUBJECT "the" SUBJECT "invoice""#);
    for text_keys in [TextKeys::Substring, TextKeys::Words, TextKeys::Unknown] {
        for trust in [Trust::Exact, Trust::Targets] {
            let (_, upper) = bounds(!contains(), trust, &server_with(text_keys));
            assert_eq!(upper, "ALL");
        }
    }
}

#[test]
fn presence() {
    is_exactly(Any::subject.is_some(), r#"HEADER Subject """#);
    is_exactly(Any::subject.is_none(), r#"NOT HEADER Subject """#);
    is_exactly(Any::header("List-Id").is_some(), r#"HEADER List-Id """#);
    is_exactly(Any::subject.like("%"), r#"HEADER Subject """#);
    is_exactly(Any::subject.starts_with(""), r#"HEADER Subject """#);
    is_exactly(Any::subject.ends_with(""), r#"HEADER Subject """#);
    is_narrowed_by(Any::message_id.is_some(), r#"HEADER Message-ID """#);
    is_narrowed_by(Any::mime.is_some(), r#"HEADER Content-Type """#);
    is_between(Any::to.is_empty(), r#"NOT HEADER To """#, "ALL");
    is_narrowed_by(!Any::to.is_empty(), r#"HEADER To """#);
    is_between(Any::references.is_empty(), r#"NOT HEADER References """#, "ALL");
}

#[test]
fn attachments_are_decided_here() {
    use crate::AttachmentInfo;
    is_narrowed_by(Any::attachments.is_empty(), "ALL");
    is_narrowed_by(!Any::attachments.is_empty(), "ALL");
    is_narrowed_by(Any::attachments.any(AttachmentInfo::name.ends_with(".pdf")), "ALL");
    is_narrowed_by(!Any::attachments.any(AttachmentInfo::size.gt(5)), "ALL");
}

#[test]
fn text_that_the_server_takes_no_charset_for_is_decided_here() {
    let refused = Server { charset_refused: true, ..server() };
    let of = |condition| bounds(condition, Trust::Answer, &refused);
    assert_eq!(of(Any::subject.contains("Grüße")), ("nothing".to_owned(), r#"HEADER Subject """#.to_owned()));
    assert_eq!(of(Any::subject.contains("x")).0, r#"SUBJECT "x""#);
}

#[test]
fn conditions_combine() {
    let vague = || Any::subject.eq("ab");
    is_exactly(Any::seen.eq(true) & (Any::size.lt(5) | Any::draft.eq(true)), "SEEN OR DRAFT SMALLER 5");
    is_narrowed_by(Any::seen.eq(true) & vague(), r#"SEEN SUBJECT "ab""#);
    is_between(Any::seen.eq(true) | vague(), "SEEN", r#"OR SEEN SUBJECT "ab""#);
    is_between(!(Any::seen.eq(true) & vague()), r#"NOT (SEEN SUBJECT "ab")"#, "ALL");
    is_between(!(Any::seen.eq(true) | vague()), r#"NOT OR SEEN SUBJECT "ab""#, "UNSEEN");
    is_exactly(vague() & !vague(), "nothing");
    is_exactly(vague() | Any::seen.eq(true) | !vague(), "ALL");
    is_exactly(Any::seen.eq(true) & !Any::seen.eq(true), "nothing");
    is_exactly(Expr::all_of([]), "ALL");
    is_exactly(Expr::any_of([]), "nothing");
}

#[test]
fn disjunctions_are_balanced_and_conjunctions_in_them_parenthesised() {
    let [a, b, c, d] = [Any::seen, Any::draft, Any::flagged, Any::answered].map(|flag| flag.eq(true));
    is_exactly(a | b | c | d, "OR OR SEEN DRAFT OR FLAGGED ANSWERED");
    is_exactly((Any::seen.eq(true) & Any::size.lt(5)) | Any::draft.eq(true), "OR DRAFT (SEEN SMALLER 5)");
}
