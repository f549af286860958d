//! The fixed schema, written once: `derive`, `mailboxes!`, `AnyMailbox` and the engine's `Fixed` come from this list.

/// The fixed columns: as constants of a source, or as a list for another macro.
#[doc(hidden)]
#[macro_export]
macro_rules! __columns {
    ($M:ident) => {
        $crate::__columns! { @list [$crate::__columns] @constants $M }
    };
    (@constants $M:ident $($name:ident: $kind:ident $doc:literal,)*) => {
        /// The columns that every message has.
        #[allow(non_upper_case_globals, dead_code)]
        impl $M { $(
            #[doc = $doc]
            pub const $name: $crate::__private::Column<$M, $crate::__private::kind::$kind> =
                $crate::__private::Column::__new($crate::__private::Key::Fixed($crate::__private::Fixed::$name));
        )* }
    };
    (@list [$($to:tt)*] $($arguments:tt)*) => { $($to)* ! { $($arguments)*
        uid: MessageUid "The unique identifier (UID, RFC 9051 section 2.3.1.1).",
        seq: SequenceNumber "The sequence number: read only, and valid inside its flight only.",
        answered: SystemFlag "`\\Answered`: has been replied to.",
        deleted: SystemFlag "`\\Deleted`: marked for removal.",
        draft: SystemFlag "`\\Draft`: not finished.",
        flagged: SystemFlag "`\\Flagged`: marked for attention.",
        seen: SystemFlag "`\\Seen`: has been read.",
        recent: RecentFlag "`\\Recent`: depends on which client asks first, so it is unreliable.",
        keywords: KeywordSet "The keywords: all flags without a leading backslash.",
        created: ArrivalDate "When the server received it (INTERNALDATE), in the server's offset.",
        sent: HeaderDate "The `Date` header; missing where it is absent or unreadable.",
        saved: SaveDate "When it was put into this mailbox; needs SAVEDATE (RFC 8514).",
        size: ByteSize "The size in octets (RFC822.SIZE).",
        subject: FreeText "The `Subject` header, decoded.",
        sender: AddressList "The addresses of the `From` header.",
        to: AddressList "The addresses of the `To` header.",
        cc: AddressList "The addresses of the `Cc` header.",
        bcc: AddressList "The addresses of the `Bcc` header.",
        reply_to: AddressList "The addresses of the `Reply-To` header.",
        message_id: MessageIdText "The `Message-ID` header, with angle brackets.",
        in_reply_to: MessageIdText "The first id of the `In-Reply-To` header.",
        references: ReferenceList "The ids of the `References` header.",
        mime: ContentType "The media type of the root, `type/subtype` in lower case; missing without a `Content-Type` field.",
        encoding: ContentType "The charset parameter of the root, as written.",
        content: BodyContent "The text parts, decoded.",
        text: AnyText "Header fields and content, to search in only.",
        attachments: AttachmentList "The attachments; their metadata needs no download.",
        preview: PreviewText "Up to 200 characters of the first text.",
        email: RawMessage "The message as stored, in octets.",
        modseq: ModSeqValue "The modification sequence; needs CONDSTORE (RFC 7162).",
        email_id: ObjectId "The EMAILID; needs OBJECTID (RFC 8474).",
        thread_id: ObjectId "The THREADID; needs OBJECTID (RFC 8474).",
    } };
}
