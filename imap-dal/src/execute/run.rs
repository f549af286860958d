//! Running.

use super::*;
use crate::{Delete, Executor, Explain, Insert, Move, Query, Result, Source, Uid, Update};
use std::marker::PhantomData;

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
