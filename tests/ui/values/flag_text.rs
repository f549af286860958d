use imap_dal::AnyMailbox;

fn main() {
    let _ = AnyMailbox::seen.eq("yes");
}
