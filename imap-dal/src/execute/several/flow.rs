//! The rows of several mailboxes, as they come in the flight for all: nothing is held but what comes before its turn. What
//! does not go as it should in one mailbox is left, with the rows that are not taken, to the way a single mailbox is read.

use super::{
    super::{
        Task,
        scan::{Scan, Sieve},
        uids::{InOrder, Uids},
    },
    sweep::{Course, Segment, Sweep},
};
use crate::{Error, Result, Row, connection::Lease, plan::FetchItems};
use std::{collections::VecDeque, mem};

/// How often something may go wrong before the mailboxes behind it are read one by one: each time may cost a connection.
const MOST_ODD: usize = 2;

/// Octets of rows that are held where a mailbox could not be opened: why can be asked only behind what the server was
/// asked for before.
const MOST_HELD: u64 = 1 << 20;

/// Several mailboxes on their way.
pub(super) struct Flow {
    sweep: Sweep,
    items: FetchItems,
    course: Option<Course>,
    /// Those whose rows came behind a mailbox that could not be opened.
    held: VecDeque<Segment>,
    /// Those that go in the next flight.
    waiting: VecDeque<Segment>,
    /// What the connection had read when a row last came out: what came since is held.
    read_at_row: u64,
    odd: usize,
}

/// What comes next of a mailbox.
pub(super) enum Flowing {
    Row(Result<Row>),
    /// There are no more.
    Over,
    /// It is left to the way a single mailbox is read; the error is one that ends it.
    Left(Box<Segment>, Option<Error>),
}

impl Flow {
    /// None where rows do not come in the flight that searches.
    pub(super) fn new(sweep: Sweep, segments: Vec<Segment>) -> Option<Self> {
        let items = sweep.at_once()?.clone();
        Some(Flow {
            sweep,
            items,
            course: None,
            held: VecDeque::new(),
            waiting: segments.into(),
            read_at_row: 0,
            odd: 0,
        })
    }

    /// Whether the mailbox of this index is still to come with the others.
    pub(super) fn awaits(&self, index: usize) -> bool {
        let mut asked = self.held.iter().chain(self.course.iter().flat_map(Course::rest));
        let is = |segment: &Segment| segment.index == index;
        asked.any(is) || (self.odd < MOST_ODD && self.waiting.iter().any(is))
    }

    /// Whether the next mailbox is asked for.
    pub(super) fn is_under_way(&self) -> bool {
        self.course.is_some() || !self.held.is_empty()
    }

    /// Asks for the rows of all that wait.
    ///
    /// # Errors
    /// As [`Sweep::begin`]; they wait as before.
    pub(super) fn begin(&mut self, lease: &mut Lease) -> Result<()> {
        self.read_at_row = lease.traffic().read;
        self.course = Some(self.sweep.begin(lease, &mut self.waiting)?);
        Ok(())
    }

    /// What comes next of the first mailbox, where its rows are held.
    pub(super) fn next_held(&mut self) -> Option<Flowing> {
        let row = self.held.front_mut()?.release(self.sweep.residual.is_some());
        let over = || self.held.pop_front().filter(|first| first.is_odd).map_or(Flowing::Over, Flowing::left);
        Some(row.map_or_else(over, Flowing::Row))
    }

    /// What comes next of the first mailbox.
    pub(super) fn next(&mut self, lease: &mut Lease) -> Flowing {
        lease.is_used_here();
        loop {
            let Some(course) = &mut self.course else { return Flowing::Over };
            let Some(first) = course.under_way.front_mut() else { return Flowing::Over };
            if let Some(row) = first.release(self.sweep.residual.is_some()) {
                course.flight.progress();
                self.read_at_row = lease.traffic().read;
                return Flowing::Row(row);
            }
            let is_refused = first.is_odd && !first.opening.is_open;
            if first.is_through() && !first.is_odd {
                self.end(lease);
                return Flowing::Over;
            }
            if first.holds_nothing() && !is_refused {
                self.read_at_row = lease.traffic().read;
            }
            let most = if is_refused { MOST_HELD } else { lease.limits().waiting as u64 };
            if (first.is_odd && !is_refused) || lease.traffic().read.saturating_sub(self.read_at_row) > most {
                return self.leave(None);
            }
            match self.sweep.step(lease, course) {
                Ok(true) => {}
                Ok(false) if is_refused => return self.hold(),
                // A refused command keeps back what was not begun: it goes in another flight.
                Ok(false) if course.under_way.front().is_some_and(Segment::is_unanswered) => {
                    self.waiting = self.rest();
                    if let Err(error) = self.begin(lease) {
                        return self.leave(Some(error));
                    }
                }
                Ok(false) => return self.leave(None),
                Err(error) => return self.leave(Some(error)),
            }
        }
    }

