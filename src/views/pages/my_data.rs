use crate::queries::my_data::Section;
use crate::views::locale::Locale;
use crate::views::parts::{self, fields};
use maud::{Markup, html};

/// One's own data: what there is, taking it along, and having it erased.
pub fn page(l: Locale, csrf: &str) -> Markup {
    html! {
        div.wrap.narrow {
            (parts::crumbs(l, &[("/akun", &l.t("account-title"))]))
            h1 { (l.t("my-data-title")) }
            p.lead { (l.t("my-data-about")) }
            h2 { (l.t("my-data-export-title")) }
            p { (l.t("my-data-export-about")) }
            ul { @for s in Section::ALL { li { (l.t(&format!("data-section-{}", s.as_str()))) } } }
            p.quiet { (l.t("my-data-export-not")) }
            form method="post" action="/akun/data/unduh" {
                (fields::csrf(csrf))
                button.primary { (l.t("my-data-export")) }
            }
            h2 { (l.t("my-data-erase-title")) }
            p { (l.t("my-data-erase-about")) }
            p { a.button href="/akun/hapus" { (l.t("my-data-erase")) } }
        }
    }
}
