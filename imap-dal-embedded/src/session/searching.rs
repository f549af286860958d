//! SEARCH and SORT: evaluates, saves, answers in the old form or as ESEARCH (RFC 4731, 5182, 5267, 9394).

use std::io::{Read, Write};

use super::Session;
use super::contexts::{CONTEXTS, Sought, Updated};
use super::view::View;
use crate::capability::Capability;
use crate::parse::{Key, Returns, Search, SortBy, Window};
use crate::reply::{Done, Refusal, sequence_set};
use crate::store::Message;

impl<S: Read + Write> Session<S> {
    pub(super) fn search(&mut self, search: Search, tag: &str, not_saved: bool) -> Result<Done, Refusal> {
        self.check_search(&search)?;
        let saves = search.returns.as_ref().is_some_and(|r| r.save);
        let not_saved = (saves && not_saved).then(|| Refusal::coded("NOTSAVED", "the result was not saved"));
        if let Some(refusal) = search.refused.or(not_saved) {
            let view = self.selected()?.0;
            if saves {
                view.saved.clear();
            }
            return Err(refusal);
        }
        self.condstore |= search.uses.modseq;
        let shared = std::sync::Arc::clone(&self.shared);
        let (view, state, out) = self.selected()?;
        let messages = state.by_id(view.mailbox).map(|mailbox| view.messages(mailbox)).unwrap_or_default();
        // Looking into messages takes long; nobody waits for it.
        drop(state);
        let name = if search.order.is_empty() { "SEARCH" } else { "SORT" };
        let sought = Sought { key: bind(search.key, view), order: search.order };
        let found = sought.find(&messages, &shared.options);
        match &search.returns {
            None => {
                let numbers: Vec<String> =
                    found.iter().map(|(n, m)| if search.uid { m.uid } else { *n }.to_string()).collect();
                let mut line = format!("* {name}");
                numbers.iter().for_each(|n| {
                    line.push(' ');
                    line.push_str(n);
                });
                if let Some(modseq) = highest(&found).filter(|_| search.uses.modseq) {
                    line.push_str(&format!(" (MODSEQ {modseq})"));
                }
                out.extend_from_slice(format!("{line}\r\n").as_bytes());
            }
            Some(returns) => {
                if returns.save {
                    view.saved = saved(&found, returns);
                }
                if returns.update && view.updated.len() < CONTEXTS {
                    let known = found.iter().map(|(_, message)| message.uid).collect();
                    let sought = sought.clone();
                    view.updated.push(Updated { tag: tag.to_owned(), uid: search.uid, sought, known });
                } else if returns.update {
                    // The refusal of RFC 5267, section 4.3.1: the search stands, its updates do not.
                    out.extend_from_slice(format!("* NO [NOUPDATE \"{tag}\"] too many updates\r\n").as_bytes());
                }
                // Nothing found is an answer too (RFC 4731, section 3.1); only SAVE alone asks for none.
                if is_told(returns) || returns.update {
                    let told = extended(&found, returns, search.uid, search.uses.modseq);
                    let uid = if search.uid { " UID" } else { "" };
                    out.extend_from_slice(format!("* ESEARCH (TAG \"{tag}\"){uid}{told}\r\n").as_bytes());
                }
            }
        }
        Ok(Done::plain())
    }

    /// CANCELUPDATE: these searches are no longer kept up to date.
    pub(super) fn cancel_updates(&mut self, tags: &[String]) -> Result<Done, Refusal> {
        if !self.has(Capability::ContextSearch) {
            self.need(Capability::ContextSort)?;
        }
        let view = self.selected()?.0;
        if !tags.iter().all(|tag| view.updated.iter().any(|updated| updated.tag == *tag)) {
            return Err(Refusal::bad("no search with this tag is kept up to date"));
        }
        view.updated.retain(|updated| !tags.contains(&updated.tag));
        Ok(Done::plain())
    }

    fn check_search(&self, search: &Search) -> Result<(), Refusal> {
        let sorts = !search.order.is_empty();
        let displays = search.order.iter().any(|k| matches!(k.by, SortBy::DisplayFrom | SortBy::DisplayTo));
        let uses = search.uses;
        let mut needs = vec![
            (sorts, Capability::Sort),
            (displays, Capability::SortDisplay),
            (uses.within, Capability::Within),
            (uses.modseq, Capability::Condstore),
            (uses.object_id, Capability::ObjectId),
            (uses.save_date, Capability::SaveDate),
            (uses.saved_result, Capability::Searchres),
        ];
        if let Some(returns) = &search.returns {
            needs.push((!sorts, Capability::Esearch));
            needs.push((sorts, Capability::Esort));
            needs.push((returns.save, Capability::Searchres));
            let context = if sorts { Capability::ContextSort } else { Capability::ContextSearch };
            needs.push((returns.context, context));
            if let Some(window) = returns.partial {
                needs.push((window.from_end || !self.has(context), Capability::Partial));
            }
        }
        needs.into_iter().filter(|(used, _)| *used).try_for_each(|(_, capability)| self.need(capability))
    }
}

