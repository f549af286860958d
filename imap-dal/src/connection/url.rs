//! `imap://user:password@host:port?option=value` to its parts (RFC 5092, as far as it names a server). The text holds a password: no error quotes any of it.

use super::secret::Secret;
use crate::{Error, Result};
use percent_encoding::percent_decode_str;
use std::{borrow::Cow, net::Ipv6Addr};

/// Where to connect and as whom.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// TLS from the first octet (`imaps`).
    pub(super) tls: bool,
    /// A name or an address, an IPv6 address without its brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) user: String,
    /// Empty where the URL has none: then a token provider is needed.
    pub(super) password: Secret,
    /// `;AUTH=`: how to sign in, where that is not left to us.
    pub(super) mechanism: Option<Mechanism>,
}

/// What `;AUTH=` may say (RFC 5092, section 3.2); `*` says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mechanism {
    /// The LOGIN command.
    Login,
    Plain,
    OAuthBearer,
    XOAuth2,
}

/// A URL in its parts: where to, and what else it says, by name.
#[derive(Debug)]
pub(super) struct Url {
    pub(super) target: Target,
    pub(super) options: Vec<(String, String)>,
}

impl Mechanism {
    /// Whether it takes an access token, no password.
    pub(super) fn takes_token(self) -> bool {
        matches!(self, Mechanism::OAuthBearer | Mechanism::XOAuth2)
    }

    fn named(name: &str) -> Result<Option<Self>> {
        match name.to_ascii_uppercase().as_str() {
            "*" => Ok(None),
            "LOGIN" => Ok(Some(Mechanism::Login)),
            "PLAIN" => Ok(Some(Mechanism::Plain)),
            "OAUTHBEARER" => Ok(Some(Mechanism::OAuthBearer)),
            "XOAUTH2" => Ok(Some(Mechanism::XOAuth2)),
            _ => Err(invalid("its `;AUTH=` is none of LOGIN, PLAIN, OAUTHBEARER, XOAUTH2 and *")),
        }
    }
}

impl Url {
    /// # Errors
    /// `InvalidInput`, which says what is wrong and never quotes the URL.
    pub(super) fn parse(url: &str) -> Result<Self> {
        let (url, query) = url.split_once('?').unwrap_or((url, ""));
        if query.contains('@') && !url.contains('@') {
            return Err(invalid("its user or password holds one of / ? #"));
        }
        let target = Target::parse(url)?;
        let mut options: Vec<(String, String)> = Vec::new();
        for option in query.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').ok_or_else(|| invalid("an option of it has no `=`"))?;
            if options.iter().any(|(known, _)| known == name) {
                return Err(invalid("it has an option twice"));
            }
            options.push((name.to_owned(), decoded(value, "an option of it")?));
        }
        Ok(Url { target, options })
    }
}

impl Target {
    fn parse(url: &str) -> Result<Self> {
        if url.chars().any(char::is_control) {
            return Err(invalid("it holds a control character"));
        }
        let (scheme, rest) = url.split_once("://").ok_or_else(|| invalid("it has no `://`"))?;
        let (tls, default_port) = match scheme.to_ascii_lowercase().as_str() {
            "imap" => (false, 143),
            "imaps" => (true, 993),
            _ => return Err(invalid("its scheme is neither `imap` nor `imaps`")),
        };
        let (credentials, address) = rest.rsplit_once('@').ok_or_else(|| invalid("it names no user and password"))?;
        let (credentials, mechanism) = with_mechanism(credentials)?;
        const WHOSE: &str = "its user or password";
        let (user, password) = match credentials.split_once(':') {
            Some((user, password)) => (decoded(user, WHOSE)?, Some(decoded(password, WHOSE)?)),
            None => (decoded(&credentials, WHOSE)?, None),
        };
        if user.is_empty() {
            return Err(invalid("its user is empty"));
        }
        if password.as_ref().is_some_and(String::is_empty) {
            return Err(invalid("its password is empty"));
        }
        let address = address.strip_suffix('/').unwrap_or(address);
        if let Some((host, _)) = address.split_once('/')
            && host_and_port(host).is_ok()
        {
            return Err(invalid("it goes on behind the host and port; a mailbox is named where it is used"));
        }
        let (host, port) = host_and_port(address)?;
        Ok(Target {
            tls,
            host,
            port: port.unwrap_or(default_port),
            user,
            password: Secret::new(password.unwrap_or_default()),
            mechanism,
        })
    }

    /// # Errors
    /// `InvalidInput` where the URL has no password, and nothing else to sign in with is given.
    pub(super) fn with_password(self) -> Result<Self> {
        if self.password.is_empty() {
            Err(invalid("it has no password, nor an access token in its place"))
        } else {
            Ok(self)
        }
    }

    /// `host:port`, as errors name it.
    pub(super) fn host_and_port(&self) -> Box<str> {
        let Target { host, port, .. } = self;
        if host.contains(':') { format!("[{host}]:{port}").into() } else { format!("{host}:{port}").into() }
    }

