//! Which services a program dials: databases, brokers, others.

use crate::understand::parse::source::{Call, Expr, Source};
use crate::understand::values::eval::{At, Program};
use crate::understand::values::value::{UNKNOWN, Value};
use crate::understand::{Confidence, Dial, DialKind};

/// Package (its beginning), function or method, argument with the address, kind.
const CALLS: &[(&str, &[&str], usize, DialKind)] = &[
    ("github.com/lib/pq", &["Open", "NewConnector"], 0, DialKind::Postgres),
    ("github.com/jackc/pgx", &["Connect", "New", "ParseConfig"], 1, DialKind::Postgres),
    ("gorm.io/driver/postgres", &["Open"], 0, DialKind::Postgres),
    ("gorm.io/driver/mysql", &["Open"], 0, DialKind::Mysql),
    ("github.com/go-redis/redis", &["NewClient", "ParseURL", "NewClusterClient"], 0, DialKind::Redis),
    ("github.com/redis/go-redis", &["NewClient", "ParseURL", "NewClusterClient"], 0, DialKind::Redis),
    ("github.com/gomodule/redigo/redis", &["Dial", "DialURL", "DialContext"], 1, DialKind::Redis),
    ("go.mongodb.org/mongo-driver/mongo", &["Connect", "NewClient"], 1, DialKind::Mongo),
    ("go.mongodb.org/mongo-driver/mongo/options", &["ApplyURI"], 0, DialKind::Mongo),
    ("gopkg.in/mgo.v2", &["Dial"], 0, DialKind::Mongo),
    ("github.com/nats-io/nats.go", &["Connect"], 0, DialKind::Nats),
    ("github.com/streadway/amqp", &["Dial"], 0, DialKind::Amqp),
    ("github.com/rabbitmq/amqp091-go", &["Dial"], 0, DialKind::Amqp),
    ("github.com/segmentio/kafka-go", &["Dial", "DialLeader", "TCP"], 0, DialKind::Kafka),
    (
        "github.com/IBM/sarama",
        &["NewClient", "NewSyncProducer", "NewAsyncProducer", "NewConsumer"],
        0,
        DialKind::Kafka,
    ),
    (
        "github.com/Shopify/sarama",
        &["NewClient", "NewSyncProducer", "NewAsyncProducer", "NewConsumer"],
        0,
        DialKind::Kafka,
    ),
    ("github.com/elastic/go-elasticsearch", &["NewClient", "NewDefaultClient"], 0, DialKind::Elasticsearch),
    ("go.etcd.io/etcd/client/v3", &["New"], 0, DialKind::Etcd),
    ("github.com/bradfitz/gomemcache/memcache", &["New"], 0, DialKind::Memcached),
    ("google.golang.org/grpc", &["Dial", "DialContext", "NewClient"], 0, DialKind::Grpc),
    ("net/smtp", &["Dial", "SendMail"], 0, DialKind::Smtp),
    ("net", &["Dial", "DialTimeout"], 1, DialKind::Tcp),
    ("net/http", &["Get", "Post", "Head"], 0, DialKind::Http),
    ("github.com/docker/docker/client", &["NewClientWithOpts", "NewEnvClient"], 9, DialKind::Docker),
];

pub(super) fn find(program: &Program<'_>) -> Vec<Dial> {
    let mut found: Vec<Dial> = Vec::new();
    for (at, source, function) in program.functions() {
        for call in &function.calls {
            found.extend(of_call(program, at, source, call));
        }
        for field in &function.fields {
            let Some((package, _)) = field.of_type.as_deref().and_then(|of_type| of_type.split_once('.'))
            else {
                continue;
            };
            let path = source.import(package).unwrap_or_default();
            let kind = match field.name.as_str() {
                "Addr" | "Addrs" if path.contains("redis") => DialKind::Redis,
                "Brokers" | "Addr" if path.contains("kafka") => DialKind::Kafka,
                "Addresses" if path.contains("elasticsearch") => DialKind::Elasticsearch,
                "Endpoints" if path.contains("etcd") => DialKind::Etcd,
                "DSN" if path.contains("driver/postgres") => DialKind::Postgres,
                "DSN" if path.contains("driver/mysql") => DialKind::Mysql,
                _ => continue,
            };
            found.extend(of_expr(program, at, source, &field.value, kind, field.line));
        }
    }
    found.sort_by(|a, b| {
        (a.kind, b.confidence, &a.value, &a.file, a.line).cmp(&(
            b.kind,
            a.confidence,
            &b.value,
            &b.file,
            b.line,
        ))
    });
    found.dedup_by(|next, kept| next.kind == kept.kind && next.value == kept.value);
    // A kind alone says nothing more where an address of it is known.
    let known: Vec<DialKind> =
        found.iter().filter(|dial| dial.value != dial.kind.code()).map(|dial| dial.kind).collect();
    found.retain(|dial| dial.value != dial.kind.code() || !known.contains(&dial.kind));
    found.truncate(100);
    found
}

