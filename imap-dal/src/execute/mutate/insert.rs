//! APPEND, and the uids of what was appended.

use super::{
    super::{
        Affected, Task,
        retry::retried,
        search::{Found, Opening},
    },
    copies,
    resume::{settled, whole},
    token::Phase,
    writing::{filled, write},
};
use crate::{
    Error, Executor, Insert, InsertMany, IntoMailbox, Result, Uid,
    compose::Composed,
    connection::Event,
    display::escaped,
    plan::{self, Access, Returning, SearchKey},
    query::Request,
    row::Origin,
    wire::{Code, Command, Response, SequenceSet, Status},
};
use jiff::Zoned;
use std::{borrow::Cow, cell::RefCell, slice, sync::Arc};

/// Appends one message.
pub(crate) fn insert<E: Executor + ?Sized>(insert: &Insert, on: &E) -> Result<Uid> {
    let message = insert.message.compose()?;
    append_command("", [&message])?;
    let (mut task, origin, next) = ready(&whole(insert.mailbox.clone()), slice::from_ref(&message), on)?;
    let uids = match append(&mut task, &origin, vec![message], next, &[]) {
        // Broken off in the middle of the only message, which the server then drops.
        Err(Error::OutcomeUnknown { source, .. }) if matches!(*source, Error::Read { .. }) => return Err(*source),
        outcome => outcome?,
    };
    uids.into_iter().next().flatten().ok_or_else(|| untold(&origin))
}

/// Appends messages; their uids in the order of the messages.
pub(crate) fn insert_many<E: Executor + ?Sized>(insert: &InsertMany, on: &E) -> Result<Vec<Uid>> {
    let messages = insert.messages.iter().map(crate::NewMessage::compose).collect::<Result<Vec<_>>>()?;
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    append_command("", &messages)?;
    let (mut task, origin, next) = ready(&whole(insert.mailbox.clone()), &messages, on)?;
    let uids = append(&mut task, &origin, messages, next, &[])?;
    uids.into_iter().collect::<Option<_>>().ok_or_else(|| untold(&origin))
}

/// What messages are appended on, and where in the mailbox the next one comes. Nothing is sent yet that may not be sent
/// twice, so that a connection that was lost while nobody used it does not matter.
fn ready<E: Executor + ?Sized>(request: &Request, messages: &[Composed], on: &E) -> Result<(Task, Arc<Origin>, u32)> {
    retried(request, on, |mut task| {
        fits(&task, messages)?;
        let (origin, next) = arrivals(&mut task, None)?;
        Ok((task, origin, next))
    })
}

/// Completes an APPEND of unknown outcome: what is not found among the messages from `next` on is appended.
pub(super) fn append_again<E: Executor + ?Sized>(
    on: &E,
    origin: &Origin,
    messages: &[Composed],
    next: u32,
    stored: &[Uid],
) -> Result<Affected> {
    let mut task = Task::new(&whole(origin.mailbox.as_ref().into_mailbox()), on)?;
    let timeout = task.lease.timeout();
    let found = settled(timeout, || {
        let found = copies::appended(&mut task, origin, &new_from(next, stored), &facts(messages))?;
        Ok((found.iter().all(Option::is_some), found))
    })?;
    let there = found.iter().flatten().map(|uid| Uid::read(*uid, origin.validity, origin.fingerprint));
    let stored: Vec<Uid> = stored.iter().copied().chain(there).collect();
    let missing: Vec<Composed> =
        messages.iter().zip(&found).filter(|(_, uid)| uid.is_none()).map(|(message, _)| message.clone()).collect();
    let matched = (stored.len() + missing.len()) as u64;
    if !missing.is_empty() {
        let (origin, _) = arrivals(&mut task, Some(origin))?;
        append(&mut task, &origin, missing, next, &stored)?;
    }
    Ok(Affected { matched, changed: matched, ..Affected::default() })
}

