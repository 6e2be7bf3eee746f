//! What can be read of logs while there is no engine.

use super::*;
use crate::keep::Caps;
use crate::search::{Matcher, Query, Search};

fn line(text: &str, ms: i64) -> Record {
    Record {
        time: Timestamp::from_ms(ms),
        stream: LogStream::Stdout,
        level: 0,
        truncated: false,
        part: false,
        text: text.to_owned(),
        styles: Vec::new(),
        gap: None,
    }
}

#[tokio::test]
async fn without_an_engine_what_is_kept_is_read_and_nothing_is_written() {
    let root = tempfile::tempdir().unwrap();
    let shelf =
        Arc::new(Shelf::at(root.path().to_owned(), Caps { container_bytes: u64::MAX, all_bytes: u64::MAX }));
    let (engine, id, other) =
        (EngineKey::new("engine"), ContainerId::new("0123abc"), ContainerId::new("4567def"));
    let (mut kept, _) = shelf.open(&engine, &id).unwrap();
    kept.append(&[line("one", 1), line("two", 2), line("three", 3)], [None; 2]).unwrap();
    drop(kept);

    let collector = Collector::at_rest(engine.clone(), shelf.clone(), CancellationToken::new());
    for id in [&id, &other] {
        collector.follow_for(id, Duration::from_secs(60));
    }
    let texts = |id: &ContainerId| {
        let page = collector.tail(id, 10);
        assert!(!page.ended, "what came after is not known");
        page.items.into_iter().map(|line| line.record.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(&id), ["one", "two", "three"]);
    assert_eq!(texts(&other), [] as [&str; 0]);
    assert!(!shelf.has(&engine, &other), "reading makes no folder");
    let search = Search::new(Matcher::new(&Query { pattern: "t".into(), ..Query::default() }).unwrap());
    collector.search(&id, &search);
    assert_eq!(search.progress().matches, 2);
    let both = LogId::new("0123abc+4567def");
    assert_eq!(collector.tail(&both, 10).items.len(), 3);
    collector.closed().await;
}
