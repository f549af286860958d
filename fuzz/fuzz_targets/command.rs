//! The command encoder, read back as a server reads it.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| imap_dal::fuzzing::command(octets));
