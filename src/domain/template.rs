//! Templates of answers: words often used, with variables for the case at hand.

crate::text_enum! {
    /// What stands in braces in a template, such as `{nomor}`.
    pub enum Variable {
        Number = "nomor",
        Title = "judul",
        Service = "layanan",
        Unit = "unit",
        /// The name of who answers.
        Staff = "petugas",
        Position = "jabatan",
        /// The last day of the limit.
        Due = "tenggat",
    }
}

/// Most templates of a unit, or of the city.
pub const TEMPLATES_MAX: usize = 100;

/// The parts of a template: text, and what stands in braces. A brace that is not closed on its
/// line is text.
fn parts(body: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = body;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let named = rest.match_indices('{').find_map(|(open, _)| {
            let inside = &rest[open + 1..];
            let close = inside.find(['{', '}', '\n'])?;
            inside[close..].starts_with('}').then_some((open, close))
        });
        let Some((open, close)) = named else {
            return Some((std::mem::take(&mut rest), None));
        };
        let (text, name) = (&rest[..open], &rest[open + 1..open + 1 + close]);
        rest = &rest[open + close + 2..];
        Some((text, Some(name)))
    })
}

/// The first name in braces that is no variable.
pub fn unknown(body: &str) -> Option<&str> {
    parts(body)
        .filter_map(|(_, name)| name)
        .find(|name| Variable::parse(name.trim()).is_none())
}

/// The template with its variables replaced. What is no variable stays as it is.
pub fn fill(body: &str, value: impl Fn(Variable) -> String) -> String {
    let mut filled = String::with_capacity(body.len() + 64);
    for (text, name) in parts(body) {
        filled.push_str(text);
        match name.map(|n| (n, Variable::parse(n.trim()))) {
            Some((_, Some(variable))) => filled.push_str(&value(variable)),
            Some((name, None)) => {
                filled.push('{');
                filled.push_str(name);
                filled.push('}');
            }
            None => {}
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn variables_are_replaced() {
        let of = |v: Variable| format!("<{}>", v.as_str());
        assert_eq!(
            fill("Utas {nomor} di { unit }: {apa} {nomor", of),
            "Utas <nomor> di <unit>: {apa} {nomor"
        );
        assert_eq!(fill("{{nomor}}", of), "{<nomor>}");
        assert_eq!(unknown("{nomor} {apa} {itu}"), Some("apa"));
        assert_eq!(unknown("{nomor} { dan\n tutup }"), None);
        // What a variable says is not read again.
        assert_eq!(fill("{judul}", |_| "{nomor}".into()), "{nomor}");
    }

    proptest! {
        #[test]
        fn text_without_variables_stays(body in "[^{}]{0,80}") {
            prop_assert_eq!(fill(&body, |_| "x".into()), body);
        }

        #[test]
        fn nothing_is_lost(body in ".{0,80}") {
            let same = fill(&body, |v| format!("{{{}}}", v.as_str()));
            prop_assert_eq!(same.replace(' ', ""), body.replace(' ', ""));
        }
    }
}