    /// `user@host:port`: two connections with the same account see the same mailboxes.
    pub(super) fn account(&self) -> String {
        format!("{}@{}", self.user, self.host_and_port())
    }
}

fn invalid(reason: &str) -> Error {
    Error::invalid(format!(
        "the URL cannot be used: {reason}; write `imaps://user:password@host:port`, with / ? # @ : % and control \
         characters of user and password percent-encoded"
    ))
}

/// The credentials without `;AUTH=..`, which follows the user (RFC 5092) or, as many write it, the password.
fn with_mechanism(credentials: &str) -> Result<(Cow<'_, str>, Option<Mechanism>)> {
    const AUTH: &str = ";AUTH=";
    let at = |text: &str| text.to_ascii_uppercase().find(AUTH);
    let (user, password) = match credentials.split_once(':') {
        Some((user, password)) => (user, Some(password)),
        None => (credentials, None),
    };
    match (at(user), password.map(|password| (password, at(password)))) {
        (None, Some((_, None)) | None) => Ok((credentials.into(), None)),
        (Some(at), Some((password, None))) => {
            let mechanism = Mechanism::named(&user[at + AUTH.len()..])?;
            Ok((format!("{}:{password}", &user[..at]).into(), mechanism))
        }
        (Some(at), None) => Ok((user[..at].into(), Mechanism::named(&user[at + AUTH.len()..])?)),
        (None, Some((password, Some(at)))) => {
            let mechanism = Mechanism::named(&password[at + AUTH.len()..])?;
            Ok((format!("{user}:{}", &password[..at]).into(), mechanism))
        }
        (Some(_), Some((_, Some(_)))) => Err(invalid("it has `;AUTH=` twice")),
    }
}

/// Text with its percent-encoding undone; `whose` it is, errors say instead of what it is.
fn decoded(text: &str, whose: &str) -> Result<String> {
    if text.contains(['/', '?', '#']) && whose.contains("password") {
        return Err(invalid("its user or password holds one of / ? #"));
    }
    let is_escape = |after: &str| after.len() >= 2 && after.bytes().take(2).all(|byte: u8| byte.is_ascii_hexdigit());
    if !text.split('%').skip(1).all(is_escape) {
        return Err(invalid(&format!("{whose} holds a % without two hexadecimal digits")));
    }
    let text = percent_decode_str(text).decode_utf8().map_err(|_| invalid(&format!("{whose} is no UTF-8")))?;
    if text.contains(['\0', '\r', '\n']) {
        return Err(invalid(&format!("{whose} holds NUL, CR or LF, which IMAP cannot carry")));
    }
    Ok(text.into_owned())
}

fn host_and_port(address: &str) -> Result<(String, Option<u16>)> {
    if let Some(bracketed) = address.strip_prefix('[') {
        let (host, rest) = bracketed.split_once(']').ok_or_else(|| invalid("its [ is never closed"))?;
        host.parse::<Ipv6Addr>().map_err(|_| invalid("no IPv6 address stands in its brackets"))?;
        let port = match rest {
            "" => None,
            _ => Some(port(rest.strip_prefix(':').ok_or_else(|| invalid("its port is no number"))?)?),
        };
        return Ok((host.to_owned(), port));
    }
    let (host, port) = match address.split_once(':') {
        Some((_, rest)) if rest.contains(':') => return Err(invalid("its IPv6 address needs brackets")),
        Some((host, digits)) => (host, Some(port(digits)?)),
        None => (address, None),
    };
    if host.is_empty() {
        return Err(invalid("its host is empty"));
    }
    if host.contains(['/', '?', '#']) {
        return Err(invalid("something follows its host"));
    }
    if !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')) {
        return Err(invalid("its host holds a character that no host name has"));
    }
    Ok((host.to_owned(), port))
}

