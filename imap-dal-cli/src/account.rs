//! Which account: the URL, the password, the connection.

use crate::failure::Failure;
use imap_dal::Dal;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::{
    env,
    io::{self, IsTerminal},
    time::Duration,
};

/// How to reach the account, as far as the command line says.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) url: Option<String>,
    /// A PEM file with authorities to trust beside the system's.
    pub(crate) ca: Option<String>,
    /// How long to wait for the server.
    pub(crate) timeout: Option<Duration>,
}

impl Account {
    /// Connects and signs in, asking for the password where neither URL nor environment has it.
    pub(crate) fn connect(&self) -> Result<Dal, Failure> {
        let url = match self.url.clone().or_else(|| variable("IMAP_DAL_URL")) {
            Some(url) => url,
            None => {
                return Err(Failure::usage("no account is named")
                    .next("set IMAP_DAL_URL, or pass --url 'imaps://user@host'; the password is asked for"));
            }
        };
        let url = with_password(&url)?;
        let mut builder = Dal::builder(&url);
        if let Some(ca) = self.ca.clone().or_else(|| variable("IMAP_DAL_CA")) {
            builder = builder.root_certificate(ca);
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        Ok(builder.connect()?)
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The URL with a password in it. What is no URL is left to the library, which says what is wrong and quotes none of it.
fn with_password(url: &str) -> Result<String, Failure> {
    let Some((scheme, rest)) = url.split_once("://") else { return Ok(url.to_owned()) };
    let Some((user, host)) = rest.rsplit_once('@') else { return Ok(url.to_owned()) };
    if user.is_empty() || user.contains(':') {
        return Ok(url.to_owned());
    }
    let password = match variable("IMAP_DAL_PASSWORD") {
        Some(password) => password,
        None => prompted(host)?,
    };
    Ok(format!("{scheme}://{user}:{}@{host}", utf8_percent_encode(&password, NON_ALPHANUMERIC)))
}

fn prompted(host: &str) -> Result<String, Failure> {
    let missing = || {
        Failure::usage("there is no password, and no terminal to ask on")
            .next("set IMAP_DAL_PASSWORD, or write it into the URL: imaps://user:password@host")
    };
    if !io::stdin().is_terminal() {
        return Err(missing());
    }
    // Options follow it.
    let host = imap_dal::display::shortened(host.split('?').next().unwrap_or_default(), 60);
    rpassword::prompt_password(format!("Password for {host}: ")).map_err(|_| missing())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_with_a_password_is_taken_as_it_is() {
        for url in ["imaps://alice:secret@h", "imap://a:b:c@h:1143", "no url", "imaps://h", "imaps://@h"] {
            assert_eq!(with_password(url).unwrap(), url);
        }
    }
}
