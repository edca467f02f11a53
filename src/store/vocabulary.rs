//! The vocabulary of what is public: every word that stands in some thread, and its pieces of three
//! letters, by which words that are written wrongly are put right.

use super::entity::{search_gram, search_term};
use super::search::Sql;
use super::{Tx, bulk, placeholders, rows, run};
use crate::domain::error::Result;
use crate::domain::near;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Value,
};
use std::collections::BTreeSet;

/// Words in one statement, far below what the databases take.
const WORDS: usize = 4_000;

#[derive(FromQueryResult)]
struct Term {
    term: String,
}

/// Adds words to the vocabulary, in the order of the alphabet, so that two transactions that add
/// the same ones wait for each other and do not lock each other out.
pub(super) async fn learn(tx: &Tx, words: impl Iterator<Item = &String>) -> Result<()> {
    let words: Vec<Value> = words
        .filter(|w| near::is_word(w))
        .map(|w| w.as_str().into())
        .collect();
    for part in words.chunks(WORDS) {
        let new: Vec<Term> = rows(
            &**tx,
            &format!(
                "INSERT INTO search_term (term) VALUES {} ON CONFLICT (term) DO NOTHING
                 RETURNING term",
                placeholders(part.len(), 1, 1)
            ),
            part.to_vec(),
        )
        .await?;
        let grams: Vec<search_gram::Model> = new
            .iter()
            .flat_map(|t| {
                near::grams(&t.term)
                    .into_iter()
                    .map(|gram| search_gram::Model {
                        gram,
                        term: t.term.clone(),
                    })
            })
            .collect();
        bulk::upsert::<search_gram::Entity, _, _>(&**tx, grams).await?;
    }
    Ok(())
}

/// The public threads in which a row of `search_term` stands.
fn stands(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "SELECT 1 FROM thread_search s WHERE s.terms @@ CAST(search_term.term AS tsquery)"
        }
        _ => "SELECT 1 FROM thread_fts WHERE thread_fts MATCH '\"' || search_term.term || '\"'",
    }
}

/// Takes words out of the vocabulary that stand in no public thread any more: a word that was
/// hidden or erased must not come back as a guess at what someone meant.
pub(super) async fn forget(tx: &Tx, words: impl Iterator<Item = &String>) -> Result<()> {
    let words: Vec<Value> = words
        .filter(|w| near::is_word(w))
        .map(|w| w.as_str().into())
        .collect();
    let stands = stands(tx.get_database_backend());
    for part in words.chunks(WORDS) {
        let list = placeholders(1, part.len(), 1);
        let gone: Vec<Term> = rows(
            &**tx,
            &format!(
                "DELETE FROM search_term WHERE term IN {list} AND NOT EXISTS ({stands})
                 RETURNING term"
            ),
            part.to_vec(),
        )
        .await?;
        let pairs: Vec<Value> = gone
            .iter()
            .flat_map(|t| {
                near::grams(&t.term)
                    .into_iter()
                    .flat_map(|gram| [gram.into(), t.term.as_str().into()])
            })
            .collect();
        for part in pairs.chunks(2 * WORDS) {
            let list = placeholders(part.len() / 2, 2, 1);
            run(
                &**tx,
                &format!("DELETE FROM search_gram WHERE (gram, term) IN (VALUES {list})"),
                part.to_vec(),
            )
            .await?;
        }
    }
    Ok(())
}

/// Which of these words stand in no public thread. Those that no vocabulary holds (numbers,
/// letters with digits) are not told of.
pub async fn unknown<C: ConnectionTrait>(db: &C, words: &[String]) -> Result<Vec<String>> {
    let asked: Vec<&String> = words.iter().filter(|w| near::is_word(w)).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let known: Vec<search_term::Model> = search_term::Entity::find()
        .filter(search_term::Column::Term.is_in(asked.iter().map(|w| w.as_str())))
        .all(db)
        .await?;
    Ok(asked
        .into_iter()
        .filter(|w| !known.iter().any(|k| k.term == **w))
        .cloned()
        .collect())
}

#[derive(FromQueryResult)]
struct Candidate {
    word: i64,
    term: String,
}

/// For each of a few words, given by the forms it may have, words of the vocabulary that are like
/// it: those that share the most pieces with it, and those that begin as one of its forms and are
/// about as long.
pub async fn candidates<C: ConnectionTrait>(
    db: &C,
    words: &[Vec<String>],
) -> Result<Vec<(usize, String)>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    let parts: Vec<String> = words
        .iter()
        .enumerate()
        .flat_map(|(n, forms)| {
            let all: BTreeSet<String> = forms.iter().flat_map(|w| near::grams(w)).collect();
            let grams: Vec<String> = all.into_iter().map(|g| sql.bind(g)).collect();
            let begins: Vec<String> = forms
                .iter()
                .filter(|w| w.is_ascii() && w.len() >= 2)
                .map(|w| {
                    let (least, most) = (w.len().saturating_sub(2), w.len() + 2);
                    let (from, to) = (sql.bind(&w[..2]), sql.bind(format!("{}{{", &w[..2])));
                    format!("(term >= {from} AND term < {to} AND LENGTH(term) BETWEEN {least} AND {most})")
                })
                .collect();
            let begins = if begins.is_empty() { "FALSE".to_owned() } else { begins.join(" OR ") };
            [
                format!(
                    "SELECT term FROM search_gram WHERE gram IN ({}) GROUP BY term
                     ORDER BY COUNT(*) DESC, LENGTH(term), term LIMIT 100",
                    grams.join(", ")
                ),
                format!("SELECT term FROM search_term WHERE {begins} ORDER BY term LIMIT 1000"),
            ]
            .map(|part| format!("SELECT CAST({n} AS BIGINT) AS word, term FROM ({part}) part"))
        })
        .collect();
    let found: Vec<Candidate> = rows(db, &parts.join(" UNION "), sql.values).await?;
    Ok(found
        .into_iter()
        .filter_map(|c| Some((usize::try_from(c.word).ok()?, c.term)))
        .collect())
}

#[derive(FromQueryResult)]
struct Use {
    term: String,
    n: i64,
}

/// In how many public threads each of a few words of the vocabulary stands, counted up to a
/// thousand.
pub async fn uses<C: ConnectionTrait>(db: &C, words: &[String]) -> Result<Vec<(String, i64)>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<Use> = rows(
        db,
        &format!(
            "SELECT term, (SELECT COUNT(*) FROM ({} LIMIT 1000) c) AS n
             FROM search_term WHERE term IN {} ORDER BY term",
            stands(db.get_database_backend()),
            placeholders(1, words.len(), 1)
        ),
        words.iter().map(|w| w.as_str().into()),
    )
    .await?;
    Ok(found.into_iter().map(|u| (u.term, u.n)).collect())
}
