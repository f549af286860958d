//! The PDF files of the inbox, saved to a folder: found by their metadata, then streamed one by one.
//!
//! It reads the account in `IMAP_DAL_URL`; without one it runs on an embedded server. The folder is the first argument,
//! else a new one among the temporary files.
#![allow(clippy::print_stdout)]

use imap_dal::prelude::*;
use imap_dal_examples::connect;
use std::{
    env,
    error::Error,
    fs::{self, File},
    path::PathBuf,
    process,
};

mailboxes! {
    Inbox => "INBOX";
}

fn main() -> Result<(), Box<dyn Error>> {
    let (_server, dal) = connect()?;
    let given = env::args_os().nth(1).map(PathBuf::from);
    let folder = given.unwrap_or_else(|| env::temp_dir().join(format!("imap-dal-{}", process::id())));
    fs::create_dir_all(&folder)?;

    let is_pdf = AttachmentInfo::media_type.eq("application/pdf") | AttachmentInfo::name.ilike("%.pdf");
    let with_pdf = Inbox::filter(Inbox::attachments.any(is_pdf));
    println!("{} messages have a PDF", with_pdf.count(&dal)?);

    // The rows hold names and sizes only: nothing has been downloaded yet.
    for (uid, attachments) in with_pdf.limit(10).select((Inbox::uid, Inbox::attachments)).load(&dal)? {
        let is_pdf =
            |info: &&AttachmentInfo| info.media_type == "application/pdf" || info.file_name().ends_with(".pdf");
        for (number, info) in attachments.iter().filter(is_pdf).enumerate() {
            // `file_name` is safe in a folder of our own, whatever the mail says; uid and number keep names apart.
            let path = folder.join(format!("{uid}-{number}-{}", info.file_name()));
            let octets = info.stream(&dal, &mut File::create(&path)?)?;
            println!("  {octets} octets to {}", path.display());
        }
    }
    Ok(())
}
