//! Units, services, holidays, people, and the 49 respondents of a published survey.

use super::State;
use super::chance::Chance;
use crate::app::App;
use crate::domain::calendar::Calendar;
use crate::domain::deadline::DeadlineClass;
use crate::domain::error::{Error, Result};
use crate::domain::ids::{AccountId, GrantId, ServiceId, UnitId};
use crate::domain::lang::Lang;
use crate::domain::person::Role;
use crate::domain::rating::{Answers, Channel, Score};
use crate::domain::tally;
use crate::domain::time::{DAY_MS, HOUR_MS};
use crate::flows::demo::{self, DemoPerson};
use crate::keys::Purpose;
use crate::store::entity::{account, holiday, rating, role_grant, service, unit};
use crate::store::generations::Tag;
use crate::store::ratings::NewRating;
use crate::store::{Tx, bulk, rollups, settings};
use serde::Deserialize;
use uuid::Uuid;

const CITY: &str = include_str!("../../../assets/demo/city.toml");
const RESPONDENTS: &str = include_str!("../../../assets/demo/respondents.csv");
const HOLIDAYS: &str = include_str!("../../../assets/calendar/indonesia.csv");

/// The service that the survey's respondents rate. Nobody else answers elements of its unit, so
/// that it shows the survey's published index.
pub const SURVEYED: (&str, &str) = ("dukcapil", "ktp-el");

#[derive(Deserialize)]
struct File {
    units: Vec<UnitLine>,
    services: Vec<ServiceLine>,
}

#[derive(Deserialize)]
struct UnitLine {
    slug: String,
    name: String,
    short_name: String,
    kind: String,
    #[serde(default)]
    parent: String,
    description: String,
    address: String,
    hours: String,
    phone: String,
}

#[derive(Deserialize)]
struct ServiceLine {
    slug: String,
    unit: String,
    topic: String,
    name: String,
    description: String,
    deadline_class: String,
    synonyms: Vec<String>,
}

/// An id that follows from a name, so that the same city is made each time.
pub fn id_of(kind: &str, name: &str) -> Uuid {
    Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        format!("palanta:demo:{kind}:{name}").as_bytes(),
    )
}

pub fn unit_id(slug: &str) -> UnitId {
    UnitId(id_of("unit", slug))
}

pub fn service_id(unit: &str, slug: &str) -> ServiceId {
    ServiceId(id_of("service", &format!("{unit}/{slug}")))
}

pub fn account_id(email: &str) -> AccountId {
    AccountId(id_of("account", email))
}

fn faulty(what: &str, fault: impl std::fmt::Display) -> Error {
    Error::Internal(format!("{what}: {fault}"))
}

fn read() -> Result<File> {
    toml::from_str(CITY).map_err(|e| faulty("city.toml", e))
}

/// What each service is about, by unit and service slug: leads to titles and answers that fit.
pub fn topics() -> Result<Vec<((UnitId, ServiceId), String)>> {
    Ok(read()?
        .services
        .into_iter()
        .map(|s| ((unit_id(&s.unit), service_id(&s.unit, &s.slug)), s.topic))
        .collect())
}

/// Makes the city in one transaction.
pub async fn found(app: &App, state: State) -> Result<()> {
    let file = read()?;
    let mut tx = app.store.begin().await?;
    places(&tx, file).await?;
    let holidays = Calendar::parse_csv(HOLIDAYS).map_err(|f| faulty("calendar", f.len()))?;
    let holidays = holidays.into_iter().map(|h| holiday::Model {
        day: h.date.to_string(),
        name: h.name,
    });
    bulk::insert::<holiday::Entity, _, _>(&*tx, holidays.collect()).await?;
    people(&tx, state).await?;
    respondents(app, &mut tx, state).await?;
    super::stories::note_events(app, &tx, state.made).await?;
    settings::set(&*tx, super::STATE, &state.text()).await?;
    tx.touch(Tag::Everything);
    tx.commit().await
}

async fn places(tx: &Tx, file: File) -> Result<()> {
    let units = (0..).zip(file.units).map(|(position, u)| unit::Model {
        id: unit_id(&u.slug),
        parent_id: (!u.parent.is_empty()).then(|| unit_id(&u.parent)),
        slug: u.slug,
        name: u.name,
        short_name: u.short_name,
        kind: u.kind,
        description: u.description,
        address: u.address,
        phone: u.phone,
        hours: u.hours,
        position,
        active: true,
    });
    bulk::insert::<unit::Entity, _, _>(&**tx, units.collect()).await?;
    let mut services = Vec::with_capacity(file.services.len());
    for (position, s) in (0..).zip(file.services) {
        if DeadlineClass::parse(&s.deadline_class).is_none() {
            return Err(faulty("city.toml", format!("{}: deadline_class", s.slug)));
        }
        services.push(service::Model {
            id: service_id(&s.unit, &s.slug),
            unit_id: unit_id(&s.unit),
            slug: s.slug,
            name: s.name,
            description: s.description,
            synonyms: s.synonyms.join(", "),
            deadline_class: s.deadline_class,
            position,
            active: true,
        });
    }
    bulk::insert::<service::Entity, _, _>(&**tx, services).await
}

async fn people(tx: &Tx, state: State) -> Result<()> {
    // Everyone has been there since before the first thread.
    let since = state.made.plus_ms(-600 * DAY_MS);
    let everyone: &[DemoPerson] = demo::people();
    let accounts = everyone.iter().map(|p| account::Model {
        id: account_id(&p.email),
        email: p.email.clone(),
        name: p.name.clone(),
        lang: Lang::parse(&p.language).unwrap_or_default(),
        created_ms: since,
    });
    bulk::insert::<account::Entity, _, _>(&**tx, accounts.collect()).await?;
    let grants = everyone.iter().filter_map(|p| {
        let role = Role::parse(&p.role)?;
        Some(role_grant::Model {
            id: GrantId(id_of("grant", &p.email)),
            account_id: account_id(&p.email),
            role,
            unit_id: role.needs_unit().then(|| unit_id(&p.unit)),
            position: p.position.clone(),
            granted_by: None,
            granted_ms: since,
            ended_ms: None,
        })
    });
    bulk::insert::<role_grant::Entity, _, _>(&**tx, grants.collect()).await
}

