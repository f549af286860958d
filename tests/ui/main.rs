//! Mistakes a user makes, as the compiler reports them.
//!
//! `ui/<kind of mistake>/` holds one mistake a file and its message, `ui/rustc/` those that only rustc can word. (What
//! is right stands in `ui-pass/` and is compiled by the target `compile`, without a build of its own.)
//!
//! After a change of messages: `TRYBUILD=overwrite cargo test -p imap-dal-tests --test ui`,
//! then read the difference.

mod budget;

#[test]
fn the_compiler_says_what_the_catalogue_holds() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
