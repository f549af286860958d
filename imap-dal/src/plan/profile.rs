//! What the search of a server is worth, as far as somebody knows.

use std::fmt;

/// What the search of a server is worth: given to [`Dal::builder`](crate::Dal::builder) where it is known.
///
/// It decides how far the server's answers may narrow a query that has to be exact; what is not known is checked here,
/// at the cost of fetching more. [`explain`](crate::Query::explain) shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub(crate) text_keys: TextKeys,
    pub(crate) unreadable_dates: UnreadableDates,
    pub(crate) date_zone: DateZone,
    pub(crate) charset: Charset,
}

impl Profile {
    /// What the server's text keys match.
    #[must_use]
    pub fn text_keys(self, text_keys: TextKeys) -> Self {
        Profile { text_keys, ..self }
    }

    /// What the server takes a Date header for that it cannot read.
    #[must_use]
    pub fn unreadable_dates(self, unreadable_dates: UnreadableDates) -> Self {
        Profile { unreadable_dates, ..self }
    }

    /// In which zone the server counts the days of arrival.
    #[must_use]
    pub fn date_zone(self, date_zone: DateZone) -> Self {
        Profile { date_zone, ..self }
    }

    /// In which charset the server searches.
    #[must_use]
    pub fn charset(self, charset: Charset) -> Self {
        Profile { charset, ..self }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Profile { text_keys, unreadable_dates, date_zone, charset } = self;
        write!(f, "text keys {text_keys:?}, unreadable dates {unreadable_dates:?}, ")?;
        write!(f, "date zone {date_zone:?}, charset {charset:?}")
    }
}

/// What the server's text keys (SUBJECT, FROM, BODY, ..) match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextKeys {
    /// Any substring, as RFC 9051 section 6.4.4 says, of headers that the server decodes as [`Row`](crate::Row) does.
    Substring,
    /// Whole words only, as Gmail and servers with a word index do.
    Words,
    /// Not known: in the default mode whole words narrow, which either kind finds; where `.exact()` is asked, none.
    #[default]
    Unknown,
}

/// What the server takes a Date header for that it cannot read, when it searches by SENTBEFORE, SENTON and SENTSINCE.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnreadableDates {
    /// The beginning of time, as Dovecot does: SENTBEFORE matches.
    Early,
    /// Not known, as of Cyrus, which looks at the day of arrival instead, and of Courier, where nothing matches: dates of the
    /// Date header are decided here alone.
    #[default]
    Unknown,
}

/// In which zone the server counts the days of arrival, when it searches by BEFORE, ON and SINCE.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateZone {
    /// In the offset that INTERNALDATE is printed with, as RFC 9051 section 6.4.4 says: then a civil day is the server's
    /// answer also where `.exact()` is asked.
    Printed,
    /// In UTC: then instants and days of a zone are asked for without a margin.
    Utc,
    /// Not known: where the answer has to be exact, days are asked for with a margin of one, and decided here.
    #[default]
    Unknown,
}

/// In which charset the server searches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Charset {
    /// UTF-8, until the server refuses it (BADCHARSET).
    #[default]
    Utf8,
    /// ASCII only: other text is decided here.
    Ascii,
}
