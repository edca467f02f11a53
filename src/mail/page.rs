//! A mail as its parts, rendered twice: plain text, and HTML that phones and old clients show.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// A part of a mail.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Text(String),
    Heading(String),
    /// What must be seen first: a code, the one thing to do.
    Strong(String),
    /// Someone's words.
    Quote(String),
    /// What to press, and where it leads.
    Button(String, String),
    /// A head and rows, all of one width.
    Table(Vec<String>, Vec<Vec<String>>),
    /// Each with an address and a line about it.
    Links(Vec<Link>),
    Quiet(String),
}

/// A line of [`Part::Links`].
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub text: String,
    pub url: String,
    pub about: String,
}

/// A whole mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub lang: &'static str,
    pub subject: String,
    pub parts: Vec<Part>,
    pub footer: String,
}

/// A subject must stay on one line, whatever a title holds.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Page {
    /// Plain text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for part in &self.parts {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            part.text(&mut out);
        }
        out.push_str("\n\n-- \n");
        out.push_str(&self.footer);
        out.push('\n');
        out
    }

    /// HTML with its styles inside, for clients that drop style sheets.
    pub fn html(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.lang) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light";
                    title { (self.subject) }
                }
                body style="margin:0;padding:0;background:#f6f2ea;color:#221d18;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif" {
                    div style="max-width:600px;margin:0 auto;padding:16px" {
                        div style="height:6px;background:#8f1118;border-bottom:3px solid #c9971c;border-radius:6px 6px 0 0" {}
                        div style="background:#ffffff;padding:20px 20px 8px;border-radius:0 0 6px 6px" {
                            @for part in &self.parts { (part.html()) }
                        }
                        p style="margin:16px 4px;font-size:13px;color:#6b6258" { (self.footer) }
                    }
                }
            }
        };
        page.into_string()
    }
}

impl Part {
    fn text(&self, out: &mut String) {
        match self {
            Part::Text(t) | Part::Quiet(t) => out.push_str(t),
            Part::Strong(t) => {
                out.push_str("    ");
                out.push_str(t);
            }
            Part::Heading(t) => {
                out.push_str(t);
                out.push('\n');
                out.extend(std::iter::repeat_n('-', t.chars().count()));
            }
            Part::Quote(t) => {
                let lines: Vec<String> = t.lines().map(|l| format!("> {l}")).collect();
                out.push_str(&lines.join("\n"));
            }
            Part::Button(label, url) => {
                out.push_str(label);
                out.push_str(":\n");
                out.push_str(url);
            }
            Part::Table(head, rows) => {
                let lines: Vec<String> = rows.iter().map(|r| table_line(head, r)).collect();
                out.push_str(&lines.join("\n"));
            }
            Part::Links(links) => {
                let lines: Vec<String> = links
                    .iter()
                    .map(|l| {
                        let about = if l.about.is_empty() {
                            String::new()
                        } else {
                            format!(" ({})", l.about)
                        };
                        format!("* {}{about}\n  {}", l.text, l.url)
                    })
                    .collect();
                out.push_str(&lines.join("\n"));
            }
        }
    }

    fn html(&self) -> Markup {
        const CELL: &str = "text-align:right;padding:6px 0 6px 12px;border-bottom:1px solid #e6ddcf;white-space:nowrap";
        const FIRST: &str =
            "text-align:left;font-weight:normal;padding:6px 0;border-bottom:1px solid #e6ddcf";
        match self {
            Part::Text(t) => html! { p style="margin:0 0 14px" { (lines(t)) } },
            Part::Quiet(t) => {
                html! { p style="margin:0 0 14px;font-size:14px;color:#6b6258" { (lines(t)) } }
            }
            Part::Heading(t) => {
                html! { h2 style="margin:22px 0 8px;font-size:18px;line-height:1.3" { (t) } }
            }
            Part::Strong(t) => html! {
                p style="margin:0 0 16px;padding:12px 14px;background:#fbf3dc;border-left:4px solid #c9971c;font-size:18px;font-weight:600" { (lines(t)) }
            },
            Part::Quote(t) => html! {
                blockquote style="margin:0 0 14px;padding:2px 0 2px 14px;border-left:3px solid #c9971c" { (lines(t)) }
            },
            Part::Button(label, url) => html! {
                p style="margin:0 0 14px" {
                    a href=(url) style="display:inline-block;padding:12px 20px;background:#8f1118;color:#ffffff;border-radius:6px;text-decoration:none;font-weight:600" { (label) }
                }
            },
            Part::Table(head, rows) => html! {
                table style="width:100%;border-collapse:collapse;margin:0 0 14px;font-size:15px" {
                    thead { tr { @for (i, h) in head.iter().enumerate() {
                        th scope="col" style=(if i == 0 { FIRST } else { CELL }) { small { (h) } }
                    } } }
                    tbody { @for row in rows { tr { @for (i, cell) in row.iter().enumerate() {
                        @if i == 0 { th scope="row" style=(FIRST) { (cell) } } @else { td style=(CELL) { (cell) } }
                    } } } }
                }
            },
            Part::Links(links) => html! {
                ul style="margin:0 0 14px;padding:0;list-style:none" {
                    @for l in links {
                        li style="padding:8px 0;border-bottom:1px solid #e6ddcf" {
                            a href=(l.url) style="color:#8f1118;font-weight:600" { (l.text) }
                            @if !l.about.is_empty() { br; span style="font-size:14px;color:#6b6258" { (l.about) } }
                        }
                    }
                }
            },
        }
    }
}

/// "Measure: now 3, before 2".
fn table_line(head: &[String], row: &[String]) -> String {
    let mut cells = row.iter();
    let mut line = cells.next().cloned().unwrap_or_default();
    for (i, cell) in cells.enumerate() {
        line.push_str(if i == 0 { ": " } else { "; " });
        if let Some(name) = head.get(i + 1) {
            line.push_str(&name.to_lowercase());
            line.push(' ');
        }
        line.push_str(cell);
    }
    line
}

/// Text with its line breaks.
fn lines(text: &str) -> Markup {
    let parts: Vec<&str> = text.lines().collect();
    html! {
        @for (i, line) in parts.iter().enumerate() {
            @if i > 0 { (PreEscaped("<br>")) }
            (line)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_nothing_is_markup() {
        let page = Page {
            lang: "id",
            subject: "s".into(),
            parts: vec![
                Part::Heading("Angka".into()),
                Part::Table(
                    vec!["Ukuran".into(), "Minggu ini".into(), "Sebelumnya".into()],
                    vec![vec!["Utas".into(), "3".into(), "2".into()]],
                ),
                Part::Quote("<b>satu</b>\ndua".into()),
                Part::Button("Buka".into(), "https://a.test/utas/1".into()),
            ],
            footer: "Palanta".into(),
        };
        let text = page.text();
        assert!(text.contains("Utas: minggu ini 3; sebelumnya 2"));
        assert!(text.contains("> <b>satu</b>\n> dua"));
        assert!(text.contains("https://a.test/utas/1"));
        let html = page.html();
        assert!(html.contains("&lt;b&gt;satu&lt;/b&gt;<br>dua"));
        assert!(!html.contains("<script") && !html.contains("<img"));
    }

    #[test]
    fn subjects_stay_on_one_line() {
        assert_eq!(one_line(" a\r\nBcc: b\tc "), "a Bcc: b c");
    }
}
