//! Reading once more where the connection was lost, and later where the server asks for patience. Only for what changes
//! nothing: nobody can tell how far a change has come.

use super::Task;
use crate::{Error, Executor, Result, connection::PAUSES, error::SIGN_IN, query::Request};
use std::sync::Arc;

/// Makes an attempt at a query that has delivered nothing yet, and others as far as there is hope.
///
/// # Errors
/// Those of the last attempt.
pub(super) fn retried<T, E: Executor + ?Sized>(
    request: &Request,
    on: &E,
    attempt: impl Fn(Task) -> Result<T>,
) -> Result<T> {
    let mut pauses = PAUSES.into_iter();
    let mut lost = None;
    let seen = Arc::default();
    loop {
        let outcome = Task::new(request, on).and_then(|mut task| {
            task.context.seen = Arc::clone(&seen);
            attempt(task)
        });
        let error = match (&outcome, lost.take()) {
            // What the connection said that was lost says more.
            (Err(Error::Connect { .. }), Some(first)) => return Err(first),
            (Err(error), first) => {
                lost = first;
                error
            }
            _ => return outcome,
        };
        // A sign-in has waited for itself.
        let is_sign_in = matches!(error, Error::No { command, .. } if *command == SIGN_IN);
        if error.is_lost_connection() && lost.is_none() {
            if let Some(pause) = pauses.next().filter(|_| error.is_throttling()) {
                on.pause(pause)?;
            }
            lost = outcome.err();
        } else if error.is_throttling() && !is_sign_in && !error.is_lost_connection() {
            let Some(pause) = pauses.next() else { return outcome };
            if !on.pause(pause)? {
                return outcome;
            }
        } else {
            return outcome;
        }
    }
}
