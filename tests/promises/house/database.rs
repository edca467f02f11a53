//! A database for one test: a file, or a database in the PostgreSQL that the test script starts.

use sea_orm::{ConnectionTrait, Database as Sea, DatabaseConnection};
use std::path::Path;

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

pub struct Database {
    pub kind: Kind,
    pub url: String,
}

impl Database {
    pub async fn make(kind: Kind, folder: &Path) -> Database {
        let url = match kind {
            Kind::Sqlite => format!("sqlite://{}", folder.join("palanta.db").display()),
            Kind::Postgres => {
                // Missing is a failure, not a reason to skip: half the promise would go unasked.
                let server = std::env::var("PALANTA_TEST_POSTGRES")
                    .expect("PALANTA_TEST_POSTGRES, such as postgres://user@host; ./test sets it");
                let name = format!("t_{}", uuid::Uuid::now_v7().simple());
                let admin = Sea::connect(format!("{server}/postgres"))
                    .await
                    .expect("PostgreSQL");
                admin
                    .execute_unprepared(&format!("CREATE DATABASE {name}"))
                    .await
                    .expect("a database");
                admin.close().await.expect("closed");
                format!("{server}/{name}")
            }
        };
        Database { kind, url }
    }

    /// A connection beside the service's own.
    pub async fn connect(&self) -> DatabaseConnection {
        Sea::connect(&self.url).await.expect("a connection")
    }
}
