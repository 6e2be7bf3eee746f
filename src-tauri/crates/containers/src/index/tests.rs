//! The reducer fed with values: what it must say, and that it ends up true however the news comes.

use super::*;
use proptest::prelude::*;
use slipway_engine::ContainerAction as Action;
use slipway_model::ImageId;
use std::collections::BTreeMap;

fn id(n: u8) -> ContainerId {
    ContainerId::new(format!("{n:064}"))
}
fn at(nanos: i64) -> Timestamp {
    Timestamp::from_unix_nanos(nanos * 1_000_000)
}
fn event(time: i64, n: u8, action: Action) -> EngineEvent {
    let attributes = BTreeMap::from([
        ("image".to_owned(), "app:1".to_owned()),
        ("slipway.project".to_owned(), "p".to_owned()),
    ]);
    EngineEvent {
        time: at(time),
        kind: EventKind::Container { id: id(n), action, name: format!("c{n}"), attributes },
    }
}
fn listed(n: u8, state: ContainerState, status: &str) -> ContainerListed {
    ContainerListed {
        id: id(n),
        name: format!("c{n}"),
        image: "app:1".into(),
        image_id: String::new(),
        state,
        status_text: status.into(),
        created_ms: 0,
        ports: Vec::new(),
        labels: BTreeMap::from([("slipway.project".to_owned(), "p".to_owned())]),
    }
}
fn facts(n: u8, state: ContainerState, started: Option<i64>, exit_code: Option<i64>) -> ContainerFacts {
    ContainerFacts {
        id: id(n),
        name: format!("c{n}"),
        image: "app:1".into(),
        image_id: ImageId::new(""),
        state,
        labels: BTreeMap::from([("slipway.project".to_owned(), "p".to_owned())]),
        created: at(0),
        started: started.map(at),
        finished: None,
        exit_code,
        oom_killed: false,
        error: String::new(),
        restart_count: 0,
        pid: None,
        networks: Vec::new(),
        health: None,
        ports: Vec::new(),
        env: Vec::new(),
        command: Vec::new(),
        memory_limit_bytes: None,
        nano_cpus: None,
        restart_policy: "no".into(),
        tty: false,
        open_stdin: false,
        log_driver: String::new(),
        log_kept_bytes: None,
        user: String::new(),
    }
}
fn kinds(changes: &[Change]) -> Vec<ChangeKind> {
    changes.iter().map(|change| change.kind).collect()
}
const RUNNING: ContainerState = ContainerState::Running;
const EXITED: ContainerState = ContainerState::Exited;

#[test]
fn a_life_is_told_event_by_event() {
    let mut index = Index::default();
    index.apply_list(Vec::new(), at(0));
    assert_eq!(kinds(&index.apply_event(&event(1, 1, Action::Create))), [ChangeKind::Added]);
    assert_eq!(index.rows()[0].project.as_ref().map(|p| p.as_str()), Some("p"));
    assert_eq!(kinds(&index.apply_event(&event(2, 1, Action::Start))), [ChangeKind::Started]);
    index.apply_event(&event(3, 1, Action::Oom));
    assert_eq!(
        kinds(&index.apply_event(&event(4, 1, Action::Die { exit_code: 137 }))),
        [ChangeKind::Ended { exit_code: Some(137), oom: true }]
    );
    assert_eq!(kinds(&index.apply_event(&event(5, 1, Action::Start))), [ChangeKind::Started]);
    assert!(!index.rows()[0].oom, "the next run starts with a clean slate");
    assert_eq!(
        kinds(&index.apply_event(&event(6, 1, Action::Destroy))),
        [ChangeKind::Ended { exit_code: None, oom: false }, ChangeKind::Removed]
    );
    assert!(index.rows().is_empty());
}

#[test]
fn a_late_event_does_not_bring_a_removed_container_back() {
    let mut index = Index::default();
    index.apply_event(&event(1, 1, Action::Create));
    index.apply_event(&event(2, 1, Action::Destroy));
    assert!(index.apply_event(&event(3, 1, Action::Start)).is_empty());
    assert!(index.apply_list(vec![listed(1, RUNNING, "")], at(4)).is_empty());
    assert!(index.rows().is_empty());
}

