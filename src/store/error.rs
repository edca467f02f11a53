//! From the database's errors to ours: what is worth trying again, and what is a fault.

use crate::domain::error::Error;
use sea_orm::{DbErr, RuntimeErr, sqlx};

impl From<DbErr> for Error {
    fn from(e: DbErr) -> Self {
        if is_passing(&e) {
            Error::Unavailable(e.to_string())
        } else {
            Error::Internal(e.to_string())
        }
    }
}

/// Whether the same statement may well succeed later: no connection, locked, shutting down.
fn is_passing(e: &DbErr) -> bool {
    match e {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => {
            match &**e {
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => true,
                sqlx::Error::Database(d) => d.code().is_some_and(|c| passing_code(&c)),
                _ => false,
            }
        }
        _ => false,
    }
}

fn passing_code(code: &str) -> bool {
    // PostgreSQL: connection exceptions, resources, operator's intervention.
    if code.len() == 5 {
        return ["08", "53", "57"]
            .iter()
            .any(|class| code.starts_with(class))
            // Serialisation, deadlock, a lock not had in time.
            || matches!(code, "40001" | "40P01" | "55P03");
    }
    // SQLite: BUSY 5, LOCKED 6, IOERR 10, FULL 13, CANTOPEN 14, in the low byte.
    code.parse::<u32>()
        .is_ok_and(|n| matches!(n & 0xff, 5 | 6 | 10 | 13 | 14))
}

#[cfg(test)]
mod tests {
    use super::passing_code;

    #[test]
    fn locked_and_gone_are_passing_and_constraints_are_not() {
        for code in [
            "5", "261", "6", "14", "57P01", "08006", "53300", "40P01", "55P03",
        ] {
            assert!(passing_code(code), "{code}");
        }
        for code in ["19", "2067", "1555", "23505", "42601", ""] {
            assert!(!passing_code(code), "{code}");
        }
    }
}
