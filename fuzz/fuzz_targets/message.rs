//! Header fields, addresses, dates and bodies as columns.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| imap_dal::fuzzing::message(octets));
