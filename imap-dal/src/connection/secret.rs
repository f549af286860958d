//! Passwords and access tokens: shown nowhere, also where a server repeats them.

use crate::{Error, error::Answer};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;

/// A password or an access token.
#[derive(Clone, Default)]
pub(super) struct Secret(String);

/// What stands for a secret.
const HIDDEN: &str = "***";

impl Secret {
    pub(super) fn new(text: String) -> Self {
        Secret(text)
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

/// The secrets of a sign-in in each form that a server could repeat.
#[derive(Default)]
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    /// Of these secrets, and of what was made of them for SASL.
    pub(super) fn new<'s>(secrets: impl IntoIterator<Item = &'s Secret>, responses: &[String]) -> Self {
        let secrets: Vec<_> = secrets.into_iter().filter(|secret| !secret.is_empty()).collect();
        let mut forms: Vec<String> = responses.iter().map(|response| BASE64_STANDARD.encode(response)).collect();
        for Secret(text) in secrets {
            forms.extend([
                text.clone(),
                text.replace('\\', "\\\\").replace('"', "\\\""),
                BASE64_STANDARD.encode(text),
                utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
            ]);
        }
        // One may hold another.
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        Secrets(forms)
    }

    pub(super) fn removed_from(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, form| text.replace(form, HIDDEN))
    }

    /// The error without what the server repeated.
    pub(super) fn removed_from_error(&self, mut error: Error) -> Error {
        match &mut error {
            Error::No { answer, .. } | Error::Bad { answer, .. } | Error::Bye { answer } => self.hide_in(answer),
            Error::Auth { text, .. } | Error::Protocol { text } | Error::Limit { text } => {
                *text = self.removed_from(text).into();
            }
            _ => {}
        }
        error
    }

    pub(super) fn hide_in(&self, answer: &mut Answer) {
        answer.text = self.removed_from(&answer.text).into();
        if let Some(code) = &mut answer.code {
            *code = self.removed_from(code).into();
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_in_every_form() {
        let secret = Secret::new("h\"nter 2".to_owned());
        let secrets = Secrets::new([&secret, &Secret::default()], &["\0alice\0h\"nter 2".to_owned()]);
        for text in ["h\"nter 2", "h\\\"nter 2", "aCJudGVyIDI=", "h%22nter%202", "AGFsaWNlAGgibnRlciAy"] {
            assert_eq!(secrets.removed_from(&format!("no {text}, sorry")), "no ***, sorry");
        }
        assert_eq!(format!("{secret:?}"), "***");
    }
}
