//! Ratings, and the roll-ups of a unit's service on a day and in a month.

crate::sql::step!(
    "m004_ratings",
    up: [
        "CREATE TABLE rating (
            id {uuid} NOT NULL PRIMARY KEY,
            unit_id {uuid} NOT NULL REFERENCES unit (id),
            service_id {uuid} NOT NULL REFERENCES service (id),
            day TEXT NOT NULL,
            rater TEXT NOT NULL,
            channel TEXT NOT NULL,
            overall BIGINT,
            u1 BIGINT, u2 BIGINT, u3 BIGINT, u4 BIGINT, u5 BIGINT,
            u6 BIGINT, u7 BIGINT, u8 BIGINT, u9 BIGINT,
            created_ms BIGINT NOT NULL,
            UNIQUE (service_id, day, rater)
        )",
        "CREATE TABLE unit_day (
            unit_id {uuid} NOT NULL REFERENCES unit (id),
            service_id {uuid} NOT NULL REFERENCES service (id),
            day TEXT NOT NULL,
            measure TEXT NOT NULL,
            n BIGINT NOT NULL,
            total BIGINT NOT NULL,
            PRIMARY KEY (unit_id, day, measure, service_id)
        )",
        "CREATE TABLE unit_month (
            unit_id {uuid} NOT NULL REFERENCES unit (id),
            service_id {uuid} NOT NULL REFERENCES service (id),
            month TEXT NOT NULL,
            measure TEXT NOT NULL,
            n BIGINT NOT NULL,
            total BIGINT NOT NULL,
            PRIMARY KEY (unit_id, month, measure, service_id)
        )",
    ],
    down: ["unit_month", "unit_day", "rating"]
);
