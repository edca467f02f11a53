//! Roll-ups: figures of a unit's service on a day, kept in the transaction of each write.

use super::generations::Tag;
use super::{Tx, placeholders, rows, run};
use crate::domain::error::Result;
use crate::domain::ids::{ServiceId, UnitId};
use crate::domain::tally::Delta;
use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::BTreeMap;

/// A roll-up's figure: unit, service, period, measure, how many, and their total.
pub type Figure = (UnitId, ServiceId, String, &'static str, i64, i64);

/// Values in one statement: SQLite takes 32,766, PostgreSQL 65,535.
const VALUES: usize = 2_000;

/// Adds figures to a unit's service on a day (ISO date in the city's zone) and in its month.
pub async fn add(
    tx: &mut Tx,
    unit: UnitId,
    service: ServiceId,
    day: &str,
    deltas: Vec<Delta>,
) -> Result<()> {
    add_days(tx, unit, service, vec![(day.to_owned(), deltas)]).await
}

/// As [`add`], for several days at once.
pub async fn add_days(
    tx: &mut Tx,
    unit: UnitId,
    service: ServiceId,
    days: Vec<(String, Vec<Delta>)>,
) -> Result<()> {
    let (mut by_day, mut by_month) = (BTreeMap::new(), BTreeMap::new());
    for (day, deltas) in &days {
        let month = day.get(..7).unwrap_or(day);
        for d in deltas {
            for sum in [
                by_day.entry((day.as_str(), d.measure)).or_insert((0, 0)),
                by_month.entry((month, d.measure)).or_insert((0, 0)),
            ] {
                *sum = (sum.0 + d.n, sum.1 + d.total);
            }
        }
    }
    if by_day.is_empty() {
        return Ok(());
    }
    let figures = |sums: BTreeMap<(&str, &'static str), (i64, i64)>| -> Vec<Figure> {
        sums.into_iter()
            .map(|((period, measure), (n, total))| {
                (unit, service, period.to_owned(), measure, n, total)
            })
            .collect()
    };
    add_figures(tx, &figures(by_day), &figures(by_month)).await?;
    tx.touch(Tag::Unit(unit));
    tx.touch(Tag::City);
    Ok(())
}

/// Adds many figures, sorted by period and measure: in one order everywhere, so that two
/// transactions never wait for each other in a circle. The caller touches what they change.
pub async fn add_figures(tx: &Tx, days: &[Figure], months: &[Figure]) -> Result<()> {
    for (table, column, figures) in [("unit_day", "day", days), ("unit_month", "month", months)] {
        for part in figures.chunks(VALUES / 6) {
            let mut values: Vec<Value> = Vec::with_capacity(part.len() * 6);
            for (unit, service, period, measure, n, total) in part {
                values.extend([
                    (*unit).into(),
                    (*service).into(),
                    period.clone().into(),
                    (*measure).into(),
                    (*n).into(),
                    (*total).into(),
                ]);
            }
            let sql = format!(
                "INSERT INTO {table} (unit_id, service_id, {column}, measure, n, total) VALUES {}
                 ON CONFLICT (unit_id, {column}, measure, service_id) DO UPDATE
                 SET n = {table}.n + excluded.n, total = {table}.total + excluded.total",
                placeholders(part.len(), 6, 1)
            );
            run(&**tx, &sql, values).await?;
        }
    }
    Ok(())
}

/// A span of whole days or whole months, both ends in it, as ISO text.
#[derive(Copy, Clone, Debug)]
pub enum Span<'a> {
    Days(&'a str, &'a str),
    Months(&'a str, &'a str),
}

/// A stretch of one of the two tables: table, column, first, last.
type Stretch = (&'static str, &'static str, String, String);