/// The part of a list that a window shows.
pub(super) fn cut<T>(all: &[T], window: Window) -> &[T] {
    let at = |n: u32| usize::try_from(n).unwrap_or(usize::MAX).min(all.len());
    let (from, to) = (at(window.from.saturating_sub(1)), at(window.to));
    let range = if window.from_end { all.len() - to..all.len() - from } else { from..to };
    all.get(range).unwrap_or_default()
}

/// Resolves the sets in a key. Its depth is that of the command, which was limited.
fn bind(key: Key, view: &View) -> Key {
    match key {
        Key::And(all) => Key::And(all.into_iter().map(|k| bind(k, view)).collect()),
        Key::Or(a, b) => Key::Or(Box::new(bind(*a, view)), Box::new(bind(*b, view))),
        Key::Not(key) => Key::Not(Box::new(bind(*key, view))),
        Key::Set(set, uid) => {
            let uid = uid || set == crate::parse::NumberSet::Saved;
            Key::Numbers(view.numbers(&set, uid), uid)
        }
        other => other,
    }
}

fn highest(found: &[(u32, &Message)]) -> Option<u64> {
    found.iter().map(|(_, m)| m.modseq).max()
}

/// What is saved: all, unless only ends or a window were asked for (RFC 5182, section 2.4; RFC 9394, section 3.1).
fn saved(found: &[(u32, &Message)], returns: &Returns) -> Vec<u32> {
    let uids: Vec<u32> = found.iter().map(|(_, m)| m.uid).collect();
    let ends = || {
        let (min, max) = (uids.iter().min().copied(), uids.iter().max().copied());
        [min.filter(|_| returns.min), max.filter(|_| returns.max)].into_iter().flatten()
    };
    let mut saved: Vec<u32> = match returns.partial {
        Some(window) => cut(&uids, window).iter().copied().chain(ends()).collect(),
        None if (returns.min || returns.max) && !returns.all && !returns.count => ends().collect(),
        None => uids,
    };
    saved.sort_unstable();
    saved.dedup();
    saved
}

/// Whether more is asked for than to save the result.
fn is_told(returns: &Returns) -> bool {
    returns.min || returns.max || returns.all || returns.count || returns.partial.is_some()
}

/// The data of an ESEARCH response, each with a space in front.
fn extended(found: &[(u32, &Message)], returns: &Returns, uid: bool, modseq: bool) -> String {
    let numbers: Vec<u32> = found.iter().map(|(n, m)| if uid { m.uid } else { *n }).collect();
    let mut told = String::new();
    if let Some(min) = numbers.iter().min().filter(|_| returns.min) {
        told.push_str(&format!(" MIN {min}"));
    }
    if let Some(max) = numbers.iter().max().filter(|_| returns.max) {
        told.push_str(&format!(" MAX {max}"));
    }
    if returns.all && !numbers.is_empty() {
        told.push_str(&format!(" ALL {}", sequence_set(&numbers)));
    }
    if returns.count {
        told.push_str(&format!(" COUNT {}", numbers.len()));
    }
    if let Some(window) = returns.partial {
        let sign = if window.from_end { "-" } else { "" };
        let part = cut(&numbers, window);
        let set = if part.is_empty() { "NIL".to_owned() } else { sequence_set(part) };
        told.push_str(&format!(" PARTIAL ({sign}{}:{sign}{} {set})", window.from, window.to));
    }
    // Only of the messages told about (RFC 7162, section 3.1.5); with MIN or MAX alone, of those.
    let only_ends = (returns.min || returns.max) && !returns.all && !returns.count && returns.partial.is_none();
    let about: Vec<(u32, &Message)> = match only_ends {
        true => saved(found, returns).iter().filter_map(|u| found.iter().find(|(_, m)| m.uid == *u)).copied().collect(),
        false => found.to_vec(),
    };
    if let Some(highest) = highest(&about).filter(|_| modseq) {
        told.push_str(&format!(" MODSEQ {highest}"));
    }
    told
}
