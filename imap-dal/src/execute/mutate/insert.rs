//! APPEND, and the uid of what was appended.

use super::{
    super::{
        Task,
        search::{Found, Opening},
    },
    resume::whole,
    token::Phase,
    writing::{filled, write},
};
use crate::{
    Error, Executor, Insert, Result, Uid,
    compose::Composed,
    connection::Event,
    display::escaped,
    plan::{self, Returning, SearchKey},
    row::Origin,
    wire::{Code, Command, Response, SequenceSet, Status},
};
use jiff::Zoned;
use std::{borrow::Cow, sync::Arc};

pub(crate) fn insert<E: Executor + ?Sized>(insert: &Insert, on: &E) -> Result<Uid> {
    let message = insert.message.compose()?;
    append_command("", &message)?;
    let mut task = Task::new(&whole(insert.mailbox.clone()), on)?;
    let (origin, next) = arrivals(&mut task, None)?;
    append(&mut task, &origin, message, next)
}

/// Completes an APPEND of unknown outcome: the message is appended unless it is found among those from `next` on.
pub(super) fn append_again(mut task: Task, origin: &Origin, message: Composed, next: u32) -> Result<()> {
    let (origin, _) = arrivals(&mut task, Some(origin))?;
    let phase = || Phase::Appending { message: message.clone(), next };
    match located(&mut task, &origin, &message, next, phase)? {
        Some(_) => Ok(()),
        None => append(&mut task, &origin, message, next).map(drop),
    }
}

fn append(task: &mut Task, origin: &Arc<Origin>, message: Composed, next: u32) -> Result<Uid> {
    let command = append_command(&task.context.mailbox, &message)?;
    let phase = || Phase::Appending { message: message.clone(), next };
    let mut uid = None;
    write(task, origin, vec![command], phase, |context, flight, event| match event {
        Event::Untagged(_) => Ok(()),
        Event::Completed { index, completion } => {
            filled(&completion, flight.name(index), &context.mailbox)?;
            if let Some(Code::AppendUid { validity, uids }) = &completion.code {
                uid = uids.first().map(|number| Uid::read(number, *validity, context.fingerprint));
            }
            Ok(())
        }
    })?;
    if let Some(uid) = uid {
        return Ok(uid);
    }
    located(task, origin, &message, next, phase)?.ok_or_else(|| Error::Unsupported {
        capability: "UIDPLUS",
        text: format!(
            "the message was appended to mailbox \"{}\", but the server does not tell its uid, and it was not found again",
            escaped(&origin.mailbox)
        )
        .into(),
    })
}

/// Opens the mailbox to learn where its next message comes.
fn arrivals(task: &mut Task, expected: Option<&Origin>) -> Result<(Arc<Origin>, u32)> {
    let mut opening = Opening::expecting(expected);
    let mut next = None;
    let outcome = task.drive(vec![plan::examine(&task.context.mailbox)], |context, flight, event| match event {
        Event::Untagged(response) => {
            if let Response::Status { status: Status::Ok, code: Some(Code::UidNext(uid)), .. } = &response {
                next = Some(*uid);
            }
            opening.take(context, &response)
        }
        Event::Completed { index, completion } => opening.complete(context, flight.name(index), &completion),
    });
    opening.explained(task, outcome)?;
    // Untold by few servers and old ones: then any message counts as new.
    Ok((opening.origin()?, next.unwrap_or(1)))
}

/// The latest message from `next` on that is this one.
fn located(
    task: &mut Task,
    origin: &Arc<Origin>,
    message: &Composed,
    next: u32,
    phase: impl FnOnce() -> Phase,
) -> Result<Option<Uid>> {
    let new = SequenceSet::range(next, u32::MAX);
    let size = u32::try_from(message.octets.len()).unwrap_or(u32::MAX);
    let same = match message_id(&message.octets) {
        Some(id) => vec![SearchKey::Header("Message-ID", id.into())],
        None => vec![SearchKey::Larger(size.saturating_sub(1)), SearchKey::Smaller(size.saturating_add(1))],
    };
    let key = SearchKey::and(same.into_iter().chain([SearchKey::uids(new.clone())]));
    let searches = plan::search(&key, Returning::All, &task.context.server);
    let mut opening = Opening::expecting(Some(origin));
    let mut found = Found::of(&searches);
    let commands = [plan::examine(&task.context.mailbox)].into_iter().chain(searches).collect();
    write(task, origin, commands, phase, |context, flight, event| match event {
        Event::Untagged(response) => {
            opening.take(context, &response)?;
            found.take(&response)
        }
        Event::Completed { index: 0, completion } => opening.complete(context, flight.name(0), &completion),
        Event::Completed { index, completion } => found.complete(context, flight.name(index), &completion),
    })?;
    let latest = found.uids.intersection(&new).last();
    Ok(latest.map(|uid| Uid::read(uid, origin.validity, origin.fingerprint)))
}

fn append_command(mailbox: &str, message: &Composed) -> Result<Command> {
    let mut command = Command::new("APPEND");
    command.mailbox(mailbox);
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
    command.literal(Arc::clone(&message.octets));
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
