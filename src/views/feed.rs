//! XML for machines that read along: Atom feeds (RFC 4287), the site map (sitemaps.org).

use super::locale::Locale;
use super::parts::labels;
use crate::domain::time::Instant;
use crate::queries::cards::Card;
use crate::queries::sitemap::Address;

/// A feed of threads.
pub struct Feed<'a> {
    pub title: &'a str,
    /// Who runs the service.
    pub author: &'a str,
    /// Where the service is, without a slash at the end.
    pub base: &'a str,
    /// Path and query of the feed, and of the page that shows the same.
    pub here: &'a str,
    pub page: &'a str,
    /// When it last changed, if nothing is in it.
    pub now: Instant,
    pub cards: &'a [Card],
}

/// Text and attribute values of XML; what XML 1.0 can't hold is left out.
fn text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

fn element(out: &mut String, name: &str, content: &str) {
    out.push_str(&format!("<{name}>"));
    text(out, content);
    out.push_str(&format!("</{name}>\n"));
}

/// An empty element with attributes.
fn mark(out: &mut String, name: &str, attributes: &[(&str, &str)]) {
    out.push_str(&format!("<{name}"));
    for (attribute, value) in attributes {
        out.push_str(&format!(" {attribute}=\""));
        text(out, value);
        out.push('"');
    }
    out.push_str("/>\n");
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The feed as Atom. Of a thread it says what the lists say.
pub fn atom(l: Locale, f: &Feed) -> String {
    let link = |path: &str| format!("{}{path}", f.base);
    let updated = f.cards.iter().map(|c| c.active).max().unwrap_or(f.now);
    let mut out = head(l, f, updated);
    for card in f.cards {
        entry(l, &link(&format!("/utas/{}", card.number)), card, &mut out);
    }
    out.push_str("</feed>\n");
    out
}

/// An entry that is no thread: its own address, when it last changed, what it says.
pub struct Note {
    pub title: String,
    /// Path and query.
    pub path: String,
    pub updated: Instant,
    pub summary: String,
}

/// A feed of such entries.
pub fn notes(l: Locale, f: &Feed, notes: &[Note]) -> String {
    let updated = notes.iter().map(|n| n.updated).max().unwrap_or(f.now);
    let mut out = head(l, f, updated);
    for note in notes {
        let address = format!("{}{}", f.base, note.path);
        out.push_str("<entry>\n");
        element(&mut out, "id", &address);
        element(&mut out, "title", &note.title);
        element(&mut out, "updated", &Locale::machine_time(note.updated));
        let link = [
            ("rel", "alternate"),
            ("type", "text/html"),
            ("href", address.as_str()),
        ];
        mark(&mut out, "link", &link);
        element(&mut out, "summary", &note.summary);
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

/// What stands before the entries.
fn head(l: Locale, f: &Feed, updated: Instant) -> String {
    let link = |path: &str| format!("{}{path}", f.base);
    let mut out = String::from(XML);
    out.push_str(&format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        l.lang.code()
    ));
    element(&mut out, "id", &link(f.here));
    element(&mut out, "title", f.title);
    element(&mut out, "updated", &Locale::machine_time(updated));
    out.push_str("<author>");
    element(&mut out, "name", f.author);
    out.push_str("</author>\n");
    let (here, page) = (link(f.here), link(f.page));
    mark(
        &mut out,
        "link",
        &[
            ("rel", "self"),
            ("type", "application/atom+xml"),
            ("href", &here),
        ],
    );
    mark(
        &mut out,
        "link",
        &[("rel", "alternate"), ("type", "text/html"), ("href", &page)],
    );
    out
}

fn entry(l: Locale, address: &str, c: &Card, out: &mut String) {
    out.push_str("<entry>\n");
    element(out, "id", address);
    element(out, "title", &c.title);
    element(out, "published", &Locale::machine_time(c.at));
    element(out, "updated", &Locale::machine_time(c.active));
    out.push_str("<author>");
    element(out, "name", &labels::author(l, &c.author, c.appear));
    out.push_str("</author>\n");
    mark(
        out,
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("href", address),
        ],
    );
    for (term, label) in [
        (c.kind.as_str(), labels::kind_text(l, c.kind)),
        (c.status.as_str(), labels::status_text(l, c.status)),
        (c.unit_slug.as_str(), c.unit.clone()),
    ] {
        if !term.is_empty() {
            mark(out, "category", &[("term", term), ("label", &label)]);
        }
    }
    element(out, "summary", &c.excerpt);
    out.push_str("</entry>\n");
}

const SITEMAPS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The index of the site map: the addresses of its parts.
pub fn sitemap_index(base: &str, parts: &[String]) -> String {
    let mut out = format!("{XML}<sitemapindex xmlns=\"{SITEMAPS}\">\n");
    for part in parts {
        out.push_str("<sitemap>");
        element(&mut out, "loc", &format!("{base}/sitemap/{part}"));
        out.push_str("</sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// A part of the site map with threads.
pub fn sitemap_threads(base: &str, threads: &[Address]) -> String {
    let mut out = format!("{XML}<urlset xmlns=\"{SITEMAPS}\">\n");
    for t in threads {
        out.push_str("<url>");
        element(&mut out, "loc", &format!("{base}/utas/{}", t.number));
        element(&mut out, "lastmod", &Locale::machine_time(t.changed));
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The part of the site map with everything that is no thread.
pub fn sitemap_pages(base: &str, paths: &[String]) -> String {
    let mut out = format!("{XML}<urlset xmlns=\"{SITEMAPS}\">\n");
    for path in paths {
        out.push_str("<url>");
        element(&mut out, "loc", &format!("{base}{path}"));
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_and_nothing_breaks_the_document() {
        let mut out = String::new();
        element(&mut out, "title", "<b> & \"x\" \u{0}\u{1b}\u{ffff}😀");
        assert_eq!(out, "<title>&lt;b&gt; &amp; &quot;x&quot; 😀</title>\n");
    }
}
