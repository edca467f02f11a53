//! Ratings: one person, one rating of a service a day.

use super::entity::rating;
use super::{Tx, row, run};
use crate::domain::error::Result;
use crate::domain::ids::{RatingId, ServiceId, UnitId};
use crate::domain::rating::{Answers, Channel, Score};
use crate::domain::time::Instant;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

/// A rating to be counted.
#[derive(Clone, Debug)]
pub struct NewRating {
    pub unit: UnitId,
    pub service: ServiceId,
    /// ISO date in the city's zone.
    pub day: String,
    /// Who rates, by keyed hash: account, visit or device.
    pub rater: String,
    pub channel: Channel,
    pub answers: Answers,
    pub at: Instant,
}

impl NewRating {
    pub fn into_model(self) -> rating::Model {
        let e = self.answers.elements.map(|s| s.map(|s| i64::from(s.get())));
        rating::Model {
            id: RatingId::new(),
            unit_id: self.unit,
            service_id: self.service,
            day: self.day,
            rater: self.rater,
            channel: self.channel,
            overall: self.answers.overall.map(|s| s.get().into()),
            u1: e[0],
            u2: e[1],
            u3: e[2],
            u4: e[3],
            u5: e[4],
            u6: e[5],
            u7: e[6],
            u8: e[7],
            u9: e[8],
            created_ms: self.at,
            excluded: false,
        }
    }
}

/// Stores a rating. `None` if this person has rated the service that day.
pub async fn insert(tx: &Tx, new: NewRating) -> Result<Option<RatingId>> {
    let m = new.into_model();
    let sql = format!(
        "INSERT INTO rating (id, unit_id, service_id, day, rater, channel, overall,
            u1, u2, u3, u4, u5, u6, u7, u8, u9, created_ms)
         VALUES {} ON CONFLICT (service_id, day, rater) DO NOTHING",
        super::placeholders(1, 17, 1)
    );
    let values = [
        m.id.into(),
        m.unit_id.into(),
        m.service_id.into(),
        m.day.into(),
        m.rater.into(),
        m.channel.into(),
        m.overall.into(),
        m.u1.into(),
        m.u2.into(),
        m.u3.into(),
        m.u4.into(),
        m.u5.into(),
        m.u6.into(),
        m.u7.into(),
        m.u8.into(),
        m.u9.into(),
        m.created_ms.into(),
    ];
    let inserted = run(&**tx, &sql, values).await? == 1;
    Ok(inserted.then_some(m.id))
}

/// Overall marks of a service: how many, and their sum.
#[derive(Copy, Clone, Debug, Default, FromQueryResult)]
pub struct Marks {
    pub n: i64,
    pub total: i64,
}

/// Overall marks of a unit's service since a month (`YYYY-MM`).
pub async fn marks<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    service: ServiceId,
    from: &str,
) -> Result<Marks> {
    let found: Option<Marks> = row(
        db,
        "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n,
            CAST(COALESCE(SUM(total), 0) AS BIGINT) AS total
         FROM unit_month WHERE unit_id = $1 AND service_id = $2 AND month >= $3 AND measure = $4",
        [
            unit.into(),
            service.into(),
            from.into(),
            crate::domain::tally::OVERALL.into(),
        ],
    )
    .await?;
    Ok(found.unwrap_or_default())
}

/// What a rating answered.
pub fn answers(m: &rating::Model) -> Answers {
    let score = |n: Option<i64>| n.and_then(|n| u8::try_from(n).ok()).and_then(Score::new);
    Answers {
        overall: score(m.overall),
        elements: [m.u1, m.u2, m.u3, m.u4, m.u5, m.u6, m.u7, m.u8, m.u9].map(score),
    }
}

/// Reads a rating to change it; see [`super::threads::for_update`].
pub async fn for_update(tx: &Tx, id: RatingId) -> Result<Option<rating::Model>> {
    Ok(rating::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&**tx)
        .await?)
}

/// Ratings by their identifiers.
pub async fn of_ids<C: ConnectionTrait>(db: &C, ids: &[RatingId]) -> Result<Vec<rating::Model>> {
    Ok(rating::Entity::find()
        .filter(rating::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}

/// Notes whether a rating is out of the figures; the caller changes these.
pub async fn set_excluded(tx: &Tx, id: RatingId, excluded: bool) -> Result<()> {
    run(
        &**tx,
        "UPDATE rating SET excluded = $1 WHERE id = $2",
        [excluded.into(), id.into()],
    )
    .await?;
    Ok(())
}
