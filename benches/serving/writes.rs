//! Threads written and acknowledged a second with SQLite, each on the disk before it is
//! acknowledged: 16 writers through the service's own act, against a bare loop that inserts the
//! same number of rows of the same length in transactions of the same size.

use super::house;
use super::load::median;
use futures_util::future::join_all;
use palanta::domain::lang::Lang;
use palanta::flows::open_thread;
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use std::time::{Duration, Instant};

const WRITERS: u64 = 16;
const ROUNDS: usize = 5;
const LASTING: Duration = Duration::from_secs(3);
/// Rows that opening a thread writes: thread, contact, post, step, authorship, form, number, and
/// three figures in each of two roll-ups.
const ROWS: usize = 13;

pub fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    house::found(folder.path(), 1_000);
    actix_web::rt::System::new().block_on(async {
        let app = house::open(folder.path()).await;
        let writer = house::account(&app, "warga").await;
        let bare = bare_database(folder.path()).await;
        let (mut ours, mut bares, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..ROUNDS as u64 {
            let began = Instant::now();
            let writing = (0..WRITERS).map(|w| {
                let (app, writer) = (&app, &writer);
                async move {
                    let mut n = 0;
                    while began.elapsed() < LASTING {
                        let form = house::form((round << 40) + (w << 32) + n + 1);
                        open_thread::open(app, writer, &form, Lang::Id).await.expect("a thread");
                        n += 1;
                    }
                    n
                }
            });
            let n: u64 = join_all(writing).await.into_iter().sum();
            let a = n as f64 / began.elapsed().as_secs_f64();
            let b = bare_loop(&bare).await;
            ours.push(a);
            bares.push(b);
            ratios.push(a / b);
        }
        println!(
            "\nThreads written a second, SQLite, {WRITERS} writers: {:.0}; bare loop of {ROWS} rows: {:.0}; ratio {:.2} (median of {ROUNDS})",
            median(ours), median(bares), median(ratios)
        );
    });
}

async fn bare_database(folder: &std::path::Path) -> DatabaseConnection {
    let url = format!("sqlite://{}?mode=rwc", folder.join("bare.db").display());
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let db = sea_orm::Database::connect(options)
        .await
        .expect("a database");
    for sql in [
        "PRAGMA journal_mode = wal",
        "PRAGMA synchronous = full",
        "CREATE TABLE bare (id BLOB NOT NULL PRIMARY KEY, text TEXT NOT NULL)",
    ] {
        db.execute_unprepared(sql).await.expect(sql);
    }
    db
}

async fn bare_loop(db: &DatabaseConnection) -> f64 {
    let text = house::form(0).body;
    let began = Instant::now();
    let mut n = 0;
    while began.elapsed() < LASTING {
        let tx = db.begin().await.expect("a transaction");
        for _ in 0..ROWS {
            let insert = sea_orm::Statement::from_sql_and_values(
                db.get_database_backend(),
                "INSERT INTO bare (id, text) VALUES ($1, $2)",
                [uuid::Uuid::now_v7().into(), text.as_str().into()],
            );
            tx.execute_raw(insert).await.expect("a row");
        }
        tx.commit().await.expect("a commit");
        n += 1;
    }
    f64::from(n) / began.elapsed().as_secs_f64()
}
