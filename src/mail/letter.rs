//! What each letter says. No letter holds a tracking code, and no link signs in by itself.

use super::{House, news, reminder};
use crate::domain::decline::Ground;
use crate::domain::moderation::Decision;
use crate::domain::notice::{DigestLetter, Letter, Notice};
use crate::domain::time::Instant;
use crate::views::digest;
use crate::views::letter::{Link, Page, Part, one_line};
use crate::views::locale::Locale;
use crate::views::parts::labels;

pub fn write(house: &House, letter: &Letter) -> Page {
    let l = Locale::new(letter.lang);
    let (subject, parts) = words(house, l, &letter.notice);
    Page {
        lang: letter.lang.code(),
        subject: one_line(&subject),
        parts,
        leave: leave(house, l, &letter.notice),
        footer: l.ta(
            "mail-footer",
            &[
                ("product", house.product.as_str().into()),
                ("city", house.city.as_str().into()),
            ],
        ),
    }
}

/// Subject and parts.
fn words(house: &House, l: Locale, notice: &Notice) -> (String, Vec<Part>) {
    let open = |number: &str| Part::Button(l.t("mail-open"), house.url(&format!("/utas/{number}")));
    let track = || {
        let url = house.url("/lacak");
        Part::Quiet(l.ta("mail-track", &[("url", url.into())]))
    };
    let numbered = |key: &str, number: &str| l.ta(key, &[("number", number.into())]);
    let titled = |key: &str, title: &str| Part::Text(l.ta(key, &[("title", title.into())]));
    match notice {
        Notice::LoginCode { code, minutes } => {
            let product = house.product.as_str();
            (
                l.ta("mail-login-subject", &[("product", product.into())]),
                vec![
                    Part::Text(l.t("mail-login-text")),
                    Part::Strong(code.clone()),
                    Part::Text(l.ta("mail-login-after", &[("minutes", (*minutes).into())])),
                ],
            )
        }
        Notice::EraseCode { code, minutes } => (
            l.t("mail-erase-code-subject"),
            vec![
                Part::Text(l.t("mail-erase-code-text")),
                Part::Strong(code.clone()),
                Part::Text(l.ta("mail-erase-code-after", &[("minutes", (*minutes).into())])),
            ],
        ),
        Notice::EraseAsked { due, cancel } => {
            let date = l.date_time(Instant(*due), &house.zone);
            let cancel = house.url(&format!("/batal-hapus/{cancel}"));
            (
                l.t("mail-erase-asked-subject"),
                vec![
                    Part::Text(l.ta("mail-erase-asked-text", &[("date", date.into())])),
                    Part::Text(l.t("mail-erase-asked-cancel")),
                    Part::Button(l.t("erase-cancel"), cancel),
                    Part::Quiet(l.t("mail-erase-asked-after")),
                ],
            )
        }
        Notice::WaysIn { what } => (
            l.t("mail-ways-in-subject"),
            vec![
                Part::Text(l.t(&format!("mail-ways-in-{what}"))),
                Part::Text(l.t("mail-ways-in-after")),
                Part::Button(l.t("mail-ways-in-open"), house.url("/akun/keamanan")),
            ],
        ),
        Notice::EraseCancelled {} => (
            l.t("mail-erase-cancelled-subject"),
            vec![Part::Text(l.t("mail-erase-cancelled-text"))],
        ),
        Notice::Received {
            number,
            title,
            held,
        } => {
            let key = if *held {
                "mail-received-held"
            } else {
                "mail-received-public"
            };
            (
                numbered("mail-received-subject", number),
                vec![titled(key, title), open(number), track()],
            )
        }
        Notice::Published { number, title } => (
            numbered("mail-published-subject", number),
            vec![titled("mail-published-text", title), open(number), track()],
        ),
        Notice::Withheld {
            number,
            title,
            note,
            hidden,
            ..
        } => {
            let (subject, text) = if *hidden {
                ("mail-hidden-subject", "mail-hidden-text")
            } else {
                ("mail-refused-subject", "mail-refused-text")
            };
            let mut parts = vec![titled(text, title)];
            parts.extend(reasons(l, notice, note));
            parts.push(Part::Text(l.t("mail-withheld-next")));
            parts.push(Part::Text(l.t("mail-appeal-how")));
            parts.push(open(number));
            parts.push(track());
            (numbered(subject, number), parts)
        }
        Notice::Restored { number, title } => (
            numbered("mail-restored-subject", number),
            vec![titled("mail-restored-text", title), open(number)],
        ),
        Notice::Photo {
            number,
            title,
            note,
            hidden,
            ..
        } => {
            let (subject, text) = if *hidden {
                ("mail-photo-hidden-subject", "mail-photo-hidden-text")
            } else {
                ("mail-photo-restored-subject", "mail-photo-restored-text")
            };
            let mut parts = vec![titled(text, title)];
            parts.extend(reasons(l, notice, note));
            if *hidden {
                parts.push(Part::Text(l.t("mail-appeal-how")));
            }
            parts.push(open(number));
            parts.push(track());
            (numbered(subject, number), parts)
        }
        Notice::GivenUp {
            number,
            title,
            days,
        } => {
            let title = title.as_str().into();
            let text = l.ta(
                "mail-given-up-text",
                &[("title", title), ("days", (*days).into())],
            );
            (
                numbered("mail-given-up-subject", number),
                vec![
                    Part::Text(text),
                    Part::Text(l.t("mail-withheld-next")),
                    track(),
                ],
            )
        }
        Notice::Answered {
            number,
            title,
            unit,
            excerpt,
            done,
            days,
        } => (
            by_unit(
                l,
                if *done {
                    "mail-done-subject"
                } else {
                    "mail-answered-subject"
                },
                unit,
                number,
            ),
            vec![
                about_unit(
                    l,
                    if *done {
                        "mail-done-text"
                    } else {
                        "mail-answered-text"
                    },
                    unit,
                    title,
                ),
                Part::Quote(excerpt.clone()),
                Part::Text(l.ta("mail-answered-ask", &[("days", (*days).into())])),
                // Straight to the one thing that is asked.
                open(&format!("{number}#ask")),
                track(),
            ],
        ),
        Notice::Revised {
            number,
            title,
            unit,
            reason,
            excerpt,
        } => (
            by_unit(l, "mail-revised-subject", unit, number),
            vec![
                about_unit(l, "mail-revised-text", unit, title),
                Part::Text(l.ta("mail-revised-why", &[("reason", reason.as_str().into())])),
                Part::Quote(excerpt.clone()),
                open(number),
                track(),
            ],
        ),
        Notice::Asked {
            number,
            title,
            unit,
            excerpt,
            days,
        } => (
            by_unit(l, "mail-asked-subject", unit, number),
            vec![
                about_unit(l, "mail-asked-text", unit, title),
                Part::Quote(excerpt.clone()),
                Part::Text(l.ta("mail-asked-ask", &[("days", (*days).into())])),
                open(number),
                track(),
            ],
        ),
        Notice::Declined {
            number,
            title,
            unit,
            ground,
            reason,
        } => (
            by_unit(l, "mail-declined-subject", unit, number),
            vec![
                about_unit(l, "mail-declined-text", unit, title),
                // Letters from before there were grounds have none.
                Part::Quote(match Ground::parse(ground) {
                    Some(g) => format!("{}. {reason}", labels::ground(l, g)),
                    None => reason.clone(),
                }),
                Part::Text(l.t("mail-declined-next")),
                open(number),
                track(),
            ],
        ),
        Notice::Schedule {
            number,
            title,
            unit,
            step,
            what,
            day,
            reason,
        } => schedule(house, l, (number, title, unit), step, (what, day, reason)),
        Notice::Split {
            number,
            into,
            into_title,
            unit,
        } => {
            let args = [
                ("number", number.as_str().into()),
                ("into", into.as_str().into()),
                ("title", into_title.as_str().into()),
                ("unit", unit.as_str().into()),
            ];
            (
                l.ta("mail-split-subject", &args),
                vec![Part::Text(l.ta("mail-split-text", &args)), open(into)],
            )
        }
        Notice::Invitation {
            from,
            role,
            unit,
            word,
            days,
        } => {
            let from = match from.as_str() {
                "" => house.city.as_str(),
                from => from,
            };
            let args = [
                ("from", from.into()),
                (
                    "role",
                    l.t(&format!("role-{}", role.replace('_', "-"))).into(),
                ),
                ("unit", unit.as_str().into()),
                ("product", house.product.as_str().into()),
                ("days", (*days).into()),
            ];
            let text = match unit.as_str() {
                "" => "mail-invitation-text",
                _ => "mail-invitation-text-unit",
            };
            (
                l.ta("mail-invitation-subject", &args),
                vec![
                    Part::Text(l.ta(text, &args)),
                    Part::Button(
                        l.t("mail-invitation-accept"),
                        house.url(&format!("/undangan/{word}")),
                    ),
                    Part::Quiet(l.ta("mail-invitation-after", &args)),
                ],
            )
        }
        Notice::GivenBack { number, note } => (
            numbered("mail-given-back-subject", number),
            vec![
                Part::Text(numbered("mail-given-back-text", number)),
                Part::Quote(note.clone()),
                Part::Button(
                    l.t("mail-open"),
                    house.url(&format!("/petugas/utas/{number}")),
                ),
            ],
        ),
        Notice::StandIn { name, from, until } => {
            let day = |iso: &str| iso.parse().map_or_else(|_| iso.to_owned(), |d| l.day(d));
            let args = [
                ("name", name.as_str().into()),
                ("from", day(from).into()),
                ("until", day(until).into()),
            ];
            (
                l.ta("mail-stand-in-subject", &args),
                vec![
                    Part::Text(l.ta("mail-stand-in-text", &args)),
                    Part::Button(l.t("mail-digest-inbox"), house.url("/petugas?kotak=mine")),
                ],
            )
        }
        Notice::Moved {
            number,
            title,
            unit,
            reason,
        } => (
            by_unit(l, "mail-moved-subject", unit, number),
            vec![
                about_unit(l, "mail-moved-text", unit, title),
                Part::Quote(reason.clone()),
                Part::Text(l.t("mail-moved-clock")),
                open(number),
                track(),
            ],
        ),
        Notice::Merged {
            number,
            title,
            into,
            into_title,
        } => (
            numbered("mail-merged-subject", number),
            vec![
                Part::Text(l.ta(
                    "mail-merged-text",
                    &[
                        ("title", title.as_str().into()),
                        ("into", into_title.as_str().into()),
                        ("number", into.as_str().into()),
                    ],
                )),
                open(into),
            ],
        ),
        Notice::Digest(d) => digest_words(house, l, d),
        Notice::AddressStopped { address, said } => (
            l.ta(
                "mail-stopped-subject",
                &[("address", address.as_str().into())],
            ),
            vec![
                Part::Text(l.ta("mail-stopped-text", &[("address", address.as_str().into())])),
                Part::Quote(said.clone()),
                Part::Button(l.t("mail-stopped-open"), house.url("/admin/surat")),
            ],
        ),
        Notice::Moderated {
            number,
            title,
            decision,
            note,
            until,
            ..
        } => {
            let text = l.ta(
                &format!("mail-moderated-{decision}"),
                &[("title", title.as_str().into())],
            );
            let mut parts = vec![Part::Text(text)];
            if let Some(ms) = until {
                let date = l.date_time(Instant(*ms), &house.zone);
                parts.push(Part::Text(l.ta("told-until", &[("date", date.into())])));
            }
            parts.extend(reasons(l, notice, note));
            if Decision::parse(decision).is_some_and(Decision::is_appealable) {
                parts.push(Part::Text(l.t("mail-appeal-how")));
            }
            parts.push(open(number));
            parts.push(track());
            (numbered("mail-moderated-subject", number), parts)
        }
        Notice::AppealDecided {
            number,
            title,
            granted,
            note,
        } => {
            let key = match granted {
                true => "mail-appeal-granted",
                false => "mail-appeal-denied",
            };
            let mut parts = vec![titled(key, title)];
            parts.extend(reasons(l, notice, note));
            if !granted {
                parts.push(Part::Quiet(l.t("appeal-after")));
            }
            parts.push(open(number));
            parts.push(track());
            (numbered("mail-appeal-subject", number), parts)
        }
        Notice::Reminder(r) => reminder::words(house, l, r),
        Notice::News(n) => news::words(house, l, n),
    }
}

