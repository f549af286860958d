//! Running.

use super::*;
use crate::{Delete, Executor, Explain, Insert, Move, Query, Result, Source, Uid, Update};
use std::marker::PhantomData;

/// The rows of a query, as they arrive.
#[must_use = "rows are read as they are iterated over"]
pub struct Rows<R>(PhantomData<fn() -> R>);
impl<R> Iterator for Rows<R> {
    type Item = Result<R>;
    fn next(&mut self) -> Option<Result<R>> {
        todo!()
    }
}
#[allow(unused_variables, missing_docs)]
#[rustfmt::skip]
impl<S: Source, R> Query<S, R> {
    pub fn count<E: Executor + ?Sized>(&self, on: &E) -> Result<u64> { todo!() }
    pub fn exists<E: Executor + ?Sized>(&self, on: &E) -> Result<bool> { todo!() }
    pub fn load<E: Executor + ?Sized>(&self, on: &E) -> Result<Vec<R>> { todo!() }
    pub fn first<E: Executor + ?Sized>(&self, on: &E) -> Result<Option<R>> { todo!() }
    pub fn stream<E: Executor + ?Sized>(&self, on: &E) -> Result<Rows<R>> { todo!() }
    pub fn uids<E: Executor + ?Sized>(&self, on: &E) -> Result<Vec<Uid>> { todo!() }
    pub fn explain<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> { todo!() }
    pub fn explain_analyze<E: Executor + ?Sized>(&self, on: &E) -> Result<Explain> { todo!() }
}
macro_rules! mutations { ($($name:ident => $done:ident)*) => { $(
    #[allow(unused_variables, missing_docs)]
    impl $name {
        pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<$done> { todo!() }
        pub fn plan<E: Executor + ?Sized>(&self, on: &E) -> Result<Planned> { todo!() }
        pub fn execute_plan<E: Executor + ?Sized>(&self, on: &E, planned: Planned) -> Result<$done> { todo!() }
    }
)* } }
mutations! { Update => Affected Delete => Affected Move => Moved }
#[allow(unused_variables, missing_docs)]
pub fn resume<E: Executor + ?Sized>(on: &E, token: ResumeToken) -> Result<Affected> {
    todo!()
}
#[allow(unused_variables, missing_docs)]
impl Insert {
    pub fn execute<E: Executor + ?Sized>(&self, on: &E) -> Result<Uid> {
        todo!()
    }
}
