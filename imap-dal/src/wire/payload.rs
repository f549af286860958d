//! A message on its way to the server: its octets held in memory, or read from where they are kept whenever they are
//! needed, so that a large one costs no memory. Line ends are CRLF either way.

use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::{BuildHasher, DefaultHasher, Hasher},
    io::{self, Cursor, Read},
    sync::{Arc, OnceLock},
};

/// Opens a message where it is kept, from its beginning.
pub(crate) type Open = Arc<dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync>;

/// Octets read at a time.
const PIECE: usize = 64 * 1024;

/// A message for APPEND.
#[derive(Clone)]
pub(crate) struct Payload {
    /// With line ends of CRLF.
    length: u64,
    digest: Digest,
    octets: Octets,
}

#[derive(Clone)]
enum Octets {
    /// With line ends of CRLF.
    Held(Arc<Vec<u8>>),
    Kept(Open),
}

/// What tells messages apart by their octets, within this process: 128 bits of a keyed hash. A line end at the end of a
/// message makes no difference, since some servers add one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Digest(u64, u64);

impl Payload {
    /// Holds octets whose line ends are CRLF.
    pub(crate) fn held(octets: impl Into<Arc<Vec<u8>>>) -> Self {
        let octets = octets.into();
        Payload { length: octets.len() as u64, digest: Digest::of(&octets), octets: Octets::Held(octets) }
    }

    /// Reads a message once, to measure it, and again whenever it is sent.
    ///
    /// # Errors
    /// What opening and reading it brings; `InvalidData` where it holds a NUL, which IMAP cannot carry.
    pub(crate) fn kept(open: Open) -> io::Result<Self> {
        let mut reader = Crlf::new(open()?);
        let (mut length, mut digester) = (0, Digester::new());
        let mut piece = vec![0; PIECE];
        loop {
            let read = reader.read(&mut piece)?;
            let Some(octets) = piece.get(..read).filter(|octets| !octets.is_empty()) else { break };
            if octets.contains(&0) {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "it holds a NUL octet, which IMAP cannot carry",
                ));
            }
            length += octets.len() as u64;
            digester.add(octets);
        }
        Ok(Payload { length, digest: digester.end(), octets: Octets::Kept(open) })
    }

    /// How many octets are sent.
    pub(crate) fn len(&self) -> u64 {
        self.length
    }

    pub(crate) fn digest(&self) -> Digest {
        self.digest
    }

    /// The octets, where they are held.
    pub(crate) fn octets(&self) -> Option<&[u8]> {
        match &self.octets {
            Octets::Held(octets) => Some(octets),
            Octets::Kept(_) => None,
        }
    }

    /// The octets as they are sent.
    ///
    /// # Errors
    /// What opening it brings.
    pub(crate) fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match &self.octets {
            Octets::Held(octets) => Box::new(Cursor::new(Shared(Arc::clone(octets)))),
            Octets::Kept(open) => Box::new(Crlf::new(open()?)),
        })
    }
}

impl fmt::Debug for Payload {
    /// How long it is: never a text of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({} octets)", self.length)
    }
}

struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Digest {
    pub(crate) fn of(octets: &[u8]) -> Self {
        let mut digester = Digester::new();
        digester.add(octets);
        digester.end()
    }
}

/// Hashes blocks of one size, so that it makes no difference in which pieces they come.
struct Digester {
    hashers: [DefaultHasher; 2],
    block: Vec<u8>,
}

impl Digester {
    const BLOCK: usize = 4_096;

    fn new() -> Self {
        static KEYS: OnceLock<[RandomState; 2]> = OnceLock::new();
        let keys = KEYS.get_or_init(|| [RandomState::new(), RandomState::new()]);
        Digester { hashers: keys.each_ref().map(BuildHasher::build_hasher), block: Vec::with_capacity(2 * Self::BLOCK) }
    }

    fn add(&mut self, octets: &[u8]) {
        for some in octets.chunks(Self::BLOCK) {
            self.block.extend_from_slice(some);
            // The end is kept back: it may be a line end.
            if self.block.len() > Self::BLOCK + 1 {
                let rest = self.block.split_off(Self::BLOCK);
                let block = std::mem::replace(&mut self.block, rest);
                self.hashers.iter_mut().for_each(|hasher| hasher.write(&block));
            }
        }
    }

