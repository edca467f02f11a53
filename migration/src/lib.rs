//! The schema, one file a step. Every step runs on SQLite and PostgreSQL, up and down.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m001_places;
mod m002_people;
mod m003_threads;
mod m004_ratings;
mod m005_moderation;
mod m006_jobs;
mod m007_search;
mod m008_routing;
mod m009_desk;
mod m010_before;
mod m011_insight;
mod m012_digests;
mod m013_photos;
mod m014_connections;
mod m015_work;
mod m016_following;
mod m017_own_account;
mod m018_ways_in;
mod m019_schedule;
mod m020_staff;
mod m021_kept;
mod m022_outcomes;
mod m023_uncertain;
mod m024_lexicon;
mod m025_joined;
mod sql;

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m001_places::Migration),
            Box::new(m002_people::Migration),
            Box::new(m003_threads::Migration),
            Box::new(m004_ratings::Migration),
            Box::new(m005_moderation::Migration),
            Box::new(m006_jobs::Migration),
            Box::new(m007_search::Migration),
            Box::new(m008_routing::Migration),
            Box::new(m009_desk::Migration),
            Box::new(m010_before::Migration),
            Box::new(m011_insight::Migration),
            Box::new(m012_digests::Migration),
            Box::new(m013_photos::Migration),
            Box::new(m014_connections::Migration),
            Box::new(m015_work::Migration),
            Box::new(m016_following::Migration),
            Box::new(m017_own_account::Migration),
            Box::new(m018_ways_in::Migration),
            Box::new(m019_schedule::Migration),
            Box::new(m020_staff::Migration),
            Box::new(m021_kept::Migration),
            Box::new(m022_outcomes::Migration),
            Box::new(m023_uncertain::Migration),
            Box::new(m024_lexicon::Migration),
            Box::new(m025_joined::Migration),
        ]
    }
}
