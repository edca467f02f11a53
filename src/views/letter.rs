//! A mail as its parts, rendered as plain text, as HTML that phones and old clients show, and as part
//! of a page of ours.

use super::parts::sure::Figure;
use super::picture;
use base64::Engine;
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
    /// Short sentences, one under the other.
    Points(Vec<String>),
    /// What to press, and where it leads.
    Button(String, String),
    /// A head, and rows of a name and as many figures as the head has further columns.
    Table(Vec<String>, Vec<(String, Vec<Figure>)>),
    /// Shares of three as bars, each with its words.
    Shares(Vec<Shares>),
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
    /// Someone's words, set apart; empty for none.
    pub words: String,
}

/// A bar of [`Part::Shares`].
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    pub label: String,
    /// Negative, neutral, positive.
    pub counts: [i64; 3],
    /// The same in words.
    pub words: String,
}

/// A whole mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub lang: &'static str,
    pub subject: String,
    pub parts: Vec<Part>,
    pub footer: String,
    /// How a list of mails is left, if it is one: said at the foot.
    pub leave: Option<Link>,
}

/// A subject must stay on one line, whatever a title holds.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the mail's HTML can't say within its elements: other colours by night, for the clients that
/// read it. By day, and where it is dropped, the styles of the elements hold.
const NIGHT: &str = "\
:root{color-scheme:light dark;supported-color-schemes:light dark}\
@media (prefers-color-scheme:dark){\
.bg{background:#15120f!important;color:#f1ebe1!important}\
.sheet{background:#211c17!important;color:#f1ebe1!important}\
.soft{color:#bfb4a5!important}\
.line{border-color:#40372d!important}\
.strong{background:#3a2f14!important;color:#f7e7bd!important;border-color:#c9971c!important}\
.link{color:#f3aaa2!important}\
.press{background:#b3232b!important;color:#ffffff!important}\
}";

