//! What is measured, and the server it is measured with.
#![allow(clippy::print_stdout)]

pub mod server;

use imap_dal::{Expr, jiff::Zoned, prelude::*};
use server::Server;
use std::{error::Error, hint::black_box};

/// What a program of this package comes to.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

type M = AnyMailbox;

/// A row of a list view.
type Listed = (Uid, bool, Zoned, u64, Option<String>, Vec<Address>);

/// Does what is measured, connected to a server of its own.
///
/// # Errors
/// What the server or the client says.
pub fn prepared(what: &str, size: usize) -> Outcome<impl FnOnce() -> Outcome<()>> {
    let server = Server::start()?;
    let dal = server.connected()?;
    Ok(move || {
        let outcome = work(what, size, &dal);
        drop(server);
        outcome
    })
}

fn work(what: &str, size: usize, dal: &Dal) -> Outcome<()> {
    match what {
        "nothing" => {}
        "rows" => {
            let rows = list(size).stream(dal)?;
            let mut count = 0;
            for row in rows {
                let row: Listed = row?;
                black_box(&row);
                count += 1;
            }
            assert_eq!(count, size, "every row came");
        }
        "predicates planned" => _ = black_box(list(10).filter(predicates(size)).explain(dal)?.to_string()),
        // Of ten rows, none of which satisfies any.
        "predicates decided" => {
            assert_eq!(list(10).filter(predicates(size)).exact().select(M::uid).load(dal)?.len(), 0)
        }
        "uids" => {
            let numbers = (0..size).filter_map(|n| Uid::new(u32::try_from(2 * n + 1).ok()?).into());
            let query = M::in_mailbox("10").filter(M::uid.is_in(numbers));
            _ = black_box(query.count(dal)?);
        }
        _ => return Err(format!("no line is called {what}").into()),
    }
    Ok(())
}

fn list(messages: usize) -> Query<M, Listed> {
    let columns = (M::uid, M::seen, M::created, M::size, M::subject, M::sender);
    M::in_mailbox(messages.to_string()).all().select(columns)
}

/// Some of each kind that is decided here.
fn predicates(count: usize) -> Expr<M> {
    Expr::any_of((0..count).map(|n| match n % 3 {
        0 => M::subject.eq(format!("subject {n}")),
        1 => M::sender.eq(format!("user{n}@nowhere.example")),
        _ => M::subject.ends_with(format!("end {n}")),
    }))
}
