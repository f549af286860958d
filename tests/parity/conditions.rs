//! Fields and operators: each cell of the adapter's table, then what it had to refuse, with the uids written by hand.

use crate::{
    mail::ALL,
    on::{Parity as M, Place, numbers, on_both},
};
use imap_dal::jiff::{
    civil::{Date, date},
    tz::{TimeZone, offset},
};
use imap_dal::{Column, Expr, kind::SystemFlag, prelude::*};

/// What it is called, the condition, and the uids that satisfy it.
type Cell = (String, Expr<M>, Vec<u32>);

fn cell(name: impl Into<String>, condition: Expr<M>, uids: impl IntoIterator<Item = u32>) -> Cell {
    (name.into(), condition, uids.into_iter().collect())
}

/// All uids but these.
fn but(uids: impl AsRef<[u32]>) -> Vec<u32> {
    ALL.into_iter().filter(|uid| !uids.as_ref().contains(uid)).collect()
}

fn march(day: i8) -> Date {
    date(2026, 3, day)
}

/// `uids`, `count`, `exists`, and `exact` tell the same of every cell.
#[track_caller]
fn hold(cells: fn() -> Vec<Cell>) {
    on_both(|place| {
        let wrong: Vec<String> = cells().into_iter().filter_map(|cell| differs(place, cell)).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    });
}

fn differs(place: &Place, (name, condition, expected): Cell) -> Option<String> {
    let query = M::filter(condition);
    let found = || -> imap_dal::Result<_> {
        let uids = numbers(query.uids(&place.dal)?);
        let exact = numbers(query.exact().uids(&place.dal)?);
        let rows = query.select(M::uid).load(&place.dal)?.into_iter().map(Uid::get).collect();
        Ok(([uids, exact, rows], query.count(&place.dal)?, query.exists(&place.dal)?))
    };
    match found() {
        Ok(found) => {
            let (count, exists) = (expected.len() as u64, !expected.is_empty());
            let is_right = found == ([&expected, &expected, &expected].map(Vec::clone), count, exists);
            (!is_right).then(|| format!("{name}: expected {expected:?}, found {found:?}"))
        }
        Err(error) => Some(format!("{name}: {error}")),
    }
}

/// The adapter's `id` was a sequence number; here both are the uid.
#[test]
fn uids() {
    hold(|| {
        vec![
            cell("id == and uid ==", M::uid.eq(5), [5]),
            cell("uid == one that is gone", M::uid.eq(4), []),
            cell("id != and uid !=", M::uid.ne(5), but([5])),
            cell("uid != one that is gone", M::uid.ne(4), ALL),
            cell("id != None", Expr::all_of([]), ALL),
            cell("uid >", M::uid.gt(20), [21, 22]),
            cell("uid >=", M::uid.ge(21), [21, 22]),
            cell("uid <", M::uid.lt(3), [1, 2]),
            cell("uid <=", M::uid.le(3), [1, 2, 3]),
            cell("uid <= one that is gone", M::uid.le(4), [1, 2, 3]),
            cell("uid belongs", M::uid.is_in([9, 1, 4, 400]), [1, 9]),
            cell("not uid belongs", !M::uid.is_in([9, 1, 4, 400]), but([1, 9])),
            cell("between", M::uid.between(3, 6), [3, 5, 6]),
            cell("between, reversed", M::uid.between(6, 3), []),
        ]
    });
}

#[test]
fn days_of_arrival() {
    hold(|| {
        vec![
            cell("created ==", M::created.eq(march(2)), [1, 2]),
            cell("created == a day without mail", M::created.eq(march(1)), []),
            cell("created !=", M::created.ne(march(2)), but([1, 2])),
            cell("created >", M::created.gt(march(10)), [19, 20, 21]),
            cell("created >=", M::created.ge(march(10)), [17, 18, 19, 20, 21]),
            cell("created <", M::created.lt(march(3)), [1, 2, 22]),
            cell("created <=", M::created.le(march(3)), [1, 2, 3, 22]),
            // Beyond the adapter.
            cell("created belongs", M::created.is_in([march(4), march(8), march(30)]), [5, 14]),
            cell("created between", M::created.between(march(3), march(5)), [3, 5, 6, 7]),
            cell("created on a day east of here", M::created.on(march(3), &TimeZone::fixed(offset(2))), [2, 3]),
        ]
    });
}

