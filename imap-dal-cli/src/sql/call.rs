//! The arguments of a call.

use super::refused;
use crate::failure::Failure;
use sqlparser::ast::{Expr, FunctionArg, FunctionArgExpr, FunctionArgumentList, FunctionArguments};

/// The plain arguments.
///
/// # Errors
/// Names, clauses and whatever else calls may hold.
pub(super) fn arguments(arguments: &FunctionArguments) -> Result<Vec<&Expr>, Failure> {
    let FunctionArguments::List(FunctionArgumentList { duplicate_treatment: None, args, clauses }) = arguments else {
        return Err(refused("a function without plain arguments"));
    };
    if let Some(clause) = clauses.first() {
        return Err(refused(format!("`{clause}` in a function")));
    }
    plain(args)
}

/// The expressions among them, and nothing else.
pub(super) fn plain(arguments: &[FunctionArg]) -> Result<Vec<&Expr>, Failure> {
    let plain = arguments.iter().map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Ok(expr),
        other => Err(refused(format!("the argument `{other}`"))),
    });
    plain.collect()
}
