//! A table for people. Widths are those of the first rows, and together no more than the terminal's; where more columns are
//! asked for than it has room for, each row is a block of lines.

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
    layout: Option<Layout>,
    /// Of the terminal; none where the output goes elsewhere, and nothing is cut.
    room: Option<usize>,
}

enum Layout {
    /// Side by side, of these widths.
    Columns(Vec<usize>),
    /// A line for each value behind its heading, on a terminal of this width.
    Lines(usize),
}

impl Table {
    pub(super) fn new(headings: &[String]) -> Self {
        let headings = headings.iter().map(|heading| imap_dal::display::escaped(heading).to_string()).collect();
        let is_terminal = io::stdout().is_terminal();
        let room = is_terminal.then(|| terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)));
        Table { headings, held: Vec::new(), layout: None, room }
    }

    pub(super) fn row(&mut self, to: &mut impl Write, values: &[Value]) -> io::Result<()> {
        let cells: Vec<String> = values.iter().map(Value::for_table).collect();
        match &self.layout {
            Some(Layout::Columns(widths)) => return line(to, &cells, widths, self.room.is_some()),
            Some(Layout::Lines(room)) => return block(to, &self.headings, &cells, *room),
            None => {}
        }
        self.held.push(cells);
        if self.held.len() < HELD { Ok(()) } else { self.release(to) }
    }

    pub(super) fn finish(&mut self, to: &mut impl Write) -> io::Result<()> {
        if self.layout.is_some() { Ok(()) } else { self.release(to) }
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
            Some(room) => match fitted(widths, room) {
                Some(widths) => widths,
                None => {
                    held.iter().try_for_each(|row| block(to, &self.headings, row, room))?;
                    self.layout = Some(Layout::Lines(room));
                    return Ok(());
                }
            },
            None => widths,
        };
        let is_cut = self.room.is_some();
        line(to, &self.headings, &widths, is_cut)?;
        let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        line(to, &rules, &widths, is_cut)?;
        held.iter().try_for_each(|row| line(to, row, &widths, is_cut))?;
        self.layout = Some(Layout::Columns(widths));
        Ok(())
    }
}

/// The widest columns give way until all fit; none where they cannot.
fn fitted(mut widths: Vec<usize>, room: usize) -> Option<Vec<usize>> {
    let gaps = GAP.len() * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > room {
        let widest = widths.iter_mut().max().filter(|widest| **widest > NARROWEST)?;
        *widest -= 1;
    }
    Some(widths)
}

/// A row as lines, with an empty one behind it.
fn block(to: &mut impl Write, headings: &[String], cells: &[String], room: usize) -> io::Result<()> {
    let widest = headings.iter().map(|heading| heading.width()).max().unwrap_or_default();
    for (heading, cell) in headings.iter().zip(cells) {
        let gap = " ".repeat(widest - heading.width());
        let cell = cut(cell, room.saturating_sub(widest + GAP.len()).max(NARROWEST));
        writeln!(to, "{}", format!("{heading}{gap}{GAP}{cell}").trim_end())?;
    }
    writeln!(to)
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
        assert_eq!(fitted(vec![4, 60, 40], 80), Some(vec![4, 36, 36]));
        assert_eq!(fitted(vec![4, 10], 80), Some(vec![4, 10]));
        assert_eq!(fitted(vec![50, 50], 4), None);
    }

    #[test]
    fn what_has_no_room_side_by_side_is_a_block_of_lines() {
        let headings = ["uid", "subject", "日本"].map(str::to_owned).to_vec();
        let mut table = Table { headings, held: Vec::new(), layout: None, room: Some(16) };
        let mut out = Vec::new();
        for uid in 0..=HELD as u64 {
            let values = [Value::Number(uid), Value::Text("a long subject".to_owned()), Value::Null];
            table.row(&mut out, &values).unwrap();
        }
        table.finish(&mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.starts_with("uid      0\nsubject  a long…\n日本\n\nuid      1\n"), "{out}");
        assert!(out.ends_with("uid      100\nsubject  a long…\n日本\n\n"), "{out}");
    }

    #[test]
    fn a_cut_counts_columns_of_the_terminal() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("日本語", 4), "日…");
    }
}
