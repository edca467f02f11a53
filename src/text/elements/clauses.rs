//! A text cut into words that remember where they stood, parts (between commas and "dan") and
//! clauses (between sentences and "tapi").

use crate::text::normalise;
use crate::text::sentiment::{Model, lexicon, loose};
use crate::text::tokens::{self, Token};
use std::ops::Range;

/// Words that a negation reaches.
const REACH: usize = 3;

/// Words that are looked at to either side, so that the work grows with the text's length.
const FAR: usize = 60;

/// A word of a text.
#[derive(Clone, Debug)]
pub struct Word {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// The regular form, without -nya.
    form: String,
    /// The Indonesian word for it, if it is Minangkabau.
    pair: Option<String>,
    pub clause: usize,
    pub part: usize,
}

impl Word {
    /// As it was written, and in Indonesian.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        [Some(self.form.as_str()), self.pair.as_deref()]
            .into_iter()
            .flatten()
    }

    pub fn is(&self, test: impl Fn(&str) -> bool) -> bool {
        self.forms().any(test)
    }
}

/// A text, cut.
pub struct Clauses<'a> {
    pub text: &'a str,
    pub words: Vec<Word>,
    /// For each word what the sentiment lexicon says of it, after negation.
    pub opinions: Vec<i8>,
    /// For each clause whether it asks or requests something.
    asks: Vec<bool>,
    /// For each clause whether it stands against the one before it ("tapi").
    turned: Vec<bool>,
    /// For each part the number of the word in it that wishes for what follows.
    wishes: Vec<Option<usize>>,
}

/// Whether a word asks or requests.
fn asks(word: &str) -> bool {
    const ASK: [&str; 18] = [
        "apakah",
        "kapan",
        "bagaimana",
        "berapa",
        "dimana",
        "mana",
        "siapa",
        "mohon",
        "tolong",
        "harap",
        "usul",
        "bara",
        "bilo",
        "baa",
        "dima",
        "kama",
        "bertanya",
        "tanya",
    ];
    ASK.contains(&word)
}

/// Whether a word wishes for what it stands before, so that a good word after it is not there yet.
fn wishes(word: &str) -> bool {
    matches!(
        word,
        "mohon"
            | "tolong"
            | "harap"
            | "harapan"
            | "berharap"
            | "semoga"
            | "moga"
            | "mudahan"
            | "minta"
            | "seharus"
            | "harus"
            | "mesti"
            | "semesti"
            | "sebaik"
            | "bisakah"
            | "usul"
            | "saran"
    )
}

/// Whether a word joins two parts of equal rank.
fn joins(word: &str) -> bool {
    matches!(
        word,
        "dan" | "serta" | "plus" | "lalu" | "sehingga" | "karena"
    )
}

