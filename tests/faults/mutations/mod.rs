//! Mutations whose connection breaks, stalls or is told no at any point: an independent client compares the mailboxes message
//! by message afterwards, and again after `resume`.

mod judge;
mod place;
mod scenario;
mod sweep;
