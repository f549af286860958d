//! Every sort key, both ways, alone and with others, with windows, against a sorter elsewhere.

use super::Given;
use imap_dal::{Ordering, prelude::*};
use std::env;

type M = AnyMailbox;

/// A sort key by its name.
fn key(column: &str, descending: bool) -> Ordering<M> {
    macro_rules! by {
        ($column:expr) => {
            if descending { $column.desc() } else { $column.asc() }
        };
    }
    match column {
        "uid" => by!(M::uid),
        "size" => by!(M::size),
        "created" => by!(M::created),
        "saved" => by!(M::saved),
        "sent" => by!(M::sent),
        "subject" => by!(M::subject),
        "sender" => by!(M::sender),
        "to" => by!(M::to),
        "cc" => by!(M::cc),
        "bcc" => by!(M::bcc),
        "reply_to" => by!(M::reply_to),
        "header:List-Id" => by!(M::header("List-Id")),
        other => panic!("no order by {other}"),
    }
}

const KEYS: [&str; 11] =
    ["uid", "size", "created", "sent", "subject", "sender", "to", "cc", "bcc", "reply_to", "header:List-Id"];

/// Those the server never orders in a manner of its own.
const PLAIN: [&str; 4] = ["uid", "size", "created", "sent"];

/// All, the beginning, the middle, the end: offset and limit.
const WINDOWS: [(u64, Option<u64>); 4] = [(0, None), (0, Some(10)), (7, Some(25)), (290, Some(50))];

/// # Panics
/// Where rows come in another order than the sorter says.
pub(crate) fn compare(given: &mut Given) {
    let ways = [
        ("at once", given.dal(|dal| dal)),
        ("without SORT", given.dal(|dal| dal.hide_capabilities(["SORT", "ESORT", "SORT=DISPLAY"]))),
        (
            "without windows",
            given.dal(|dal| dal.hide_capabilities(["PARTIAL", "CONTEXT=SEARCH", "CONTEXT=SORT", "SEARCHRES"])),
        ),
    ];
    let has_save_dates = ways[0]
        .1
        .connection()
        .and_then(|one| one.capabilities())
        .is_ok_and(|all| all.iter().any(|one| one == "SAVEDATE"));
    let mut orders: Vec<Vec<(&str, bool)>> = Vec::new();
    for column in KEYS.into_iter().chain(has_save_dates.then_some("saved")) {
        orders.extend([vec![(column, false)], vec![(column, true)]]);
    }
    orders.push(vec![("created", true), ("size", false)]);
    orders.push(vec![("sender", false), ("sent", true)]);
    orders.push(vec![("subject", true), ("to", false), ("uid", true)]);
    let is_full = env::var_os("IMAP_DAL_FULL").is_some();
    let mut compared = 0;
    for (index, order) in orders.iter().enumerate() {
        let is_asked = |at: &usize| is_full || (at + index).is_multiple_of(2);
        for (offset, limit) in (0..WINDOWS.len()).filter(is_asked).map(|at| WINDOWS[at]) {
            let expected = given.reader.ordered(order, offset, limit);
            // The ways differ in how a window is asked for: the whole and the first page tell them apart.
            let ways = if offset == 0 { &ways[..] } else { &ways[..1] };
            for (way, dal) in ways {
                let mut query = M::in_mailbox(&given.mailbox).all();
                for (column, descending) in order {
                    query = query.order_by(key(column, *descending));
                }
                query = query.offset(offset);
                if let Some(limit) = limit {
                    query = query.limit(limit);
                }
                if !order.iter().all(|(column, _)| PLAIN.contains(column)) {
                    query = query.exact();
                }
                let uids: Vec<u32> = if index % 2 == 0 {
                    query.uids(dal).expect("uids").into_iter().map(Uid::get).collect()
                } else {
                    query
                        .select((M::uid, M::subject))
                        .load(dal)
                        .expect("rows")
                        .iter()
                        .map(|(uid, _)| uid.get())
                        .collect()
                };
                assert_eq!(uids, expected, "{}, {way}: {order:?}, offset {offset}, limit {limit:?}", given.server);
                compared += 1;
            }
        }
    }
    eprintln!("{}: {compared} orders", given.server);
}
