//! `imap-dal print-schema`: the account as a `mailboxes!` module.

use super::{Live, can_be_declared, identifier, live};
use crate::failure::Failure;
use imap_dal::{Dal, display::escaped};

/// The module.
///
/// # Errors
/// What the server brings.
pub(crate) fn print(dal: &Dal) -> Result<String, Failure> {
    let (declarable, others): (Vec<Live>, Vec<Live>) =
        live(dal)?.into_iter().partition(|mailbox| can_be_declared(mailbox.info.name()));
    // Roles have their own names, whatever the server calls the mailbox.
    let role_names: Vec<Option<String>> =
        declarable.iter().map(|mailbox| mailbox.role.map(|role| role.to_string())).collect();
    let names = declarable.iter().zip(&role_names).map(|(mailbox, role)| {
        let name = mailbox.info.name();
        (role.as_deref().unwrap_or(name), name)
    });
    let identifiers = identifier::types(names);
    let mut text = String::from(HEAD);
    for (mailbox, identifier) in declarable.iter().zip(&identifiers) {
        entry(&mut text, mailbox, identifier);
    }
    for mailbox in others {
        let name = escaped(mailbox.info.name()).to_string();
        text.push_str(&format!("    // Not declared, since its name holds control characters: \"{name}\"\n"));
    }
    text.push_str("}\n");
    Ok(text)
}

const HEAD: &str = "\
//! The mailboxes of the account, written by `imap-dal print-schema`.
//!
//! Names of types and columns are yours to change: `imap-dal check-schema` compares the quoted names.

imap_dal::mailboxes! {
";

fn entry(text: &mut String, Live { info, role, keywords, odd_keywords }: &Live, identifier: &str) {
    for keyword in odd_keywords {
        text.push_str(&format!("    // Not declared, since it is no keyword of IMAP: \"{}\"\n", escaped(keyword)));
    }
    if let Some(shared) = info.role().filter(|_| role.is_none() && !info.name().eq_ignore_ascii_case("INBOX")) {
        text.push_str(&format!("    // By its name: the server gives the role {shared} to other mailboxes too.\n"));
    }
    text.push_str(&format!("    /// {}\n", documented(info.name(), "mailbox")));
    if identifier.contains('_') {
        text.push_str("    #[allow(non_camel_case_types)]\n");
    }
    match role {
        Some(role) => text.push_str(&format!("    pub {identifier} => role {role}")),
        None => text.push_str(&format!("    pub {identifier} => {:?}", info.name())),
    }
    if keywords.is_empty() {
        text.push_str(";\n");
        return;
    }
    text.push_str(" {\n");
    for (keyword, column) in keywords.iter().zip(identifier::constants(keywords.iter().map(String::as_str))) {
        text.push_str(&format!("        /// {}\n", documented(keyword, "keyword")));
        text.push_str(&format!("        keyword {column} => {keyword:?};\n"));
    }
    text.push_str("    }\n");
}

/// A line of documentation that no name can end or turn.
fn documented(name: &str, what: &str) -> String {
    let name = escaped(name).to_string().replace('`', "'");
    format!("The {what} `{}`.", name.trim())
}
