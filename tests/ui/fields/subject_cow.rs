//@ says: `FreeText` columns cannot be read as `Cow<'static, str>`
//@ at: Cow
use imap_dal::prelude::*;
use std::borrow::Cow;

#[derive(ImapModel)]
struct M { subject: Cow<'static, str> }

fn main() {}
