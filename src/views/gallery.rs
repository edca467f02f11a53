//! The design system on one page, for the demonstration: every part in its states.

use super::locale::Locale;
use super::parts::fields::{self, Choice, Field};
use super::parts::{self, labels};
use crate::domain::deadline::ClockState;
use crate::domain::error::FieldErrors;
use crate::domain::message::Message;
use crate::domain::thread::{Kind, Status};
use maud::{Markup, html};

pub fn gallery(l: Locale) -> Markup {
    let zone = jiff::tz::TimeZone::UTC;
    let mut errors = FieldErrors::default();
    errors.add("sample-faulty", Message::new("fault-empty"));
    let clocks = [
        ClockState::Due { days_left: 9 },
        ClockState::Due { days_left: 1 },
        ClockState::DueToday,
        ClockState::Late { days: 3 },
        ClockState::Met,
        ClockState::MetLate { days: 2 },
    ];
    html! {
        div.wrap {
            h1 { (l.t("components-title")) }
            section {
                h2 { (l.t("components-buttons")) }
                p.actions { button.primary type="button" { (l.t("frame-write")) } button type="button" { (l.t("cancel")) } button.danger type="button" { (l.t("decision-hide")) } a.button href="/" { (l.t("error-home")) } }
            }
            section {
                h2 { (l.t("components-badges")) }
                p.badges { @for k in Kind::ALL { (labels::kind(l, *k)) } }
                p.badges { @for s in Status::ALL { (labels::status(l, *s)) } }
                ul { @for c in clocks { li { (labels::clock(l, c, None, &zone)) } } }
            }
            section {
                h2 { (l.t("components-messages")) }
                (parts::notice("good", &l.t("flash-saved")))
                (parts::notice("warn", &l.t("write-done-keep")))
                (parts::notice("bad", &l.t("thread-refused")))
                (parts::empty(&l.t("threads-empty"), &l.t("threads-empty-text"), Some(("/tulis", &l.t("frame-write")))))
            }
            section {
                h2 { (l.t("components-fields")) }
                (fields::summary(l, &errors))
                form {
                    (fields::input(l, Field::new("sample", &l.t("write-subject"), "").hint(&l.t("write-subject-hint")), "text", 120, None, &FieldErrors::default()))
                    (fields::input(l, Field::new("sample-faulty", &l.t("write-subject"), ""), "text", 120, None, &errors))
                    (fields::textarea(l, Field::new("sample-text", &l.t("write-body"), "").optional(), 3, 500, &errors))
                    (fields::radios(l, Field::new("sample-kind", &l.t("write-kind"), "question"), &[
                        Choice { value: "complaint", text: l.t("kind-complaint"), about: l.t("kind-about-complaint") },
                        Choice { value: "question", text: l.t("kind-question"), about: l.t("kind-about-question") },
                    ], &errors))
                    (fields::rating(l, "sample-overall", &l.t("rate-overall"), Some(3)))
                }
            }
            section {
                h2 { (l.t("components-figures")) }
                dl.figures {
                    (parts::figure("78,74", &l.t("unit-ikm"), &l.t("ikm-class-b")))
                    (parts::figure("12", &l.t("unit-open"), ""))
                }
                p.code { "K7QX-4M2P-9TRA" }
            }
        }
    }
}
