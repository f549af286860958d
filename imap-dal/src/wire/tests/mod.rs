//! The wire's tests: what servers are known to send, the traps met, and laws that hold for any input.

mod commands;
mod framing;
mod names;
mod properties;
mod responses;
mod servers;
mod sets;
mod structures;
mod traps;

use super::{Code, Fetch, Item, Limits, Response, Status, parse, testing::framed};

/// The responses of a whole transcript, which must frame without rest.
fn lines(transcript: &[u8]) -> Vec<Vec<u8>> {
    let (responses, error) = framed(transcript, &[], Limits::default());
    assert_eq!(error, None);
    let framed: usize = responses.iter().map(Vec::len).sum();
    assert!(framed + 2 * responses.len() >= transcript.len(), "the transcript ends inside a response");
    responses
}

fn read(response: &[u8]) -> Response<'_> {
    parse(response, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn fetch(response: &[u8]) -> Fetch<'_> {
    match read(response) {
        Response::Fetch(fetch) => fetch,
        other => panic!("not a FETCH: {other:?}"),
    }
}

/// The items of a FETCH, all of which must be readable.
fn items(response: &[u8]) -> Vec<Item<'_>> {
    fetch(response).items.collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error}"))
}

fn code(response: &[u8]) -> Code<'_> {
    match read(response) {
        Response::Tagged { code: Some(code), .. } | Response::Status { code: Some(code), .. } => code,
        other => panic!("no response code: {other:?}"),
    }
}

fn words<'a>(words: impl Iterator<Item = &'a [u8]>) -> Vec<String> {
    words.map(|word| String::from_utf8_lossy(word).into_owned()).collect()
}

fn is_tagged(response: &Response<'_>, wanted: &str, ended: Status) -> bool {
    matches!(response, Response::Tagged { tag, status, .. } if *tag == wanted.as_bytes() && *status == ended)
}