    fn end(mut self) -> Digest {
        let rest = self.block.strip_suffix(b"\r\n").unwrap_or(&self.block);
        let [first, second] = &mut self.hashers;
        for hasher in [&mut *first, &mut *second] {
            hasher.write(rest);
        }
        Digest(first.finish(), second.finish())
    }
}

/// Turns every line end into CRLF: bare CR and bare LF are line ends too.
struct Crlf<R> {
    inner: R,
    piece: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    follows_cr: bool,
}

impl<R: Read> Crlf<R> {
    fn new(inner: R) -> Self {
        Crlf { inner, piece: vec![0; PIECE], out: Vec::new(), given: 0, follows_cr: false }
    }
}

impl<R: Read> Read for Crlf<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() {
            let read = match self.inner.read(&mut self.piece) {
                Ok(0) => return Ok(0),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.out.clear();
            self.given = 0;
            push_crlf(&mut self.out, self.piece.get(..read).unwrap_or_default(), &mut self.follows_cr);
        }
        let rest = self.out.get(self.given..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

/// With every line end as CRLF; the same octets where they are so already.
pub(crate) fn with_crlf(octets: &Arc<Vec<u8>>) -> Arc<Vec<u8>> {
    let follows_cr = |at: usize| at.checked_sub(1).and_then(|before| octets.get(before)) == Some(&b'\r');
    let is_bare = |(at, octet): (usize, &u8)| match octet {
        b'\r' => octets.get(at + 1) != Some(&b'\n'),
        b'\n' => !follows_cr(at),
        _ => false,
    };
    if !octets.iter().enumerate().any(is_bare) {
        return Arc::clone(octets);
    }
    let mut out = Vec::with_capacity(octets.len() + octets.len() / 32);
    push_crlf(&mut out, octets, &mut false);
    Arc::new(out)
}

fn push_crlf(out: &mut Vec<u8>, octets: &[u8], follows_cr: &mut bool) {
    for &octet in octets {
        match octet {
            b'\n' if *follows_cr => {}
            b'\r' | b'\n' => out.extend_from_slice(b"\r\n"),
            other => out.push(other),
        }
        *follows_cr = octet == b'\r';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one octet at a time.
    struct Slow(Cursor<Vec<u8>>);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let one = buffer.len().min(1);
            self.0.read(&mut buffer[..one])
        }
    }

    fn kept(text: &[u8]) -> io::Result<Payload> {
        let text = text.to_vec();
        Payload::kept(Arc::new(move || Ok(Box::new(Slow(Cursor::new(text.clone()))))))
    }

    #[test]
    fn line_ends_are_crlf_however_a_message_is_kept() {
        for (text, expected) in [
            ("a\nb\rc\r\nd", "a\r\nb\r\nc\r\nd"),
            ("\r\r\n\n", "\r\n\r\n\r\n"),
            ("", ""),
            ("a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
        ] {
            assert_eq!(*with_crlf(&Arc::new(text.into())), expected.as_bytes(), "{text:?}");
            let payload = kept(text.as_bytes()).expect("is read");
            let mut sent = Vec::new();
            payload.reader().expect("opens").read_to_end(&mut sent).expect("is read");
            assert_eq!((sent.as_slice(), payload.len()), (expected.as_bytes(), expected.len() as u64), "{text:?}");
            assert_eq!(payload.digest(), Payload::held(expected.as_bytes().to_vec()).digest(), "{text:?}");
        }
    }

    #[test]
    fn a_digest_tells_all_octets_but_a_last_line_end_apart() {
        let long = |end: &str| [vec![b'x'; 10_000], end.into()].concat();
        assert_eq!(Digest::of(&long("")), Digest::of(&long("\r\n")));
        assert_ne!(Digest::of(&long("\r\n")), Digest::of(&long("\r\n\r\n")));
        assert_ne!(Digest::of(&long("y")), Digest::of(&long("z")));
        for length in [4_095, 4_096, 4_097, 4_098, 8_192] {
            let text = vec![b'x'; length];
            let mut pieces = Digester::new();
            text.chunks(7).for_each(|piece| pieces.add(piece));
            assert_eq!(pieces.end(), Digest::of(&text), "{length}");
        }
    }

    #[test]
    fn a_nul_is_refused() {
        assert_eq!(kept(b"a\0b").expect_err("is refused").kind(), io::ErrorKind::InvalidData);
    }
}
