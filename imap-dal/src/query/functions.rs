//! The functions of a source, written once: the macros and `AnyMailbox` use them.

// `for<'a>` makes the bound one that is checked where the function is called, not where it is defined.
// (No `__private` in these paths: rustc prints some of them.) Parameters are called what no user calls a constant: one
// in scope would make them patterns. An alias is what the compiler, told `Inbox::load(..)`, proposes the function for.
#[doc(hidden)]
#[macro_export]
macro_rules! __functions {
    (@with_a_dot $M:ident) => {
        #[doc(hidden)]
        #[allow(deprecated)]
        impl ::core::ops::Deref for $M {
            type Target = $crate::Dotted<$M>;

            fn deref(&self) -> &$crate::Dotted<$M> {
                $crate::Dotted::IT
            }
        }
    };
    (@from $M:ident) => {
        #[allow(dead_code, deprecated, non_upper_case_globals)]
        impl $M {
            #[doc(hidden)]
            pub const from: $crate::NotSender = $crate::NotSender::IT;
        }
    };
    ($M:ident) => {
        /// Queries and insertion.
        #[allow(
            dead_code,
            deprecated,
            clippy::extra_unused_lifetimes,
            clippy::impl_trait_in_params,
            clippy::same_name_method
        )]
        impl $M {
            /// All messages of the mailbox.
            #[doc(alias(
                "exists",
                "first",
                "limit",
                "load",
                "move_to",
                "order_by",
                "select",
                "select_as",
                "stream",
                "uids",
                "update"
            ))]
            pub fn all() -> $crate::Query<Self>
            where
                for<'a> Self: $crate::Tied,
            {
                <Self as $crate::Mailbox>::all()
            }

            /// The messages that satisfy `condition`.
            #[doc(alias("find", "get", "where_"))]
            pub fn filter(__condition: impl $crate::Condition<Of: $crate::UsableIn<Self>>) -> $crate::Query<Self>
            where
                for<'a> Self: $crate::Tied,
            {
                <Self as $crate::Mailbox>::filter(__condition)
            }

            /// Appends a message to the mailbox: `APPEND`.
            #[doc(alias("append", "create", "save"))]
            pub fn insert(__message: $crate::NewMessage) -> $crate::Insert
            where
                for<'a> Self: $crate::Tied,
            {
                <Self as $crate::Mailbox>::insert(__message)
            }

            /// Appends messages to the mailbox in one go: `APPEND`.
            pub fn insert_many(__messages: impl $crate::IntoMessages) -> $crate::InsertMany
            where
                for<'a> Self: $crate::Tied,
            {
                <Self as $crate::Mailbox>::insert_many(__messages)
            }

            /// Which mailbox, as `move_to` and `copy_to` take it.
            pub fn mailbox() -> $crate::MailboxName
            where
                for<'a> Self: $crate::Tied,
            {
                <Self as $crate::Mailbox>::mailbox()
            }

            /// The messages of a mailbox named at run time.
            pub fn in_mailbox(__name: impl $crate::IntoMailbox) -> $crate::InMailbox<Self> {
                <Self as $crate::Source>::in_mailbox(__name)
            }

            #[doc(hidden)]
            pub fn delete<T>() -> T
            where
                for<'a> Self: $crate::Chosen<$crate::words::delete>,
            {
                <Self as $crate::Chosen<$crate::words::delete>>::never()
            }

            #[doc(hidden)]
            pub fn count<E>(_: E) -> $crate::Result<u64>
            where
                for<'a> Self: $crate::Chosen<$crate::words::count>,
            {
                <Self as $crate::Chosen<$crate::words::count>>::never()
            }
        }
    };
}
