//! Dates as the types of other crates.

use crate::{AnyMailbox as Any, row::testing::row};

const ITEMS: &[u8] = b"INTERNALDATE \" 1-Feb-2026 00:30:00 +0100\" SAVEDATE NIL";

#[cfg(feature = "chrono")]
#[test]
fn dates_are_read_as_those_of_chrono() {
    use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
    let row = row([ITEMS]);
    let date: DateTime<FixedOffset> = row.get(Any::created.read_as()).unwrap();
    assert_eq!(date.to_rfc3339(), "2026-02-01T00:30:00+01:00");
    assert_eq!(row.get(Any::created.read_as::<DateTime<Utc>>()).unwrap().to_rfc3339(), "2026-01-31T23:30:00+00:00");
    assert_eq!(row.get(Any::created.read_as::<NaiveDate>()).unwrap().to_string(), "2026-02-01");
    assert_eq!(row.get(Any::saved.read_as::<Option<NaiveDate>>()).unwrap(), None);
}

#[cfg(feature = "time")]
#[test]
fn dates_are_read_as_those_of_time() {
    use time::{Date, OffsetDateTime};
    let row = row([ITEMS]);
    let date: OffsetDateTime = row.get(Any::created.read_as()).unwrap();
    assert_eq!(date.to_string(), "2026-02-01 0:30:00.0 +01:00:00");
    assert_eq!(date.unix_timestamp(), 1_769_902_200);
    assert_eq!(row.get(Any::created.read_as::<Date>()).unwrap().to_string(), "2026-02-01");
    assert_eq!(row.get(Any::saved.read_as::<Option<Date>>()).unwrap(), None);
}