/// The survey's answers, spread over the three months before.
async fn respondents(app: &App, tx: &mut Tx, state: State) -> Result<()> {
    let place = (unit_id(SURVEYED.0), service_id(SURVEYED.0, SURVEYED.1));
    let mut models: Vec<rating::Model> = Vec::new();
    let mut reader = csv::Reader::from_reader(RESPONDENTS.as_bytes());
    for (n, record) in reader.records().enumerate() {
        let record = record.map_err(|e| faulty("respondents.csv", e))?;
        let mut answers = Answers::default();
        for (element, cell) in answers.elements.iter_mut().zip(record.iter().skip(1)) {
            *element = Score::parse(cell);
        }
        let mut chance = Chance::new("respondent", n as u64);
        let at = state
            .made
            .plus_ms(-DAY_MS * chance.between(3, 90) - HOUR_MS * chance.between(0, 8));
        let day = app.day(at);
        rollups::add(tx, place.0, place.1, &day, tally::of_rating(&answers)).await?;
        let new = NewRating {
            unit: place.0,
            service: place.1,
            day,
            rater: app.keys.hash(Purpose::Rater, &format!("respondent {n}")),
            channel: Channel::Import,
            answers,
            at,
        };
        models.push(new.into_model());
    }
    bulk::insert::<rating::Entity, _, _>(&**tx, models).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ikm::{ElementTally, Ikm};
    use crate::queries::needs::{About, Needs};

    /// What people type leads to the right service, within the first three.
    #[test]
    fn needs_lead_to_their_service() {
        let file = read().expect("city.toml");
        let synonyms: Vec<String> = file
            .services
            .iter()
            .map(|s| s.synonyms.join(", "))
            .collect();
        let unit = |slug: &str| file.units.iter().find(|u| u.slug == slug).expect("a unit");
        let needs = Needs::new(file.services.iter().zip(&synonyms).map(|(s, said)| About {
            name: &s.name,
            synonyms: said,
            owner: &unit(&s.unit).name,
            description: &s.description,
        }));
        let fits = |part: &str, wanted: &str| match wanted.strip_suffix('*') {
            Some(start) => part.starts_with(start),
            None => part == wanted,
        };
        let list = include_str!("../../../tests/needs.tsv");
        let lines: Vec<(&str, &str)> = list
            .lines()
            .filter(|l| !l.starts_with('#'))
            .map(|l| l.split_once('\t').expect("two columns"))
            .collect();
        assert!(lines.len() >= 60, "{}", lines.len());
        let mut wrong = Vec::new();
        for (typed, wanted) in &lines {
            let (of, service) = wanted.split_once('/').expect("unit/service");
            let first = needs
                .find(typed)
                .into_iter()
                .take(3)
                .map(|found| &file.services[found.at]);
            let first: Vec<_> = first.collect();
            if !first
                .iter()
                .any(|s| fits(&s.unit, of) && fits(&s.slug, service))
            {
                let got: Vec<&str> = first.iter().map(|s| s.slug.as_str()).collect();
                wrong.push(format!("{typed}: {wanted}, got {got:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        // What no service is for is not said to be found.
        for typed in ["pajak", "SIM"] {
            let found = needs.find(typed);
            assert!(found.iter().all(|f| f.guessed), "{typed}: {found:?}");
        }
        // Every service is meant by some line.
        for s in &file.services {
            let meant = lines.iter().any(|(_, wanted)| {
                wanted
                    .split_once('/')
                    .is_some_and(|(of, service)| fits(&s.unit, of) && fits(&s.slug, service))
            });
            assert!(meant, "nobody needs {}/{}", s.unit, s.slug);
        }
    }

    #[test]
    fn the_city_is_whole() {
        let file = read().expect("city.toml");
        assert!(file.units.len() >= 15 && file.services.len() >= 60);
        for s in &file.services {
            assert!(file.units.iter().any(|u| u.slug == s.unit), "{}", s.slug);
        }
        for p in demo::people() {
            assert!(
                p.unit.is_empty() || file.units.iter().any(|u| u.slug == p.unit),
                "{}",
                p.email
            );
            assert!(
                p.role.is_empty() || Role::parse(&p.role).is_some(),
                "{}",
                p.email
            );
        }
        for u in &file.units {
            for role in ["staff", "unit_head"] {
                let held = demo::people()
                    .iter()
                    .any(|p| p.role == role && p.unit == u.slug);
                assert!(held, "{} has no {role}", u.slug);
            }
        }
    }

    #[test]
    fn the_survey_shows_its_published_index() {
        let mut tallies = [ElementTally { n: 0, sum: 0 }; 9];
        let mut n = 0;
        for record in csv::Reader::from_reader(RESPONDENTS.as_bytes()).records() {
            let record = record.expect("a line");
            n += 1;
            for (tally, cell) in tallies.iter_mut().zip(record.iter().skip(1)) {
                tally.n += 1;
                tally.sum += cell.parse::<u64>().expect("a mark");
            }
        }
        assert_eq!(n, 49);
        let ikm = Ikm::published(&tallies, n, 10).expect("an index");
        assert!((ikm.rounded - 78.74).abs() < 1e-9, "{}", ikm.rounded);
        assert_eq!(ikm.class.as_str(), "B");
    }
}
