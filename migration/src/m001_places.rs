//! Units, services, holidays, settings and counters. Days are ISO dates in the city's zone.

crate::sql::step!(
    "m001_places",
    up: [
        "CREATE TABLE unit (
            id {uuid} NOT NULL PRIMARY KEY,
            parent_id {uuid} REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
            slug TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            short_name TEXT NOT NULL,
            kind TEXT NOT NULL,
            description TEXT NOT NULL,
            address TEXT NOT NULL,
            phone TEXT NOT NULL,
            hours TEXT NOT NULL,
            position BIGINT NOT NULL,
            active BOOLEAN NOT NULL
        )",
        "CREATE TABLE service (
            id {uuid} NOT NULL PRIMARY KEY,
            unit_id {uuid} NOT NULL REFERENCES unit (id),
            slug TEXT NOT NULL,
            name TEXT NOT NULL,
            description TEXT NOT NULL,
            synonyms TEXT NOT NULL,
            deadline_class TEXT NOT NULL,
            position BIGINT NOT NULL,
            active BOOLEAN NOT NULL,
            UNIQUE (unit_id, slug)
        )",
        "CREATE TABLE holiday (
            day TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL
        )",
        "CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,
            content TEXT NOT NULL
        )",
        "CREATE TABLE counter (
            name TEXT NOT NULL PRIMARY KEY,
            last BIGINT NOT NULL
        )",
    ],
    down: ["counter", "setting", "holiday", "service", "unit"]
);
