//! Texts, numbers and dates in the reader's language. Texts stand in `assets/locales`.

use crate::domain::lang::Lang;
use crate::domain::message::{Arg, Message};
use crate::domain::time::Instant;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, static_loader};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use unic_langid::langid;

static_loader! {
    static TEXTS = {
        locales: "./assets/locales",
        fallback_language: "id",
        // The marks that isolate directions are noise in scripts that all run one way.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

thread_local! {
    /// Texts without placeholders, put together once by each thread: a page has dozens.
    static PLAIN: RefCell<[HashMap<String, String>; Lang::ALL.len()]> = RefCell::default();
}

static ID: LanguageIdentifier = langid!("id");
static EN: LanguageIdentifier = langid!("en");
static MIN: LanguageIdentifier = langid!("min");

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A reader's language.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Locale {
    pub lang: Lang,
}

impl Locale {
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self.lang {
            Lang::Id => &ID,
            Lang::En => &EN,
            Lang::Min => &MIN,
        }
    }

    /// The text of a key; the key itself if there is none (a test keeps that from happening).
    pub fn t(self, key: &str) -> String {
        PLAIN.with_borrow_mut(|known| {
            let known = &mut known[self.lang as usize];
            if let Some(text) = known.get(key) {
                return text.clone();
            }
            match TEXTS.try_lookup(self.id(), key) {
                Some(text) => {
                    known.insert(key.to_owned(), text.clone());
                    text
                }
                None => key.to_owned(),
            }
        })
    }

    /// The text of a key with its placeholders filled.
    pub fn ta(self, key: &str, args: &[(&'static str, Arg)]) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue> = args
            .iter()
            .map(|(name, arg)| {
                let value = match arg {
                    Arg::Text(text) => FluentValue::from(text.as_str()),
                    Arg::Number(n) => FluentValue::from(*n),
                };
                (Cow::Borrowed(*name), value)
            })
            .collect();
        TEXTS
            .try_lookup_with_args(self.id(), key, &args)
            .unwrap_or_else(|| key.to_owned())
    }

    pub fn msg(self, message: &Message) -> String {
        if message.args.is_empty() {
            self.t(message.key)
        } else {
            self.ta(message.key, &message.args)
        }
    }

    /// A whole number with the language's thousands separator.
    pub fn integer(self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
        if n < 0 {
            text.push('−');
        }
        for (i, d) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push(if self.lang == Lang::En { ',' } else { '.' });
            }
            text.push(d);
        }
        text
    }

    /// A number with `places` decimals (at most 6), rounded half up; "–" if it is no number.
    pub fn decimal(self, n: f64, places: u32) -> String {
        if !n.is_finite() || n.abs() > 1e15 {
            return "–".to_owned();
        }
        let places = places.min(6);
        let scale = 10_i64.pow(places);
        let scaled = (n.abs() * scale as f64 + 0.5).floor() as i64;
        let whole = self.integer(scaled / scale);
        let sign = if n < 0.0 && scaled > 0 { "−" } else { "" };
        if places == 0 {
            return format!("{sign}{whole}");
        }
        let point = if self.lang == Lang::En { '.' } else { ',' };
        let width = places as usize;
        format!("{sign}{whole}{point}{:0width$}", scaled % scale)
    }

    /// A share of a whole, in percent without decimals; "–" of nothing.
    pub fn percent(self, part: i64, whole: i64) -> String {
        if whole <= 0 {
            return "–".to_owned();
        }
        format!("{}%", self.decimal(part as f64 * 100.0 / whole as f64, 0))
    }

    /// The name of a month, 1 to 12.
    pub fn month(self, month: i8) -> &'static str {
        let names = match self.lang {
            Lang::En => &MONTHS_EN,
            Lang::Id | Lang::Min => &MONTHS_ID,
        };
        let at = usize::try_from(month - 1).unwrap_or(0);
        names.get(at).copied().unwrap_or("")
    }

    /// "24 November 2026".
    pub fn day(self, d: Date) -> String {
        format!("{} {} {}", d.day(), self.month(d.month()), d.year())
    }

    /// The day of an instant in `zone`.
    pub fn date(self, at: Instant, zone: &TimeZone) -> String {
        self.day(at.day(zone))
    }

    /// "24 November 2026 pukul 14.05 WIB", "24 November 2026, 14:05 WIB".
    pub fn date_time(self, at: Instant, zone: &TimeZone) -> String {
        let z = at.to_jiff().to_zoned_datetime(zone.clone());
        let (h, m, name) = (z.hour(), z.minute(), z.strftime("%Z"));
        let day = self.day(z.date());
        match self.lang {
            Lang::Id => format!("{day} pukul {h:02}.{m:02} {name}"),
            Lang::Min => format!("{day} pukua {h:02}.{m:02} {name}"),
            Lang::En => format!("{day}, {h:02}:{m:02} {name}"),
        }
    }

    /// "24 Nov 2026, 14.05", for where the whole would take too much room.
    pub fn short_date_time(self, at: Instant, zone: &TimeZone) -> String {
        let z = at.to_jiff().to_zoned_datetime(zone.clone());
        let month: String = self.month(z.month()).chars().take(3).collect();
        let point = if self.lang == Lang::En { ':' } else { '.' };
        format!(
            "{} {month} {}, {:02}{point}{:02}",
            z.day(),
            z.year(),
            z.hour(),
            z.minute()
        )
    }

    /// For `<time datetime="…">`.
    pub fn machine_time(at: Instant) -> String {
        at.to_jiff().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        let (id, en) = (Locale::new(Lang::Id), Locale::new(Lang::En));
        assert_eq!(id.integer(1_234_567), "1.234.567");
        assert_eq!(en.integer(-1_234), "−1,234");
        assert_eq!(id.decimal(78.741, 2), "78,74");
        assert_eq!(en.decimal(1234.5, 1), "1,234.5");
        assert_eq!(id.decimal(-0.001, 2), "0,00");
        assert_eq!(id.decimal(f64::NAN, 2), "–");
        assert_eq!(en.percent(1, 3), "33%");
        assert_eq!(en.percent(0, 0), "–");
    }

    #[test]
    fn dates_follow_the_language_and_the_zone() {
        let zone = TimeZone::get("Asia/Jakarta").expect("a known zone");
        let at = Instant::from_jiff("2026-11-24T18:05:00Z".parse().expect("an instant"));
        assert_eq!(
            Locale::new(Lang::Id).date_time(at, &zone),
            "25 November 2026 pukul 01.05 WIB"
        );
        assert_eq!(
            Locale::new(Lang::En).date_time(at, &zone),
            "25 November 2026, 01:05 WIB"
        );
    }

    #[test]
    fn an_unknown_key_is_shown_as_it_is() {
        assert_eq!(Locale::default().t("no-such-key"), "no-such-key");
    }
}