#[test]
fn sizes() {
    hold(|| {
        vec![
            cell("size >", M::size.gt(6_000), [11]),
            cell("size > any", M::size.gt(1 << 40), []),
            cell("size <", M::size.lt(100), [12]),
            cell("size < any", M::size.lt(1 << 40), ALL),
            // Beyond the adapter. Message 12 has 26 octets of header, 2 of an empty line and 21 of text.
            cell("size ==", M::size.eq(49), [12]),
            cell("size !=", M::size.ne(49), but([12])),
            cell("size >=", M::size.ge(49), ALL),
            cell("size <=", M::size.le(49), [12]),
            cell("size <, at the border", M::size.lt(49), []),
            cell("size belongs", M::size.is_in([49, 1]), [12]),
        ]
    });
}

#[test]
fn flags() {
    fn of(name: &str, flag: Column<M, SystemFlag>, set: &[u32]) -> Vec<Cell> {
        vec![
            cell(format!("{name} == True"), flag.eq(true), set.iter().copied()),
            cell(format!("{name} == False"), flag.eq(false), but(set)),
            cell(format!("{name} != True"), flag.ne(true), but(set)),
            cell(format!("{name} != False"), flag.ne(false), set.iter().copied()),
            // Beyond the adapter.
            cell(format!("{name} belongs"), flag.is_in([true, false]), ALL),
        ]
    }
    hold(|| {
        let mut cells = of("seen", M::seen, &[1, 2, 7, 10, 12, 14, 18, 19, 20]);
        cells.extend(of("answered", M::answered, &[2, 17, 20]));
        cells.extend(of("deleted", M::deleted, &[9, 19]));
        cells.extend(of("draft", M::draft, &[8]));
        cells.extend(of("flagged", M::flagged, &[5, 10, 20]));
        cells.extend([
            cell("recent == True", M::recent.eq(true), [22]),
            cell("recent == False", M::recent.eq(false), but([22])),
            cell("recent != True", M::recent.ne(true), but([22])),
            cell("recent != False", M::recent.ne(false), [22]),
            // Beyond the adapter.
            cell("keyword", AnyMailbox::keyword("$forwarded").eq(true) & Expr::<M>::all_of([]), [21]),
            cell("no keyword", M::keywords.contains("work").not(), but([21])),
        ]);
        cells
    });
}

#[test]
fn texts() {
    hold(|| {
        vec![
            cell("sender contains", M::sender.contains("gumby"), [3]),
            cell("sender contains a name in any case", M::sender.contains("ARCHER"), [1, 2, 20]),
            cell("sender contains what was encoded", M::sender.contains("jürgen"), [6]),
            cell("to contains", M::to.contains("gumby"), [7, 17]),
            cell("to contains part of one of two", M::to.contains("carl@"), [2]),
            cell("cc contains", M::cc.contains("carl"), [8, 9]),
            cell("bcc contains", M::bcc.contains("dora"), [8]),
            cell("subject contains", M::subject.contains("lunch"), [1, 2, 20]),
            cell("subject contains what was encoded", M::subject.contains("CAFÉ"), [6]),
            cell("subject contains more than the encoded word", M::subject.contains("café menu"), [6]),
            cell("content contains", M::content.contains("gumby"), [18]),
            cell("content contains what is in Latin-1", M::content.contains("grüße"), [7, 17]),
            cell("content as the adapter searched it, headers too", M::text.contains("gumby"), [3, 7, 17, 18]),
            cell("mime contains", M::mime.contains("calendar"), [16]),
            cell("mime contains a type", M::mime.contains("multipart"), [5, 15]),
            cell(
                "subject contains any of",
                Expr::any_of(["lunch", "menu", "news"].map(|word| M::subject.contains(word))),
                [1, 2, 6, 19, 20],
            ),
            cell(
                "subject contains all of",
                Expr::all_of(["lunch", "friday"].map(|word| M::subject.contains(word))),
                [1, 2],
            ),
            cell("subject does not contain", !M::subject.contains("e"), [1, 3, 10, 12, 15, 16, 22]),
        ]
    });
}

