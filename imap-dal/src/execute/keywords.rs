//! Which keywords a mailbox knows.

use super::{Task, search::Opening};
use crate::{Executor, Result, connection::Event, query::Request, wire::Response};

/// Those of FLAGS (RFC 9051 section 7.3.5), in order: one EXAMINE.
pub(crate) fn keywords<E: Executor + ?Sized>(request: &Request, on: &E) -> Result<Vec<String>> {
    let mut task = Task::new(request, on)?;
    let mut opening = Opening::default();
    let mut keywords = Vec::new();
    let open = task.context.open();
    let outcome = task.drive(vec![open], |context, flight, event| match event {
        Event::Untagged(Response::Flags(flags)) => {
            let names = flags.filter(|flag| !flag.starts_with(b"\\"));
            keywords = names.map(|name| String::from_utf8_lossy(name).into_owned()).collect();
            Ok(())
        }
        Event::Untagged(response) => opening.take(context, &response),
        Event::Completed { completion, .. } => opening.complete(context, flight.name(0), &completion),
    });
    opening.explained(&mut task, outcome)?;
    keywords.sort_unstable();
    keywords.dedup();
    Ok(keywords)
}
