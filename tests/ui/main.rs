//! Mistakes a user makes, as the compiler reports them, and what must compile.
//!
//! `ui/<kind of mistake>/` holds one mistake a file and its message, `ui/rustc/` those that only rustc can word, and
//! `ui-pass/` what is right. After a change of messages: `TRYBUILD=overwrite cargo test -p imap-dal-tests --test ui`,
//! then read the difference.

mod budget;

#[test]
fn the_compiler_says_what_the_catalogue_holds() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
    cases.pass("ui-pass/*.rs");
}