/// The picture's name within the mail (RFC 2392), from the numbers of part and bar.
fn cid(part: usize, bar: usize) -> String {
    format!("bar-{part}-{bar}")
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
        if let Some(leave) = &self.leave {
            out.push('\n');
            out.push_str(&leave.text);
            out.push_str(":\n");
            out.push_str(&leave.url);
        }
        out.push('\n');
        out
    }

    /// The pictures that go with the HTML, by name.
    pub fn pictures(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        for (i, part) in self.parts.iter().enumerate() {
            if let Part::Shares(bars) = part {
                all.extend(
                    bars.iter()
                        .enumerate()
                        .map(|(n, bar)| (cid(i, n), picture::shares(bar.counts))),
                );
            }
        }
        all
    }

    /// HTML with its styles inside, for clients that drop style sheets; tables hold it together
    /// in those that know no other layout. Its pictures are parts of the mail.
    pub fn html(&self) -> String {
        self.html_with(&|name, _| format!("cid:{name}"))
    }

    /// The same as a document of its own, to be looked at in a browser.
    pub fn html_alone(&self) -> String {
        self.html_with(&|_, counts| {
            let bytes = picture::shares(counts);
            let text = base64::engine::general_purpose::STANDARD.encode(bytes);
            format!("data:image/png;base64,{text}")
        })
    }

    fn html_with(&self, src: &dyn Fn(&str, [i64; 3]) -> String) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.lang) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="supported-color-schemes" content="light dark";
                    title { (self.subject) }
                    style { (PreEscaped(NIGHT)) }
                }
                body class="bg" style="margin:0;padding:0;background:#f6f2ea;color:#221d18;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;-webkit-text-size-adjust:100%" {
                    @if let Some(first) = self.preview() {
                        // What lists of mails show beside the subject.
                        div style="display:none;max-height:0;overflow:hidden;mso-hide:all" { (first) }
                    }
                    table.bg role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f6f2ea" { tr { td align="center" style="padding:16px 8px" {
                        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;text-align:left" {
                            tr { td style="height:6px;line-height:6px;font-size:0;background:#8f1118;border-bottom:3px solid #c9971c;border-radius:6px 6px 0 0" { (PreEscaped("&nbsp;")) } }
                            tr { td.sheet style="background:#ffffff;color:#221d18;padding:20px 20px 8px;border-radius:0 0 6px 6px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif" {
                                @for (i, part) in self.parts.iter().enumerate() { (part.html(i, src)) }
                            } }
                            tr { td.soft style="padding:16px 4px;font:13px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#6b6258" {
                                (self.footer)
                                @if let Some(leave) = &self.leave {
                                    br; a.link href=(leave.url) style="color:#8f1118" { (leave.text) }
                                }
                            } }
                        }
                    } } }
                }
            }
        };
        page.into_string()
    }

    fn preview(&self) -> Option<&str> {
        self.parts.iter().find_map(|p| match p {
            Part::Strong(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The parts as they stand in a page of ours, which has its own styles.
    pub fn site(&self) -> Markup {
        html! { div.letter { @for part in &self.parts { (part.site()) } } }
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
            Part::Quote(t) => out.push_str(&quoted(t)),
            Part::Points(points) => {
                let lines: Vec<String> = points.iter().map(|p| format!("* {p}")).collect();
                out.push_str(&lines.join("\n"));
            }
            Part::Button(label, url) => {
                out.push_str(label);
                out.push_str(":\n");
                out.push_str(url);
            }
            Part::Table(head, rows) => {
                let lines: Vec<String> = rows
                    .iter()
                    .map(|(name, figures)| table_line(head, name, figures))
                    .collect();
                out.push_str(&lines.join("\n"));
            }
            Part::Shares(bars) => {
                let lines: Vec<String> = bars
                    .iter()
                    .map(|b| format!("{}: {}", b.label, b.words))
                    .collect();
                out.push_str(&lines.join("\n"));
            }
            Part::Links(links) => {
                let lines: Vec<String> = links.iter().map(Link::line).collect();
                out.push_str(&lines.join("\n"));
            }
        }
    }

    fn html(&self, number: usize, src: &dyn Fn(&str, [i64; 3]) -> String) -> Markup {
        const CELL: &str =
            "text-align:right;padding:6px 0 6px 12px;border-bottom:1px solid #e6ddcf";
        const FIRST: &str =
            "text-align:left;font-weight:normal;padding:6px 0;border-bottom:1px solid #e6ddcf";
        const WORDS: &str = "margin:0 0 14px;padding:2px 0 2px 14px;border-left:3px solid #c9971c";
        match self {
            Part::Text(t) => html! { p style="margin:0 0 14px" { (lines(t)) } },
            Part::Quiet(t) => {
                html! { p.soft style="margin:0 0 14px;font-size:14px;color:#6b6258" { (lines(t)) } }
            }
            Part::Heading(t) => {
                html! { h2 style="margin:22px 0 8px;font-size:18px;line-height:1.3" { (t) } }
            }
            Part::Strong(t) => html! {
                p.strong style="margin:0 0 16px;padding:12px 14px;background:#fbf3dc;color:#221d18;border-left:4px solid #c9971c;font-size:18px;font-weight:600" { (lines(t)) }
            },
            Part::Quote(t) => html! { blockquote style=(WORDS) { (lines(t)) } },
            Part::Points(points) => html! {
                ul style="margin:0 0 14px;padding:0 0 0 20px" {
                    @for p in points { li style="margin:0 0 4px" { (p) } }
                }
            },
            Part::Button(label, url) => html! {
                table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 14px" { tr {
                    td.press style="background:#8f1118;border-radius:6px" {
                        a.press href=(url) style="display:inline-block;padding:12px 20px;background:#8f1118;color:#ffffff;border-radius:6px;text-decoration:none;font-weight:600" { (label) }
                    }
                } }
            },
            Part::Table(head, rows) => html! {
                table width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse;margin:0 0 14px;font-size:15px" {
                    thead { tr { @for (i, h) in head.iter().enumerate() {
                        th.line scope="col" style=(if i == 0 { FIRST } else { CELL }) { small { (h) } }
                    } } }
                    tbody { @for (name, figures) in rows { tr {
                        th.line scope="row" style=(FIRST) { (name) }
                        @for (i, f) in figures.iter().enumerate() {
                            td.line style=(CELL) {
                                @if i == 0 { b { (f.value) } } @else { (f.value) }
                                br; span.soft style="font-size:13px;color:#6b6258" { (f.about) }
                            }
                        }
                    } } }
                }
            },
            Part::Shares(bars) => html! {
                @for (n, bar) in bars.iter().enumerate() {
                    p style="margin:0 0 12px;font-size:14px" {
                        (bar.label) br;
                        img src=(src(&cid(number, n), bar.counts)) width="560" height="16" alt="" style="display:block;width:100%;max-width:560px;height:16px;border:0;margin:4px 0;border-radius:3px";
                        span.soft style="color:#6b6258" { (bar.words) }
                    }
                }
            },
            Part::Links(links) => html! {
                ul style="margin:0 0 14px;padding:0;list-style:none" {
                    @for l in links {
                        li.line style="margin:0;padding:8px 0;border-bottom:1px solid #e6ddcf" {
                            @if !l.words.is_empty() { blockquote style="margin:0 0 6px;padding:2px 0 2px 14px;border-left:3px solid #c9971c" { (lines(&l.words)) } }
                            a.link href=(l.url) style="display:inline-block;padding:4px 0;color:#8f1118;font-weight:600" { (l.text) }
                            @if !l.about.is_empty() { br; span.soft style="font-size:14px;color:#6b6258" { (l.about) } }
                        }
                    }
                }
            },
        }
    }

    fn site(&self) -> Markup {
        match self {
            Part::Text(t) => html! { p { (lines(t)) } },
            Part::Quiet(t) => html! { p.quiet { (lines(t)) } },
            Part::Heading(t) => html! { h2 { (t) } },
            Part::Strong(t) => html! { p.first { (lines(t)) } },
            Part::Quote(t) => html! { blockquote { (lines(t)) } },
            Part::Points(points) => html! { ul { @for p in points { li { (p) } } } },
            Part::Button(label, url) => html! { p.actions { a.button href=(url) { (label) } } },
            Part::Table(head, rows) => html! {
                div.scroll {
                    table {
                        thead { tr { @for h in head { th scope="col" { (h) } } } }
                        tbody { @for (name, figures) in rows { tr {
                            th scope="row" { (name) }
                            @for f in figures { td { (f.value) small { (f.about) } } }
                        } } }
                    }
                }
            },
            Part::Shares(bars) => html! {
                @for bar in bars {
                    p { (bar.label) }
                    (bar.svg())
                    p.quiet { (bar.words) }
                }
            },
            Part::Links(links) => html! {
                ul.rows { @for l in links { li { div {
                    @if !l.words.is_empty() { blockquote { (lines(&l.words)) } }
                    a href=(l.url) { (l.text) }
                    @if !l.about.is_empty() { small { (l.about) } }
                } } } }
            },
        }
    }
}

