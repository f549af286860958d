//! What SEARCH and SORT answer, in the old form and in the extended one (RFC 4731, RFC 5267, RFC 9394).

use std::borrow::Cow;

use super::scan::{Cursor, is, whole_number, whole_number32};
use super::sequence_set::{SequenceSet, UidList};

/// The numbers of an old-style SEARCH or SORT, in the order sent. All were checked when the response was parsed.
#[derive(Clone, Debug)]
pub(crate) struct Numbers<'a> {
    cursor: Cursor<'a>,
}

impl<'a> Numbers<'a> {
    pub(super) fn parse(cursor: Cursor<'a>) -> Option<Self> {
        let mut rest = cursor;
        loop {
            rest.skip_spaces();
            match rest.peek() {
                // `(MODSEQ 917)` may follow (RFC 7162, section 3.1.5).
                None | Some(b'(') => return Some(Self { cursor }),
                Some(_) => rest.number32()?,
            };
        }
    }
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.cursor.skip_spaces();
        self.cursor.number32()
    }
}

/// The extended answer. Unknown return data is passed over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Esearch<'a> {
    /// The tag of the command it answers.
    pub(crate) tag: Option<Cow<'a, [u8]>>,
    /// Whether the numbers are uids.
    pub(crate) uid: bool,
    pub(crate) min: Option<u32>,
    pub(crate) max: Option<u32>,
    pub(crate) count: Option<u32>,
    pub(crate) all: Option<SequenceSet>,
    /// Outer None: not told; inner None: the window is empty.
    pub(crate) partial: Option<Option<SequenceSet>>,
    pub(crate) mod_seq: Option<u64>,
    written: Option<&'a [u8]>,
}

impl<'a> Esearch<'a> {
    pub(super) fn parse(mut cursor: Cursor<'a>) -> Option<Self> {
        let mut found = Self::default();
        loop {
            cursor.skip_spaces();
            if cursor.is_at_end() {
                return Some(found);
            }
            if cursor.peek() == Some(b'(') {
                let inside = cursor.skip_value()?;
                found.read_parenthesised(inside);
                continue;
            }
            let name = cursor.atom()?;
            if is(name, "UID") {
                found.uid = true;
                continue;
            }
            cursor.skip_spaces();
            let value = cursor.skip_value()?;
            found.read(name, value)?;
        }
    }

    /// The numbers of ALL, or else of PARTIAL, in the order written, which is the answer's order for SORT.
    pub(crate) fn in_order(&self) -> Option<UidList> {
        UidList::parse(self.written?)
    }

    fn read(&mut self, name: &[u8], value: &'a [u8]) -> Option<()> {
        if is(name, "MIN") {
            self.min = Some(whole_number32(value)?);
        } else if is(name, "MAX") {
            self.max = Some(whole_number32(value)?);
        } else if is(name, "COUNT") {
            self.count = Some(whole_number32(value)?);
        } else if is(name, "ALL") {
            self.all = Some(SequenceSet::parse(value)?);
            self.written = Some(value);
        } else if is(name, "PARTIAL") {
            self.partial = Some(self.read_window(Cursor::new(value))?);
        } else if is(name, "MODSEQ") {
            let bare = value.strip_prefix(b"(").and_then(|inside| inside.strip_suffix(b")")).unwrap_or(value);
            self.mod_seq = Some(whole_number(bare)?);
        }
        Some(())
    }

    /// `(TAG "A1")`, and `(MODSEQ 917)` as some servers write it.
    fn read_parenthesised(&mut self, list: &'a [u8]) {
        let mut cursor = Cursor::new(list);
        cursor.eat(b'(');
        let name = cursor.atom().unwrap_or_default();
        cursor.skip_spaces();
        if is(name, "TAG") {
            self.tag = cursor.astring();
        } else if is(name, "MODSEQ") {
            self.mod_seq = cursor.number();
        }
    }

    /// `(1:100 23,25)` or `(1:100 NIL)`.
    fn read_window(&mut self, mut cursor: Cursor<'a>) -> Option<Option<SequenceSet>> {
        cursor.eat(b'(');
        cursor.atom()?;
        cursor.skip_spaces();
        let numbers = cursor.atom()?;
        if is(numbers, "NIL") {
            return Some(None);
        }
        let set = SequenceSet::parse(numbers)?;
        self.written = self.written.or(Some(numbers));
        Some(Some(set))
    }
}