/// What the adapter refused, although its users asked for it.
#[test]
fn more_texts() {
    hold(|| {
        vec![
            cell("sender ==", M::sender.eq("ann@example.org"), [1, 2, 8]),
            cell("sender !=", M::sender.ne("ann@example.org"), but([1, 2, 8])),
            cell("sender belongs", M::sender.is_in(["WEST@example.com", "eve@example.com"]), [14, 18, 19, 21]),
            cell("to ==", M::to.eq("carl@example.net"), [2]),
            cell("to is empty", M::to.is_empty(), [12]),
            cell("cc belongs", M::cc.is_in(["dora@example.net"]), [9]),
            cell("cc is empty", M::cc.is_empty(), but([8, 9])),
            cell("bcc !=", M::bcc.ne("dora@example.net"), but([8])),
            cell("subject ==", M::subject.eq("Lunch on Friday"), [1]),
            cell("subject !=", M::subject.ne("Lunch on Friday"), but([1])),
            cell("subject belongs", M::subject.is_in(["Café menu", "Numbers", "numbers"]), [6, 11]),
            cell("subject starts with", M::subject.starts_with("Lunch"), [1]),
            cell("subject ends with", M::subject.ends_with("Friday"), [1, 2]),
            cell("subject like", M::subject.like("%-11_"), [5]),
            cell("subject ilike", M::subject.ilike("%lunch%"), [1, 2, 20]),
            cell("subject matches", M::subject.matches(r"\d{4}-\d{3}$"), [5]),
            cell("subject is missing", M::subject.is_none(), [12]),
            cell("mime ==", M::mime.eq("text/html"), [6]),
            cell("mime !=", M::mime.ne("text/plain"), but([2, 3, 7, 17])),
            cell("mime is missing", M::mime.is_none(), [1, 8, 9, 10, 11, 12, 14, 18, 19, 20, 21, 22]),
            cell("encoding ==", M::encoding.eq("utf-8"), [3, 16, 17]),
            cell("encoding contains", M::encoding.contains("8859"), [6, 7]),
            cell("attachments", !M::attachments.is_empty(), [5, 15]),
            cell("attachments any", M::attachments.any(AttachmentInfo::name.ends_with(".png")), [15]),
            cell("header", AnyMailbox::header("X-Word").eq("zebra") & Expr::<M>::all_of([]), [18]),
        ]
    });
}

#[test]
fn and_or_not() {
    hold(|| {
        let lunch = || M::subject.contains("lunch");
        let exactly = || M::subject.eq("Lunch on Friday");
        let [seen, flagged, answered, deleted] =
            [M::seen, M::flagged, M::answered, M::deleted].map(|flag| move || flag.eq(true));
        vec![
            cell("a & b", seen() & flagged(), [10, 20]),
            cell("a | b", flagged() | answered(), [2, 5, 10, 17, 20]),
            cell("~a", !(seen() | M::draft.eq(true)), [3, 5, 6, 9, 11, 15, 16, 17, 21, 22]),
            cell("~~a", !!flagged(), [5, 10, 20]),
            cell("a & ~b", seen() & !flagged(), [1, 2, 7, 12, 14, 18, 19]),
            cell("~(a & b)", !(seen() & flagged()), but([10, 20])),
            cell("~(a | b)", !(seen() | flagged()), [3, 6, 8, 9, 11, 15, 16, 17, 21, 22]),
            cell("(a & b) | c", seen() & flagged() | deleted(), [9, 10, 19, 20]),
            cell("a & (b | c)", seen() & (flagged() | deleted()), [10, 19, 20]),
            cell("a | b | c", answered() | deleted() | M::draft.eq(true), [2, 8, 9, 17, 19, 20]),
            cell("(a | b) & (c | d)", (seen() | flagged()) & (answered() | deleted()), [2, 19, 20]),
            cell("(a & b) | (c & d)", seen() & answered() | flagged() & !seen(), [2, 5, 20]),
            cell("a & ~a", seen() & !seen(), []),
            // What a server cannot decide beside what it can.
            cell("exact & flag", exactly() & seen(), [1]),
            cell("exact & flag, none", exactly() & flagged(), []),
            cell("exact | flag", exactly() | flagged(), [1, 5, 10, 20]),
            cell("~exact", !exactly(), but([1])),
            cell("~exact & contains", !exactly() & lunch(), [2, 20]),
            cell("~(exact | flag)", !(exactly() | seen()), [3, 5, 6, 8, 9, 11, 15, 16, 17, 21, 22]),
        ]
    });
}
