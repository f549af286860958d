//! Which flights a plan takes: what is searched, what is fetched, and what of it shares a flight.

use super::{
    commands::{Messages, Returning, fetch},
    fetch::FetchItems,
    order::Order,
    plan::{Plan, Purpose},
    search_key::SearchKey,
};
use crate::wire::{Command, SequenceSet};

/// Uids that are asked for without a search for those that are there: a window. Rows behind one that is missing may have
/// to wait until all have come.
const MOST_ASKED: u64 = 1_000;

/// Messages that are looked at first, of all that a search finds, where rows are decided here and only some are wanted:
/// those of a window take less time than a round trip. Twice as many as are wanted, between these two.
const FIRST_LOOK: (u64, u64) = (250, 1_000);

/// The way from a plan to its answer. Every flight opens the mailbox first.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    /// One SEARCH or SORT; several where a list of uids is too long for one, whose answers are joined. None where it would
    /// tell nothing new.
    pub(crate) searches: Vec<Command>,
    /// The same for all that may satisfy the condition, where `searches` find only those that are looked at first.
    pub(crate) rest: Option<Rest>,
    /// The search for what certainly satisfies the condition, in the same flight.
    pub(crate) lower: Option<Command>,
    pub(crate) then: Then,
}

/// What may have to be searched for behind the messages that are looked at first.
#[derive(Clone, Debug)]
pub(crate) struct Rest {
    /// How many those are: where fewer are found, they are all.
    pub(crate) looked_at: u64,
    pub(crate) searches: Vec<Command>,
}

/// What follows the search.
#[derive(Clone, Debug)]
pub(crate) enum Then {
    /// Nothing: it is the answer; without a search, how many messages the mailbox has.
    Nothing,
    /// FETCH of all in a set of uids, whichever there are; the rows are decided and ordered as they come.
    Asked(SequenceSet, FetchItems),
    /// FETCH in the same flight, of what the search saved as `$`; the rows are decided and ordered as they come.
    AtOnce(FetchItems),
    /// FETCH in windows; the rows are decided and ordered as they come.
    Windows(FetchItems),
    /// FETCH of what decides, then, for rows, of what they need; the latter for the chosen ones only. What decides is
    /// fetched in the flight of the search where that is about those that are looked at first.
    Decide(FetchItems, Option<FetchItems>),
}

impl Plan {
    /// The flights of the plan; none where nothing can satisfy it. `is_eager`: all rows are wanted at once, so that search
    /// and fetch may share a flight, bodies included, whatever the order.
    pub(crate) fn route(&self, is_eager: bool) -> Option<Route> {
        let then = match self.then(is_eager) {
            Then::Nothing if self.is_counted_by_opening() => Some(Then::Nothing),
            Then::AtOnce(items) | Then::Windows(items) => {
                self.asked(is_eager, &items).map(|uids| Then::Asked(uids, items))
            }
            _ => None,
        };
        match then.filter(|_| !self.is_empty()) {
            Some(then) => Some(Route { searches: Vec::new(), rest: None, lower: None, then }),
            None => self.looking_route(is_eager).or_else(|| self.searching_route(is_eager)),
        }
    }

    /// The flight that looks at the first messages of a search, where not all have to be read: it is decided here which
    /// are wanted, and some are enough.
    fn looking_route(&self, is_eager: bool) -> Option<Route> {
        let (items, then) = match self.then(is_eager) {
            Then::Windows(items) => (items.clone(), Then::AtOnce(items)),
            Then::Decide(items, rows) if self.lower.is_none() => (items.clone(), Then::Decide(items, rows)),
            _ => return None,
        };
        let is_ordered = matches!(self.order, Order::UidAscending | Order::Server(_));
        let is_chosen_here = self.residual.is_some() && is_ordered && self.purpose != Purpose::Targets;
        if self.is_empty() || items.bodies() || !is_chosen_here || !self.saves_result() {
            return None;
        }
        let (least, most) = FIRST_LOOK;
        let window = self.offset.saturating_add(self.limit?);
        let looked_at = window.saturating_mul(2).clamp(least, most);
        let last = u32::try_from(looked_at).ok().filter(|_| self.server.capabilities.partial())?;
        let rest = Rest { looked_at, searches: self.searches(Returning::All) };
        let searches = self.searches(Returning::SavedPartial(1, last));
        Some(Route { searches, rest: Some(rest), lower: None, then })
    }

    /// The same with a search, also where that would tell nothing new.
    pub(crate) fn searching_route(&self, is_eager: bool) -> Option<Route> {
        if self.is_empty() {
            return None;
        }
        let then = self.then(is_eager);
        let returning = match &then {
            Then::AtOnce(_) => self.first_rows().map_or(Returning::Saved, |rows| Returning::SavedPartial(1, rows)),
            Then::Nothing => self.returning(),
            Then::Asked(..) | Then::Windows(_) | Then::Decide(..) => Returning::All,
        };
        let (searches, lower) = (self.searches(returning), self.lower_search(Returning::All));
        Some(Route { searches, rest: None, lower, then })
    }

    /// In the order that the server is asked for.
    fn searches(&self, returning: Returning) -> Vec<Command> {
        self.sort(returning).map_or_else(|| self.search(returning), |sort| vec![sort])
    }

