//! The app's own tables in the database of facts. A released step is never edited, only followed by another.

use slipway_store::Migrations;

/// The tables of every room.
pub(crate) const ROOMS: &[Migrations] =
    &[TABLES, slipway_containers::catalog::CATALOG_TABLES, slipway_monitor::marks::MARK_TABLES];

/// Projects, settings, images kept, intents and the history of ships.
pub(crate) const TABLES: Migrations = Migrations {
    room: "app",
    steps: &[
        "
    CREATE TABLE project (
        id TEXT PRIMARY KEY,
        folder TEXT NOT NULL UNIQUE,
        opened_ms INTEGER NOT NULL,
        forgotten INTEGER NOT NULL DEFAULT 0,
        run_settings TEXT
    ) STRICT;
    CREATE TABLE setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT;
    -- An image that a good ship made; the last three of a program are kept on its engine.
    CREATE TABLE image_kept (
        engine TEXT NOT NULL,
        project TEXT NOT NULL,
        program TEXT NOT NULL,
        number INTEGER NOT NULL,
        image_id TEXT NOT NULL,
        tag TEXT NOT NULL,
        made_ms INTEGER NOT NULL,
        PRIMARY KEY (engine, project, program, number)
    ) STRICT;
    -- A replacement under way, written before anything is touched. Gone when it is over.
    CREATE TABLE ship_intent (
        project TEXT NOT NULL,
        program TEXT NOT NULL,
        endpoint TEXT NOT NULL,
        run TEXT NOT NULL,
        name TEXT NOT NULL,
        new_name TEXT NOT NULL,
        tag TEXT NOT NULL,
        old_container TEXT,
        old_was_running INTEGER NOT NULL,
        phase TEXT NOT NULL,
        PRIMARY KEY (project, program)
    ) STRICT;
    CREATE TABLE ship (
        action TEXT PRIMARY KEY,
        project TEXT NOT NULL,
        program TEXT NOT NULL,
        run TEXT NOT NULL,
        started_ms INTEGER NOT NULL,
        ended_ms INTEGER NOT NULL,
        ok INTEGER NOT NULL,
        state TEXT NOT NULL
    ) STRICT;
    CREATE INDEX ship_by_project ON ship (project, started_ms);
    ",
        "
    -- A container that is none of ours and whose log the user wants to be kept.
    CREATE TABLE log_chosen (
        engine TEXT NOT NULL,
        container TEXT NOT NULL,
        PRIMARY KEY (engine, container)
    ) STRICT;
    ",
    ],
};
