use crate::domain::error::FieldErrors;
use crate::flows::unmask::Original;
use crate::views::locale::Locale;
use crate::views::parts;
use crate::views::parts::fields::{self, Field};
use maud::{Markup, html};

/// Asking for a reason, before anything is shown.
pub fn ask(
    l: Locale,
    csrf: &str,
    number: &str,
    post: &str,
    reason: &str,
    e: &FieldErrors,
) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/moderasi", &l.t("moderation-title")), (&format!("/utas/{number}"), number)]))
            h1 { (l.t("original-title")) }
            p.lead { (l.t("original-lead")) }
            (parts::notice("warn", &l.t("original-logged")))
            (fields::summary(l, e))
            form method="post" action={ "/moderasi/asli/" (number) } {
                (fields::csrf(csrf))
                (fields::hidden("post", post))
                (fields::textarea(l, Field::new("reason", &l.t("original-reason"), reason).hint(&l.t("original-reason-hint")), 3, 500, e))
                p.actions {
                    button.primary { (l.t("original-show")) }
                    a.button href={ "/utas/" (number) } { (l.t("cancel")) }
                }
            }
        }
    }
}

/// What was written, for this one time.
pub fn shown(l: Locale, o: &Original) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/moderasi", &l.t("moderation-title")), (&format!("/utas/{}", o.number), &o.number)]))
            h1 { (l.t("original-title")) }
            (parts::notice("warn", &l.t("original-once")))
            pre.original data-original { (o.body) }
            @if !o.names.is_empty() {
                h2 { (l.t("original-names")) }
                ul { @for (written, shown) in &o.names { li { b { (written) } " → " (shown) } } }
            }
            p.actions { a.button href={ "/utas/" (o.number) } { (l.t("back-to-thread")) } }
        }
    }
}
