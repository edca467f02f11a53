//! How mail leaves: by SMTP, or as `.eml` files in a folder.

use crate::config::Config;
use crate::domain::notice::{DigestLetter, Letter, Notice};
use crate::views::letter::Page;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::PathBuf;
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
    /// Where undeliverable mail returns.
    returns: Address,
    way: Way,
}

/// A mail in words, with what its headers say of the row it belongs to.
pub struct Outgoing<'a> {
    pub letter: &'a Letter,
    pub page: &'a Page,
    /// The address at which its list is left by one POST (RFC 8058), if it is of a list.
    pub leave: Option<String>,
}

impl Transport {
    /// # Errors
    /// A text for the command line if the SMTP address can't be read or the folder can't be made.
    pub fn new(config: &Config) -> Result<Self, String> {
        let way = match &config.smtp_url {
            Some(url) => Way::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|e| format!("smtp_url: {e}"))?
                    .timeout(Some(config.smtp_timeout))
                    .build(),
            ),
            None => {
                let folder = config.mail_dir.clone();
                std::fs::create_dir_all(&folder)
                    .map_err(|e| format!("{}: {e}", folder.display()))?;
                Way::Folder(folder)
            }
        };
        Ok(Self {
            returns: config
                .mail_return_to
                .clone()
                .unwrap_or_else(|| config.mail_from.email.clone()),
            from: config.mail_from.clone(),
            way,
        })
    }

    /// Sends a mail. `id` is that of its cause: however often it is tried, the mail has the same
    /// Message-ID, so that a receiver can tell a repetition.
    pub async fn send(&self, id: Uuid, to: &str, mail: &Outgoing<'_>) -> Result<(), Refused> {
        let message = self.message(id, to, mail)?;
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

    fn message(&self, id: Uuid, to: &str, mail: &Outgoing) -> Result<Message, Refused> {
        let never = |e: &dyn std::fmt::Display| Refused::Never(e.to_string());
        let to: Address = to.parse().map_err(|e| never(&e))?;
        let envelope =
            Envelope::new(Some(self.returns.clone()), vec![to.clone()]).map_err(|e| never(&e))?;
        let page = mail.page;
        let mut message = Message::builder()
            .envelope(envelope)
            .message_id(Some(self.message_id(&id.to_string())))
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&page.subject)
            .multipart(body(page))
            .map_err(|e| never(&e))?;
        let mut header = |name: &'static str, value: String| {
            let name = HeaderName::new_from_ascii_str(name);
            message
                .headers_mut()
                .insert_raw(HeaderValue::new(name, value));
        };
        // Keeps holiday replies away (RFC 3834).
        header("Auto-Submitted", "auto-generated".to_owned());
        if let Some(url) = &mail.leave {
            header("List-Unsubscribe", format!("<{url}>"));
            header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            );
        }
        if let Notice::Digest(digest) = &mail.letter.notice {
            for (name, value) in self.row(digest) {
                header(name, value);
            }
        }
        Ok(message)
    }

    fn message_id(&self, local: &str) -> String {
        format!("<{local}@{}>", self.from.email.domain())
    }

    /// Headers by which mail programs show the digests of one unit to one reader together: each
    /// refers to a root that no mail bears and to the one before it (RFC 5322 §3.6.4); and by which
    /// they are told from other mail (RFC 2919).
    fn row(&self, d: &DigestLetter) -> Vec<(&'static str, String)> {
        let root = self.message_id(&format!("digest.{}", d.row));
        let before = d.before.as_deref().map(|id| self.message_id(id));
        let domain = self.from.email.domain();
        let references = match &before {
            Some(before) => format!("{root} {before}"),
            None => root.clone(),
        };
        vec![
            ("In-Reply-To", before.unwrap_or(root)),
            ("References", references),
            ("List-Id", format!("<digest.{}.{domain}>", d.edition.slug)),
        ]
    }
}

/// Text, and HTML with its pictures.
fn body(page: &Page) -> MultiPart {
    let pictures = page.pictures();
    let text = SinglePart::plain(page.text());
    let html = SinglePart::html(page.html());
    let alternative = MultiPart::alternative().singlepart(text);
    if pictures.is_empty() {
        return alternative.singlepart(html);
    }
    let png = || ContentType::parse("image/png").unwrap_or(ContentType::TEXT_PLAIN);
    let related = pictures.into_iter().fold(
        MultiPart::related().singlepart(html),
        |all, (name, bytes)| all.singlepart(Attachment::new_inline(name).body(bytes, png())),
    );
    alternative.multipart(related)
}
