//! Searching several mailboxes in one flight: each is opened and searched and, where the server saves what it found, that
//! is fetched. What does not go as it should in one mailbox is left to the way a single mailbox is read, which knows what
//! to say and what else to try.

use super::super::{
    Context,
    search::{Answers, Opening},
    uids::InOrder,
    under_way::is_complete,
};
use crate::{
    Error, Result, Row,
    connection::{Event, Flight, Lease},
    evaluate::Condition,
    plan::{self, FetchItems, Messages, Plan, Purpose, Route, Then},
    row::{Fetched, Pieces},
    wire::{Command, Fetch, Response, SequenceSet},
};
use std::{
    collections::{BTreeMap, VecDeque},
    mem,
    ops::Range,
};

/// Octets of commands that are sent before any is answered: where both sides only write, both wait for ever.
const MOST_AHEAD: usize = 16 * 1024;

/// The same query in several mailboxes.
pub(super) struct Sweep {
    pub(super) plan: Plan,
    pub(super) route: Route,
    /// What is fetched in the same flight.
    items: Option<FetchItems>,
    /// What the rows have to satisfy.
    pub(super) residual: Option<Condition>,
    /// All rows are wanted at once, and decided when they come; else they are decided as they are taken.
    is_eager: bool,
}

/// A flight of some mailboxes.
pub(super) struct Course {
    pub(super) flight: Flight,
    /// Those whose commands are in the flight, the one that is answered next in front.
    pub(super) under_way: VecDeque<Segment>,
    /// Those that follow as the first are answered.
    waiting: VecDeque<Segment>,
    /// Octets of commands that were sent ahead.
    ahead: usize,
    /// What the connection had read when a message last came: what came since may be held.
    read: u64,
}

/// One mailbox of it.
pub(super) struct Segment {
    pub(super) index: usize,
    pub(super) context: Context,
    /// Its commands in the flight.
    commands: Range<usize>,
    /// How many of them are not completed.
    open: usize,
    pub(super) opening: Opening,
    pub(super) answers: Answers,
    fetched: BTreeMap<u32, Box<Fetched>>,
    decided: SequenceSet,
    /// Those that satisfy the condition.
    pub(super) uids: SequenceSet,
    /// Their rows, where rows are wanted.
    pub(super) rows: BTreeMap<u32, Row>,
    /// Where rows are taken as they come: those that were not, once it is known which they are.
    pub(super) left: Option<InOrder>,
    is_any_gone: bool,
    /// Something was not as it should be.
    pub(super) is_odd: bool,
}

impl Sweep {
    /// # Errors
    /// As planning; none where nothing can satisfy the condition.
    pub(super) fn new(plan: Plan, is_eager: bool) -> Result<Option<Self>> {
        let Some(mut route) = plan.searching_route(is_eager) else { return Ok(None) };
        // Parts take a further flight for each mailbox.
        if matches!(&route.then, Then::AtOnce(items) if items.pieces() != Pieces::NONE) {
            let Some(searching) = plan.searching_route(false) else { return Ok(None) };
            route = searching;
        }
        let items = if let Then::AtOnce(items) = &route.then { Some(items.clone()) } else { None };
        let residual = plan.residual.as_ref().map(Condition::prepare).transpose()?;
        Ok(Some(Sweep { plan, route, items, residual, is_eager }))
    }

    /// What is fetched in the flight itself.
    pub(super) fn at_once(&self) -> Option<&FetchItems> {
        self.items.as_ref()
    }

    /// Whether a single mailbox needs no search.
    pub(super) fn is_asked(&self) -> bool {
        matches!(self.plan.route(self.is_eager), Some(Route { then: Then::Asked(..), .. }))
    }

    pub(super) fn segment(&self, index: usize, mut context: Context) -> Segment {
        if let Some(residual) = &self.residual {
            context.condition = residual.clone();
        }
        Segment {
            index,
            context,
            commands: 0..0,
            open: 0,
            opening: Opening::default(),
            answers: Answers::awaited(&self.route),
            fetched: BTreeMap::new(),
            decided: SequenceSet::default(),
            uids: SequenceSet::default(),
            rows: BTreeMap::new(),
            left: None,
            is_any_gone: false,
            is_odd: false,
        }
    }

