//! Finding a unit and a service: by words, or by walking the list.

use crate::app::App;
use crate::domain::error::{Error, Result};

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

/// Services whose name, synonyms, description or unit hold the words, best first; at most 12.
pub async fn search(app: &App, q: &str) -> Result<Vec<Place>> {
    let words: Vec<String> = q
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() > 1)
        .take(8)
        .map(|w| w.chars().take(30).collect())
        .collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let city = app.city().await?;
    let d = &city.directory;
    let mut hits: Vec<(usize, Place)> = Vec::new();
    for s in d.services.iter().filter(|s| s.active) {
        let Some(unit) = d.unit(s.unit_id).filter(|u| u.active) else {
            continue;
        };
        let fields = [
            (6, s.name.to_lowercase()),
            (5, s.synonyms.to_lowercase()),
            (
                3,
                format!("{} {}", unit.name, unit.short_name).to_lowercase(),
            ),
            (1, s.description.to_lowercase()),
        ];
        let score: usize = words
            .iter()
            .map(|w| {
                fields
                    .iter()
                    .filter(|(_, text)| text.contains(w.as_str()))
                    .map(|(weight, _)| weight)
                    .sum::<usize>()
            })
            .sum();
        if score > 0 {
            let place = Place {
                path: format!("{}/{}", unit.slug, s.slug),
                service: s.name.clone(),
                description: s.description.clone(),
                unit: unit.name.clone(),
                unit_slug: unit.slug.clone(),
            };
            hits.push((score, place));
        }
    }
    hits.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    hits.truncate(12);
    Ok(hits.into_iter().map(|(_, place)| place).collect())
}