/// Appends messages; their uids, as far as the server tells them or they are found again. Others are `stored` already.
fn append(
    task: &mut Task,
    origin: &Arc<Origin>,
    messages: Vec<Composed>,
    next: u32,
    stored: &[Uid],
) -> Result<Vec<Option<Uid>>> {
    let mailbox = task.context.mailbox.clone();
    let at_once = task.context.server.capabilities.multi_append();
    let commands = if at_once || messages.len() == 1 {
        vec![append_command(&mailbox, &messages)?]
    } else {
        messages.iter().map(|message| append_command(&mailbox, [message])).collect::<Result<_>>()?
    };
    let each = commands.len() > 1;
    // By message: none while it is not known to be stored, then its uid, where that is told.
    let told: RefCell<Vec<Option<Option<Uid>>>> = RefCell::new(vec![None; messages.len()]);
    let mut refused = None;
    let unknown = || {
        let told = told.borrow();
        let certain = stored.iter().copied().chain(told.iter().flatten().copied().flatten()).collect();
        // Stored, but nobody knows where: they are looked for with the others.
        let is_open = |uid: &Option<Option<Uid>>| uid.flatten().is_none();
        let open = messages.iter().zip(told.iter()).filter(|(_, uid)| is_open(uid)).map(|(message, _)| message.clone());
        Phase::Appending { messages: open.collect(), next, stored: certain }
    };
    let has_changed = !stored.is_empty();
    write(task, origin, has_changed, commands, unknown, |context, flight, event| {
        let Event::Completed { index, completion } = event else { return Ok(()) };
        if let Err(error) = filled(&completion, flight.name(index), &context.mailbox) {
            refused.get_or_insert(error);
            return Ok(());
        }
        let (validity, uids) = match &completion.code {
            Some(Code::AppendUid { validity, uids }) => (*validity, uids.clone()),
            _ => (0, SequenceSet::default()),
        };
        let mut uids = uids.iter().map(|uid| Uid::read(uid, validity, context.fingerprint));
        let mut told = told.borrow_mut();
        let (from, count) = if each { (index, 1) } else { (0, messages.len()) };
        told.iter_mut().skip(from).take(count).for_each(|own| *own = Some(uids.next()));
        Ok(())
    })?;
    if let Some(source) = refused {
        if told.borrow().iter().all(Option::is_none) && !has_changed {
            return Err(source);
        }
        return Err(super::writing::unknown(&task.context, origin, unknown(), source));
    }
    let mut uids: Vec<Option<Uid>> = told.borrow().iter().map(|own| own.flatten()).collect();
    if uids.iter().any(Option::is_none) {
        let known = uids.iter().flatten().chain(stored).copied().collect::<Vec<_>>();
        let found = located(task, origin, &messages, &new_from(next, &known));
        let found = found.map_err(|source| super::writing::unknown(&task.context, origin, unknown(), source))?;
        for (own, found) in uids.iter_mut().zip(found) {
            *own = own.or(found.map(|uid| Uid::read(uid, origin.validity, origin.fingerprint)));
        }
    }
    Ok(uids)
}

/// The uids from `next` on, without the known ones.
fn new_from(next: u32, known: &[Uid]) -> SequenceSet {
    SequenceSet::range(next, u32::MAX).difference(&known.iter().map(|uid| uid.get()).collect())
}

fn facts(messages: &[Composed]) -> Vec<(u64, crate::wire::Digest)> {
    messages.iter().map(|message| (message.payload.len(), message.payload.digest())).collect()
}

fn untold(origin: &Origin) -> Error {
    Error::Unsupported {
        capability: "UIDPLUS",
        text: format!(
            "what was appended to mailbox \"{}\" is there, but the server does not tell its uid, and it was not found again",
            escaped(&origin.mailbox)
        )
        .into(),
    }
}

/// Refuses a message that is larger than the server takes.
fn fits<'m>(task: &Task, messages: impl IntoIterator<Item = &'m Composed>) -> Result<()> {
    let Some(most) = task.context.server.capabilities.append_limit() else { return Ok(()) };
    match messages.into_iter().find(|message| message.payload.len() > most) {
        None => Ok(()),
        Some(message) => Err(Error::limit(format!(
            "the message has {} octets, and the server takes none of more than {most} (APPENDLIMIT) into mailbox \"{}\"; \
             nothing was inserted",
            message.payload.len(),
            escaped(&task.context.mailbox)
        ))),
    }
}

/// Opens the mailbox to learn where its next message comes: to be changed, since Courier appends nothing to one that is
/// open to be read.
fn arrivals(task: &mut Task, expected: Option<&Origin>) -> Result<(Arc<Origin>, u32)> {
    let mut opening = Opening::expecting(expected);
    let mut next = None;
    task.context.access = Access::Change;
    let outcome = task.drive(vec![task.context.open()], |context, flight, event| match event {
        Event::Untagged(response) => {
            if let Response::Status { status: Status::Ok, code: Some(Code::UidNext(uid)), .. } = &response {
                next = Some(*uid);
            }
            opening.take(context, &response)
        }
        Event::Completed { index, completion } => opening.complete(context, flight.name(index), &completion),
    });
    opening.explained(task, outcome)?;
    if next.is_none() {
        // Courier does not tell it there.
        let status = super::transfer::status(&task.context.mailbox);
        task.drive(vec![status], |_, _, event| {
            if let Event::Untagged(Response::StatusOf(status)) = event {
                next = status.uid_next.and_then(|next| u32::try_from(next).ok()).or(next);
            }
            Ok(())
        })?;
    }
    let Some(next) = next else {
        return Err(Error::protocol(
            "neither SELECT nor STATUS told UIDNEXT, without which an insertion cannot be found",
        ));
    };
    Ok((opening.origin()?, next))
}

