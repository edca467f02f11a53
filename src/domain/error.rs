//! What can go wrong, by meaning. The web shows a page, the command line a line.

use super::message::Message;

/// Faults of a form, each with the field it belongs to, in the form's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<(&'static str, Message)>);

impl FieldErrors {
    pub fn add(&mut self, field: &'static str, message: Message) {
        self.0.push((field, message));
    }

    /// The first fault of a field.
    pub fn of(&self, field: &str) -> Option<&Message> {
        self.0.iter().find(|(f, _)| *f == field).map(|(_, m)| m)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok(())` if there is no fault, else [`Error::Invalid`].
    pub fn into_result(self) -> Result<()> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self))
        }
    }
}

#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    #[error("not found")]
    NotFound,
    #[error("forbidden")]
    Forbidden,
    /// The account may not do it until then.
    #[error("suspended")]
    Suspended { until: super::time::Instant },
    #[error("sign-in needed")]
    SignInNeeded,
    /// The roles of the account wait for a second step of signing in.
    #[error("second step needed")]
    SecondStepNeeded,
    #[error("invalid input: {0:?}")]
    Invalid(FieldErrors),
    /// The thing has changed or the act no longer fits its state; the key says how.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    #[error("too many requests, retry after {retry_after_s} s")]
    TooMany { retry_after_s: u64 },
    /// The database can't be reached or is locked: worth trying again.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A fault of ours. The text goes to the log only.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// A single fault of a single field.
    pub fn field(field: &'static str, key: &'static str) -> Self {
        Error::Invalid(FieldErrors(vec![(field, Message::new(key))]))
    }
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
