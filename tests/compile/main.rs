//! Programs that must compile, without a warning; they are not run against a server.
#![deny(warnings)]
#![allow(unreachable_pub)] // In a program of its own each of these would be a crate.

#[path = "../ui-pass/around.rs"]
mod around;
mod contract;
#[path = "../ui-pass/hygiene.rs"]
mod hygiene;
#[path = "../ui-pass/mailboxes.rs"]
mod mailboxes;
#[path = "../ui-pass/models.rs"]
mod models;
#[path = "../../imap-dal-derive/src/names.rs"]
mod names;
mod threads;
#[path = "../ui-pass/unusual.rs"]
mod unusual;

use imap_dal::__private::Fixed;

/// Everything in them that needs no server does run.
#[test]
fn every_legal_form_makes_values() {
    models::main();
    mailboxes::main();
    hygiene::main();
    unusual::main();
    around::main();
    contract::values();
}

#[test]
fn the_macros_know_the_columns_of_the_schema() {
    let schema: Vec<&str> = Fixed::ALL.iter().map(|column| column.name()).collect();
    assert_eq!(names::COLUMNS, schema);
}

#[test]
fn an_alias_is_no_column_and_means_one() {
    let schema = Fixed::ALL.iter().flat_map(|column| column.aliases().iter().map(|alias| (*alias, column.name())));
    let mut schema: Vec<(&str, &str)> = schema.collect();
    schema.sort_unstable();
    assert_eq!(names::ALIASES, schema);
    for (alias, _) in names::ALIASES {
        assert!(!names::COLUMNS.contains(alias), "{alias}");
    }
    for function in names::FUNCTIONS {
        assert!(!names::COLUMNS.contains(function), "{function}");
    }
    for (alias, role) in names::ROLE_ALIASES {
        assert!(!names::ROLES.contains(alias), "{alias}");
        assert!(names::ROLES.contains(role), "{role}");
    }
    assert_eq!(names::ROLES.len(), 8);
}
