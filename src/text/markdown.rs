//! Markdown as citizens write it, to HTML that is safe to show.
//!
//! Paragraphs, emphasis, lists, block quotes, code and links; every line break is kept. Headings
//! become strong paragraphs, images their description, and raw HTML is shown as the text it is.
//! A link says which site it leads to, unless its text does.
//! The parser's output then passes a strict allow-list, so that neither stage is trusted alone.

use ammonia::Builder;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use url::Url;

/// Bytes of source that are read; what follows is left out. Forms allow less than this.
pub const SOURCE_MAX: usize = 64 * 1024;

/// Quotes, lists and emphasis may stand this deep in one another; deeper marks are dropped and
/// their text is kept.
const DEPTH_MAX: usize = 8;

/// Bytes of link addresses in one text: a reference may be used again and again, and its address
/// is written out each time. Further links lose their address and keep their text.
const ADDRESSES_MAX: usize = 64 * 1024;

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "br",
        "em",
        "strong",
        "ul",
        "ol",
        "li",
        "blockquote",
        "a",
        "code",
        "pre",
    ];
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(ammonia::UrlRelative::Custom(Box::new(post_only)))
        .link_rel(Some("nofollow ugc noopener"));
    builder
});

/// Of addresses without a site, those of posts.
fn post_only(address: &str) -> Option<Cow<'_, str>> {
    is_post(address).then_some(Cow::Borrowed(address))
}

