//! Mutations whose connection breaks, stalls or is told no at any point, or beside which a second client works: an independent
//! client compares the mailboxes message by message afterwards, and again after `resume`. It prints how much was tried.

mod interleaving;
mod judge;
mod place;
mod random;
mod report;
mod scenario;
mod sweep;
