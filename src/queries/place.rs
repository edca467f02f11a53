//! Finding a unit and a service: by words, or by walking the list.

use super::needs::{About, Needs};
use crate::app::{App, City};
use crate::domain::error::{Error, Result};
use crate::store::entity::service::Model as Service;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// A service, where it is offered.
#[derive(Clone, Debug)]
pub struct Place {
    /// `unit-slug/service-slug`.
    pub path: String,
    pub service: String,
    pub description: String,
    pub unit: String,
    pub unit_slug: String,
}

impl Place {
    /// Service, unit, and what the service is for, in a line.
    pub fn about(&self) -> String {
        format!("{} · {}. {}", self.service, self.unit, self.description)
    }
}

/// A unit in a list to choose from.
#[derive(Clone, Debug)]
pub struct UnitChoice {
    pub slug: String,
    pub name: String,
    pub description: String,
    pub services: usize,
}

pub async fn units(app: &App) -> Result<Vec<UnitChoice>> {
    let city = app.city().await?;
    let d = &city.directory;
    Ok(d.units
        .iter()
        .filter(|u| u.active)
        .map(|u| UnitChoice {
            slug: u.slug.clone(),
            name: u.name.clone(),
            description: u.description.clone(),
            services: d.services_of(u.id).count(),
        })
        .collect())
}

/// What a list's filter offers to choose from: slug or path, and name.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub units: Vec<(String, String)>,
    /// Those of the unit that is chosen; all there are would be too many to choose from.
    pub services: Vec<(String, String)>,
    /// The unit that is chosen, or that the chosen service is of.
    pub unit: String,
}

/// The choices of a filter in which a unit (slug) or a service (path) may be chosen.
pub async fn choices(app: &App, unit: &str, service: &str) -> Result<Choices> {
    let city = app.city().await?;
    let d = &city.directory;
    let unit = match unit {
        "" => service.split('/').next().unwrap_or(""),
        unit => unit,
    };
    let chosen = d.unit_by_slug(unit);
    Ok(Choices {
        units: d
            .units
            .iter()
            .filter(|u| u.active)
            .map(|u| (u.slug.clone(), u.name.clone()))
            .collect(),
        services: chosen.map_or_else(Vec::new, |u| {
            d.services_of(u.id)
                .map(|s| (format!("{}/{}", u.slug, s.slug), s.name.clone()))
                .collect()
        }),
        unit: unit.to_owned(),
    })
}

/// A unit's services.
pub async fn services(app: &App, unit: &str) -> Result<(String, Vec<Place>)> {
    let city = app.city().await?;
    let unit = city.directory.unit_by_slug(unit).ok_or(Error::NotFound)?;
    let places = city
        .directory
        .services_of(unit.id)
        .map(|s| Place {
            path: format!("{}/{}", unit.slug, s.slug),
            service: s.name.clone(),
            description: s.description.clone(),
            unit: unit.name.clone(),
            unit_slug: unit.slug.clone(),
        })
        .collect();
    Ok((unit.name.clone(), places))
}

/// One service by its path.
pub async fn place(app: &App, path: &str) -> Result<Place> {
    let city = app.city().await?;
    let (unit, s) = city
        .directory
        .service_by_path(path)
        .ok_or(Error::NotFound)?;
    Ok(Place {
        path: path.to_owned(),
        service: s.name.clone(),
        description: s.description.clone(),
        unit: unit.name.clone(),
        unit_slug: unit.slug.clone(),
    })
}

/// The needs of a city, until it changes: reading all its words takes milliseconds.
static READ: Mutex<Option<(Weak<City>, Arc<Needs>)>> = Mutex::new(None);

fn needs(city: &Arc<City>) -> Arc<Needs> {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, needs)) = read.as_ref()
        && std::ptr::eq(of.as_ptr(), Arc::as_ptr(city))
    {
        return needs.clone();
    }
    let d = &city.directory;
    let unit = |s: &Service| d.unit(s.unit_id).map_or("", |u| u.name.as_str());
    let needs = Arc::new(Needs::new(d.services.iter().map(|s| About {
        name: &s.name,
        synonyms: &s.synonyms,
        owner: unit(s),
        description: &s.description,
    })));
    // As long as it is remembered here, no other city can come to stand in its place.
    *read = Some((Arc::downgrade(city), needs.clone()));
    needs
}

/// Services offered that are only guessed.
const GUESSES: usize = 5;

/// Services that meet what is typed, by their name, what people say for them, their unit and their
/// description; best first, at most 12. Beside them those that are only guessed, a few.
pub async fn search(app: &App, q: &str) -> Result<(Vec<Place>, Vec<Place>)> {
    let city = app.city().await?;
    let d = &city.directory;
    let found = needs(&city).find(q).into_iter();
    let found: Vec<(bool, Place)> = found
        .filter_map(|found| {
            let s = d.services.get(found.at).filter(|s| s.active)?;
            let unit = d.unit(s.unit_id).filter(|u| u.active)?;
            let place = Place {
                path: format!("{}/{}", unit.slug, s.slug),
                service: s.name.clone(),
                description: s.description.clone(),
                unit: unit.name.clone(),
                unit_slug: unit.slug.clone(),
            };
            Some((found.guessed, place))
        })
        .take(12)
        .collect();
    let (mut guessed, said): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(guessed, _)| *guessed);
    guessed.truncate(GUESSES);
    let places = |all: Vec<(bool, Place)>| all.into_iter().map(|(_, place)| place).collect();
    Ok((places(said), places(guessed)))
}
