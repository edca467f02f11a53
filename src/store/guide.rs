//! What texts are read by: the words that admins have edited, the lexicon that staff have edited, and
//! the names that units list.

use super::entity::{element_rule, staff_name, word_rule};
use super::generations::Tag;
use super::{Tx, run};
use crate::domain::error::Result;
use crate::domain::ids::{ElementRuleId, StaffNameId, UnitId, WordRuleId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

/// Every edit, the oldest first; there are at most a few thousand.
pub async fn word_rules<C: ConnectionTrait>(db: &C) -> Result<Vec<word_rule::Model>> {
    Ok(word_rule::Entity::find()
        .order_by_asc(word_rule::Column::Id)
        .all(db)
        .await?)
}

/// Puts an edit in the place of those with its id.
pub async fn put_word_rule(tx: &mut Tx, rule: word_rule::Model) -> Result<()> {
    remove_word_rule(tx, rule.id).await?;
    word_rule::Entity::insert(rule.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

pub async fn remove_word_rule(tx: &mut Tx, id: WordRuleId) -> Result<()> {
    run(&**tx, "DELETE FROM word_rule WHERE id = $1", [id.into()]).await?;
    tx.touch(Tag::Guide);
    Ok(())
}

/// Every edit of the lexicon of elements, the oldest first; there are at most a few thousand.
pub async fn element_rules<C: ConnectionTrait>(db: &C) -> Result<Vec<element_rule::Model>> {
    Ok(element_rule::Entity::find()
        .order_by_asc(element_rule::Column::Id)
        .all(db)
        .await?)
}

/// Keeps others from editing the lexicon until the transaction ends: an edit is checked against all
/// others. (SQLite has one writer anyway.)
pub async fn lock_element_rules(tx: &Tx) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared("LOCK TABLE element_rule IN SHARE ROW EXCLUSIVE MODE")
            .await?;
    }
    Ok(())
}

/// Puts an edit in the place of those with its id.
pub async fn put_element_rule(tx: &mut Tx, rule: element_rule::Model) -> Result<()> {
    remove_element_rule(tx, rule.id).await?;
    element_rule::Entity::insert(rule.into_active_model())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

pub async fn remove_element_rule(tx: &mut Tx, id: ElementRuleId) -> Result<()> {
    run(&**tx, "DELETE FROM element_rule WHERE id = $1", [id.into()]).await?;
    tx.touch(Tag::Guide);
    Ok(())
}

/// Whom all units list, by name.
pub async fn staff_names<C: ConnectionTrait>(db: &C) -> Result<Vec<staff_name::Model>> {
    Ok(staff_name::Entity::find()
        .order_by_asc(staff_name::Column::Name)
        .order_by_asc(staff_name::Column::Id)
        .all(db)
        .await?)
}

/// Whom a unit lists, by name, at most `limit`.
pub async fn staff_names_of<C: ConnectionTrait>(
    db: &C,
    unit: UnitId,
    limit: u64,
) -> Result<Vec<staff_name::Model>> {
    Ok(staff_name::Entity::find()
        .filter(staff_name::Column::UnitId.eq(unit))
        .order_by_asc(staff_name::Column::Name)
        .limit(limit)
        .all(db)
        .await?)
}

/// Adds somebody to a unit's list, or changes their position.
pub async fn put_staff_name(tx: &mut Tx, model: staff_name::Model) -> Result<()> {
    run(
        &**tx,
        "INSERT INTO staff_name (id, unit_id, name, position, added_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (unit_id, name) DO UPDATE SET position = excluded.position",
        [
            model.id.into(),
            model.unit_id.into(),
            model.name.into(),
            model.position.into(),
            model.added_ms.into(),
        ],
    )
    .await?;
    tx.touch(Tag::Guide);
    Ok(())
}

/// Takes somebody off a unit's list. `false` if they are not on it.
pub async fn remove_staff_name(tx: &mut Tx, unit: UnitId, id: StaffNameId) -> Result<bool> {
    let gone = run(
        &**tx,
        "DELETE FROM staff_name WHERE id = $1 AND unit_id = $2",
        [id.into(), unit.into()],
    )
    .await?;
    tx.touch(Tag::Guide);
    Ok(gone == 1)
}