    /// Searches the mailboxes; those where all went as it should.
    pub(super) fn fly(&self, lease: &mut Lease, segments: Vec<Segment>) -> Vec<Segment> {
        let (mut waiting, mut answered) = (VecDeque::from(segments), Vec::new());
        loop {
            let left = waiting.len();
            let outcome = self.fly_once(lease, &mut waiting, &mut answered);
            if outcome.is_err() || waiting.is_empty() || waiting.len() == left {
                answered.retain(|segment| !segment.is_odd);
                return answered;
            }
        }
    }

    fn fly_once(&self, lease: &mut Lease, waiting: &mut VecDeque<Segment>, done: &mut Vec<Segment>) -> Result<()> {
        let mut course = self.begin(lease, waiting)?;
        while self.step(lease, &mut course)? {
            while course.under_way.front().is_some_and(Segment::is_through) {
                done.extend(self.pop(&mut course));
            }
            self.follow(lease, &mut course)?;
        }
        // A refused command keeps back those that were not begun: they go in another flight.
        *waiting = course.into_rest().filter(|segment| segment.is_unanswered()).collect();
        Ok(())
    }

    /// Begins a flight of those that wait.
    ///
    /// # Errors
    /// What ends a connection; `InvalidInput` where a value cannot be sent. They wait as before.
    pub(super) fn begin(&self, lease: &mut Lease, waiting: &mut VecDeque<Segment>) -> Result<Course> {
        let (mut under_way, mut ahead) = (VecDeque::new(), 0);
        let commands = self.next(waiting, &mut under_way, 0, &mut ahead);
        match lease.begin(commands) {
            Ok(flight) => {
                let read = lease.traffic().read;
                Ok(Course { flight, under_way, waiting: mem::take(waiting), ahead, read })
            }
            Err(error) => {
                under_way.append(waiting);
                *waiting = under_way;
                Err(error)
            }
        }
    }

    /// Takes one event; false when the flight is over.
    ///
    /// # Errors
    /// What ends a connection; `Limit`, since the rest may be without end, too.
    pub(super) fn step(&self, lease: &mut Lease, course: &mut Course) -> Result<bool> {
        let Course { flight, under_way, read, .. } = course;
        let Some(event) = lease.next(flight)? else { return Ok(false) };
        let at = match &event {
            Event::Completed { index, .. } => under_way.iter().position(|own| own.commands.contains(index)),
            Event::Untagged(Response::Esearch(answer)) if answer.tag.is_some() => {
                let index = answer.tag.as_ref().and_then(|tag| flight.index_of(tag));
                index.and_then(|index| under_way.iter().position(|own| own.commands.contains(&index)))
            }
            // The server takes the commands in turn: what has no tag is of the first that is not through.
            Event::Untagged(_) => Some(0),
        };
        let Some(segment) = at.and_then(|at| under_way.get_mut(at)) else { return Ok(true) };
        let tag_index = match &event {
            Event::Untagged(Response::Esearch(answer)) => {
                answer.tag.as_ref().and_then(|tag| flight.index_of(tag)).map(|index| index - segment.commands.start)
            }
            _ => None,
        };
        match self.take(segment, tag_index, event) {
            Err(error @ Error::Limit { .. }) => return Err(error),
            Err(_) => segment.is_odd = true,
            Ok(true) => {
                flight.progress();
                *read = lease.traffic().read;
            }
            Ok(false) => {}
        }
        if lease.traffic().read.saturating_sub(*read) > lease.limits().waiting as u64 {
            return Err(Error::limit("the server says more than `Limits::waiting` of what was not asked"));
        }
        if segment.is_through() {
            segment.is_odd |= self.is_incomplete(segment);
        }
        Ok(true)
    }

    /// Takes out the first, which is through.
    pub(super) fn pop(&self, course: &mut Course) -> Option<Segment> {
        let segment = course.under_way.pop_front()?;
        course.ahead -= self.length(&segment);
        Some(segment)
    }