/// The uids of messages that were appended, among `new`: by Message-ID where that tells only one, else by their octets.
fn located(
    task: &mut Task,
    origin: &Arc<Origin>,
    messages: &[Composed],
    new: &SequenceSet,
) -> Result<Vec<Option<u32>>> {
    let by_id = match messages {
        [message] => with_id(task, origin, message, new)?,
        _ => SequenceSet::default(),
    };
    if by_id.len() == 1 {
        return Ok(vec![by_id.first()]);
    }
    let mut found = copies::appended(task, origin, new, &facts(messages))?;
    if let [uid @ None] = found.as_mut_slice() {
        // A server that changes what it stores.
        *uid = by_id.last();
    }
    Ok(found)
}

/// Those of `new` with the Message-ID of `message`.
fn with_id(task: &mut Task, origin: &Arc<Origin>, message: &Composed, new: &SequenceSet) -> Result<SequenceSet> {
    let Some(id) = message.payload.octets().and_then(message_id) else { return Ok(SequenceSet::default()) };
    let key = SearchKey::and([SearchKey::Header("Message-ID", id.into()), SearchKey::uids(new.clone())]);
    let searches = plan::search(&key, Returning::All, &task.context.server);
    let mut opening = Opening::expecting(Some(origin));
    let mut found = Found::of(&searches);
    let commands = [plan::examine(&task.context.mailbox)].into_iter().chain(searches).collect();
    task.drive(commands, |context, flight, event| match event {
        Event::Untagged(response) => {
            opening.take(context, &response)?;
            found.take(&response)
        }
        Event::Completed { index: 0, completion } => opening.complete(context, flight.name(0), &completion),
        Event::Completed { index, completion } => found.complete(context, flight.name(index), &completion),
    })?;
    Ok(found.uids.intersection(new))
}

/// One APPEND of all these messages: of several only where the server has MULTIAPPEND.
fn append_command<'m>(mailbox: &str, messages: impl IntoIterator<Item = &'m Composed>) -> Result<Command> {
    let mut command = Command::new("APPEND");
    command.mailbox(mailbox);
    for message in messages {
        if !message.flags.is_empty() {
            command.open();
            for flag in &message.flags {
                command.flag(flag);
            }
            command.close();
        }
        if let Some(created) = &message.created {
            command.astring(date_time(created)?);
        }
        command.literal(message.payload.clone());
    }
    Ok(command)
}

/// `date-time` (RFC 9051 section 9): `05-Mar-2026 09:30:00 +0100`.
fn date_time(at: &Zoned) -> Result<String> {
    let offset = at.offset().seconds();
    if !(0..=9999).contains(&at.year()) {
        return Err(Error::invalid("the arrival date of a message cannot be before the year 0 or after 9999"));
    }
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs() / 60;
    Ok(format!("{} {sign}{:02}{:02}", at.strftime("%d-%b-%Y %H:%M:%S"), minutes / 60, minutes % 60))
}

/// The id in the Message-ID field, with its angle brackets (RFC 5322 section 3.6.4).
fn message_id(octets: &[u8]) -> Option<Cow<'_, str>> {
    let mut lines = octets.split(|octet| *octet == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let mut value = lines.by_ref().take_while(|line| !line.is_empty()).find_map(|line| {
        let colon = line.iter().position(|octet| *octet == b':')?;
        let (name, value) = line.split_at(colon);
        name.trim_ascii().eq_ignore_ascii_case(b"Message-ID").then(|| value.get(1..).unwrap_or_default())
    })?;
    if value.trim_ascii().is_empty() {
        // Folded right after the name.
        value = lines.next().filter(|line| line.starts_with(b" ") || line.starts_with(b"\t"))?;
    }
    let id = String::from_utf8_lossy(value.trim_ascii());
    (!id.is_empty() && !id.contains('\0')).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_append_takes_them() {
        let written = |text: &str| date_time(&text.parse().expect("a date")).expect("can be written");
        assert_eq!(written("2026-03-05T09:30:00+01:00[+01:00]"), "05-Mar-2026 09:30:00 +0100");
        assert_eq!(written("2026-12-31T23:59:59-03:30[-03:30]"), "31-Dec-2026 23:59:59 -0330");
        let early: Zoned = "-000001-01-01T00:00:00+00:00[UTC]".parse().expect("a date");
        assert!(date_time(&early).is_err());
    }

    #[test]
    fn the_message_id_is_found_in_the_header_only() {
        let id = |text: &str| message_id(text.as_bytes()).map(Cow::into_owned);
        assert_eq!(id("Subject: x\r\nmessage-id:  <a@b> \r\n\r\nbody").as_deref(), Some("<a@b>"));
        assert_eq!(id("Message-ID:\r\n <a@b>\r\n\r\n").as_deref(), Some("<a@b>"));
        assert_eq!(id("Subject: x\r\n\r\nMessage-ID: <a@b>\r\n"), None);
        assert_eq!(id("Message-ID:\r\nSubject: x\r\n\r\n"), None);
    }
}
