//! The fixed schema, written once: `derive`, `mailboxes!`, `AnyMailbox` and the engine's `Fixed` come from this list.
//!
//! Behind a column stand the names that people know it by elsewhere: the compiler, told `Inbox::is_read`, proposes `seen`.

/// The fixed columns: as constants of a source, or as a list for another macro.
#[doc(hidden)]
#[macro_export]
macro_rules! __columns {
    ($M:ident) => {
        $crate::__columns! { @list [$crate::__columns] @constants $M }
    };
    (@constants $M:ident $($name:ident: $kind:ident $doc:literal $([$($alias:literal)+])?,)*) => {
        /// The columns that every message has.
        #[allow(non_upper_case_globals, dead_code, deprecated)]
        impl $M { $(
            #[doc = $doc]
            $(#[doc(alias($($alias),+))])?
            pub const $name: $crate::__private::Column<$M, $crate::__private::kind::$kind> =
                $crate::__private::Column::__new($crate::__private::Key::Fixed($crate::__private::Fixed::$name));
        )* }
    };
    (@list [$($to:tt)*] $($arguments:tt)*) => { $($to)* ! { $($arguments)*
        uid: MessageUid "The unique identifier (UID, RFC 9051 section 2.3.1.1)." ["id"],
        seq: SequenceNumber "The sequence number: read only, and valid inside its flight only." ["sequence_number"],
        answered: SystemFlag "`\\Answered`: has been replied to." ["is_answered" "replied"],
        deleted: SystemFlag "`\\Deleted`: marked for removal." ["is_deleted"],
        draft: SystemFlag "`\\Draft`: not finished." ["is_draft"],
        flagged: SystemFlag "`\\Flagged`: marked for attention." ["is_flagged" "starred"],
        seen: SystemFlag "`\\Seen`: has been read." ["is_read" "is_seen" "is_unread" "read" "unread" "unseen"],
        recent: RecentFlag "`\\Recent`: depends on which client asks first, so it is unreliable.",
        keywords: KeywordSet "The keywords: all flags without a leading backslash." ["flags" "labels" "tags"],
        created: ArrivalDate "When the server received it (INTERNALDATE), in the server's offset." ["internal_date" "internaldate" "received" "received_at" "received_date"],
        sent: HeaderDate "The `Date` header; missing where it is absent or unreadable." ["date" "header_date" "sent_at"],
        saved: SaveDate "When it was put into this mailbox; needs SAVEDATE (RFC 8514).",
        size: ByteSize "The size in octets (RFC822.SIZE)." ["bytes" "length" "rfc822_size"],
        subject: FreeText "The `Subject` header, decoded." ["title"],
        sender: AddressList "The addresses of the `From` header." ["author" "from"],
        to: AddressList "The addresses of the `To` header." ["recipients"],
        cc: AddressList "The addresses of the `Cc` header.",
        bcc: AddressList "The addresses of the `Bcc` header.",
        reply_to: AddressList "The addresses of the `Reply-To` header.",
        message_id: MessageIdText "The `Message-ID` header, with angle brackets.",
        in_reply_to: MessageIdText "The first id of the `In-Reply-To` header.",
        references: ReferenceList "The ids of the `References` header.",
        mime: ContentType "The media type of the root, `type/subtype` in lower case; missing without a `Content-Type` field." ["content_type" "media_type"],
        encoding: ContentType "The charset parameter of the root, as written." ["charset"],
        content: BodyContent "The text parts, decoded." ["body" "html"],
        text: AnyText "Header fields and content, to search in only.",
        attachments: AttachmentList "The attachments; their metadata needs no download." ["files" "has_attachments"],
        preview: PreviewText "Up to 200 characters of the first text." ["snippet"],
        email: RawMessage "The message as stored, in octets." ["raw" "rfc822"],
        modseq: ModSeqValue "The modification sequence; needs CONDSTORE (RFC 7162)." ["mod_seq"],
        email_id: ObjectId "The EMAILID; needs OBJECTID (RFC 8474).",
        thread_id: ObjectId "The THREADID; needs OBJECTID (RFC 8474).",
    } };
}