/// By which rule a moderator decided, and what they say to it.
fn reasons(l: Locale, notice: &Notice, note: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(rule) = notice.rule() {
        parts.push(Part::Text(l.ta(
            "mail-withheld-rule",
            &[
                ("rule", labels::rule_text(l, rule).into()),
                ("about", labels::rule_about(l, rule).into()),
            ],
        )));
    }
    if !note.is_empty() {
        parts.push(Part::Text(
            l.ta("mail-withheld-note", &[("note", note.into())]),
        ));
    }
    parts
}

fn digest_words(house: &House, l: Locale, d: &DigestLetter) -> (String, Vec<Part>) {
    let e = &d.edition;
    let url = |path: &str| house.url(path);
    let around = digest::Around {
        zone: &house.zone,
        url: &url,
    };
    let hello = l.ta("digest-hello", &[("head", d.reader.as_str().into())]);
    let mut parts = vec![Part::Text(hello)];
    parts.extend(digest::parts(l, &around, e));
    let here = house.url(&digest::path(&e.slug, e.period));
    if e.is_quiet() {
        // Two lines are all there is to say.
        return (digest::subject(l, e), parts);
    }
    parts.push(Part::Button(l.t("digest-open"), here));
    parts.push(Part::Quiet(l.t("digest-machine")));
    (digest::subject(l, e), parts)
}

