//! Form fields: label, hint, control, and the fault beside it. What was typed is kept.

use crate::domain::error::FieldErrors;
use crate::views::locale::Locale;
use maud::{Markup, html};

/// What every field has.
#[derive(Copy, Clone)]
pub struct Field<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub hint: &'a str,
    pub value: &'a str,
    pub required: bool,
    /// Say that it may be left empty; in a filter that goes without saying.
    pub say_optional: bool,
    /// What the ids end in, where a page has several forms with fields of one name.
    pub ending: &'a str,
}

impl<'a> Field<'a> {
    pub fn new(name: &'a str, label: &'a str, value: &'a str) -> Self {
        Self {
            name,
            label,
            hint: "",
            value,
            required: true,
            say_optional: false,
            ending: "",
        }
    }

    fn id(&self) -> String {
        format!("{}{}", self.name, self.ending)
    }

    #[must_use]
    pub fn ending(mut self, ending: &'a str) -> Self {
        self.ending = ending;
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self.say_optional = true;
        self
    }

    #[must_use]
    pub fn filter(mut self) -> Self {
        self.required = false;
        self
    }
}

/// A field's fault in words, and the ids that describe the control.
struct Told {
    fault: Option<String>,
    describedby: Option<String>,
}

fn told(l: Locale, f: &Field, errors: &FieldErrors) -> Told {
    let fault = errors.of(f.name).map(|m| l.msg(m));
    let mut ids = Vec::new();
    if !f.hint.is_empty() {
        ids.push(format!("{}-hint", f.id()));
    }
    if fault.is_some() {
        ids.push(format!("{}-fault", f.id()));
    }
    Told {
        fault,
        describedby: (!ids.is_empty()).then(|| ids.join(" ")),
    }
}

fn around(l: Locale, f: &Field, told: &Told, control: Markup) -> Markup {
    html! {
        div.field.faulty[told.fault.is_some()] {
            label for=(f.id()) {
                (f.label)
                @if f.say_optional { " " span.optional { (l.t("field-optional")) } }
            }
            @if !f.hint.is_empty() { p.hint id={ (f.id()) "-hint" } { (f.hint) } }
            @if let Some(fault) = &told.fault { p.fault id={ (f.id()) "-fault" } { (fault) } }
            (control)
        }
    }
}

/// A line of text of `max` characters, or a date or number. `kind` is the input's type.
pub fn input(
    l: Locale,
    f: Field,
    kind: &str,
    max: usize,
    autocomplete: Option<&str>,
    errors: &FieldErrors,
) -> Markup {
    let told = told(l, &f, errors);
    let max = matches!(kind, "text" | "search" | "email" | "url" | "tel").then_some(max);
    let control = html! {
        input type=(kind) id=(f.id()) name=(f.name) value=(f.value) maxlength=[max]
            required[f.required] autocomplete=[autocomplete]
            aria-describedby=[told.describedby.as_deref()]
            aria-invalid=[told.fault.as_ref().map(|_| "true")];
    };
    around(l, &f, &told, control)
}

/// Several lines of text.
pub fn textarea(l: Locale, f: Field, rows: u32, max: usize, errors: &FieldErrors) -> Markup {
    let told = told(l, &f, errors);
    // A browser cuts what is pasted without a word; what is too long is said by the server, with
    // nothing lost.
    let far = 4 * max;
    let control = html! {
        textarea id=(f.id()) name=(f.name) rows=(rows) maxlength=(far) required[f.required]
            aria-describedby=[told.describedby.as_deref()]
            aria-invalid=[told.fault.as_ref().map(|_| "true")] { (f.value) }
    };
    around(l, &f, &told, control)
}

