//! How mail leaves: by SMTP, or as `.eml` files in a folder.

use super::page::Page;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::PathBuf;
use std::time::Duration;
use uuid::Uuid;

/// Why a mail did not go.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Worth another try.
    #[error("{0}")]
    Later(String),
    /// It will never go as it is.
    #[error("{0}")]
    Never(String),
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// Sends mail from one address.
#[derive(Clone)]
pub struct Transport {
    from: Mailbox,
    way: Way,
}

/// How long a server may take for a command.
const TIMEOUT: Duration = Duration::from_secs(20);

impl Transport {
    /// # Errors
    /// A text for the command line if the SMTP address can't be read or the folder can't be made.
    pub fn new(from: Mailbox, smtp_url: Option<&str>, folder: PathBuf) -> Result<Self, String> {
        let way = match smtp_url {
            Some(url) => Way::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|e| format!("smtp_url: {e}"))?
                    .timeout(Some(TIMEOUT))
                    .build(),
            ),
            None => {
                std::fs::create_dir_all(&folder)
                    .map_err(|e| format!("{}: {e}", folder.display()))?;
                Way::Folder(folder)
            }
        };
        Ok(Self { from, way })
    }

    /// Sends a mail. `id` is that of its cause: however often it is tried, the mail has the same
    /// Message-ID, so that a receiver can tell a repetition.
    pub async fn send(&self, id: Uuid, to: &str, page: &Page) -> Result<(), Refused> {
        let message = self.message(id, to, page)?;
        match &self.way {
            Way::Smtp(smtp) => smtp.send(message).await.map(|_| ()).map_err(|e| {
                if e.is_permanent() {
                    Refused::Never(e.to_string())
                } else {
                    Refused::Later(e.to_string())
                }
            }),
            Way::Folder(folder) => {
                let later = |e: std::io::Error| Refused::Later(e.to_string());
                let (part, whole) = (
                    folder.join(format!(".{id}.part")),
                    folder.join(format!("{id}.eml")),
                );
                tokio::fs::write(&part, message.formatted())
                    .await
                    .map_err(later)?;
                tokio::fs::rename(&part, &whole).await.map_err(later)
            }
        }
    }

    fn message(&self, id: Uuid, to: &str, page: &Page) -> Result<Message, Refused> {
        let never = |e: &dyn std::fmt::Display| Refused::Never(e.to_string());
        let to: lettre::Address = to.parse().map_err(|e| never(&e))?;
        let mut message = Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&page.subject)
            .multipart(MultiPart::alternative_plain_html(page.text(), page.html()))
            .map_err(|e| never(&e))?;
        // Keeps holiday replies away (RFC 3834).
        message.headers_mut().insert_raw(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
        Ok(message)
    }
}