    fn then(&self, is_eager: bool) -> Then {
        let is_here = self.order == Order::Here;
        let items = match self.purpose {
            Purpose::Select => self.fetch(),
            _ if self.residual.is_none() && !is_here => return Then::Nothing,
            _ => self.decide.clone(),
        };
        if self.lower.is_some() || self.decides_first() {
            let rows = (self.purpose == Purpose::Select).then(|| self.projection.clone());
            return Then::Decide(self.decide.clone(), rows);
        }
        let is_windowed = self.limit.is_some() || self.offset > 0;
        let reads_all = is_here || !is_windowed || self.first_rows().is_some();
        if (is_eager || self.streams(&items)) && reads_all && self.saves_result() {
            Then::AtOnce(items)
        } else {
            Then::Windows(items)
        }
    }

    /// Whether every message counts: opening the mailbox tells how many there are.
    fn is_counted_by_opening(&self) -> bool {
        matches!(self.purpose, Purpose::Count | Purpose::Exists) && self.upper == SearchKey::All
    }

    /// What to fetch without a search, where that is told by the condition: all messages, or a few by their uids.
    fn asked(&self, is_eager: bool, items: &FetchItems) -> Option<SequenceSet> {
        let uids = match &self.upper {
            SearchKey::All => SequenceSet::range(1, u32::MAX),
            SearchKey::Uid(uids) if uids.len() <= MOST_ASKED => uids.clone(),
            _ => return None,
        };
        let is_ordered = matches!(self.order, Order::UidAscending | Order::Here);
        let window = self.limit.map(|limit| limit.saturating_add(self.offset));
        let reads_all = self.order == Order::Here || window.is_none_or(|window| window >= uids.len());
        let is_asked = self.purpose != Purpose::Targets && (is_eager || self.streams(items)) && is_ordered && reads_all;
        is_asked.then_some(uids)
    }

    /// Whether rows come out as they come in, however many there are.
    fn streams(&self, items: &FetchItems) -> bool {
        self.order == Order::UidAscending && !items.bodies()
    }

    /// How many messages the search finds have to be read, where it can tell as many: the window ends there and nothing is
    /// decided here.
    fn first_rows(&self) -> Option<u32> {
        let rows = u32::try_from(self.offset.checked_add(self.limit?)?).ok()?;
        let is_decided = self.residual.is_none() && matches!(self.order, Order::UidAscending | Order::Server(_));
        (is_decided && self.offset == 0 && self.server.capabilities.partial()).then_some(rows)
    }

    fn saves_result(&self) -> bool {
        self.saves()
            && match self.order {
                Order::Server(_) => self.server.capabilities.esort() && !self.server.saved_sort_refused,
                _ => !self.server.saved_search_refused,
            }
    }
}

impl Route {
    /// Nothing but searching.
    pub(crate) fn of(searches: Vec<Command>) -> Self {
        Route { searches, rest: None, lower: None, then: Then::Nothing }
    }

    /// How many flights it takes, as far as they are known.
    pub(super) fn flight_count(&self) -> usize {
        self.flights(&Command::new("")).len()
    }

    /// The commands by flight, for a mailbox of this name, as far as they are known before the search has answered: a
    /// list of uids that it tells is shown as `<uids>`.
    pub(super) fn flights(&self, open: &Command) -> Vec<Vec<String>> {
        let text = |commands: &[Command]| commands.iter().map(Command::to_string).collect::<Vec<_>>();
        let later = |items: &FetchItems| {
            let mut flight = vec![open.to_string()];
            let fetches = fetch(Messages::Saved, items);
            flight.extend(fetches.iter().map(|command| command.to_string().replacen(" $ ", " <uids> ", 1)));
            flight
        };
        // Sent when the structures have come, with the mailbox still open.
        let of_parts = |items: &FetchItems| {
            let (pieces, mut flight) = (items.pieces(), Vec::new());
            if pieces.texts || pieces.attachments {
                flight.push("UID FETCH <uids> (UID BODY.PEEK[<part>])".to_owned());
            }
            if pieces.beginning && !pieces.texts {
                flight.push("UID FETCH <uids> (UID BODY.PEEK[<part>]<0.2048>)".to_owned());
            }
            Some(flight).filter(|flight| !flight.is_empty())
        };
        let mut first = vec![open.to_string()];
        first.extend(text(&self.searches));
        first.extend(self.lower.iter().map(Command::to_string));
        let mut flights = vec![first];
        match &self.then {
            Then::Nothing => {}
            Then::AtOnce(items) => {
                flights[0].extend(text(&fetch(Messages::Saved, items)));
                flights.extend(of_parts(items));
            }
            Then::Asked(uids, items) => {
                flights[0].extend(text(&fetch(Messages::Uids(uids), items)));
                flights.extend(of_parts(items));
            }
            Then::Windows(items) => {
                flights.push(later(items));
                flights.extend(of_parts(items));
            }
            Then::Decide(decide, rows) => {
                let decided_first = (self.rest.is_none()).then_some(decide);
                if decided_first.is_none() {
                    flights[0].extend(text(&fetch(Messages::Saved, decide)));
                }
                for items in [decided_first, rows.as_ref()].into_iter().flatten() {
                    flights.push(later(items));
                    flights.extend(of_parts(items));
                }
            }
        }
        flights
    }
}
