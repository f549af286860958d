//! What becomes of queries when servers are hostile or broken and connections are lost.

mod cuts;
mod hostile;
mod recovery;
mod secrets;
mod waiting;
