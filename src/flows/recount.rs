//! Comparing the roll-ups with a full recount, and putting them right.

use super::{guide, words};
use crate::app::App;
use crate::domain::error::Result;
use crate::domain::ids::PostId;
use crate::domain::rating::Score;
use crate::store::recount::{self, Counted, Place, Sums};

/// Posts read in a transaction.
const BATCH: u64 = 500;
/// Differences that are told one by one.
const TOLD: usize = 20;

/// A figure that is not what its parts come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub place: Place,
    /// A day or a month.
    pub period: String,
    pub measure: String,
    /// How many and their total: as it stands, and as it should.
    pub stands: (i64, i64),
    pub counted: (i64, i64),
}

/// What a check has found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub places: usize,
    pub figures: usize,
    pub differences: usize,
    /// The first of the differences.
    pub first: Vec<Difference>,
    /// Posts whose elements were read and answers that were measured for it.
    pub read: usize,
    pub repaired: usize,
}

fn compare(place: Place, stands: &Sums, counted: &Sums, found: &mut Found) {
    let mut keys: Vec<_> = stands.keys().chain(counted.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    found.figures += keys.len();
    for key in keys {
        let of = |sums: &Sums| sums.get(key).copied().unwrap_or_default();
        let (stands, counted) = (of(stands), of(counted));
        if stands != counted {
            found.differences += 1;
            if found.first.len() < TOLD {
                found.first.push(Difference {
                    place,
                    period: key.0.clone(),
                    measure: key.1.clone(),
                    stands,
                    counted,
                });
            }
        }
    }
}

fn compare_both(place: Place, stands: &Counted, counted: &Counted, found: &mut Found) -> bool {
    let before = found.differences;
    compare(place, &stands.days, &counted.days, found);
    compare(place, &stands.months, &counted.months, found);
    found.differences > before
}

/// Compares every figure with a recount, all as they stand at one moment; writes nothing.
pub async fn check(app: &App) -> Result<Found> {
    let mut found = Found::default();
    let snapshot = recount::snapshot(&app.store).await?;
    for place in recount::places(&snapshot).await? {
        let counted = recount::count(&snapshot, place, |at| app.day(at)).await?;
        let stands = recount::standing(&snapshot, place).await?;
        compare_both(place, &stands, &counted, &mut found);
        found.places += 1;
    }
    Ok(found)
}

/// As [`check`], and puts right what differs, a service in a transaction; others may write
/// meanwhile, but not to the figures of that moment. What was written before elements were looked
/// for, or answer times measured, is read first.
pub async fn repair(app: &App) -> Result<Found> {
    let mut found = Found {
        read: read_posts(app).await? + measure_answers(app).await?,
        ..Found::default()
    };
    let places = recount::places(app.store.read()).await?;
    for place in places {
        let mut tx = app.store.begin().await?;
        recount::lock(&tx).await?;
        let counted = recount::count(&*tx, place, |at| app.day(at)).await?;
        let stands = recount::standing(&*tx, place).await?;
        found.places += 1;
        if compare_both(place, &stands, &counted, &mut found) {
            recount::replace(&mut tx, place, counted).await?;
            tx.commit().await?;
            found.repaired += 1;
        }
    }
    Ok(found)
}

async fn read_posts(app: &App) -> Result<usize> {
    let (mut after, mut read): (Option<PostId>, usize) = (None, 0);
    loop {
        let posts = recount::unread(app.store.read(), after, BATCH).await?;
        let Some(last) = posts.last() else {
            return Ok(read);
        };
        after = Some(last.id);
        read += posts.len();
        let guide = guide::guide(app).await?;
        let tx = app.store.begin().await?;
        for post in posts {
            let reading = match post.opening {
                true => {
                    let mark = post.overall.and_then(|n| Score::new(u8::try_from(n).ok()?));
                    words::read_opening(&post.title, &post.body, post.kind, mark, &guide.elements)
                }
                false => words::read(&post.body, &guide.elements),
            };
            recount::note_elements(&tx, post.id, reading.elements).await?;
        }
        tx.commit().await?;
    }
}

async fn measure_answers(app: &App) -> Result<usize> {
    let city = app.city().await?;
    let mut measured = 0;
    loop {
        let answers = recount::unmeasured(app.store.read(), BATCH).await?;
        if answers.is_empty() {
            return Ok(measured);
        }
        measured += answers.len();
        let tx = app.store.begin().await?;
        for a in answers {
            let from = a.at_ms.plus_ms(-a.took_ms);
            let work = city.calendar.working_ms_between(from, a.at_ms);
            recount::note_work(&tx, a.thread_id, work).await?;
        }
        tx.commit().await?;
    }
}
