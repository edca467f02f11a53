//! The text of HTML that we made ourselves: markup gone, entities read, blanks single.

/// Text as one reads it, at most `max` bytes of it. For HTML out of `markdown::render` only: it
/// trusts that tags are whole.
pub fn of_html(html: &str, max: usize) -> String {
    let mut text = String::with_capacity(html.len().min(max));
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        if text.len() >= max {
            break;
        }
        match c {
            '<' => {
                let (end, block) = tag(rest);
                if block {
                    blank(&mut text);
                }
                rest = &rest[end..];
                continue;
            }
            '&' => {
                let (c, length) = entity(rest);
                push(&mut text, c);
                rest = &rest[length..];
                continue;
            }
            _ => push(&mut text, c),
        }
        rest = &rest[c.len_utf8()..];
    }
    text.truncate(text.trim_end().len());
    text
}

fn push(text: &mut String, c: char) {
    if c.is_whitespace() {
        blank(text);
    } else {
        text.push(c);
    }
}

fn blank(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// How long the tag at the start is, and whether it parts what stands around it.
fn tag(html: &str) -> (usize, bool) {
    let mut quote = None;
    let mut end = html.len();
    for (at, c) in html.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            (None, '>') => {
                end = at + 1;
                break;
            }
            _ => {}
        }
    }
    let name: String = html[1..]
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let inside = ["a", "b", "code", "del", "em", "i", "strong"].contains(&name.as_str());
    (end, !inside)
}

fn entity(html: &str) -> (char, usize) {
    for (name, c) in [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&nbsp;", ' '),
    ] {
        if html.starts_with(name) {
            return (c, name.len());
        }
    }
    ('&', 1)
}

#[cfg(test)]
mod tests {
    use super::super::markdown;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_goes_and_words_stay() {
        let html = markdown::render(
            "**Jalan** rusak\n\n- satu & dua\n- [peta](https://a.test/?a>b)\n\na < b",
        );
        assert_eq!(
            of_html(&html, 999),
            "Jalan rusak satu & dua peta (a.test) a < b"
        );
        assert_eq!(of_html("<p>lama sekali</p>", 4), "lama");
    }

    proptest! {
        #[test]
        fn plain_words_come_back(text in "[a-z<>&\"' ]{0,60}") {
            let read = of_html(&markdown::render(&text), usize::MAX);
            prop_assert!(!read.contains("  "));
            let letters = |s: &str| s.chars().filter(char::is_ascii_lowercase).count();
            prop_assert!(letters(&read) <= letters(&text));
        }

        #[test]
        fn whatever_comes_never_panics(html in any::<String>(), max in 0usize..50) {
            prop_assert!(of_html(&html, max).len() <= max + 4);
        }
    }
}