/// Whether an address is that of a post here, as replies quote it: `/utas/NUMBER/pos/ID` and nothing
/// else.
fn is_post(address: &str) -> bool {
    let part = |text: &str, most: usize| {
        (1..=most).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let rest = address.strip_prefix("/utas/");
    rest.and_then(|r| r.split_once("/pos/"))
        .is_some_and(|(number, post)| part(number, 24) && part(post, 36))
}

/// Safe HTML for `markdown`: at most a few times as long as the source and never unbalanced.
pub fn render(markdown: &str) -> String {
    let mut unsafe_html = String::new();
    html::push_html(&mut unsafe_html, Tamed::new(bounded(markdown)));
    ALLOWED.clean(&unsafe_html).to_string()
}

/// The text of `markdown` without marks, on one line, at most `max_chars` characters; what is
/// cut off is cut between words and ends in "…". Plain text: escape it when it goes into HTML.
pub fn excerpt(markdown: &str, max_chars: usize) -> String {
    let mut line = String::new();
    let mut count = 0;
    for event in Tamed::new(bounded(markdown)) {
        match &event {
            Event::Text(text) | Event::Code(text) => {
                count += text.chars().count();
                line.push_str(text);
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            _ => line.push(' '),
        }
        // Blanks collapse, so a little more than the excerpt's length is read.
        if count > max_chars.saturating_mul(2).saturating_add(1_000) {
            break;
        }
    }
    shorten(&line, max_chars)
}

/// Collapses blanks in `text` and cuts it to `max_chars` characters, between words if it can.
fn shorten(text: &str, max_chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max_chars {
        return line;
    }
    let head: String = line.chars().take(max_chars.saturating_sub(1)).collect();
    // A cut inside a word goes back to the word's start, unless that would take away too much.
    let at_word = line[head.len()..].starts_with(' ');
    let keep = match head.rfind(' ') {
        Some(space) if !at_word && space * 2 > head.len() => space,
        _ => head.len(),
    };
    let kept = head[..keep].trim_end_matches([' ', ',', ';', ':', '.', '-']);
    let end = if max_chars == 0 { "" } else { "…" };
    format!("{kept}{end}")
}

fn bounded(markdown: &str) -> &str {
    &markdown[..markdown.floor_char_boundary(SOURCE_MAX)]
}

/// The parser's events, with everything that is not of our subset replaced by what is.
struct Tamed<'a> {
    parser: Parser<'a>,
    /// For each open element: whether its marks were passed on.
    open: Vec<bool>,
    /// How many of the open elements nest and were passed on.
    depth: usize,
    /// Address bytes so far.
    addresses: usize,
    /// Inside a block whose text is shown line by line: raw HTML, or text indented by hand.
    by_line: bool,
    /// A line of such a block has ended; its break is due if another follows.
    break_due: bool,
    /// The host that an open link leads to, and the link's text so far.
    link: Option<(String, String)>,
    /// What is to come before the next event of the parser, in reverse.
    pending: Vec<Event<'a>>,
}

impl<'a> Tamed<'a> {
    fn new(markdown: &'a str) -> Self {
        Self {
            parser: Parser::new_ext(markdown, Options::empty()),
            open: Vec::new(),
            depth: 0,
            addresses: 0,
            by_line: false,
            break_due: false,
            link: None,
            pending: Vec::new(),
        }
    }

    /// The mark to pass on for an opening one; `None` drops it and its end.
    fn start(&mut self, tag: Tag<'a>) -> Option<Event<'a>> {
        let nests = matches!(
            tag,
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Emphasis | Tag::Strong
        );
        let passed = match tag {
            _ if nests && self.depth >= DEPTH_MAX => None,
            Tag::BlockQuote(_) => Some(Tag::BlockQuote(None)),
            // An item stands and falls with its list.
            Tag::Item if self.open.last() != Some(&true) => None,
            Tag::Paragraph | Tag::Item | Tag::List(_) | Tag::Emphasis | Tag::Strong => Some(tag),
            // What is indented by hand is hardly ever meant as code.
            Tag::HtmlBlock | Tag::CodeBlock(CodeBlockKind::Indented) => {
                (self.by_line, self.break_due) = (true, false);
                Some(Tag::Paragraph)
            }
            Tag::Heading { .. } => Some(Tag::Paragraph),
            Tag::CodeBlock(_) => Some(Tag::CodeBlock(CodeBlockKind::Indented)),
            Tag::Link { dest_url, .. } => self.link(dest_url),
            _ => None,
        };
        self.open.push(passed.is_some());
        self.depth += usize::from(nests && passed.is_some());
        passed.map(Event::Start)
    }

    fn link(&mut self, address: CowStr<'a>) -> Option<Tag<'a>> {
        self.addresses += address.len();
        if is_post(&address) && self.addresses <= ADDRESSES_MAX {
            // Everyone knows that it leads to this very site.
            self.link = Some(Default::default());
            return Some(Tag::Link {
                link_type: pulldown_cmark::LinkType::Inline,
                dest_url: address,
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            });
        }
        // With one slash, or none, browsers may take an address for one of this very site.
        let whole = ["http://", "https://"].iter().any(|scheme| {
            let start = address.get(..scheme.len());
            start.is_some_and(|s| s.eq_ignore_ascii_case(scheme))
        });
        // A backslash is written out escaped, and then is none to who reads the address.
        let url = Url::parse(&address.replace('\\', "%5C"))
            .ok()
            .filter(|_| whole)
            .filter(|_| self.addresses <= ADDRESSES_MAX)?;
        self.link = Some((url.host_str().unwrap_or("").to_owned(), String::new()));
        Some(Tag::Link {
            link_type: pulldown_cmark::LinkType::Inline,
            dest_url: address,
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        })
    }

    fn end(&mut self, tag: TagEnd) -> Option<Event<'a>> {
        let passed = self.open.pop().unwrap_or(false);
        match tag {
            TagEnd::Item if !passed => Some(Event::HardBreak),
            _ if !passed => None,
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Emphasis | TagEnd::Strong => {
                self.depth = self.depth.saturating_sub(1);
                Some(Event::End(tag))
            }
            TagEnd::Heading(_) => {
                self.pending.push(Event::End(TagEnd::Paragraph));
                Some(Event::End(TagEnd::Strong))
            }
            TagEnd::HtmlBlock => Some(Event::End(TagEnd::Paragraph)),
            TagEnd::Link => {
                // Where it leads is in sight: "situs resmi (lain.test)".
                let (host, text) = self.link.take().unwrap_or_default();
                if names(&text, &host) {
                    return Some(Event::End(tag));
                }
                self.pending.push(Event::End(tag));
                Some(Event::Text(format!(" ({host})").into()))
            }
            TagEnd::CodeBlock if self.by_line => Some(Event::End(TagEnd::Paragraph)),
            _ => Some(Event::End(tag)),
        }
    }

    /// Text of a block that is shown line by line.
    fn lines(&mut self, text: &str) -> Option<Event<'a>> {
        let mut events = Vec::new();
        for piece in text.split_inclusive('\n') {
            if std::mem::take(&mut self.break_due) {
                events.push(Event::HardBreak);
            }
            let line = piece.trim_end_matches('\n');
            self.break_due = line.len() < piece.len();
            events.push(Event::Text(line.to_owned().into()));
        }
        self.pending.extend(events.into_iter().rev());
        self.pending.pop()
    }
}

/// Whether a text names this very site: not one whose name only holds it.
fn names(text: &str, host: &str) -> bool {
    let text = text.to_lowercase();
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '@' | ':');
    text.match_indices(host).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + host.len()..].chars();
        let next = after.next();
        // A full stop after it ends the sentence.
        let ends = next == Some('.') && !after.next().is_some_and(char::is_alphanumeric);
        !before.is_some_and(part) && (ends || !next.is_some_and(part))
    })
}

