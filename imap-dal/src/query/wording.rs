//! What the compiler says of methods that are written otherwise here, or that need another one first.

/// Never implemented: its message is for what needs `filter` or `all` first.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Word}` needs messages to be chosen in `{Self}` first",
    label = "write `filter(..)` before it, or `all()` if all messages are meant"
)]
pub trait Chosen<Word> {
    /// What the method would give, so that its absence is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for a word of another library.
#[doc(hidden)]
#[diagnostic::on_unimplemented(message = "`{Word}` is called `{Here}` here", label = "write `{Here}`")]
pub trait Called<Word, Here> {
    /// What the method would give, so that its name is the only error.
    fn never<T>() -> T;
}

/// Never implemented: its message is for an operator that negates another one.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "there is no `{Word}`: write `{Here}` with `!` before the column",
    label = "write `!column.{Here}(..)`"
)]
pub trait Negates<Word, Here> {
    /// What the operator would give, so that its name is the only error.
    fn never<T>() -> T;
}

/// Names of methods, here and elsewhere, which appear in messages of the compiler only.
// Not hidden: rustc shortens no hidden path.
#[allow(non_camel_case_types)]
pub mod words {
    macro_rules! words {
        ($($word:ident)*) => { $(
            #[doc = concat!("`", stringify!($word), "`.")]
            pub enum $word {}
        )* };
    }
    words! {
        asc ascending belongs between body contains content count created date delete desc descending eq_any execute
        exists fetch_all fetch_one filter find first from get get_result get_results in_ is_in is_none is_not_null
        is_null is_some isnull keyword keywords like limit load matches move_to ne_all not_between not_contains
        not_in not_like offset one order_by regex regexp select select_as sender sent set skip sort_by stream take
        text uids update where_
    }
}