impl Shares {
    fn svg(&self) -> Markup {
        let total: i64 = self.counts.iter().sum::<i64>().max(1);
        let share = |n: i64| n as f64 * 100.0 / total as f64;
        let before = |i: usize| share(self.counts.iter().take(i).sum());
        html! {
            svg.share viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                @for (i, class) in ["neg", "neu", "pos"].iter().enumerate() {
                    rect class=(class) x=(format!("{:.2}", before(i))) y="0" width=(format!("{:.2}", share(self.counts[i]))) height="6" {}
                }
            }
        }
    }
}

impl Link {
    fn line(&self) -> String {
        let about = if self.about.is_empty() {
            String::new()
        } else {
            format!(" ({})", self.about)
        };
        let words = if self.words.is_empty() {
            String::new()
        } else {
            format!("{}\n", quoted(&self.words))
        };
        format!("{words}* {}{about}\n  {}", self.text, self.url)
    }
}

/// As mail marks what another has said.
fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|l| format!("> {l}")).collect();
    lines.join("\n")
}

/// "Measure: now 3 (of 9), before 2 (of 8)".
fn table_line(head: &[String], name: &str, figures: &[Figure]) -> String {
    let mut line = name.to_owned();
    for (i, f) in figures.iter().enumerate() {
        line.push_str(if i == 0 { ": " } else { "; " });
        if let Some(name) = head.get(i + 1) {
            line.push_str(&name.to_lowercase());
            line.push(' ');
        }
        line.push_str(&f.value);
        line.push_str(" (");
        line.push_str(&f.about);
        line.push(')');
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
                    vec![(
                        "Utas".into(),
                        ["3", "2"]
                            .map(|v| Figure {
                                value: v.into(),
                                about: format!("dari {v}0"),
                            })
                            .into(),
                    )],
                ),
                Part::Quote("<b>satu</b>\ndua".into()),
                Part::Button("Buka".into(), "https://a.test/utas/1".into()),
                Part::Points(vec!["satu <i>".into()]),
                Part::Shares(vec![Shares {
                    label: "Nada".into(),
                    counts: [1, 2, 3],
                    words: "1 negatif".into(),
                }]),
            ],
            footer: "Palanta".into(),
            leave: Some(Link {
                text: "Berhenti".into(),
                url: "https://a.test/langganan/x".into(),
                about: String::new(),
                words: String::new(),
            }),
        };
        let text = page.text();
        assert!(text.contains("Utas: minggu ini 3 (dari 30); sebelumnya 2 (dari 20)"));
        assert!(text.contains("> <b>satu</b>\n> dua"));
        assert!(text.contains("https://a.test/utas/1"));
        let html = page.html();
        assert!(html.contains("&lt;b&gt;satu&lt;/b&gt;<br>dua"));
        assert!(!html.contains("<script") && !html.contains("<i>"));
        assert!(text.contains("* satu <i>") && text.contains("Nada: 1 negatif"));
        for form in [&text, &html] {
            assert!(form.contains("https://a.test/langganan/x"));
        }
        // Nothing is fetched from anywhere: each picture is a part of the mail.
        let (name, png) = page.pictures().remove(0);
        assert!(html.contains(&format!("src=\"cid:{name}\"")) && png.starts_with(b"\x89PNG"));
        assert_eq!(html.matches("<img").count(), page.pictures().len());
        assert!(
            page.html_alone()
                .contains("src=\"data:image/png;base64,iVBOR")
        );
        let site = page.site().into_string();
        assert!(site.contains("satu &lt;i&gt;") && !site.contains("style="));
    }

    #[test]
    fn subjects_stay_on_one_line() {
        assert_eq!(one_line(" a\r\nBcc: b\tc "), "a Bcc: b c");
    }
}