impl<'a> Iterator for Tamed<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if let Some(event) = self.pending.pop() {
                return Some(event);
            }
            let event = match self.parser.next()? {
                Event::Start(tag) => {
                    let heading = matches!(tag, Tag::Heading { .. });
                    let event = self.start(tag);
                    if heading {
                        self.pending.push(Event::Start(Tag::Strong));
                    }
                    event
                }
                Event::End(tag) => {
                    let event = self.end(tag);
                    if matches!(tag, TagEnd::HtmlBlock | TagEnd::CodeBlock) {
                        self.by_line = false;
                    }
                    event
                }
                Event::Html(text) | Event::Text(text) if self.by_line => self.lines(&text),
                Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
                // People who press Enter mean a new line.
                Event::SoftBreak => Some(Event::HardBreak),
                event @ (Event::Text(_) | Event::Code(_) | Event::HardBreak) => Some(event),
                _ => None,
            };
            if let (Some((_, said)), Some(Event::Text(text) | Event::Code(text))) =
                (&mut self.link, &event)
            {
                said.push_str(text);
            }
            if event.is_some() {
                return event;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    #[test]
    fn renders_the_subset() {
        let cases = [
            ("", ""),
            ("Satu\ndua", "<p>Satu<br>\ndua</p>\n"),
            (
                "*a* **b** `c<d`",
                "<p><em>a</em> <strong>b</strong> <code>c&lt;d</code></p>\n",
            ),
            (
                "- satu\n- dua",
                "<ul>\n<li>satu</li>\n<li>dua</li>\n</ul>\n",
            ),
            ("3. tiga", "<ol start=\"3\">\n<li>tiga</li>\n</ol>\n"),
            ("> kutip", "<blockquote>\n<p>kutip</p>\n</blockquote>\n"),
            ("# Judul", "<p><strong>Judul</strong></p>\n"),
            ("```sh\na\n b\n```", "<pre><code>a\n b\n</code></pre>\n"),
            ("    menjorok\n    dua", "<p>menjorok<br>\ndua</p>\n"),
            ("a\n\n---\n\nb", "<p>a</p>\n<p>b</p>\n"),
            (
                "[situs](https://contoh.test/?a=1&b=2)",
                "<p><a href=\"https://contoh.test/?a=1&amp;b=2\" \
                 rel=\"nofollow ugc noopener\">situs (contoh.test)</a></p>\n",
            ),
            (
                "![foto *jalan*](https://contoh.test/a.png)",
                "<p>foto <em>jalan</em></p>\n",
            ),
        ];
        for (markdown, expected) in cases {
            assert_eq!(render(markdown), expected, "of {markdown:?}");
        }
    }

    #[test]
    fn what_is_not_trusted_is_shown_as_text() {
        let cases = [
            ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
            (
                "<script>\nalert(1)\n</script>",
                "<p>&lt;script&gt;<br>\nalert(1)<br>\n&lt;/script&gt;</p>\n",
            ),
            (
                "a <img src=x onerror=alert(1)>",
                "<p>a &lt;img src=x onerror=alert(1)&gt;</p>\n",
            ),
            ("[a](javascript:alert(1))", "<p>a</p>\n"),
            ("[a](JaVaScRiPt:alert(1))", "<p>a</p>\n"),
            ("[a](data:text/html,x)", "<p>a</p>\n"),
            ("[a](//contoh.test)", "<p>a</p>\n"),
            ("[a](/akun/hapus)", "<p>a</p>\n"),
            ("<siti@contoh.test>", "<p>siti@contoh.test</p>\n"),
            ("[a](mailto:siti@contoh.test)", "<p>a</p>\n"),
            ("[a](https://)", "<p>a</p>\n"),
            ("[a](https:/keluar)", "<p>a</p>\n"),
            ("[a](https:keluar)", "<p>a</p>\n"),
            ("<https://a%5Cb.test>", "<p>https://a%5Cb.test</p>\n"),
            ("[a](https://a.test\\\\b)", "<p>a</p>\n"),
            ("a&lt;b&#60;", "<p>a&lt;b&lt;</p>\n"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(render(markdown), expected, "of {markdown:?}");
        }
    }

    #[test]
    fn bombs_stay_small_quick_and_shallow() {
        let n = SOURCE_MAX;
        let reference = format!("[a]: https://contoh.test/{}\n\n", "x".repeat(2_000));
        let bombs = [
            ">".repeat(n),
            "> - ".repeat(n / 4),
            "- ".repeat(n / 2),
            "*a **b ".repeat(n / 7),
            "_".repeat(n),
            "[".repeat(n),
            "[a](".repeat(n / 4),
            "<".repeat(n),
            "<!--".repeat(n / 4),
            "`a``".repeat(n / 4),
            "&".repeat(n),
            "\n".repeat(n),
            "\"".repeat(n),
            "![".repeat(n / 2),
            reference.clone() + &"[a]".repeat(n / 3),
            "x".repeat(4 * n),
        ];
        for bomb in bombs {
            let started = Instant::now();
            let html = render(&bomb);
            let name: String = bomb.chars().take(20).collect();
            assert!(started.elapsed() < Duration::from_secs(5), "slow: {name:?}");
            assert!(
                html.len() <= 12 * SOURCE_MAX,
                "{} bytes: {name:?}",
                html.len()
            );
            assert!(depth(&html) <= 2 * DEPTH_MAX + 4, "deep: {name:?}");
            let short = excerpt(&bomb, 100);
            assert!(short.chars().count() <= 100);
        }
    }

    #[test]
    fn excerpts_are_plain_and_cut_between_words() {
        assert_eq!(
            excerpt("# Judul\n\n*Jalan* **rusak**\n- parah", 80),
            "Judul Jalan rusak parah"
        );
        assert_eq!(excerpt("a <b>x</b> & `c`", 80), "a <b>x</b> & c");
        assert_eq!(
            excerpt("jalan berlubang, parah sekali", 18),
            "jalan berlubang…"
        );
        assert_eq!(excerpt("jalan berlubang", 12), "jalan berlu…");
        assert_eq!(excerpt("jalan rusak", 11), "jalan rusak");
        assert_eq!(excerpt("jalan", 1), "…");
        assert_eq!(excerpt("jalan", 0), "");
        assert_eq!(excerpt("", 10), "");
    }

    /// Every tag of `html`, and the deepest nesting. Panics on a tag that is not one of ours.
    fn tags(html: &str) -> (Vec<&str>, usize) {
        let (mut found, mut depth, mut deepest) = (Vec::new(), 0_usize, 0);
        for piece in html.split('<').skip(1) {
            let (tag, _) = piece.split_once('>').unwrap();
            let name = tag.trim_start_matches('/').split(' ').next().unwrap();
            assert!(
                [
                    "p",
                    "br",
                    "em",
                    "strong",
                    "ul",
                    "ol",
                    "li",
                    "blockquote",
                    "a",
                    "code",
                    "pre"
                ]
                .contains(&name),
                "tag {tag:?}"
            );
            match (tag.starts_with('/'), name) {
                (_, "br") => {}
                (true, _) => depth -= 1,
                (false, _) => depth += 1,
            }
            deepest = deepest.max(depth);
            found.push(tag);
        }
        assert_eq!(depth, 0, "unbalanced");
        (found, deepest)
    }

    fn depth(html: &str) -> usize {
        tags(html).1
    }

    fn check(html: &str) {
        assert!(!html.to_lowercase().contains("<script"));
        for tag in tags(html).0 {
            let Some((name, attributes)) = tag.split_once(' ') else {
                continue;
            };
            match name {
                "ol" => {
                    let number = attributes
                        .strip_prefix("start=\"")
                        .and_then(|a| a.strip_suffix('"'));
                    assert!(number.unwrap().parse::<u64>().is_ok());
                }
                "a" => {
                    let inner = attributes
                        .strip_suffix(" rel=\"nofollow ugc noopener\"")
                        .unwrap();
                    let address = inner.strip_prefix("href=\"http").unwrap();
                    assert_eq!(address.matches('"').count(), 1);
                    assert!(address.starts_with("s:") || address.starts_with(':'));
                }
                other => panic!("attributes on {other}"),
            }
        }
    }

    const PARTS: [&str; 34] = [
        "<script>",
        "</script>",
        "<img src=x onerror=y>",
        "javascript:",
        "[a](",
        ")",
        "[",
        "]",
        "(",
        "https://a.test",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "\n",
        "\n\n",
        "    ",
        "<",
        ">",
        "&#x6a;",
        "\"",
        "'",
        "onclick=",
        "<!--",
        "-->",
        "<![CDATA[",
        "\\",
        "teks",
        "ü€😀",
    ];

    proptest! {
        #[test]
        fn only_our_tags_come_out(parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..40)) {
            check(&render(&parts.concat()));
        }

        #[test]
        fn any_text_renders(text in any::<String>(), max in 0_usize..60) {
            check(&render(&text));
            prop_assert!(excerpt(&text, max).chars().count() <= max);
        }
    }
}
