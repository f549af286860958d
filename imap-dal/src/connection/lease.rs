//! A channel in use, from the pool or from a [`Connection`], and where it goes back to.

use super::{
    allowance::Allowance,
    channel::Channel,
    pool::{Place, Pool},
    trace,
};
use crate::{Error, Result};
use std::{
    mem,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// One connection of the pool, kept for one dialogue until it is dropped.
///
/// It is for one thing at a time: while a stream of rows reads from it, any other use is
/// [`Error::Busy`](crate::Error::Busy). When the server has closed it, the next use opens it anew.
#[derive(Debug)]
pub struct Connection {
    dialogue: Arc<Dialogue>,
}

/// A channel for one query or stream. Dropping it gives the channel back.
#[derive(Debug)]
pub struct Lease {
    channel: Channel,
    home: Home,
}

#[derive(Debug)]
enum Home {
    Pool(Place),
    Dialogue(Arc<Dialogue>),
}

#[derive(Debug)]
struct Dialogue {
    place: Place,
    /// None while it is lent.
    channel: Mutex<Option<Channel>>,
}

impl Connection {
    pub(super) fn new(pool: &Arc<Pool>, allowance: &Allowance) -> Result<Self> {
        let place = pool.place(allowance)?;
        let channel = Mutex::new(Some(place.channel()?));
        Ok(Connection { dialogue: Arc::new(Dialogue { place, channel }) })
    }

    /// The same connection once more.
    pub(super) fn again(&self) -> Self {
        Connection { dialogue: Arc::clone(&self.dialogue) }
    }

    /// As many as `most` of the pool: one, for which it waits, and those that are free now. They are opened when they
    /// are first used, on the thread that uses them.
    pub(super) fn several(pool: &Arc<Pool>, allowance: &Allowance, most: usize) -> Result<Vec<Self>> {
        let first = pool.place(allowance)?;
        let further = (1..most).map_while(|_| pool.place_now(allowance));
        let unopened = |place: Place| {
            let channel = Mutex::new(Some(place.no_channel()));
            Connection { dialogue: Arc::new(Dialogue { place, channel }) }
        };
        Ok([first].into_iter().chain(further).map(unopened).collect())
    }

    /// What the server can do (RFC 9051 section 7.2.2), in upper case, without what
    /// [`hide_capabilities`](crate::DalBuilder::hide_capabilities) names.
    ///
    /// # Errors
    /// `Busy` while a stream of rows is alive; what opening it anew can bring.
    pub fn capabilities(&self) -> Result<Vec<String>> {
        Ok(self.lease()?.capabilities().to_vec())
    }

    /// Uses the session of crate [`imap`](crate::imap), for what this crate has no words for: quota, ACL, METADATA, IDLE.
    ///
    /// Which mailbox is selected before and after does not matter. The crate reads less than servers say (see its
    /// issues); an answer it cannot read ends the connection, and the next use opens a new one.
    ///
    /// # Errors
    /// What `use_session` returns, as this crate's error; `Busy`.
    pub fn with_imap<T>(
        &self,
        use_session: impl FnOnce(&mut imap::Session<imap::Connection>) -> imap::Result<T>,
    ) -> Result<T> {
        self.lease()?.with_imap(use_session)
    }

    pub(super) fn allowance(&self) -> &Allowance {
        self.dialogue.place.allowance()
    }

    pub(super) fn lease(&self) -> Result<Lease> {
        self.dialogue.place.is_used_here();
        let mut kept = self.dialogue.channel();
        let mut channel = kept.take().ok_or(Error::Busy {})?;
        if !channel.is_alive() {
            // Closed before another is opened: together they would be one too many.
            drop(channel);
            channel = self.dialogue.place.channel().inspect_err(|_| *kept = Some(self.dialogue.place.no_channel()))?;
        }
        drop(kept);
        Ok(Lease { channel, home: Home::Dialogue(Arc::clone(&self.dialogue)) })
    }
}

impl Lease {
    pub(super) fn from_pool(pool: &Arc<Pool>, allowance: &Allowance) -> Result<Self> {
        let place = pool.place(allowance)?;
        let channel = place.channel()?;
        Ok(Lease { channel, home: Home::Pool(place) })
    }

    /// Remembers that it is this thread that uses it: what was begun on one thread may go on on another.
    pub(crate) fn is_used_here(&self) {
        match &self.home {
            Home::Pool(place) => place.is_used_here(),
            Home::Dialogue(dialogue) => dialogue.place.is_used_here(),
        }
    }
}

impl Lease {
    /// Goes on over a new connection, where the one before was lost.
    ///
    /// # Errors
    /// What connecting can bring.
    pub(crate) fn renew(&mut self) -> Result<()> {
        let place = match &self.home {
            Home::Pool(place) => place,
            Home::Dialogue(dialogue) => &dialogue.place,
        };
        trace::replaced();
        let refusals = self.channel.refusals;
        // Closed before another is opened: together they would be one too many.
        place.leave(mem::replace(&mut self.channel, place.no_channel()));
        self.channel = place.new_channel()?;
        self.channel.refusals = refusals;
        Ok(())
    }
}

impl Deref for Lease {
    type Target = Channel;

    fn deref(&self) -> &Channel {
        &self.channel
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Channel {
        &mut self.channel
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        match &self.home {
            Home::Pool(place) => place.leave(mem::replace(&mut self.channel, place.no_channel())),
            Home::Dialogue(dialogue) => {
                let channel = mem::replace(&mut self.channel, dialogue.place.no_channel());
                *dialogue.channel() = Some(channel);
            }
        }
    }
}

impl Dialogue {
    fn channel(&self) -> MutexGuard<'_, Option<Channel>> {
        self.channel.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Dialogue {
    fn drop(&mut self) {
        let kept = self.channel().take();
        if let Some(channel) = kept {
            self.place.leave(channel);
        }
    }
}