/// One of several; each choice is its value and text.
pub fn select(l: Locale, f: Field, choices: &[(&str, String)], errors: &FieldErrors) -> Markup {
    let told = told(l, &f, errors);
    // Where something is always chosen there is nothing to ask for.
    let asks = f.required && choices.first().is_some_and(|(value, _)| value.is_empty());
    let control = html! {
        select id=(f.id()) name=(f.name) required[asks]
            aria-describedby=[told.describedby.as_deref()]
            aria-invalid=[told.fault.as_ref().map(|_| "true")] {
            @for (value, text) in choices {
                option value=(value) selected[*value == f.value] { (text) }
            }
        }
    };
    around(l, &f, &told, control)
}

/// A choice of [`radios`] or [`checks`]: value, text, and a sentence about it.
pub struct Choice<'a> {
    pub value: &'a str,
    pub text: String,
    pub about: String,
}

/// One of a few, all in sight.
pub fn radios(l: Locale, f: Field, choices: &[Choice], errors: &FieldErrors) -> Markup {
    let value = f.value;
    choose(l, f, "radio", choices, &[value], errors)
}

/// Any of a few, all in sight.
pub fn checks(
    l: Locale,
    f: Field,
    choices: &[Choice],
    chosen: &[&str],
    errors: &FieldErrors,
) -> Markup {
    choose(l, f, "checkbox", choices, chosen, errors)
}

fn choose(
    l: Locale,
    f: Field,
    kind: &str,
    choices: &[Choice],
    chosen: &[&str],
    errors: &FieldErrors,
) -> Markup {
    let told = told(l, &f, errors);
    // A group of boxes can't ask for one of them; the server does.
    let required = f.required && kind == "radio";
    html! {
        fieldset.field.faulty[told.fault.is_some()]
            aria-describedby=[told.describedby.as_deref()] {
            legend {
                (f.label)
                @if f.say_optional { " " span.optional { (l.t("field-optional")) } }
            }
            @if !f.hint.is_empty() { p.hint id={ (f.id()) "-hint" } { (f.hint) } }
            @if let Some(fault) = &told.fault { p.fault id={ (f.id()) "-fault" } { (fault) } }
            div.choices {
                @for (i, c) in choices.iter().enumerate() {
                    label.choice {
                        // The first is what a link to the field leads to.
                        input type=(kind) id=[(i == 0).then(|| f.id())] name=(f.name) value=(c.value)
                            checked[chosen.contains(&c.value)] required[required];
                        span {
                            b { (c.text) }
                            @if !c.about.is_empty() { small { (c.about) } }
                        }
                    }
                }
            }
        }
    }
}

/// The four-point answers, worst to best. Whoever has not chosen may leave it.
pub fn rating(l: Locale, name: &str, legend: &str, value: Option<u8>) -> Markup {
    html! {
        fieldset.rating {
            legend { (legend) }
            div {
                @for n in 1..=4u8 {
                    label {
                        input type="radio" id=[(n == 1).then_some(name)] name=(name) value=(n) checked[value == Some(n)];
                        span { b { (n) } (l.t(&format!("score-{n}"))) }
                    }
                }
            }
        }
    }
}

/// All faults of a form, each a link to its field; takes the focus.
pub fn summary(l: Locale, errors: &FieldErrors) -> Markup {
    summary_at(l, errors, "")
}

/// As [`summary`], where the fields' ids end in `ending` since the page has several such forms.
pub fn summary_at(l: Locale, errors: &FieldErrors, ending: &str) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.notice.bad.faults role="alert" tabindex="-1" data-faults {
                p { b { (l.ta("faults-title", &[("n", errors.0.len().into())])) } }
                ul {
                    @for (field, message) in &errors.0 {
                        li { a href={ "#" (field) (ending) } { (name(l, field)) ": " (l.msg(message)) } }
                    }
                }
            }
        }
    }
}

/// What a field is called where its own label is not in sight.
pub fn name(l: Locale, field: &str) -> String {
    l.t(&format!("field-{}", field.replace('_', "-")))
}

/// The token every form carries.
pub fn csrf(token: &str) -> Markup {
    html! { input type="hidden" name="_csrf" value=(token); }
}

/// A value the form carries along.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}
