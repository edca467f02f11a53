//! The schema goes up, down and up again on both databases, and is the same after.

use crate::house::Kind;
use crate::house::database::Database;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

async fn tables(db: &DatabaseConnection) -> Vec<String> {
    let sql = match db.get_database_backend() {
        sea_orm::DbBackend::Postgres => {
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS t
             FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1"
        }
        _ => {
            "SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" AS t
              FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1"
        }
    };
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .expect("tables");
    rows.iter()
        .map(|r| r.try_get::<String>("", "t").expect("text"))
        .filter(|t| !t.starts_with("seaql") && !t.starts_with("sqlite_"))
        .collect()
}

async fn up_down_up(kind: Kind) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::make(kind, folder.path()).await;
    let url = match kind {
        Kind::Sqlite => format!("{}?mode=rwc", database.url),
        Kind::Postgres => database.url.clone(),
    };
    let db = sea_orm::Database::connect(&url)
        .await
        .expect("a connection");
    Migrator::up(&db, None).await.expect("up");
    let first = tables(&db).await;
    assert!(first.iter().any(|t| t.starts_with("thread.")), "{first:?}");
    // One step at a time, as an engineer would go back.
    for _ in 0..Migrator::migrations().len() {
        Migrator::down(&db, Some(1)).await.expect("down");
    }
    assert_eq!(tables(&db).await, Vec::<String>::new());
    Migrator::up(&db, None).await.expect("up again");
    assert_eq!(tables(&db).await, first);
    Migrator::up(&db, None).await.expect("nothing to do");
}

#[actix_web::test]
async fn up_down_up_on_sqlite() {
    up_down_up(Kind::Sqlite).await;
}

#[actix_web::test]
async fn up_down_up_on_postgres() {
    up_down_up(Kind::Postgres).await;
}