    /// Sends the commands of those that are next, where few are under way.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub(super) fn follow(&self, lease: &mut Lease, course: &mut Course) -> Result<()> {
        let Course { flight, under_way, waiting, ahead, .. } = course;
        if waiting.is_empty() || *ahead >= MOST_AHEAD / 2 {
            return Ok(());
        }
        let commands = self.next(waiting, under_way, flight.len(), ahead);
        lease.extend(flight, commands)
    }

    /// The commands of those that go next, of which the first has the index `first` in its flight.
    fn next(
        &self,
        waiting: &mut VecDeque<Segment>,
        under_way: &mut VecDeque<Segment>,
        first: usize,
        ahead: &mut usize,
    ) -> Vec<Command> {
        let mut commands = Vec::new();
        while let Some(mut segment) = waiting.pop_front() {
            let length = self.length(&segment);
            if *ahead > 0 && *ahead + length > MOST_AHEAD {
                waiting.push_front(segment);
                break;
            }
            *ahead += length;
            let start = first + commands.len();
            commands.extend(self.commands(&segment));
            segment.commands = start..first + commands.len();
            segment.open = segment.commands.len();
            under_way.push_back(segment);
        }
        commands
    }

    fn commands(&self, segment: &Segment) -> Vec<Command> {
        let mut commands = vec![segment.context.open()];
        commands.extend(self.route.searches.iter().chain(&self.route.lower).cloned());
        commands.extend(self.items.iter().flat_map(|items| plan::fetch(Messages::Saved, items)));
        commands
    }

    /// About how many octets its commands have.
    fn length(&self, segment: &Segment) -> usize {
        self.commands(segment).iter().map(|command| command.len() + 8).sum()
    }

    /// Takes what is said of a mailbox, and tells whether a message was decided; an error is anything that is not as it
    /// should be.
    fn take(&self, segment: &mut Segment, tagged: Option<usize>, event: Event<'_>) -> Result<bool> {
        let searches = 1 + self.route.searches.len();
        let lower_at = searches..searches + usize::from(self.route.lower.is_some());
        let taken = match event {
            Event::Untagged(Response::Fetch(fetch)) => return self.absorb(segment, fetch),
            Event::Untagged(response) => {
                segment.is_any_gone |= matches!(response, Response::Expunge(_) | Response::Vanished { .. });
                segment.opening.take(&segment.context, &response)?;
                segment.answers.take(&response, tagged.is_some_and(|index| lower_at.contains(&index)))
            }
            Event::Completed { index, completion } => {
                segment.open -= 1;
                let (index, context) = (index - segment.commands.start, &segment.context);
                match index {
                    0 => segment.opening.complete(context, "EXAMINE", &completion),
                    index if index < lower_at.end => {
                        segment.answers.complete(context, "UID SEARCH", lower_at.contains(&index), &completion)
                    }
                    _ => completion.ok("UID FETCH", None),
                }
            }
        };
        taken.map(|()| false)
    }

    /// Takes what FETCH tells of a message, and decides it when that is all.
    fn absorb(&self, segment: &mut Segment, fetch: Fetch<'_>) -> Result<bool> {
        let Some(items) = &self.items else { return Ok(false) };
        let uid = fetch.uid();
        if !segment.answers.upper.uids.contains(uid) || segment.decided.contains(uid) {
            return Ok(false);
        }
        let fetched = segment.fetched.entry(uid).or_default();
        fetched.absorb(fetch);
        if !is_complete(fetched, items) {
            return Ok(false);
        }
        let Some(mut fetched) = segment.fetched.remove(&uid) else { return Ok(false) };
        fetched.end(items.pieces());
        segment.decided.insert(uid);
        let row = Row::new(segment.opening.origin()?, fetched);
        if !self.is_eager {
            segment.rows.insert(uid, row);
        } else if self.residual.is_none() || segment.context.condition.matches(&row)? {
            segment.uids.insert(uid);
            if self.plan.purpose == Purpose::Select {
                segment.rows.insert(uid, row);
            }
        }
        Ok(true)
    }

    /// Whether what was fetched is not all that was to come: messages that are gone do not count.
    fn is_incomplete(&self, segment: &Segment) -> bool {
        let is_all_missing = segment.decided.is_empty() && !segment.answers.upper.uids.is_empty();
        let is_some_partial = !segment.fetched.is_empty() && !segment.is_any_gone;
        segment.answers.upper.is_not_saved || (self.items.is_some() && (is_all_missing || is_some_partial))
    }
}

impl Course {
    /// Those that are not taken out, in order.
    pub(super) fn rest(&self) -> impl Iterator<Item = &Segment> {
        self.under_way.iter().chain(&self.waiting)
    }

    pub(super) fn into_rest(self) -> impl Iterator<Item = Segment> {
        self.under_way.into_iter().chain(self.waiting)
    }
}

impl Segment {
    /// Whether all of its commands are completed.
    pub(super) fn is_through(&self) -> bool {
        self.open == 0
    }

    /// Whether nothing that came of it is kept.
    pub(super) fn holds_nothing(&self) -> bool {
        self.fetched.is_empty() && self.rows.is_empty()
    }

    /// Whether none of its commands is completed.
    pub(super) fn is_unanswered(&self) -> bool {
        self.open == self.commands.len()
    }
}