#[test]
fn an_event_that_comes_twice_counts_once() {
    let mut index = Index::default();
    index.apply_event(&event(1, 1, Action::Start));
    let die = event(2, 1, Action::Die { exit_code: 1 });
    assert_eq!(index.apply_event(&die).len(), 1);
    assert!(index.apply_event(&die).is_empty());
    assert!(index.apply_event(&event(1, 1, Action::Start)).is_empty());
    assert_eq!(index.rows()[0].state, EXITED);
}

#[test]
fn a_start_that_the_list_saw_already_is_not_told_twice() {
    let mut index = Index::default();
    assert_eq!(kinds(&index.apply_list(vec![listed(1, RUNNING, "Up 1 second")], at(5))), [ChangeKind::Added]);
    assert!(index.apply_event(&event(4, 1, Action::Start)).is_empty());
}

#[test]
fn what_no_event_told_is_told_by_the_list() {
    let mut index = Index::default();
    index.apply_list(vec![listed(1, RUNNING, ""), listed(2, RUNNING, "")], at(0));
    while index.next_question().is_some() {}
    let mut changes =
        index.apply_list(vec![listed(1, EXITED, "Exited (3) 2 seconds ago"), listed(3, RUNNING, "")], at(9));
    let question = index.next_question().unwrap();
    assert_eq!(question.id, id(3));
    index.apply_unanswered(&Question { id: id(1), revision: 0 });
    let question = index.next_question().unwrap();
    assert_eq!(question.id, id(1), "the list says that it is different, an inspect says how");
    changes.extend(index.apply_facts(&question, &facts(1, EXITED, Some(1), Some(3)), at(10)));
    let of = |n| changes.iter().filter(|c| c.id == id(n)).map(|c| c.kind).collect::<Vec<_>>();
    assert_eq!(of(1), [ChangeKind::Ended { exit_code: Some(3), oom: false }]);
    assert_eq!(of(2), [ChangeKind::Ended { exit_code: None, oom: false }, ChangeKind::Removed]);
    assert_eq!(of(3), [ChangeKind::Added, ChangeKind::Started]);
}

#[test]
fn a_list_that_lags_behind_an_end_does_not_tell_of_a_new_run() {
    let mut index = Index::default();
    index.apply_list(Vec::new(), at(0));
    index.apply_event(&event(1, 1, Action::Start));
    index.apply_event(&event(2, 1, Action::Die { exit_code: 137 }));
    let mut changes = index.apply_list(vec![listed(1, RUNNING, "Up 1 second")], at(3));
    let question = index.next_question().unwrap();
    changes.extend(index.apply_facts(&question, &facts(1, EXITED, Some(1), Some(137)), at(4)));
    assert!(kinds(&changes).iter().all(|kind| *kind == ChangeKind::Updated), "{changes:?}");
    assert_eq!(index.rows()[0].state, EXITED);
}

#[test]
fn the_same_list_again_changes_nothing() {
    let mut index = Index::default();
    index.apply_list(vec![listed(1, RUNNING, "Up 3 seconds (healthy)")], at(0));
    let question = index.next_question().unwrap();
    let mut known = facts(1, RUNNING, Some(1), None);
    known.health = Some("healthy".into());
    known.created = at(77);
    index.apply_facts(&question, &known, at(1));
    assert!(index.take_different());
    assert!(index.apply_list(vec![listed(1, RUNNING, "Up 4 minutes (healthy)")], at(2)).is_empty());
    assert!(!index.take_different());
    assert_eq!(index.next_question(), None);
}