fn of_call(program: &Program<'_>, at: At<'_>, source: &Source, call: &Call) -> Vec<Dial> {
    let package = call.owner().and_then(|owner| source.import(owner));
    if let (
        Some("database/sql") | Some("github.com/jmoiron/sqlx"),
        "Open" | "Connect" | "MustConnect" | "MustOpen",
    ) = (package, call.name())
    {
        let drivers = call.args.first().map(|arg| program.ask(arg, at)).unwrap_or_default();
        return drivers
            .iter()
            .filter_map(|driver| {
                let kind = sql(&driver.text)?;
                let dsn = call.args.get(1)?;
                Some(of_expr(program, at, source, dsn, kind, call.line))
            })
            .flatten()
            .collect();
    }
    let known = CALLS.iter().find(|(path, names, _, _)| {
        names.contains(&call.name())
            && match package {
                Some(known) => is_package(known, path),
                None => call.name() == "ApplyURI" && source.uses(path),
            }
    });
    let Some((_, _, n, kind)) = known else { return Vec::new() };
    match call.args.get(*n) {
        Some(arg) => of_expr(program, at, source, arg, *kind, call.line),
        None if *kind == DialKind::Docker => vec![unknown(source, *kind, call.line)],
        None => Vec::new(),
    }
}

fn is_package(known: &str, path: &str) -> bool {
    known == path
        || known.strip_prefix(path).is_some_and(|rest| {
            rest.strip_prefix("/v").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                || rest == "/pgxpool"
        })
}

fn sql(driver: &str) -> Option<DialKind> {
    match driver {
        "postgres" | "pgx" | "cloudsqlpostgres" | "postgresql" => Some(DialKind::Postgres),
        "mysql" => Some(DialKind::Mysql),
        "sqlserver" | "mssql" => Some(DialKind::Sqlserver),
        "clickhouse" => Some(DialKind::Clickhouse),
        _ => None,
    }
}

fn unknown(source: &Source, kind: DialKind, line: u32) -> Dial {
    Dial {
        value: kind.code().to_owned(),
        kind,
        localhost: false,
        file: source.path.clone(),
        line,
        confidence: Confidence::Guess,
    }
}

fn of_expr(
    program: &Program<'_>,
    at: At<'_>,
    source: &Source,
    arg: &Expr,
    kind: DialKind,
    line: u32,
) -> Vec<Dial> {
    // A literal of options has its own fields.
    if arg.literal().is_some() {
        return Vec::new();
    }
    let list = if let Expr::List(elements) = arg { elements.as_slice() } else { std::slice::from_ref(arg) };
    let values: Vec<Value> = list.iter().take(4).flat_map(|arg| program.ask(arg, at)).collect();
    let known: Vec<Dial> = values
        .into_iter()
        .filter_map(|value| {
            let host = address(&value.text, kind)?;
            let bare = host.rsplit_once(':').map_or(host.as_str(), |(host, _)| host).trim_matches(['[', ']']);
            let localhost = matches!(bare, "localhost" | "127.0.0.1" | "::1" | "");
            Some(Dial {
                localhost,
                value: host,
                kind,
                file: program.index.path(value.file).to_owned(),
                line: value.line,
                confidence: value.confidence,
            })
        })
        .collect();
    let plain = matches!(kind, DialKind::Http | DialKind::Tcp | DialKind::Grpc | DialKind::Smtp);
    if known.is_empty() && !plain { vec![unknown(source, kind, line)] } else { known }
}

/// `host:port` of an address, a URL or a DSN.
fn address(text: &str, kind: DialKind) -> Option<String> {
    if let Some((_, rest)) = text.split_once("://") {
        let host = rest.split(['/', '?', ',']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        return good(host);
    }
    // user:password@tcp(host:3306)/name
    if let Some((_, rest)) = text.split_once("tcp(") {
        return good(rest.split(')').next().unwrap_or_default());
    }
    // host=db port=5432 user=…
    if text.contains("host=") || text.contains("dbname=") {
        let part = |key: &str| {
            text.split_whitespace()
                .find_map(|word| word.strip_prefix(key))
                .map(|v| v.trim_matches('\'').to_owned())
        };
        let host = part("host=")?;
        let port = part("port=").filter(|port| !port.contains(UNKNOWN));
        return good(&port.map_or(host.clone(), |port| format!("{host}:{port}")));
    }
    if text.contains([' ', '/', '=']) || (!text.contains(':') && kind == DialKind::Tcp) {
        return None;
    }
    good(text)
}

fn good(host: &str) -> Option<String> {
    let bad = host.is_empty()
        || host.contains(UNKNOWN)
        || host.contains(['\n', '\r', ' ', '%'])
        || host.len() > 200;
    let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:[]".contains(c));
    let colons = host.starts_with('[') || host.matches(':').count() < 2;
    (!bad && plain && colons && host.contains(|c: char| c.is_ascii_alphanumeric())).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_found_in_every_kind_of_address() {
        for (text, kind, host) in [
            ("postgres://u:p@db:5432/x?sslmode=disable", DialKind::Postgres, Some("db:5432")),
            ("host=localhost port=5432 user=x dbname=y", DialKind::Postgres, Some("localhost:5432")),
            ("root:secret@tcp(127.0.0.1:3306)/x", DialKind::Mysql, Some("127.0.0.1:3306")),
            ("redis:6379", DialKind::Redis, Some("redis:6379")),
            ("mongodb://a:1,b:2/x", DialKind::Mongo, Some("a:1")),
            ("\u{0}", DialKind::Redis, None),
            ("unix", DialKind::Tcp, None),
        ] {
            assert_eq!(address(text, kind).as_deref(), host, "{text}");
        }
    }
}
