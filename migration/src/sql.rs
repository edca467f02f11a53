//! Plain SQL that both databases read; only the names of two types differ.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Runs each statement; `{uuid}` stands for the database's type of a UUID, `{bytes}` for that of bytes.
pub async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let (uuid, bytes) = match db.get_database_backend() {
        DbBackend::Sqlite => ("BLOB", "BLOB"),
        _ => ("UUID", "BYTEA"),
    };
    for statement in statements {
        let statement = statement.replace("{uuid}", uuid).replace("{bytes}", bytes);
        db.execute_unprepared(&statement).await?;
    }
    Ok(())
}

/// Declares a step from its statements up and the tables it drops on the way down.
macro_rules! step {
    ($name:literal, up: [$($up:literal),+ $(,)?], down: [$($down:literal),+ $(,)?]) => {
        use sea_orm_migration::prelude::*;

        pub struct Migration;

        impl MigrationName for Migration {
            fn name(&self) -> &str {
                $name
            }
        }

        #[async_trait::async_trait]
        impl MigrationTrait for Migration {
            async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                crate::sql::run(manager, &[$($up),+]).await
            }

            async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                crate::sql::run(manager, &[$(concat!("DROP TABLE ", $down)),+]).await
            }
        }
    };
}
pub(crate) use step;