#[test]
fn an_answer_older_than_an_event_does_not_say_what_the_container_does() {
    let mut index = Index::default();
    index.apply_event(&event(1, 1, Action::Start));
    let question = index.next_question().unwrap();
    index.apply_event(&event(2, 1, Action::Die { exit_code: 1 }));
    assert_eq!(index.next_question(), None, "never asked twice at a time");
    let mut old = facts(1, RUNNING, Some(1), None);
    old.memory_limit_bytes = Some(64);
    index.apply_facts(&question, &old, at(3));
    let row = index.rows().remove(0);
    assert_eq!((row.state, row.exit_code, row.memory_limit_bytes), (EXITED, Some(1), Some(64)));
    assert!(index.next_question().is_some(), "asked again");
}

#[test]
fn a_restart_that_nobody_told_is_found_by_its_start() {
    let mut index = Index::default();
    index.apply_list(vec![listed(1, RUNNING, "")], at(0));
    let question = index.next_question().unwrap();
    index.apply_facts(&question, &facts(1, RUNNING, Some(1), None), at(1));
    index.doubt_all();
    let question = index.next_question().unwrap();
    let changes = index.apply_facts(&question, &facts(1, RUNNING, Some(50), None), at(60));
    assert_eq!(kinds(&changes), [ChangeKind::Ended { exit_code: None, oom: false }, ChangeKind::Started]);
    assert_eq!(index.rows()[0].started_ms, Some(50));
}

#[test]
fn an_end_that_an_inspect_told_is_not_told_again_by_its_late_event() {
    let mut index = Index::default();
    index.apply_list(vec![listed(1, RUNNING, "")], at(0));
    let question = index.next_question().unwrap();
    index.apply_facts(&question, &facts(1, RUNNING, Some(1), None), at(1));
    index.doubt_all();
    let question = index.next_question().unwrap();
    let changes = index.apply_facts(&question, &facts(1, RUNNING, Some(50), None), at(60));
    assert_eq!(kinds(&changes).len(), 2, "an end and a start");
    let late = index.apply_event(&event(40, 1, Action::Die { exit_code: 2 }));
    assert_eq!(kinds(&late), []);
    assert_eq!(index.rows()[0].state, RUNNING);
    let ended = index.apply_event(&event(70, 1, Action::Die { exit_code: 3 }));
    assert_eq!(kinds(&ended), [ChangeKind::Ended { exit_code: Some(3), oom: false }]);
}

#[test]
fn a_run_that_answers_told_from_start_to_end_is_not_told_again_by_its_late_events() {
    let mut index = Index::default();
    index.apply_list(Vec::new(), at(0));
    index.apply_event(&event(1, 1, Action::Create));
    let question = index.next_question().unwrap();
    let changes = index.apply_facts(&question, &facts(1, RUNNING, Some(2), None), at(3));
    assert_eq!(kinds(&changes), [ChangeKind::Started]);
    index.apply_list(vec![listed(1, EXITED, "Exited (3) 1 second ago")], at(3));
    let question = index.next_question().unwrap();
    let changes = index.apply_facts(&question, &facts(1, EXITED, Some(2), Some(3)), at(4));
    assert_eq!(kinds(&changes), [ChangeKind::Ended { exit_code: Some(3), oom: false }]);
    for late in [event(3, 1, Action::Start), event(4, 1, Action::Die { exit_code: 3 })] {
        let told = kinds(&index.apply_event(&late));
        assert!(
            !told.iter().any(|kind| matches!(kind, ChangeKind::Started | ChangeKind::Ended { .. })),
            "{told:?}"
        );
    }
    // The next run is a run of its own.
    assert_eq!(kinds(&index.apply_event(&event(5, 1, Action::Start))), [ChangeKind::Started]);
    let changes = index.apply_event(&event(6, 1, Action::Die { exit_code: 4 }));
    assert_eq!(kinds(&changes), [ChangeKind::Ended { exit_code: Some(4), oom: false }]);
}

#[test]
fn the_flag_of_the_inspect_counts_as_out_of_memory_too() {
    let mut index = Index::default();
    index.apply_event(&event(1, 1, Action::Start));
    index.apply_event(&event(2, 1, Action::Die { exit_code: 137 }));
    let question = index.next_question().unwrap();
    let mut known = facts(1, EXITED, Some(1), Some(137));
    known.oom_killed = true;
    index.apply_facts(&question, &known, at(3));
    assert!(index.rows()[0].oom);
}

