//! Reading one attachment in pieces of bounded size.

use super::{Task, search::Opening};
use crate::{
    AnyMailbox, AttachmentInfo, Error, Executor, Result,
    connection::Event,
    plan,
    row::Decoder,
    schema::Place,
    wire::{Command, Fetch, Item, Response, SectionKind},
};
use std::{collections::BTreeMap, io::Write};

/// Octets of one piece, as encoded.
const PIECE: u64 = 256 * 1024;

/// Pieces that are under way. What one brings is passed on before the next comes, so that they take no memory, and a line
/// of 50 ms is hardly ever empty.
const MOST_UNDER_WAY: u64 = 16;

/// What [`AttachmentInfo::stream`] does.
pub(crate) fn download<E: Executor + ?Sized>(
    info: &AttachmentInfo,
    on: &E,
    to: &mut (impl Write + ?Sized),
) -> Result<u64> {
    let Some(place) = info.place() else {
        return Err(Error::invalid(
            "it is not known where the attachment is; stream one that a query read in this program",
        ));
    };
    let query = AnyMailbox::in_mailbox(&*place.mailbox).filter(AnyMailbox::uid.eq(place.uid));
    let mut task = Task::new(query.request(), on)?;
    let mut pieces = Pieces::of(place, info.size);
    let mut writing = Writing { decoder: Decoder::new(place.encoding), decoded: Vec::new(), octets: 0, to };
    if let Err(error) = pieces.read(&mut task, &mut writing) {
        if !error.is_lost_connection() || task.lease.renew().is_err() {
            return Err(error);
        }
        pieces.begin_again();
        pieces.read(&mut task, &mut writing)?;
    }
    pieces.found()?;
    writing.finish()
}

/// What is asked for and what has come.
struct Pieces<'a> {
    place: &'a Place,
    /// Octets as encoded, as far as BODYSTRUCTURE can be believed.
    size: u64,
    asked: u64,
    /// Octets that were passed on.
    taken: u64,
    /// Pieces that came before those in front of them.
    early: BTreeMap<u64, Vec<u8>>,
    under_way: u64,
    completed: u64,
    /// A piece was shorter than asked for: it is the last.
    is_over: bool,
    /// Nothing came where a piece was asked for, and the one before was whole.
    is_cut: bool,
    has_message: bool,
}

impl<'a> Pieces<'a> {
    fn of(place: &'a Place, size: u64) -> Self {
        let early = BTreeMap::new();
        Pieces {
            place,
            size,
            asked: 0,
            taken: 0,
            early,
            under_way: 0,
            completed: 0,
            is_over: false,
            is_cut: false,
            has_message: false,
        }
    }

    /// Reads what has not come, in one flight.
    fn read(&mut self, task: &mut Task, writing: &mut Writing<'_, impl Write + ?Sized>) -> Result<()> {
        let mut opening = Opening::default();
        let Task { lease, context } = task;
        let commands = [context.open()].into_iter().chain(self.next()).collect();
        let mut flight = lease.begin(commands)?;
        let mut outcome = Ok(());
        while let Some(event) = lease.next(&mut flight)? {
            match event {
                Event::Untagged(Response::Fetch(fetch)) => {
                    if self.take(fetch, writing)? {
                        flight.progress();
                    }
                }
                Event::Untagged(response) => opening.take(context, &response)?,
                Event::Completed { index: 0, completion } => {
                    outcome = opening.complete(context, flight.name(0), &completion);
                }
                Event::Completed { index, completion } if outcome.is_ok() => {
                    outcome = completion.ok(flight.name(index), Some(&context.mailbox));
                    self.complete();
                }
                Event::Completed { .. } => {}
            }
            if outcome.is_ok() {
                lease.extend(&mut flight, self.next())?;
            }
        }
        opening.explained(task, outcome)
    }

