//! What a small answer costs in time.

use crate::given::Given;
use imap_dal::prelude::*;
use std::time::{Duration, Instant};

/// A receiver that delays its acknowledgement makes a sender that waits for it wait 40 ms (Linux).
const DELAYED: Duration = Duration::from_millis(35);

#[test]
fn a_small_answer_waits_for_no_delayed_acknowledgement() {
    let given = Given::subjects("delays", &["one", "two", "three"]);
    let dal = given.dal();
    let message = given.source().filter(AnyMailbox::uid.eq(2)).select(AnyMailbox::email);
    let mut times: Vec<Duration> = (0..21)
        .map(|_| {
            let began = Instant::now();
            assert_eq!(message.load(&dal).unwrap().len(), 1);
            began.elapsed()
        })
        .collect();
    times.sort();
    // Not the middle one: the machine may be busy.
    assert!(times[0] < DELAYED, "{times:?}");
}
