//! Handlers, a file for each part of the site: extract, one call to an act or a query, one view.

pub mod absence;
pub mod account;
pub mod admin;
pub mod api;
pub mod audit;
pub mod case;
pub mod connections;
pub mod correct;
pub mod demo;
pub mod desk;
pub mod digests;
pub mod edits;
pub mod erase;
pub mod errors;
pub mod feed;
pub mod files;
pub mod following;
pub mod home;
pub mod inbox;
pub mod insight;
pub mod invite;
pub mod lead;
pub mod leave;
pub mod lexicon;
pub mod moderation;
pub mod my_data;
pub mod names;
pub mod offline;
pub mod original;
pub mod photos;
pub mod poster;
pub mod provider;
pub mod rate;
pub mod sign_in;
pub mod simple;
pub mod templates;
pub mod thread;
pub mod threads;
pub mod track;
pub mod unit;
pub mod units;
pub mod ways_in;
pub mod words;
pub mod write;

use crate::domain::error::{Error, FieldErrors, Result};
use crate::domain::following::Named;
use crate::domain::named::Form as ShownAs;
use crate::domain::time::Instant;
use crate::keys;
use crate::queries;
use crate::views::parts::following as part;
use crate::web::context::Ctx;
use crate::web::form::Fields;
use maud::Markup;

/// Splits a fault of fields, which the form shows, from every other error.
fn field_errors<T>(result: Result<T>) -> Result<Result<T, FieldErrors>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Invalid(errors)) => Ok(Err(errors)),
        Err(e) => Err(e),
    }
}

/// How the writer wants those named to be shown: `nama-1` and on, in the order of the text.
fn shown_as(f: &Fields) -> Vec<Option<ShownAs>> {
    const MOST: usize = 80;
    let mut all: Vec<Option<ShownAs>> = (1..=MOST)
        .map(|n| ShownAs::parse(f.get(&format!("nama-{n}"))))
        .collect();
    let given = all.iter().rposition(Option::is_some).map_or(0, |n| n + 1);
    all.truncate(given);
    all
}

/// The button by which something is followed, or a visitor's link to it.
async fn follow(ctx: &Ctx, named: &Named) -> Result<Markup> {
    if ctx.viewer.account.is_none() {
        return Ok(part::control(ctx.locale, None, named, None));
    }
    let every = queries::following::state_of(ctx.app(), &ctx.viewer, named).await?;
    Ok(part::control(ctx.locale, Some(&ctx.csrf()), named, every))
}

/// The name of the form that came, or of a new one.
fn form_id(ctx: &Ctx) -> String {
    match ctx.fields.get("form_id") {
        "" => keys::token(),
        id => id.to_owned(),
    }
}

/// Faults of a form beside those of its photos.
fn together<T>(result: Result<T, FieldErrors>, photos: FieldErrors) -> Result<T, FieldErrors> {
    match result {
        Ok(value) if photos.is_empty() => Ok(value),
        Ok(_) => Err(photos),
        Err(mut errors) => {
            errors.0.extend(photos.0);
            Err(errors)
        }
    }
}

/// Reads `<milliseconds>.<id>` of an address.
fn place<Id>(text: &str, parse: fn(&str) -> Option<Id>) -> Option<(Instant, Id)> {
    let (ms, id) = text.split_once('.')?;
    Some((Instant(ms.parse().ok()?), parse(id)?))
}
