//! A table for people. Widths are those of the first rows, and together no more than the terminal's.

use super::Value;
use std::{
    io::{self, IsTerminal, Write},
    mem,
};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Rows that are held back to see how wide columns are.
const HELD: usize = 100;
/// The narrowest a column is made.
const NARROWEST: usize = 6;
const GAP: &str = "  ";

pub(super) struct Table {
    headings: Vec<String>,
    held: Vec<Vec<String>>,
    /// None until the first rows are written.
    widths: Option<Vec<usize>>,
    /// Of the terminal; none where the output goes elsewhere, and nothing is cut.
    room: Option<usize>,
}

impl Table {
    pub(super) fn new(headings: &[String]) -> Self {
        let headings = headings.iter().map(|heading| imap_dal::display::escaped(heading).to_string()).collect();
        let is_terminal = io::stdout().is_terminal();
        let room = is_terminal.then(|| terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)));
        Table { headings, held: Vec::new(), widths: None, room }
    }

    pub(super) fn row(&mut self, to: &mut impl Write, values: &[Value]) -> io::Result<()> {
        let cells: Vec<String> = values.iter().map(Value::for_table).collect();
        if let Some(widths) = &self.widths {
            return line(to, &cells, widths, self.room.is_some());
        }
        self.held.push(cells);
        if self.held.len() < HELD { Ok(()) } else { self.release(to) }
    }

    pub(super) fn finish(&mut self, to: &mut impl Write) -> io::Result<()> {
        if self.widths.is_some() { Ok(()) } else { self.release(to) }
    }

    fn release(&mut self, to: &mut impl Write) -> io::Result<()> {
        let held = mem::take(&mut self.held);
        let widths: Vec<usize> = self
            .headings
            .iter()
            .enumerate()
            .map(|(index, heading)| {
                let cells = held.iter().filter_map(|row| row.get(index)).map(|cell| cell.width());
                cells.chain([heading.width()]).max().unwrap_or_default()
            })
            .collect();
        let widths = match self.room {
            Some(room) => fitted(widths, room),
            None => widths,
        };
        let is_cut = self.room.is_some();
        line(to, &self.headings, &widths, is_cut)?;
        let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        line(to, &rules, &widths, is_cut)?;
        held.iter().try_for_each(|row| line(to, row, &widths, is_cut))?;
        self.widths = Some(widths);
        Ok(())
    }
}

/// The widest columns give way until all fit, or none can.
fn fitted(mut widths: Vec<usize>, room: usize) -> Vec<usize> {
    let gaps = GAP.len() * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > room {
        let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > NARROWEST) else { break };
        *widest -= 1;
    }
    widths
}

fn line(to: &mut impl Write, cells: &[String], widths: &[usize], is_cut: bool) -> io::Result<()> {
    let mut text = String::new();
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if index > 0 {
            text.push_str(GAP);
        }
        let cell = if is_cut { cut(cell, *width) } else { cell.clone() };
        text.push_str(&cell);
        text.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width())));
    }
    writeln!(to, "{}", text.trim_end())
}

/// At most `width` columns of the terminal, ending in `…` where something was left out.
fn cut(cell: &str, width: usize) -> String {
    if cell.width() <= width {
        return cell.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let mut text = String::new();
    for c in cell.chars() {
        let Some(left) = room.checked_sub(c.width().unwrap_or_default()) else { break };
        room = left;
        text.push(c);
    }
    text.push('…');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_give_way() {
        assert_eq!(fitted(vec![4, 60, 40], 80), [4, 36, 36]);
        assert_eq!(fitted(vec![4, 10], 80), [4, 10]);
        assert_eq!(fitted(vec![50, 50], 4), [NARROWEST, NARROWEST]);
    }

    #[test]
    fn a_cut_counts_columns_of_the_terminal() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("日本語", 4), "日…");
    }
}