fn port(digits: &str) -> Result<u16> {
    let port = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
    port.filter(|&port| port > 0).ok_or_else(|| invalid("its port is no number between 1 and 65535"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(url: &str) -> (bool, String, u16, String, String) {
        let target =
            Url::parse(url).and_then(|url| url.target.with_password()).unwrap_or_else(|error| panic!("{url}: {error}"));
        (target.tls, target.host, target.port, target.user, target.password.reveal().to_owned())
    }

    #[test]
    fn a_url_has_scheme_user_password_host_and_port() {
        let expected = |tls, host: &str, port, user: &str, password: &str| {
            (tls, host.to_owned(), port, user.to_owned(), password.to_owned())
        };
        for (url, parts_expected) in [
            ("imap://alice:secret@mail.example.org", expected(false, "mail.example.org", 143, "alice", "secret")),
            ("imaps://alice:secret@mail.example.org", expected(true, "mail.example.org", 993, "alice", "secret")),
            ("IMAPS://a:b@localhost:1993/", expected(true, "localhost", 1993, "a", "b")),
            ("imap://a:b@[::1]:1143", expected(false, "::1", 1143, "a", "b")),
            ("imap://a:b@[2001:db8::7]", expected(false, "2001:db8::7", 143, "a", "b")),
            ("imap://alice@example.org:s@h", expected(false, "h", 143, "alice@example.org", "s")),
            ("imap://alice%40x.org:p%3A%2F%25%20%C3%A9@h", expected(false, "h", 143, "alice@x.org", "p:/% é")),
            ("imap://a:b:c@h", expected(false, "h", 143, "a", "b:c")),
        ] {
            assert_eq!(parts(url), parts_expected, "{url}");
        }
    }

    #[test]
    fn what_is_no_url_is_refused_without_quoting_it() {
        for url in [
            "",
            "hunter2",
            "imap:alice:hunter2@h",
            "pop3://alice:hunter2@h",
            "imap://h",
            "imap://alice@h",
            "imap://:hunter2@h",
            "imap://hunter2:@h",
            "imap://alice:hunter2@",
            "imap://alice:hunter2@:143",
            "imap://alice:hunter2@h:",
            "imap://alice:hunter2@h:0",
            "imap://alice:hunter2@h:65536",
            "imap://alice:hunter2@h:+143",
            "imap://alice:hunter2@h:14a",
            "imap://alice:hunter2@h/INBOX",
            "imap://alice:hunter2@h?x",
            "imap://alice:hunter2@h?timeout=1&timeout=2",
            "imap://alice:hunter2@h?root_certificate=%zz",
            "imap://alice:hunter2@h?x=hunter2%0a",
            "imap://alice:hun?ter2@h",
            "imap://alice;AUTH=hunter2:x@h",
            "imap://alice;AUTH=PLAIN:hunter2;AUTH=PLAIN@h",
            "imap://alice:hunter2/x@h",
            "imap://alice:hunter2@::1",
            "imap://alice:hunter2@[::1",
            "imap://alice:hunter2@[::1]143",
            "imap://alice:hunter2@[mail]:143",
            "imap://alice:hunter2@a b",
            "imap://alice:hunter2@h\r\nx",
            "imap://alice:hunter2\0@h",
            "imap://alice:hunter2%0d%0aA1 LOGOUT@h",
            "imap://alice:hunter2%00@h",
            "imap://alice%0a:hunter2@h",
            "imap://alice:hunter2%@h",
            "imap://alice:hunter2%zz@h",
            "imap://alice:hunter2%ff@h",
        ] {
            let error = Url::parse(url).and_then(|url| url.target.with_password()).expect_err(url);
            assert!(matches!(error, Error::InvalidInput { .. }), "{url}: {error:?}");
            for text in [error.to_string(), format!("{error:?}")] {
                assert!(!text.contains("hunter2") && !text.contains("alice"), "{text}");
            }
        }
    }

    #[test]
    fn a_mailbox_in_a_url_is_told_where_it_belongs() {
        for url in ["imap://alice:hunter2@h/INBOX", "imaps://alice:hunter2@h:993/INBOX/"] {
            let text = Url::parse(url).unwrap_err().to_string();
            assert!(text.contains("a mailbox is named where it is used"), "{text}");
        }
    }

    #[test]
    fn what_auth_says_is_no_part_of_user_or_password() {
        let parts = |url| {
            let Target { user, password, mechanism, .. } = Url::parse(url).unwrap().target;
            (user, password.reveal().to_owned(), mechanism)
        };
        let expected = |password: &str, mechanism| ("al;ice".to_owned(), password.to_owned(), mechanism);
        for (url, parts_expected) in [
            ("imap://al;ice:s@h", expected("s", None)),
            ("imap://al;ice;AUTH=*:s@h", expected("s", None)),
            ("imap://al;ice;AUTH=PLAIN:s@h", expected("s", Some(Mechanism::Plain))),
            ("imap://al;ice:s;t;auth=login@h", expected("s;t", Some(Mechanism::Login))),
            ("imap://al;ice;AUTH=xoauth2@h", expected("", Some(Mechanism::XOAuth2))),
            ("imap://al;ice:s%3BAUTH=PLAIN@h", expected("s;AUTH=PLAIN", None)),
        ] {
            assert_eq!(parts(url), parts_expected, "{url}");
        }
    }

    #[test]
    fn options_follow_the_host() {
        let options = |url| Url::parse(url).unwrap().options;
        let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(options("imap://a:b@h?"), []);
        for url in ["imap://a:b@h:1?x=1&y=/a%26b@c", "imap://a:b@h:1/?x=1&&y=/a%26b@c"] {
            assert_eq!(options(url), [own("x", "1"), own("y", "/a&b@c")]);
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let target = Url::parse("imap://alice:hunter2@h").unwrap().target;
        assert!(!format!("{target:?}").contains("hunter2"));
        assert_eq!(target.account(), "alice@h:143");
        assert_eq!(Url::parse("imap://a:b@[::1]").unwrap().target.account(), "a@[::1]:143");
    }
}