    /// The first mailbox is through; the next ones follow.
    fn end(&mut self, lease: &mut Lease) {
        let Some(course) = &mut self.course else { return };
        self.sweep.pop(course);
        self.read_at_row = lease.traffic().read;
        if self.sweep.follow(lease, course).is_err() {
            self.odd += 1;
            self.waiting = self.rest();
        } else if course.under_way.is_empty() {
            self.course = None;
        }
    }

    /// Leaves the first mailbox, which could not be opened; the flight is over, and what it brought of others is held.
    fn hold(&mut self) -> Flowing {
        let mut rest = self.course.take().into_iter().flat_map(Course::into_rest);
        let first = rest.next();
        (self.held, self.waiting) = rest.partition(Segment::is_through);
        self.waiting = self.rest();
        first.map_or(Flowing::Over, Flowing::left)
    }

    /// Leaves the first mailbox, and gives up the flight: the others are asked for again.
    fn leave(&mut self, error: Option<Error>) -> Flowing {
        self.odd += 1;
        let first = match &mut self.course {
            Some(course) => course.under_way.pop_front(),
            None => self.waiting.pop_front(),
        };
        self.waiting = self.rest();
        first.map_or(Flowing::Over, |segment| Flowing::Left(Box::new(segment), error))
    }

    /// All that are not through, as if nothing had come of them.
    fn rest(&mut self) -> VecDeque<Segment> {
        let under_way = self.course.take().into_iter().flat_map(Course::into_rest);
        let rest = under_way.chain(mem::take(&mut self.waiting));
        rest.map(|segment| self.sweep.segment(segment.index, segment.context)).collect()
    }

    /// The rows of a mailbox that were not taken, over a usable `lease`; none where it is not known which there are.
    pub(super) fn left(&self, segment: Segment, lease: impl FnOnce() -> Result<Lease>) -> Option<Result<Scan>> {
        let mut uids = Uids::none();
        uids.put_back(segment.left?);
        let origin = segment.opening.origin().ok()?;
        let sieve = Sieve { is_residual: self.sweep.residual.is_some(), ..Sieve::OPEN };
        let of = |lease| Scan::of(Task { lease, context: segment.context }, self.items.clone(), origin, uids, sieve);
        Some(lease().map(of))
    }
}

impl Flowing {
    fn left(segment: Segment) -> Self {
        Flowing::Left(Box::new(segment), None)
    }
}

impl Segment {
    /// The row that is next, as soon as it has come; of those that are gone there is none.
    fn release(&mut self, is_decided: bool) -> Option<Result<Row>> {
        if !self.answers.upper.has_come {
            return None;
        }
        let is_all = self.is_through() && !self.is_odd;
        let left = self.left.get_or_insert_with(|| InOrder::ascending(&self.answers.upper.uids));
        while !self.rows.is_empty() {
            let row = self.rows.remove(&left.first()?);
            if row.is_none() && !is_all {
                return None;
            }
            left.pass();
            let Some(row) = row else { continue };
            match is_decided.then(|| self.context.condition.matches(&row)) {
                Some(Ok(false)) => {}
                Some(Err(error)) => return Some(Err(error)),
                Some(Ok(true)) | None => return Some(Ok(row)),
            }
        }
        None
    }
}
