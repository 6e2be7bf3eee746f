//! What the kernel wrote down of memory that ran out: a witness where the engine has none.
//!
//! The engine's `oom` event comes from a watch on the cgroup, and is lost where the cgroup is gone before the watch is
//! read: seen on Engine 20.10 under load, flag and event both missing. The kernel's log names the cgroup, and with it
//! the container. It can be read by root, and by everyone where `kernel.dmesg_restrict` is 0.

use slipway_model::{ContainerId, now};

/// The kernel's ring holds some thousand records; more than this is not its log.
const MAX_RECORDS: usize = 100_000;

/// Whether the kernel says that it killed in this container because the container's own limit was met, at or after
/// a time. `false` where the log cannot be read. Reads a file: not for a thread that must not wait.
pub fn killed_for_memory(id: &ContainerId, since_ms: i64) -> bool {
    let Some((records, boot_ms)) = read() else { return false };
    says_so(records.iter().map(String::as_str), id, since_ms - boot_ms)
}

/// Records of `/dev/kmsg`: `PRIORITY,NUMBER,MICROSECONDS_SINCE_BOOT,FLAGS;TEXT`.
fn says_so<'a>(mut records: impl Iterator<Item = &'a str>, id: &ContainerId, since_boot_ms: i64) -> bool {
    // The engine's time is of another clock than the kernel's; they agree within this.
    const SLACK_MS: i64 = 2_000;
    records.any(|record| {
        let Some((head, text)) = record.split_once(';') else { return false };
        let micros = head.split(',').nth(2).and_then(|micros| micros.parse::<i64>().ok());
        let limit_of = text
            .strip_prefix("oom-kill:constraint=CONSTRAINT_MEMCG,")
            .and_then(|rest| rest.split(',').find_map(|field| field.strip_prefix("oom_memcg=")));
        limit_of.is_some_and(|cgroup| !id.as_str().is_empty() && cgroup.contains(id.as_str()))
            && micros.is_some_and(|micros| micros / 1000 + SLACK_MS >= since_boot_ms)
    })
}

/// The reader over any text, for tests that try any.
pub(crate) fn read_any(text: &str) {
    for id in ["", "f"] {
        says_so(text.lines(), &ContainerId::new(id), i64::MAX);
    }
}

#[cfg(target_os = "linux")]
fn read() -> Option<(Vec<String>, i64)> {
    use std::io::Read as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    let mut log = std::fs::OpenOptions::new().read(true).custom_flags(flags).open("/dev/kmsg").ok()?;
    let since_boot = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    let boot_ms = now().ms - (since_boot.tv_sec * 1000 + since_boot.tv_nsec / 1_000_000);
    let mut records = Vec::new();
    let mut record = [0; 8192];
    while records.len() < MAX_RECORDS {
        match log.read(&mut record) {
            Ok(0) => break,
            Ok(length) => records.push(String::from_utf8_lossy(&record[..length]).into_owned()),
            // A record was overwritten while it was read: the next read goes on behind it.
            Err(error) if error.raw_os_error() == Some(rustix::io::Errno::PIPE.raw_os_error()) => {}
            Err(_) => break,
        }
    }
    Some((records, boot_ms))
}

#[cfg(not(target_os = "linux"))]
fn read() -> Option<(Vec<String>, i64)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "eaba454118df9aa421b632e10ed11943ddde55eb161ad09ad17eadb26e65a160";

    fn record(cgroup: &str, constraint: &str) -> String {
        format!(
            "6,4242,11572377262,-;oom-kill:constraint={constraint},nodemask=(null),cpuset={ID},mems_allowed=0,oom_memcg={cgroup},task_memcg=/docker/{ID},task=memory,pid=12131,uid=65532\n"
        )
    }

    fn says(record: &str, since_boot_ms: i64) -> bool {
        says_so([record].into_iter(), &ContainerId::new(ID), since_boot_ms)
    }

    #[test]
    fn the_limit_of_the_container_itself_is_its_lack_of_memory() {
        assert!(says(&record(&format!("/docker/{ID}"), "CONSTRAINT_MEMCG"), 11_572_000));
        let v2 = format!("/system.slice/docker-{ID}.scope");
        assert!(says(&record(&v2, "CONSTRAINT_MEMCG"), 0));
        assert!(!says(&record("/user.slice", "CONSTRAINT_MEMCG"), 0), "another limit around it");
        assert!(!says(&record(&format!("/docker/{ID}"), "CONSTRAINT_NONE"), 0), "the machine's memory");
    }

    #[test]
    fn the_run_before_says_nothing_of_this_one() {
        assert!(!says(&record(&format!("/docker/{ID}"), "CONSTRAINT_MEMCG"), 11_580_000));
    }

    #[test]
    fn a_program_cannot_say_it_by_its_name_and_nonsense_is_nothing() {
        let forged =
            format!("6,1,2,-;Memory cgroup out of memory: Killed process 7 (oom_memcg=/docker/{ID})");
        for text in
            [forged.as_str(), "", ";", "6,1;oom-kill:", "6,1,x,-;oom-kill:constraint=CONSTRAINT_MEMCG,"]
        {
            assert!(!says(text, 0), "{text}");
        }
        let nobody = ContainerId::new("");
        assert!(!says_so([record("/docker/x", "CONSTRAINT_MEMCG").as_str()].into_iter(), &nobody, 0));
    }
}