/// How a list of mails is left.
fn leave(house: &House, l: Locale, notice: &Notice) -> Option<Link> {
    let (text, stop) = match notice {
        Notice::Digest(d) => ("digest-leave", &d.stop),
        Notice::News(n) => ("news-leave", &n.stop),
        _ => return None,
    };
    Some(Link {
        text: l.t(text),
        url: house.url(&leave_path(stop)),
        about: String::new(),
        words: String::new(),
    })
}

/// The path that stops a row of mails: one press, without signing in (RFC 8058).
pub fn leave_path(word: &str) -> String {
    format!("/langganan/{word}")
}

fn by_unit(l: Locale, key: &str, unit: &str, number: &str) -> String {
    l.ta(key, &[("unit", unit.into()), ("number", number.into())])
}

fn about_unit(l: Locale, key: &str, unit: &str, title: &str) -> Part {
    Part::Text(l.ta(key, &[("unit", unit.into()), ("title", title.into())]))
}

/// By when something will be done, or what has become of that.
fn schedule(
    house: &House,
    l: Locale,
    (number, title, unit): (&str, &str, &str),
    step: &str,
    (what, day, reason): (&str, &str, &str),
) -> (String, Vec<Part>) {
    let of = |part: &str| format!("mail-schedule-{part}-{}", step.replace('_', "-"));
    let day = day.parse().map_or_else(|_| day.to_owned(), |d| l.day(d));
    let subject = l.ta(
        &of("subject"),
        &[("number", number.into()), ("day", day.as_str().into())],
    );
    let text = l.ta(
        &of("text"),
        &[
            ("unit", unit.into()),
            ("title", title.into()),
            ("day", day.into()),
        ],
    );
    let mut parts = vec![Part::Text(text), Part::Quote(what.to_owned())];
    if !reason.is_empty() {
        parts.push(Part::Text(l.ta("plan-because", &[("why", reason.into())])));
    }
    parts.push(Part::Button(
        l.t("mail-open"),
        house.url(&format!("/utas/{number}")),
    ));
    (subject, parts)
}