impl Span<'_> {
    /// The fewest rows that make up the span: whole months from the months' table, and the days
    /// before and after them from the days'. At most three stretches.
    fn stretches(self) -> Vec<Stretch> {
        let days = |from: Date, to: Date| ("unit_day", "day", from.to_string(), to.to_string());
        let (from, to) = match self {
            Span::Months(from, to) => {
                return vec![("unit_month", "month", from.to_owned(), to.to_owned())];
            }
            Span::Days(from, to) => match (from.parse::<Date>(), to.parse::<Date>()) {
                (Ok(f), Ok(t)) => (f, t),
                _ => return vec![("unit_day", "day", from.to_owned(), to.to_owned())],
            },
        };
        let first = match from.day() {
            1 => from,
            _ => from.last_of_month().saturating_add(1.day()),
        };
        // The last day of the last whole month.
        let last = match to.saturating_add(1.day()).day() {
            1 => to,
            _ => to.first_of_month().saturating_sub(1.day()),
        };
        if first > last {
            return vec![days(from, to)];
        }
        let month = |d: Date| d.to_string().chars().take(7).collect::<String>();
        let mut all = vec![("unit_month", "month", month(first), month(last))];
        if from < first {
            all.push(days(from, first.saturating_sub(1.day())));
        }
        if last < to {
            all.push(days(last.saturating_add(1.day()), to));
        }
        all
    }

    /// Rows of the span as a table `f` for a FROM clause, of one unit or of all, of some measures
    /// or (none named) of all, with what is to be bound.
    fn rows(self, unit: Option<UnitId>, measures: &[&'static str]) -> (String, Vec<Value>) {
        let mut values: Vec<Value> = unit.into_iter().map(Value::from).collect();
        let mut of_measures = String::new();
        if !measures.is_empty() {
            let first = values.len() + 1;
            of_measures = format!(" AND measure IN {}", placeholders(1, measures.len(), first));
            values.extend(measures.iter().map(|m| Value::from(*m)));
        }
        let of_unit = if unit.is_some() {
            "unit_id = $1 AND "
        } else {
            ""
        };
        let mut parts = Vec::new();
        for (table, column, from, to) in self.stretches() {
            let at = values.len() + 1;
            parts.push(format!(
                "SELECT unit_id, service_id, measure, n, total FROM {table}
                 WHERE {of_unit}{column} >= ${at} AND {column} <= ${}{of_measures}",
                at + 1
            ));
            values.extend([from.into(), to.into()]);
        }
        (format!("({}) f", parts.join(" UNION ALL ")), values)
    }
}

#[derive(FromQueryResult)]
struct Sum {
    unit_id: UnitId,
    measure: String,
    n: i64,
    total: i64,
}

/// Figures by measure: how many, and the sum of what they measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures(BTreeMap<String, (i64, i64)>);

impl Figures {
    pub fn n(&self, measure: &str) -> i64 {
        self.0.get(measure).map_or(0, |f| f.0)
    }

    pub fn total(&self, measure: &str) -> i64 {
        self.0.get(measure).map_or(0, |f| f.1)
    }

    /// Adds others to them.
    pub fn add(&mut self, others: &Figures) {
        for (measure, (n, total)) in &others.0 {
            let sum = self.0.entry(measure.clone()).or_default();
            *sum = (sum.0 + n, sum.1 + total);
        }
    }
}

const SUMS: &str = "measure, CAST(SUM(n) AS BIGINT) AS n, CAST(SUM(total) AS BIGINT) AS total";

/// Sums over a span of one unit.
pub async fn of_unit<C: ConnectionTrait>(db: &C, unit: UnitId, span: Span<'_>) -> Result<Figures> {
    let (from, values) = span.rows(Some(unit), &[]);
    let sql = format!("SELECT unit_id, {SUMS} FROM {from} GROUP BY unit_id, measure");
    let sums: Vec<Sum> = rows(db, &sql, values).await?;
    Ok(Figures(
        sums.into_iter()
            .map(|s| (s.measure, (s.n, s.total)))
            .collect(),
    ))
}

#[derive(FromQueryResult)]
struct DaySum {
    day: String,
    measure: String,
    n: i64,
    total: i64,
}

/// Sums of each day of a unit, in order; days without any are left out.
pub async fn by_day<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    from: &str,
    to: &str,
) -> Result<BTreeMap<String, Figures>> {
    let sums: Vec<DaySum> = rows(
        db,
        "SELECT day, measure, CAST(SUM(n) AS BIGINT) AS n, CAST(SUM(total) AS BIGINT) AS total
         FROM unit_day WHERE unit_id = $1 AND day >= $2 AND day <= $3 GROUP BY day, measure",
        [unit.into(), from.into(), to.into()],
    )
    .await?;
    let mut days: BTreeMap<String, Figures> = BTreeMap::new();
    for s in sums {
        let figures = days.entry(s.day).or_default();
        figures.0.insert(s.measure, (s.n, s.total));
    }
    Ok(days)
}

#[derive(FromQueryResult)]
struct ServiceSum {
    service_id: ServiceId,
    measure: String,
    n: i64,
    total: i64,
}

/// Sums over a span of each service of a unit, in one statement.
pub async fn of_services<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    span: Span<'_>,
) -> Result<BTreeMap<ServiceId, Figures>> {
    let (from, values) = span.rows(Some(unit), &[]);
    let sql = format!("SELECT service_id, {SUMS} FROM {from} GROUP BY service_id, measure");
    let sums: Vec<ServiceSum> = rows(db, &sql, values).await?;
    let mut services: BTreeMap<ServiceId, Figures> = BTreeMap::new();
    for s in sums {
        let figures = services.entry(s.service_id).or_default();
        figures.0.insert(s.measure, (s.n, s.total));
    }
    Ok(services)
}