impl<'a> Clauses<'a> {
    pub fn read(text: &'a str, model: &Model) -> Clauses<'a> {
        let mut all = Clauses {
            text,
            words: Vec::new(),
            opinions: Vec::new(),
            asks: vec![false],
            turned: Vec::new(),
            wishes: Vec::new(),
        };
        let mut part = 0;
        let mut lower = String::new();
        tokens::each(text, |token| match token {
            Token::Word(word) => {
                // A word is a slice of the text, so this is where it stands.
                let from = word.as_ptr() as usize - text.as_ptr() as usize;
                normalise::fold_into(word, word.len(), &mut lower);
                for form in loose::regular(&lower).split('_') {
                    let form = normalise::bare(form);
                    if normalise::contrasts(form) {
                        all.asks.push(false);
                        all.turned.resize(all.asks.len(), false);
                        if let Some(last) = all.turned.last_mut() {
                            *last = true;
                        }
                        part += 1;
                    } else if joins(form) {
                        part += 1;
                    }
                    if wishes(form) {
                        all.wishes.resize(part + 1, None);
                        all.wishes[part].get_or_insert(all.words.len());
                    }
                    let clause = all.asks.len() - 1;
                    all.asks[clause] |= asks(form);
                    all.words.push(Word {
                        span: from..from + word.len(),
                        form: form.to_owned(),
                        pair: None,
                        clause,
                        part,
                    });
                }
            }
            Token::Mark(mark) => {
                if let Some(last) = all.asks.last_mut() {
                    *last |= mark == "?";
                }
                all.asks.push(false);
                part += 1;
            }
            Token::Stop => {
                all.asks.push(false);
                part += 1;
            }
            Token::Pause => part += 1,
        });
        all.translate(model);
        all.judge(model);
        all
    }

    fn translate(&mut self, model: &Model) {
        let pairs = model.pairs();
        let minangkabau = pairs.speaks(self.words.iter().map(|w| pairs.key(&w.form)));
        for word in &mut self.words {
            word.pair = pairs
                .get(pairs.key(&word.form), minangkabau)
                .map(str::to_owned);
        }
    }

    /// Asks the sentiment lexicon for each word.
    fn judge(&mut self, model: &Model) {
        let known = model.lexicon();
        self.opinions = vec![0; self.words.len()];
        let mut at = 0;
        while at < self.words.len() {
            let word = &self.words[at];
            let rest = &self.words[at..];
            let (mut sign, mut length) = (0, 1);
            for form in word.forms() {
                let (plain, longest) = known.word(form);
                if sign == 0 {
                    sign = plain;
                }
                let mut hash = lexicon::start(form);
                for (n, next) in rest.iter().enumerate().take(usize::from(longest)).skip(1) {
                    if next.part != word.part {
                        break;
                    }
                    hash = lexicon::join(hash, &next.form);
                    if let Some(phrase) = known.phrase(hash) {
                        (sign, length) = (phrase, n + 1);
                    }
                }
            }
            if length == 1 {
                if word.is(normalise::negates) || word.is(|w| w == "salah") && self.one_of(at + 1) {
                    sign = 0;
                } else if self.negated(at) {
                    sign = -sign;
                }
            }
            self.opinions[at] = match self.wished(at) {
                true => sign.min(0),
                false => sign,
            };
            at += length;
        }
    }

    /// Whether a word is wished for: one that wishes stands before it in its part.
    pub fn wished(&self, at: usize) -> bool {
        let wish = self.wishes.get(self.words[at].part).copied().flatten();
        wish.is_some_and(|wish| wish < at)
    }

    /// Whether a word makes "salah" mean one of several.
    fn one_of(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_some_and(|w| w.is(|f| matches!(f, "satu" | "ciek")))
    }

    /// Whether a negation stands shortly before a word, in the same part.
    pub fn negated(&self, at: usize) -> bool {
        let part = self.words[at].part;
        self.words[..at]
            .iter()
            .rev()
            .take(REACH)
            .take_while(|w| w.part == part)
            .any(|w| w.is(normalise::negates))
    }

    /// Whether a word follows "di", "ke" or "dari", so that it may only say where.
    pub fn places(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_some_and(|n| self.words[n].is(|w| matches!(w, "di" | "ke" | "ka" | "dari")))
    }

    /// Whether a clause asks or requests something.
    pub fn asks(&self, clause: usize) -> bool {
        self.asks.get(clause).copied().unwrap_or(false)
    }

    /// Whether a clause stands against the one before it.
    pub fn turned(&self, clause: usize) -> bool {
        self.turned.get(clause).copied().unwrap_or(false)
    }

    /// Clauses, also those without words.
    pub fn count(&self) -> usize {
        self.asks.len()
    }

    /// Bytes of some words.
    pub fn span(&self, at: usize, length: usize) -> Range<usize> {
        let last = (at + length).min(self.words.len()) - 1;
        self.words[at].span.start..self.words[last].span.end
    }

    /// The words of a clause or of a part, by number, around one of them; no further than [`FAR`].
    pub fn around(&self, at: usize, same: impl Fn(&Word, &Word) -> bool) -> Range<usize> {
        let word = &self.words[at];
        let before = self.words[..at].iter().rev().take(FAR);
        let after = self.words[at..].iter().take(FAR);
        let from = at - before.take_while(|w| same(w, word)).count();
        from..at + after.take_while(|w| same(w, word)).count()
    }
}
