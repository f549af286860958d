//! The real binary, on an embedded server and, where the environment names one (`tests/run`), on a real one.

mod changes;
mod command_line;
mod given;
mod guide;
mod hostile;
mod schema;
mod select;
mod unsupported;