/// Sums over a span of every unit, in one statement; of some measures, or with none named of all.
pub async fn of_all_units<C: ConnectionTrait>(
    db: &C,
    span: Span<'_>,
    measures: &[&'static str],
) -> Result<BTreeMap<UnitId, Figures>> {
    let (from, values) = span.rows(None, measures);
    let sql = format!("SELECT unit_id, {SUMS} FROM {from} GROUP BY unit_id, measure");
    let sums: Vec<Sum> = rows(db, &sql, values).await?;
    let mut units: BTreeMap<UnitId, Figures> = BTreeMap::new();
    for s in sums {
        let figures = units.entry(s.unit_id).or_default();
        figures.0.insert(s.measure, (s.n, s.total));
    }
    Ok(units)
}

/// One month's figure.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MonthFigure {
    /// `YYYY-MM`.
    pub month: String,
    pub measure: String,
    pub n: i64,
}

/// Polarity of a unit's posts by month, `from..=to` (`YYYY-MM`).
pub async fn polarity_by_month<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    from: &str,
    to: &str,
) -> Result<Vec<MonthFigure>> {
    Ok(rows(
        db,
        "SELECT month, measure, CAST(SUM(n) AS BIGINT) AS n
         FROM unit_month WHERE unit_id = $1 AND month >= $2 AND month <= $3
            AND measure IN ('polarity.negative', 'polarity.neutral', 'polarity.positive')
         GROUP BY month, measure ORDER BY month",
        [unit.into(), from.into(), to.into()],
    )
    .await?)
}

/// A figure of a day or a month.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PeriodFigure {
    /// ISO date or `YYYY-MM`.
    pub period: String,
    pub measure: String,
    pub n: i64,
}

/// Posts by polarity, for a trend.
const TREND: &str = "'posts', 'polarity.negative', 'polarity.neutral', 'polarity.positive',
    'polarity.uncertain'";

/// What a trend of a unit, or of all, is drawn from, by day or by month as the span says, oldest first.
pub async fn trend<C: ConnectionTrait>(
    db: &C,
    unit: Option<UnitId>,
    span: Span<'_>,
) -> Result<Vec<PeriodFigure>> {
    let (table, column, from, to) = match span {
        Span::Days(from, to) => ("unit_day", "day", from, to),
        Span::Months(from, to) => ("unit_month", "month", from, to),
    };
    let mut values: Vec<Value> = vec![from.into(), to.into()];
    let of_unit = match unit {
        Some(unit) => {
            values.push(unit.into());
            "unit_id = $3 AND "
        }
        None => "",
    };
    Ok(rows(
        db,
        &format!(
            "SELECT {column} AS period, measure, CAST(SUM(n) AS BIGINT) AS n FROM {table}
             WHERE {of_unit}{column} >= $1 AND {column} <= $2 AND measure IN ({TREND})
             GROUP BY {column}, measure ORDER BY {column}"
        ),
        values,
    )
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(from: &str, to: &str) -> Vec<String> {
        Span::Days(from, to)
            .stretches()
            .into_iter()
            .map(|(_, column, from, to)| format!("{column} {from}..{to}"))
            .collect()
    }

    #[test]
    fn a_span_of_days_takes_whole_months_where_it_can() {
        for (from, to, expected) in [
            (
                "2026-11-02",
                "2026-11-24",
                vec!["day 2026-11-02..2026-11-24"],
            ),
            ("2026-11-01", "2026-11-30", vec!["month 2026-11..2026-11"]),
            ("2026-01-01", "2026-12-31", vec!["month 2026-01..2026-12"]),
            (
                "2026-01-01",
                "2026-11-24",
                vec!["month 2026-01..2026-10", "day 2026-11-01..2026-11-24"],
            ),
            (
                "2025-11-25",
                "2026-02-01",
                vec![
                    "month 2025-12..2026-01",
                    "day 2025-11-25..2025-11-30",
                    "day 2026-02-01..2026-02-01",
                ],
            ),
            (
                "2026-10-31",
                "2026-11-01",
                vec!["day 2026-10-31..2026-11-01"],
            ),
            (
                "2026-11-24",
                "2026-11-23",
                vec!["day 2026-11-24..2026-11-23"],
            ),
        ] {
            assert_eq!(stretches(from, to), expected, "{from} {to}");
        }
    }
}
