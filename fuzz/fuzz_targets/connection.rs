//! A whole connection against a server that is nothing but octets.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| imap_dal::fuzzing::connection(octets));
