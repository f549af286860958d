//! `imap-dal sql`: a statement of SQL, lowered to the library's own queries and run.

mod advice;
mod call;
mod column;
mod condition;
mod literal;
mod operators;
mod run;
mod statement;

pub(crate) use column::FIXED;
pub(crate) use run::{Mode, Options, run};

use crate::failure::Failure;
use sqlparser::ast::{Function, FunctionArguments};
use std::fmt::Display;

/// What SQL has and this has not; the next step is often better known to the caller.
fn refused(what: impl Display) -> Failure {
    Failure::usage(format!("{what} is not supported")).next("`imap-dal sql --help` says what there is")
}

/// A piece of the statement, for an error.
fn shown(piece: &impl Display) -> String {
    imap_dal::display::shortened(&piece.to_string(), 80)
}

/// Whether a call has nothing but a name and arguments.
fn is_bare(function: &Function) -> bool {
    let Function { name: _, uses_odbc_syntax, parameters, args: _, within_group, filter, null_treatment, over } =
        function;
    !uses_odbc_syntax
        && *parameters == FunctionArguments::None
        && within_group.is_empty()
        && filter.is_none()
        && null_treatment.is_none()
        && over.is_none()
}