#[test]
fn one_that_never_came_to_run_has_ended() {
    let mut index = Index::default();
    index.apply_event(&event(1, 1, Action::Create));
    let changes = index.apply_event(&event(2, 1, Action::Die { exit_code: 127 }));
    assert_eq!(kinds(&changes), [ChangeKind::Ended { exit_code: Some(127), oom: false }]);
}

#[test]
fn a_container_without_an_answer_is_gone_or_asked_again() {
    let mut index = Index::default();
    index.apply_list(vec![listed(1, EXITED, ""), listed(2, EXITED, "")], at(0));
    let (first, second) = (index.next_question().unwrap(), index.next_question().unwrap());
    assert_eq!(kinds(&index.apply_missing(&first, at(1))), [ChangeKind::Removed]);
    index.apply_unanswered(&second);
    assert_eq!(index.next_question().map(|q| q.id), Some(second.id));
    assert_eq!(index.rows().len(), 1);
}

/// What a made-up engine does, and what becomes of the news of it.
#[derive(Debug, Clone)]
enum Step {
    Do { container: u8, deed: u8, told: u8 },
    AskList,
    GetList,
    Ask,
    Answer { at: u8 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..4_u8, 0..7_u8, 0..5_u8).prop_map(|(container, deed, told)| Step::Do { container, deed, told }),
        1 => Just(Step::AskList),
        1 => Just(Step::GetList),
        3 => Just(Step::Ask),
        3 => (0..8_u8).prop_map(|at| Step::Answer { at }),
    ]
}

#[derive(Debug, Clone, PartialEq)]
struct Truth {
    state: ContainerState,
    started: Option<i64>,
    exit_code: Option<i64>,
}

/// The engine: containers come and go (an id never comes back), and each deed is told never, once or twice.
#[derive(Default)]
struct World {
    time: i64,
    truth: HashMap<u8, Truth>,
    removed: HashSet<u8>,
    next_life: HashMap<u8, u8>,
}

impl World {
    fn number(&self, container: u8) -> u8 {
        container + 4 * self.next_life.get(&container).copied().unwrap_or(0)
    }
    fn deed(&mut self, container: u8, deed: u8) -> Option<EngineEvent> {
        self.time += 1;
        let n = self.number(container);
        let there = self.truth.get(&n).cloned();
        let alive = there.as_ref().is_some_and(|truth| truth.state.is_alive());
        let action = match (deed, there) {
            (0, None) => {
                self.truth
                    .insert(n, Truth { state: ContainerState::Created, started: None, exit_code: None });
                Action::Create
            }
            (1, Some(_)) if !alive => {
                self.truth.insert(n, Truth { state: RUNNING, started: Some(self.time), exit_code: None });
                Action::Start
            }
            (2 | 3, Some(truth)) if alive => {
                let code = i64::from(deed);
                self.truth.insert(n, Truth { state: EXITED, exit_code: Some(code), ..truth });
                Action::Die { exit_code: code }
            }
            (4, Some(truth)) if truth.state == RUNNING => {
                self.truth.insert(n, Truth { state: ContainerState::Paused, ..truth });
                Action::Pause
            }
            (5, Some(truth)) if truth.state == ContainerState::Paused => {
                self.truth.insert(n, Truth { state: RUNNING, ..truth });
                Action::Unpause
            }
            (6, Some(_)) => {
                self.truth.remove(&n);
                self.removed.insert(n);
                *self.next_life.entry(container).or_default() += 1;
                Action::Destroy
            }
            _ => return None,
        };
        Some(event(self.time, n, action))
    }
    fn list(&self) -> Vec<ContainerListed> {
        self.truth.iter().map(|(n, truth)| listed(*n, truth.state, "")).collect()
    }
    fn facts(&self, question: &Question) -> Option<ContainerFacts> {
        self.truth
            .iter()
            .find(|(n, _)| id(**n) == question.id)
            .map(|(n, truth)| facts(*n, truth.state, truth.started, truth.exit_code))
    }
}

