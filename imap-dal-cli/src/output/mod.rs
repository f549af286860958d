//! Rows on standard output: a table for people, CSV and JSON lines for programs.

mod csv;
mod json;
mod table;
mod value;

pub(crate) use value::Value;

use crate::failure::Failure;
use std::{
    fmt::Arguments,
    io::{self, BufWriter, StdoutLock, Write},
};
use table::Table;

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Table,
    Csv,
    /// One object a line.
    Json,
}

/// Rows on their way to standard output.
pub(crate) struct Output {
    to: BufWriter<StdoutLock<'static>>,
    headings: Vec<String>,
    form: Form,
}

enum Form {
    Table(Table),
    Csv,
    Json,
}

impl Output {
    /// The heading of a table is written with its first rows, that of CSV with the first or at the end.
    pub(crate) fn new(format: Format, headings: Vec<String>) -> Self {
        let form = match format {
            Format::Table => Form::Table(Table::new(&headings)),
            Format::Csv => Form::Csv,
            Format::Json => Form::Json,
        };
        let mut output = Output { to: BufWriter::new(io::stdout().lock()), headings, form };
        if matches!(output.form, Form::Csv) {
            // A failure shows at the first row, or at the end.
            let headings: Vec<String> =
                output.headings.iter().map(|heading| Value::Text(heading.clone()).for_csv()).collect();
            let _ = csv::line(&mut output.to, headings.iter().map(String::as_str));
        }
        output
    }

    pub(crate) fn row(&mut self, values: Vec<Value>) -> Result<(), Failure> {
        match &mut self.form {
            Form::Table(table) => table.row(&mut self.to, &values)?,
            Form::Csv => {
                let fields: Vec<String> = values.iter().map(Value::for_csv).collect();
                csv::line(&mut self.to, fields.iter().map(String::as_str))?;
            }
            Form::Json => json::line(&mut self.to, &self.headings, &values)?,
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        if let Form::Table(table) = &mut self.form {
            table.finish(&mut self.to)?;
        }
        Ok(self.to.flush()?)
    }
}

/// Says something on standard error; whoever does not listen is not told.
pub(crate) fn report(text: Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{text}");
}
