//! The stream of a server, framed and parsed.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| imap_dal::fuzzing::response(octets));
