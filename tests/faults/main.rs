//! What becomes of queries when servers are hostile or broken and connections are lost.
#![allow(clippy::print_stdout)]

mod cuts;
mod hostile;
mod recovery;
mod secrets;
mod storm;
mod waiting;
