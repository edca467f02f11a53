//! What a mail that comes back says of the address it was for: by the codes of RFC 3463 and the
//! actions of RFC 3464.

/// What came of a mail.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The address does not take mail now: a full box, a server that is away, a mail it dislikes.
    Soft,
    /// There is no such address any more.
    Hard,
}

/// Soft returns of different mails after which an address is left in peace too.
pub const SOFT_LIMIT: i64 = 5;

/// An enhanced status code (RFC 3463): class, subject, detail.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub class: u16,
    pub subject: u16,
    pub detail: u16,
}

impl Status {
    /// Reads `5.1.1`; what follows after a blank is passed over.
    pub fn parse(text: &str) -> Option<Status> {
        let word = text.split_whitespace().next()?;
        let mut parts = word.split('.');
        let mut number = |most: usize| -> Option<u16> {
            let part = parts.next()?;
            let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            (digits && part.len() <= most).then(|| part.parse().ok())?
        };
        let (class, subject, detail) = (number(1)?, number(3)?, number(3)?);
        (parts.next().is_none() && matches!(class, 2 | 4 | 5)).then_some(Status {
            class,
            subject,
            detail,
        })
    }

    /// The first such code in what a server said.
    pub fn find(text: &str) -> Option<Status> {
        text.split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_ascii_digit()))
            .find_map(Status::parse)
    }

    /// Whether it says of the address itself that it is gone for good: bad mailbox, system, syntax
    /// or moved (X.1.x), a mailbox that is disabled (X.2.1), a host that isn't there (X.1.2,
    /// X.1.10, X.4.4).
    fn address_is_gone(self) -> bool {
        self.class == 5
            && matches!(
                (self.subject, self.detail),
                (1, 0 | 1 | 2 | 3 | 6 | 10) | (2, 1) | (4, 4)
            )
    }
}

/// What a report of delivery (RFC 3464) says of a recipient; `None` if it arrived, went on or was
/// only put off for now.
pub fn verdict(action: &str, status: &str) -> Option<Verdict> {
    if !action.trim().eq_ignore_ascii_case("failed") {
        return None;
    }
    Some(match Status::parse(status.trim()) {
        Some(s) if s.address_is_gone() => Verdict::Hard,
        _ => Verdict::Soft,
    })
}

/// What a server's refusal for good says of the address; `None` if it says nothing of it.
pub fn of_refusal(said: &str) -> Option<Verdict> {
    Status::find(said)
        .filter(|s| s.address_is_gone())
        .map(|_| Verdict::Hard)
}

/// An address with all but its first letter and domain covered, for those whom it does not concern.
pub fn covered(email: &str) -> String {
    match email.split_once('@') {
        Some((name, domain)) => {
            let first: String = name.chars().take(1).collect();
            format!("{first}•••@{domain}")
        }
        None => "•••".to_owned(),
    }
}

/// What a server said, with every address in it covered (it may name one that ours leads on to), on
/// one line of at most 300 characters.
pub fn without_addresses(said: &str) -> String {
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let local = |c: char| c.is_alphanumeric() || "._%+-=!#$&'*/?^{|}~•".contains(c);
    let domain = |c: char| c.is_alphanumeric() || ".-".contains(c);
    let mut out = String::new();
    let mut rest = line.as_str();
    while let Some(at) = rest.find('@') {
        let before = rest[..at].char_indices().rev();
        let start = before
            .take_while(|(_, c)| local(*c))
            .last()
            .map_or(at, |(i, _)| i);
        let after = &rest[at + 1..];
        let end = at + 1 + after.find(|c| !domain(c)).unwrap_or(after.len());
        out.push_str(&rest[..start]);
        out.push_str(&if start < at {
            covered(&rest[start..end])
        } else {
            rest[start..end].to_owned()
        });
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_is_gone_for_good_is_hard() {
        for (action, status, expected) in [
            ("failed", "5.1.1", Some(Verdict::Hard)),
            (" Failed ", "5.2.1 (disabled)", Some(Verdict::Hard)),
            ("failed", "5.1.10", Some(Verdict::Hard)),
            ("failed", "5.2.2", Some(Verdict::Soft)),
            ("failed", "5.7.1", Some(Verdict::Soft)),
            ("failed", "4.4.7", Some(Verdict::Soft)),
            ("failed", "4.1.1", Some(Verdict::Soft)),
            ("failed", "nonsense", Some(Verdict::Soft)),
            ("delayed", "4.4.1", None),
            ("delivered", "2.1.5", None),
            ("relayed", "5.1.1", None),
            ("", "5.1.1", None),
        ] {
            assert_eq!(verdict(action, status), expected, "{action} {status}");
        }
    }

    #[test]
    fn a_refusal_is_read_out_of_what_the_server_said() {
        let said = "permanent error (550): 5.1.1 <a@b.test>: Recipient address rejected";
        assert_eq!(of_refusal(said), Some(Verdict::Hard));
        assert_eq!(of_refusal("permanent error (550): 5.7.1 spam"), None);
        assert_eq!(of_refusal("permanent error (550): no"), None);
        assert_eq!(
            of_refusal("from 5.1.1.1 refused"),
            None,
            "an IP address is no code"
        );
    }

    #[test]
    fn what_was_said_names_nobody() {
        assert_eq!(covered("siti@contoh.test"), "s•••@contoh.test");
        assert_eq!(covered("x"), "•••");
        let said = "550 5.1.1\r\n <Siti@Contoh.test>: unknown lain+x@jauh.test, @, a@";
        assert_eq!(
            without_addresses(said),
            "550 5.1.1 <S•••@Contoh.test>: unknown l•••@jauh.test, @, a•••@"
        );
        assert_eq!(without_addresses(&"é".repeat(500)), "é".repeat(300));
    }

    proptest! {
        #[test]
        fn never_panics(action in ".{0,20}", status in ".{0,30}") {
            let _ = (verdict(&action, &status), of_refusal(&status));
            let said = format!("{action}@{status}");
            prop_assert!(without_addresses(&said).chars().count() <= 300);
        }
    }
}
