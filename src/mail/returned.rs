//! Reading mail that came back: reports of delivery (RFC 3464) within a multipart/report (RFC 6522).

use crate::domain::bounce::{self, Verdict};
use mail_parser::{MessageParser, MimeHeaders, PartType};
use uuid::Uuid;

/// What a returned mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Which of our mails it was, by its Message-ID.
    pub mail: Uuid,
    pub verdict: Verdict,
    /// What the server said of it, if anything.
    pub said: String,
}

/// Reads a mail of the return box; `None` if it is no report, tells of no failure, or does not say
/// of which mail of ours: a report that anyone could have made up stops no one's mail.
pub fn read(raw: &[u8]) -> Option<Returned> {
    let mail = MessageParser::default().parse(raw)?;
    let kind = mail.content_type()?;
    let report = kind.ctype().eq_ignore_ascii_case("multipart")
        && kind
            .subtype()
            .is_some_and(|s| s.eq_ignore_ascii_case("report"));
    if !report {
        return None;
    }
    let mut told = None;
    let mut ours = None;
    for part in &mail.parts {
        let is = |main: &str, sub: &str| {
            part.content_type().is_some_and(|t| {
                t.ctype().eq_ignore_ascii_case(main)
                    && t.subtype().is_some_and(|s| s.eq_ignore_ascii_case(sub))
            })
        };
        let text = match &part.body {
            PartType::Message(inner) => String::from_utf8_lossy(inner.raw_message()).into_owned(),
            _ => String::from_utf8_lossy(part.contents()).into_owned(),
        };
        if is("message", "delivery-status") || is("message", "global-delivery-status") {
            told = told.or_else(|| failure(&text));
        } else if is("message", "rfc822")
            || is("text", "rfc822-headers")
            || is("message", "global")
            || is("message", "global-headers")
        {
            ours = ours.or_else(|| our_id(&text));
        }
    }
    let (verdict, said) = told?;
    Some(Returned {
        mail: ours?,
        verdict,
        said,
    })
}

/// A field's value, unfolded (RFC 5322 §2.2.3).
fn field(block: &str, name: &str) -> Option<String> {
    let mut value: Option<String> = None;
    for line in block.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some(v) = &mut value {
                v.push(' ');
                v.push_str(line.trim());
            }
            continue;
        }
        if value.is_some() {
            break;
        }
        if let Some((n, v)) = line.split_once(':')
            && n.trim().eq_ignore_ascii_case(name)
        {
            value = Some(v.trim().to_owned());
        }
    }
    value
}

/// The worst that a delivery status tells of a recipient. Its first block is about the mail, each
/// further one about a recipient. Each of our mails has one recipient.
fn failure(status: &str) -> Option<(Verdict, String)> {
    let text = status.replace("\r\n", "\n");
    let verdict = |block: &str| {
        let action = field(block, "Action")?;
        let code = field(block, "Status").unwrap_or_default();
        let verdict = bounce::verdict(&action, &code)?;
        let said = field(block, "Diagnostic-Code").unwrap_or(code);
        Some((verdict, said))
    };
    text.split("\n\n")
        .filter_map(verdict)
        .max_by_key(|(v, _)| *v)
}

/// The identifier in the Message-ID that our mails bear.
fn our_id(headers: &str) -> Option<Uuid> {
    let text = headers.replace("\r\n", "\n");
    let head = text.split("\n\n").find(|b| !b.trim().is_empty())?;
    let id = field(head, "Message-ID")?;
    let local = id.trim_matches(['<', '>', ' ']).split('@').next()?;
    Uuid::try_parse(local).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "01931f3e-6f9a-7d4e-8d7e-4a1f0c2b3d4e";

    fn report(action: &str, status: &str, original: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.test\r\nTo: palanta@kota.test\r\nSubject: Undelivered\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n \
             boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --B\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx.test\r\n\r\n\
             Final-Recipient: rfc822; kepala@kota.test\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 {status}\r\n  no such user\r\n\r\n\
             --B\r\n{original}\r\n--B--\r\n"
        )
    }

    fn headers(id: &str) -> String {
        format!(
            "Content-Type: text/rfc822-headers\r\n\r\nFrom: a@b.test\r\nMessage-ID: <{id}@kota.test>\r\n"
        )
    }

    fn whole(id: &str) -> String {
        format!(
            "Content-Type: message/rfc822\r\n\r\nMessage-ID:\r\n <{id}@kota.test>\r\n\
             Subject: x\r\nContent-Type: text/plain\r\n\r\nMessage-ID: <x@y>\r\n"
        )
    }

    #[test]
    fn reports_are_read() {
        for original in [headers(ID), whole(ID)] {
            let found = read(report("failed", "5.1.1", &original).as_bytes()).expect("a report");
            assert_eq!(found.mail.to_string(), ID);
            assert_eq!(found.verdict, Verdict::Hard);
            assert_eq!(found.said, "smtp; 550 5.1.1 no such user");
            // With bare line feeds, as some boxes keep them.
            let plain = report("failed", "4.2.2", &original).replace("\r\n", "\n");
            assert_eq!(
                read(plain.as_bytes()).expect("a report").verdict,
                Verdict::Soft
            );
        }
    }

    #[test]
    fn what_is_no_report_of_a_failure_of_ours_is_passed_over() {
        assert_eq!(
            read(report("delayed", "4.4.1", &headers(ID)).as_bytes()),
            None
        );
        assert_eq!(
            read(report("failed", "5.1.1", &headers("nobody")).as_bytes()),
            None
        );
        let none = "Content-Type: text/plain\r\n\r\nMessage-ID: <";
        assert_eq!(read(report("failed", "5.1.1", none).as_bytes()), None);
        assert_eq!(read(b""), None);
        let away =
            format!("Subject: Cuti\r\n\r\nStatus: 5.1.1\r\nMessage-ID: <{ID}@kota.test>\r\n");
        assert_eq!(read(away.as_bytes()), None);
    }

    proptest! {
        #[test]
        fn never_panics(raw in prop::collection::vec(any::<u8>(), 0..400), cut in 0usize..900) {
            let _ = read(&raw);
            let whole = report("failed", "5.1.1", &headers(ID));
            let _ = read(&whole.as_bytes()[..cut.min(whole.len())]);
        }
    }
}
