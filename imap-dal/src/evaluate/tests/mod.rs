//! The page of semantics as tests: given a message, what does a condition say of it.

mod addresses;
mod dates;
mod flags_and_numbers;
mod lists;
mod logic;
mod message;
mod order;
mod refusals;
mod row;
mod text;

use super::Condition;
use crate::{AnyMailbox, Expr, Result};
use message::{Message, message};

/// What `condition` says of `message`.
fn decided<M>(condition: Expr<M>, message: &Message) -> Result<bool> {
    Condition::prepare(&condition.into_node())?.matches(message)
}

/// Whether `condition` holds of `message`, where every value can be read.
fn holds<M>(condition: Expr<M>, message: &Message) -> bool {
    decided(condition, message).expect("every value can be read")
}

/// What a condition is refused with.
fn refusal(condition: Expr<AnyMailbox>) -> String {
    match Condition::prepare(&condition.into_node()) {
        Err(crate::Error::InvalidInput { text }) => text.into(),
        other => panic!("not refused as invalid: {other:?}"),
    }
}
