//! Processes seen from outside: who belongs to a run, and what they use.

use std::path::Path;

/// The processes whose environment holds `NAME=VALUE`: a marker that a test gave to what it started.
pub fn with_environment(name: &str, value: &str) -> Vec<(u32, String)> {
    let wanted = format!("{name}={value}");
    pids()
        .filter(|pid| {
            let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|entry| entry == wanted.as_bytes())
        })
        .filter(|pid| *pid != std::process::id())
        .map(|pid| (pid, command(pid)))
        .collect()
}

/// A process and everything it started.
pub fn below(root: u32) -> Vec<u32> {
    let parents: Vec<(u32, u32)> = pids().filter_map(|pid| Some((pid, parent(pid)?))).collect();
    let mut family = vec![root];
    let mut at = 0;
    while let Some(of) = family.get(at).copied() {
        family.extend(parents.iter().filter(|(_, parent)| *parent == of).map(|(pid, _)| *pid));
        at += 1;
    }
    family
}

/// Every process of a name, as the kernel has it: 15 letters at most.
pub fn named(wanted: impl Fn(&str) -> bool) -> Vec<u32> {
    let name = |pid: &u32| std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    pids().filter(|pid| wanted(name(pid).trim_end())).collect()
}

/// Whether a process runs a program.
pub fn runs(pid: u32, program: &Path) -> bool {
    std::fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == program)
}

/// Time on a processor since its start, in milliseconds.
pub fn cpu_ms(pid: u32) -> f64 {
    let fields = stat(pid);
    let ticks: f64 = fields.iter().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks * 1000.0 / ticks_per_second()
}

/// Its start, in milliseconds since the epoch, to a hundredth of a second.
pub fn started_ms(pid: u32) -> f64 {
    let ticks: f64 = stat(pid).get(19).and_then(|field| field.parse().ok()).unwrap_or_default();
    // /proc/uptime rather than btime, which is whole seconds.
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let uptime: f64 = uptime.split(' ').next().and_then(|text| text.parse().ok()).unwrap_or_default();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    now.as_secs_f64() * 1000.0 - (uptime - ticks / ticks_per_second()) * 1000.0
}

/// Memory in bytes, with a fair share of what it shares (PSS).
pub fn pss_bytes(pid: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default() * 1024
}

/// What a process was called with.
pub fn command(pid: u32) -> String {
    let text = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&text).replace('\0', " ").trim().to_owned()
}

fn pids() -> impl Iterator<Item = u32> {
    std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

fn parent(pid: u32) -> Option<u32> {
    stat(pid).get(1)?.parse().ok()
}

/// The fields of `/proc/PID/stat` after the name, which may hold spaces: state is the first.
fn stat(pid: u32) -> Vec<String> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after = text.rsplit_once(')').map_or("", |(_, after)| after);
    after.split_whitespace().map(str::to_owned).collect()
}

fn ticks_per_second() -> f64 {
    rustix::param::clock_ticks_per_second() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_found_with_its_figures() {
        let me = std::process::id();
        assert!(below(me).contains(&me));
        assert!(pss_bytes(me) > 100_000, "{}", pss_bytes(me));
        let now =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64() * 1e3;
        let age = now - started_ms(me);
        assert!((-50.0..600_000.0).contains(&age), "{age}");
    }
}
