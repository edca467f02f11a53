//! Units, services and holidays: small, read whole, kept in memory as the [`Directory`].

use super::entity::{holiday, service, unit};
use super::{Tx, bulk, hooks};
use crate::domain::error::Result;
use crate::domain::hook::Event;
use crate::domain::ids::{ServiceId, UnitId, WebhookId};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use std::collections::{BTreeSet, HashMap};

/// All units and services, in their order.
#[derive(Debug, Default)]
pub struct Directory {
    pub units: Vec<unit::Model>,
    pub services: Vec<service::Model>,
    pub holidays: Vec<holiday::Model>,
    /// Webhooks that are not paused.
    pub hooks: Vec<hooks::Listening>,
    unit_at: HashMap<UnitId, usize>,
    service_at: HashMap<ServiceId, usize>,
}

impl Directory {
    pub async fn load<C: ConnectionTrait>(db: &C) -> Result<Self> {
        let units = unit::Entity::find()
            .order_by_asc(unit::Column::Position)
            .order_by_asc(unit::Column::Slug)
            .all(db)
            .await?;
        let services = service::Entity::find()
            .order_by_asc(service::Column::Position)
            .order_by_asc(service::Column::Slug)
            .all(db)
            .await?;
        let holidays = holiday::Entity::find().all(db).await?;
        let unit_at = units.iter().enumerate().map(|(i, u)| (u.id, i)).collect();
        let service_at = services
            .iter()
            .enumerate()
            .map(|(i, s)| (s.id, i))
            .collect();
        Ok(Self {
            units,
            services,
            holidays,
            hooks: hooks::listening(db).await?,
            unit_at,
            service_at,
        })
    }

    pub fn unit(&self, id: UnitId) -> Option<&unit::Model> {
        self.unit_at.get(&id).and_then(|i| self.units.get(*i))
    }

    pub fn service(&self, id: ServiceId) -> Option<&service::Model> {
        self.service_at.get(&id).and_then(|i| self.services.get(*i))
    }

    pub fn unit_by_slug(&self, slug: &str) -> Option<&unit::Model> {
        self.units.iter().find(|u| u.slug == slug && u.active)
    }

    /// Active services of a unit.
    pub fn services_of(&self, unit: UnitId) -> impl Iterator<Item = &service::Model> {
        self.services
            .iter()
            .filter(move |s| s.unit_id == unit && s.active)
    }

    /// Finds `unit-slug/service-slug` among the active ones.
    pub fn service_by_path(&self, path: &str) -> Option<(&unit::Model, &service::Model)> {
        let (unit, service) = path.split_once('/')?;
        let unit = self.unit_by_slug(unit)?;
        let service = self.services_of(unit.id).find(|s| s.slug == service)?;
        Some((unit, service))
    }

    /// The webhooks that are told of an event in this unit: its own, those of the units above it,
    /// and the city's.
    pub fn hooks_of(&self, unit: UnitId, event: Event) -> Vec<WebhookId> {
        let above = |of: UnitId| {
            let mut at = Some(unit);
            // A chain of parents is no longer than there are units, whatever the table says.
            for _ in 0..=self.units.len() {
                if at == Some(of) {
                    return true;
                }
                at = at.and_then(|u| self.unit(u)).and_then(|u| u.parent_id);
            }
            false
        };
        self.hooks
            .iter()
            .filter(|h| h.events.contains(&event) && h.unit.is_none_or(above))
            .map(|h| h.id)
            .collect()
    }

    /// The unit and all below it.
    pub fn with_descendants(&self, id: UnitId) -> Vec<UnitId> {
        let mut all = vec![id];
        let mut at = 0;
        while at < all.len() {
            let parent = all[at];
            for u in &self.units {
                if u.parent_id == Some(parent) && !all.contains(&u.id) {
                    all.push(u.id);
                }
            }
            at += 1;
        }
        all
    }

    /// What of a unit, and of those below it, none of the others covers with those below it.
    pub fn beyond(&self, unit: UnitId, others: &[UnitId]) -> Vec<UnitId> {
        let covered: BTreeSet<UnitId> = others
            .iter()
            .flat_map(|u| self.with_descendants(*u))
            .collect();
        let mut all = self.with_descendants(unit);
        all.retain(|u| !covered.contains(u));
        all
    }
}

/// Keeps two acts on one unit apart until the transaction ends (SQLite has one writer anyway).
pub async fn lock_unit(tx: &Tx, id: UnitId) -> Result<()> {
    unit::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&**tx)
        .await?;
    Ok(())
}

/// Whether a unit is open, and that it stays so until the transaction ends: what is filed under it now
/// is there before it can be closed.
pub async fn hold_open(tx: &Tx, id: UnitId) -> Result<bool> {
    Ok(unit::Entity::find_by_id(id)
        .lock_shared()
        .one(&**tx)
        .await?
        .is_some_and(|u| u.active))
}

/// Opens or closes a unit. `false` if it was so already.
pub async fn set_active(tx: &Tx, id: UnitId, active: bool) -> Result<bool> {
    let changed = super::run(
        &**tx,
        "UPDATE unit SET active = $1 WHERE id = $2 AND active <> $1",
        [active.into(), id.into()],
    )
    .await?;
    Ok(changed == 1)
}

/// Adds units, or changes those that are there. Parents may stand after their children.
pub async fn put_units(tx: &Tx, units: Vec<unit::Model>) -> Result<()> {
    bulk::upsert::<unit::Entity, _, _>(&**tx, units).await
}

/// Adds services, or changes those that are there.
pub async fn put_services(tx: &Tx, services: Vec<service::Model>) -> Result<()> {
    bulk::upsert::<service::Entity, _, _>(&**tx, services).await
}

/// Adds holidays, or changes the names of those that are there.
pub async fn put_holidays(tx: &Tx, holidays: Vec<holiday::Model>) -> Result<()> {
    bulk::upsert::<holiday::Entity, _, _>(&**tx, holidays).await
}