    /// On a new connection, what was under way is asked for anew.
    fn begin_again(&mut self) {
        self.early.clear();
        self.asked = self.taken;
        self.under_way = 0;
        // Every piece before was whole, or it would have been the last.
        self.completed = self.taken / PIECE;
    }

    /// The commands to send now: some ahead of what is read, beyond the end that was told only when all that has come.
    fn next(&mut self) -> Vec<Command> {
        let mut commands = Vec::new();
        while !self.is_over
            && self.under_way < MOST_UNDER_WAY
            && (self.asked < self.size || (self.asked == self.taken && self.under_way == 0))
        {
            commands.push(plan::fetch_range(self.place.uid.get(), &self.place.path, self.asked, PIECE));
            self.asked += PIECE;
            self.under_way += 1;
        }
        commands
    }

    /// Whether it is a piece that was asked for and had not come.
    fn take(&mut self, fetch: Fetch<'_>, writing: &mut Writing<'_, impl Write + ?Sized>) -> Result<bool> {
        let is_ours = |item| matches!(item, Ok(Item::Uid(uid)) if uid == self.place.uid.get());
        if !fetch.items.clone().any(is_ours) {
            return Ok(false);
        }
        self.has_message = true;
        let mut is_any = false;
        for item in fetch.items.flatten() {
            let Item::Body { section, origin: Some(origin), data: Some(data) } = item else { continue };
            let origin = u64::from(origin);
            let is_awaited = (self.taken..self.asked).contains(&origin) && origin % PIECE == 0;
            if is_awaited && section.kind == SectionKind::Whole && section.path == self.place.path.as_bytes() {
                is_any |= self.early.insert(origin, data.into_owned()).is_none();
            }
        }
        while let Some(piece) = self.early.remove(&self.taken) {
            if self.is_over && !piece.is_empty() {
                return Err(Error::protocol("a part goes on after its last piece"));
            }
            writing.write(&piece)?;
            self.taken += piece.len() as u64;
            self.is_over |= (piece.len() as u64) < PIECE;
            if piece.is_empty() {
                break;
            }
        }
        Ok(is_any)
    }

    /// A command is completed; where it brought nothing, nothing more will come.
    fn complete(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
        self.completed += 1;
        let come = self.taken.saturating_add(self.early.len() as u64 * PIECE);
        let is_missing = come < self.completed * PIECE;
        self.is_cut |= is_missing && !self.is_over;
        self.is_over |= is_missing;
    }

    /// # Errors
    /// `Decode` where the message or the part was not there, or was not to its end.
    fn found(&self) -> Result<()> {
        let reason = match (self.has_message, self.taken < self.size && self.taken == 0) {
            (false, _) => "the message is no longer there",
            (true, true) => "the server has no such part",
            // It may have less than BODYSTRUCTURE says: then the last piece is a short one.
            (true, false) if self.is_cut && self.taken < self.size => {
                "it ended before all of it had come; the message may have been removed meanwhile"
            }
            (true, false) => return Ok(()),
        };
        Err(Error::Decode {
            mailbox: self.place.mailbox.clone(),
            uid: self.place.uid.get(),
            column: "attachments".into(),
            source: reason.into(),
        })
    }
}

/// Where the content goes.
struct Writing<'w, W: ?Sized> {
    decoder: Decoder,
    decoded: Vec<u8>,
    octets: u64,
    to: &'w mut W,
}

impl<W: Write + ?Sized> Writing<'_, W> {
    fn write(&mut self, encoded: &[u8]) -> Result<()> {
        self.decoder.push(encoded, &mut self.decoded);
        self.flush()
    }

    fn finish(mut self) -> Result<u64> {
        self.decoder.finish(&mut self.decoded);
        self.flush()?;
        self.to.flush().map_err(|source| Error::Write { source })?;
        Ok(self.octets)
    }

    fn flush(&mut self) -> Result<()> {
        self.to.write_all(&self.decoded).map_err(|source| Error::Write { source })?;
        self.octets += self.decoded.len() as u64;
        self.decoded.clear();
        Ok(())
    }
}
