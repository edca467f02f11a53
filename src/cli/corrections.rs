//! `palanta sentiment export-corrections`: what people have corrected, as labelled sentences.

use super::{open_tool, say};
use crate::config::Config;
use crate::domain::sentiment::Mentions;
use crate::store::corrections::{self, Corrected};
use crate::text::{elements, plain};
use std::io::Write;
use std::path::Path;

/// Posts read at a time.
const BATCH: u64 = 500;
/// Characters of a post's text: all of it.
const TEXT_MAX: usize = 6_000;

/// Writes corrected public posts, oldest first, to a file that must not be there yet.
///
/// # Errors
/// What could not be read or written, in a line.
pub async fn export(config: Config, file: &Path, by_elements: bool) -> Result<(), String> {
    let fault = |e: std::io::Error| format!("{}: {e}", file.display());
    let app = open_tool(config).await?;
    let out = std::fs::File::create_new(file).map_err(fault)?;
    let mut out = std::io::BufWriter::new(out);
    if !by_elements {
        writeln!(out, "text\telements\tlabel").map_err(fault)?;
    }
    let (mut after, mut n) = (None, 0);
    loop {
        let posts = corrections::public(app.store.read(), after, BATCH)
            .await
            .map_err(say)?;
        let Some(last) = posts.last() else { break };
        after = Some((last.corrected_ms, last.id));
        n += posts.len();
        for post in &posts {
            writeln!(out, "{}", line(post, by_elements)).map_err(fault)?;
        }
    }
    out.flush().map_err(fault)?;
    println!("{}: {n} corrected posts", file.display());
    app.store.clone().close().await.map_err(say)
}

/// What the public sees of a post, in one line without tabs.
fn text(post: &Corrected) -> String {
    let words = plain::of_html(&post.shown, TEXT_MAX);
    let said = if post.opening {
        format!("{}. {words}", post.title)
    } else {
        words
    };
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(post: &Corrected, by_elements: bool) -> String {
    let (text, mentions) = (text(post), written(&post.elements));
    if by_elements {
        // The language is not known; the sentences are for looking at while the lexicon grows.
        format!("seen\tid\t{text}\t{mentions}")
    } else {
        format!("{text}\t{mentions}\t{}", post.polarity.as_str())
    }
}

/// As in assets/elements/labelled.tsv: `waktu- perilaku+`, or `-` for none.
fn written(mentions: &Mentions) -> String {
    let all: Vec<String> = mentions
        .iter()
        .map(|(e, p)| format!("{}{}", elements::NAMES[e.index()], p.sign()))
        .collect();
    if all.is_empty() {
        "-".to_owned()
    } else {
        all.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PostId;
    use crate::domain::sentiment::Polarity;
    use crate::domain::time::Instant;
    use crate::text::sentiment::labelled;

    #[test]
    fn what_is_exported_can_be_trained_on_and_measured() {
        let post = Corrected {
            id: PostId::new(),
            opening: true,
            title: "Antrean\tlama".into(),
            shown: "<p>Petugas &amp; loket<br>\n\"ramah\"</p>".into(),
            polarity: Polarity::Negative,
            elements: Mentions::parse("u3- u7+").expect("mentions"),
            corrected_ms: Instant(0),
        };
        let file = format!("text\telements\tlabel\n{}\n", line(&post, false));
        let read = labelled::read(&file).expect("sentences");
        assert_eq!(read[0].0, "Antrean lama. Petugas & loket \"ramah\"");
        assert_eq!(read[0].1.as_str(), "negative");
        let file = line(&post, true);
        let read = elements::eval::read(&file).expect("sentences");
        assert_eq!(elements::eval::written(&read[0].labels), "waktu- perilaku+");
    }
}
