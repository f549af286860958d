//! The people, places and sentences of the samples.

use super::mime::Charset;

/// Somebody with an address; the name may be empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
}

impl Person {
    pub(super) fn host(&self) -> &'static str {
        self.email.split_once('@').map_or("example.org", |(_, host)| host)
    }

    pub(super) fn first_name(&self) -> &'static str {
        let name = self.name.rsplit(", ").next().unwrap_or_default();
        name.split(' ').next().filter(|word| !word.is_empty()).unwrap_or("you")
    }
}

const fn person(name: &'static str, email: &'static str) -> Person {
    Person { name, email }
}

pub(super) static PEOPLE: [&Person; 20] = [
    &person("Alice Liddell", "alice@example.org"),
    &person("Bob Builder", "bob@example.org"),
    &person("Grace Hopper", "grace@navy.example"),
    &person("Zoë Köhler", "zoe.koehler@example.de"),
    &person("Jürgen Groß", "j.gross@example.de"),
    &person("François Lefèvre", "francois@example.fr"),
    &person("Łukasz Żółć", "lukasz@example.pl"),
    &person("山田 太郎", "taro.yamada@example.jp"),
    &person("王小明", "xiaoming@example.cn"),
    &person("Ольга Петрова", "olga@example.ru"),
    &person("Αλέξανδρος", "alex@example.gr"),
    &person("Lovelace, Ada", "ada@example.com"),
    &person("O'Brien, Miles (Engineering)", "miles.obrien@example.com"),
    &person("Dwayne \"The Rock\" Johnson", "rock@example.com"),
    &person("", "no.name@example.net"),
    &person("Nguyễn Thị Minh Khai", "khai@example.vn"),
    &person("Anna-Maria von der Hohen Warte zu Untermhaus", "anna-maria@a-rather-long-domain.example.com"),
    &person("İpek Şahin", "ipek@example.tr"),
    &person("support@example.net", "support@example.net"),
    &person("J. R. Hacker", "jrh+lists@example.edu"),
];

pub(super) static GUMBIES: [&Person; 4] = [
    &person("Prof. R. J. Gumby", "gumby@example.org"),
    &person("D. P. Gumby", "dp.gumby@flowers.example"),
    &person("Pokey", "pokey@gumby.example"),
    &person("Gumby, Mrs.", "GUMBY.K@example.org"),
];

pub(super) static LISTS: [(&str, &str); 5] = [
    ("Rust Weekly", "weekly.lists.example.org"),
    ("Garden Club", "garden.lists.example.com"),
    ("kernel-announce", "kernel-announce.example.net"),
    ("Les Actualités", "actus.example.fr"),
    ("Chess & Tea", "chess-tea.example.org"),
];

pub(super) static SHOPS: [&Person; 4] = [
    &person("Bücher, Müller & Co.", "billing@books.example.de"),
    &person("Railway Tickets", "billing@trains.example.com"),
    &person("Tea Shop", "orders@tea.example.co.uk"),
    &person("Hosting (invoices)", "billing@hosting.example.net"),
];

pub(super) static TOWNS: [&str; 8] = ["Lisbon", "Kraków", "Zürich", "Kyoto", "Reykjavík", "Montréal", "東京", "Bath"];

/// `*` becomes a town.
pub(super) static SUBJECTS: [&str; 24] = [
    "Lunch on Friday?",
    "Notes from the meeting in *",
    "Draft of the report",
    "Re-scheduling the trip to *",
    "Quarterly figures",
    "Your flight to *",
    "Question about the contract",
    "Keys",
    "Happy birthday!",
    "The server is slow again",
    "Mietvertrag für die Wohnung in *",
    "Réunion à * la semaine prochaine",
    "Kleine Änderungen am Entwurf",
    "Minutes, agenda and a map of *",
    "URGENT: please read",
    "Recipe for the soup",
    "100% sure about *?",
    "A \"short\" note (with parentheses) {and braces} \\ backslash",
    "Concert tickets 🎻",
    "New address in *",
    "cafés and bookshops in *",
    "Patch for the parser, version 2",
    "Photos",
    "An unusually long subject that goes on about the journey to * and everything that happened on the way there and back again",
];

pub(super) static SALUTATIONS: [&str; 6] = ["Dear", "Hello", "Hi", "Liebe/r", "Cher/Chère", "Good morning"];

pub(super) static SENTENCES: [&str; 20] = [
    "I read your message on the train and thought about it for a while.",
    "Could you send me the figures of last month?",
    "The meeting moves to the small room because the large one is being painted.",
    "We should talk about this before the end of the week.",
    "Nothing in the contract says so, but nobody ever asked.",
    "Der Entwurf gefällt mir, nur die Überschrift ist zu lang.",
    "Je t'envoie la version corrigée dès demain.",
    "My brain hurts.",
    "Please bring the keys and the green folder.",
    "The tests pass on my machine and fail on yours, which is at least consistent.",
    "Tea is at four.",
    "The naïve solution costs 5 € and takes ten minutes.",
    "See https://example.org/a/rather/long/path?with=query&and=more for the details.",
    "It rained for three days; on the fourth we gave up and went to the museum.",
    "If it is not too much trouble, reply to all.",
    "The parcel arrived, the book in it did not.",
    "来週の火曜日にお会いしましょう。",
    "They have promised an answer by Monday.",
    "From here on everything is easy.",
    "Let me know what you think.",
];

/// A charset, a subject and a text it can express.
pub(super) static ABROAD: [(Charset, &str, &str); 4] = [
    (Charset::Latin1, "Grüße aus Köln", "Schöne Grüße aus Köln, das Wetter ist mäßig.\r\nÀ bientôt, señor!\r\n"),
    (Charset::Koi8, "Встреча в пятницу", "Добрый день!\r\nВстреча переносится на пятницу.\r\nС уважением, Ольга\r\n"),
    (Charset::Iso2022Jp, "\u{1b}$B$3$s$K$A$O\u{1b}(B", "\u{1b}$B$3$s$K$A$O\u{1b}(B\r\n"),
    (Charset::Utf8, "Ευχαριστώ για το μήνυμα", "Καλημέρα,\r\nευχαριστώ πολύ για το μήνυμα.\r\n"),
];
