//! What a plan would do, for people and programs.

use std::fmt;

/// A plan in words and commands.
#[derive(Clone, Debug)]
pub struct Explain(String);

impl fmt::Display for Explain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
