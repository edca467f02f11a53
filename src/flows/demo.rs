//! People of the demonstration city, whose sign-in links the `demo` command prints.

use serde::Deserialize;
use std::sync::LazyLock;

/// Someone made up, who has an account in the demonstration.
#[derive(Clone, Debug)]
pub struct DemoPerson {
    /// What they are to the city, in one or two English words.
    pub label: &'static str,
    /// Last part of the sign-in link.
    pub slug: String,
    pub email: String,
    pub name: String,
    /// Under which they write, if not by name.
    pub pseudonym: String,
    pub language: String,
    /// Text form of a [`Role`](crate::domain::person::Role); empty for citizens.
    pub role: String,
    /// A unit's slug; empty for citizens and city-wide roles.
    pub unit: String,
    pub position: String,
}

#[derive(Deserialize)]
struct File {
    people: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    email: String,
    name: String,
    #[serde(default)]
    pseudonym: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    position: String,
}

static PEOPLE: LazyLock<Vec<DemoPerson>> = LazyLock::new(|| {
    let file = include_str!("../../assets/demo/people.toml");
    match toml::from_str::<File>(file) {
        Ok(file) => file.people.into_iter().map(person).collect(),
        Err(fault) => {
            tracing::error!(%fault, "assets/demo/people.toml");
            Vec::new()
        }
    }
});

fn person(line: Line) -> DemoPerson {
    let label = match line.role.as_str() {
        "staff" => "staff",
        "unit_head" => "unit head",
        "coordinator" => "coordinator",
        "moderator" => "moderator",
        "admin" => "admin",
        _ => "citizen",
    };
    DemoPerson {
        label,
        slug: line.email.split('@').next().unwrap_or("").to_owned(),
        email: line.email,
        name: line.name,
        pseudonym: line.pseudonym,
        language: line.language,
        role: line.role,
        unit: line.unit,
        position: line.position,
    }
}

/// Everyone, citizens first.
pub fn people() -> &'static [DemoPerson] {
    &PEOPLE
}

/// The first person of each role, in the order of the main job.
pub fn roles() -> Vec<&'static DemoPerson> {
    [
        "citizen",
        "staff",
        "unit head",
        "coordinator",
        "moderator",
        "admin",
    ]
    .iter()
    .filter_map(|label| PEOPLE.iter().find(|p| p.label == *label))
    .collect()
}

/// The person whose sign-in link ends so.
pub fn by_slug(slug: &str) -> Option<&'static DemoPerson> {
    PEOPLE.iter().find(|p| p.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_someone_and_links_are_unique() {
        assert_eq!(roles().len(), 6);
        for p in people() {
            assert_eq!(by_slug(&p.slug).map(|q| &q.email), Some(&p.email));
        }
    }
}
