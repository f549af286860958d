//! Diesel's side: the same schema as tables of 17 columns, and the same queries.

use std::fmt::Write;

/// Checked only, never linked: no SQLite is needed.
pub(crate) fn manifest() -> String {
    String::from("diesel = { version = \"2.3\", features = [\"sqlite\"] }")
}

pub(crate) fn tables(tables: usize, queries: usize) -> String {
    let mut source = String::from("use diesel::prelude::*;\n");
    for n in 0..tables {
        table(&mut source, n);
    }
    source + &self::queries(tables, queries)
}

pub(crate) fn models(tables: usize, queries: usize) -> String {
    let mut source = String::from("use diesel::prelude::*;\n");
    for n in 0..tables {
        table(&mut source, n);
        let _ = write!(
            source,
            r#"
#[derive(Queryable, Selectable)]
#[diesel(table_name = mailbox{n})]
#[diesel(check_for_backend(diesel::sqlite::Sqlite))]
pub struct Mailbox{n} {{
    pub uid: i32,
    pub answered: bool,
    pub created: i64,
    pub deleted: bool,
    pub draft: bool,
    pub flagged: bool,
    pub recent: bool,
    pub seen: bool,
    pub size: i64,
    pub subject: Option<String>,
    pub sender: Option<String>,
    pub to: Option<String>,
    pub cc: Option<String>,
    pub bcc: Option<String>,
    pub mime: Option<String>,
    pub encoding: Option<String>,
    pub content: Option<String>,
}}
"#
        );
    }
    source + &self::queries(tables, queries)
}

fn table(source: &mut String, n: usize) {
    let _ = write!(
        source,
        r#"
diesel::table! {{
    mailbox{n} (uid) {{
        uid -> Integer,
        answered -> Bool,
        created -> BigInt,
        deleted -> Bool,
        draft -> Bool,
        flagged -> Bool,
        recent -> Bool,
        seen -> Bool,
        size -> BigInt,
        subject -> Nullable<Text>,
        sender -> Nullable<Text>,
        to -> Nullable<Text>,
        cc -> Nullable<Text>,
        bcc -> Nullable<Text>,
        mime -> Nullable<Text>,
        encoding -> Nullable<Text>,
        content -> Nullable<Text>,
    }}
}}
"#
    );
}

fn queries(tables: usize, queries: usize) -> String {
    let mut source = String::new();
    for n in 0..queries {
        let (table, size) = (format!("mailbox{}", n % tables), 1_000 + n);
        let _ = write!(
            source,
            r#"
pub fn query_{n}(connection: &mut SqliteConnection) -> QueryResult<Vec<(i32, Option<String>, i64)>> {{
    {table}::table
        .filter({table}::seen.eq(false).and({table}::size.lt({size})).and({table}::subject.like("%{n}%")))
        .order_by({table}::created.desc())
        .select(({table}::uid, {table}::subject, {table}::created))
        .limit(10)
        .load(connection)
}}
"#
        );
    }
    source
}
