//! What a running program reads: JSON, YAML, templates, numbers, databases, migrations.

use super::Severity::Hint;
use super::{Entry, run};

pub(super) const ENTRIES: &[Entry] = &[
    // pq: password authentication failed for user "shop"
    run(
        "project-run-database-login",
        r#"password authentication failed for user "(?P<user>[^"]+)"|Access denied for user '(?P<user2>[^']+)'"#,
    )
    .fix("fix-set-variable"),
    // pq: database "shop" does not exist
    run(
        "project-run-database-missing",
        r#"database "(?P<name>[^"]+)" does not exist|Unknown database '(?P<name2>[^']+)'"#,
    ),
    // pq: SSL is not enabled on the server
    run("project-run-database-tls", r"SSL is not enabled on the server|server refused TLS connection"),
    // error: Dirty database version 3. Fix and force version.
    run("project-run-migration-dirty", r"Dirty database version (?P<version>\d+)"),
    // pq: relation "orders" does not exist
    run(
        "project-run-table-missing",
        r#"relation "(?P<table>[^"]+)" does not exist|no such table: (?P<table2>\S+)|Table '(?P<table3>[^']+)' doesn't exist"#,
    ),
    // database is locked (5) (SQLITE_BUSY)
    run("project-run-database-locked", r"database is locked|SQLITE_BUSY"),
    // sql: unknown driver "postgres" (forgotten import?)
    run("project-run-driver", r#"sql: unknown driver "(?P<driver>[^"]+)""#),
    // panic: html/template: pattern matches no files: `templates/*.html`
    run("project-run-template-missing", r"template: pattern matches no files: [`#]*(?P<pattern>[^`#]+)"),
    // panic: template: page.html:1: bad character U+007D '}'
    run(
        "project-run-template",
        r#"template: (?P<template>[^\s:"]+):(?P<place>\d+)(?::\d+)?: (?P<text>.+)"#,
    ),
    // json: cannot unmarshal string into Go struct field .Port of type int
    run(
        "project-run-json",
        r"(?P<text>json: (?:cannot unmarshal|unsupported type|unknown field) .+|invalid character '.+?' (?:looking for|after|in) .+|unexpected end of JSON input)",
    ),
    // yaml: line 3: mapping values are not allowed in this context
    run("project-run-yaml", r"yaml: (?P<text>(?:line \d+: |unmarshal errors).*)"),
    // strconv.Atoi: parsing "": invalid syntax
    run(
        "project-run-number",
        r#"strconv\.\w+: parsing "(?P<value>[^"]*)": (?:invalid syntax|value out of range)"#,
    )
    .fix("fix-set-variable"),
    // required environment variable "DATABASE_URL" is not set; DATABASE_URL must be set; required key PORT missing value
    run(
        "project-run-variable",
        r#"(?:environment variable|env(?:ironment)? ?var(?:iable)?|env|variable|required key)s?:? ["'`$]*(?P<name>(?-i:[A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Z][A-Z0-9]{2,}))["'`]* (?:is |was |are )?(?:not set|unset|missing|required|empty|undefined|not (?:defined|found|provided|present))"#,
    )
    .fix("fix-set-variable"),
    run(
        "project-run-variable",
        r#"(?:^|[\s"'`$:])(?P<name>(?-i:[A-Z][A-Z0-9]*_[A-Z0-9_]+|[A-Z][A-Z0-9]{2,}))["'`]* (?:(?:env(?:ironment)?(?: ?var(?:iable)?)?) )?(?:is |was )?(?:not set|unset|must be set|must not be empty|is required|required but|missing|is empty|not provided)"#,
    )
    .fix("fix-set-variable"),
    run(
        "project-run-variable",
        r#"(?:missing|undefined|unset|set the|no) (?:required )?(?:environment variable|env(?:ironment)? ?var(?:iable)?|env|variable)s?:? ["'`$]*(?P<name>(?-i:[A-Z][A-Z0-9_]{2,}))"#,
    )
    .fix("fix-set-variable"),
    // Missing -text option or ECHO_TEXT env var!
    run(
        "project-run-variable",
        r#"(?:missing|requires?|set|provide)\b[^\n]{0,60}?[ "'`$](?P<name>(?-i:[A-Z][A-Z0-9_]{2,}))["'`]* (?:environment|env) ?var"#,
    )
    .fix("fix-set-variable"),
    // Error loading .env file
    run("project-run-dotenv", r"(?:error )?(?:loading|open(?:ing)?) \.env(?: file|: no such file)").severity(Hint),
];