proptest! {
    #[test]
    fn whatever_is_lost_late_or_doubled_the_rows_end_up_true(steps in prop::collection::vec(step(), 0..120)) {
        let mut world = World::default();
        let mut index = Index::default();
        let mut all: Vec<Change> = Vec::new();
        let mut list: Option<Vec<ContainerListed>> = None;
        let mut waiting: Vec<EngineEvent> = Vec::new();
        let mut answers: Vec<(Question, Option<ContainerFacts>)> = Vec::new();
        for step in steps {
            match step {
                Step::Do { container, deed, told } => {
                    if let Some(event) = world.deed(container, deed) {
                        // 0: lost. 1: twice. Else once. While a list is under way they wait.
                        for _ in 0..[0, 2, 1, 1, 1][usize::from(told)] {
                            if list.is_some() {
                                waiting.push(event.clone());
                            } else {
                                all.extend(index.apply_event(&event));
                            }
                        }
                    }
                }
                Step::AskList => if list.is_none() { list = Some(world.list()); },
                Step::GetList => if let Some(list) = list.take() {
                    all.extend(index.apply_list(list, at(world.time)));
                    for event in waiting.drain(..) {
                        all.extend(index.apply_event(&event));
                    }
                },
                Step::Ask => if let Some(question) = index.next_question() {
                    let facts = world.facts(&question);
                    answers.push((question, facts));
                },
                Step::Answer { at: n } => if list.is_none() && !answers.is_empty() {
                    let (question, facts) = answers.remove(usize::from(n) % answers.len());
                    all.extend(match facts {
                        Some(facts) => index.apply_facts(&question, &facts, at(world.time)),
                        None => index.apply_missing(&question, at(world.time)),
                    });
                },
            }
        }
        // Quiet now: the list that was under way, the answers, a reconcile, and what that asks for.
        if let Some(list) = list.take() {
            all.extend(index.apply_list(list, at(world.time)));
            for event in waiting.drain(..) {
                all.extend(index.apply_event(&event));
            }
        }
        for (question, facts) in answers.drain(..) {
            all.extend(match facts {
                Some(facts) => index.apply_facts(&question, &facts, at(world.time)),
                None => index.apply_missing(&question, at(world.time)),
            });
        }
        index.doubt_all();
        all.extend(index.apply_list(world.list(), at(world.time)));
        while let Some(question) = index.next_question() {
            let Some(facts) = world.facts(&question) else { prop_assert!(false, "asked for a ghost"); break };
            all.extend(index.apply_facts(&question, &facts, at(world.time)));
        }
        let rows: HashMap<ContainerId, Truth> = index.rows().into_iter().map(|row| {
            (row.id, Truth { state: row.state, started: row.started_ms, exit_code: row.exit_code })
        }).collect();
        let truth: HashMap<ContainerId, Truth> = world.truth.iter().map(|(n, truth)| (id(*n), truth.clone())).collect();
        prop_assert_eq!(rows, truth);
        prop_assert_eq!(index.rows().len(), world.truth.len());

        // Each container is added once, removed at most once and then silent; starts and ends take turns.
        let mut lives: HashMap<ContainerId, (bool, bool)> = HashMap::new();
        for change in all {
            match change.kind {
                ChangeKind::Added => prop_assert!(lives.insert(change.id, (false, true)).is_none()),
                ChangeKind::Removed => {
                    let life = lives.get_mut(&change.id).unwrap();
                    prop_assert!(life.1);
                    *life = (false, false);
                }
                kind => {
                    let life = lives.get_mut(&change.id).unwrap();
                    prop_assert!(life.1, "{kind:?} after it was removed");
                    match kind {
                        ChangeKind::Started => life.0 = true,
                        ChangeKind::Ended { .. } => life.0 = false,
                        _ => {}
                    }
                }
            }
        }
    }
}
