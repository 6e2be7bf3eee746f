//! Where the cgroup hierarchies are mounted.

use std::path::{Path, PathBuf};

/// One mounted hierarchy.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mount {
    /// Where.
    at: PathBuf,
    /// Which folder of the hierarchy is seen there; `/` unless a part was bound.
    root: PathBuf,
    /// Version 1: its controllers. Version 2: none.
    controllers: Option<Vec<String>>,
}

/// The hierarchies of this machine, as this process sees them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mounts(Vec<Mount>);

impl Mounts {
    /// As they are now; empty where there are none.
    pub fn here() -> Self {
        std::fs::read_to_string("/proc/self/mountinfo").map(|text| Self::parse(&text)).unwrap_or_default()
    }

    /// From the text of `/proc/PID/mountinfo` (proc(5)): `ID PARENT MAJ:MIN ROOT POINT OPTIONS… - TYPE SOURCE SUPER`.
    pub fn parse(mountinfo: &str) -> Self {
        let mounts = mountinfo.lines().filter_map(|line| {
            let (head, tail) = line.split_once(" - ")?;
            let mut head = head.split(' ').skip(3);
            let (root, at) = (unescape(head.next()?), unescape(head.next()?));
            let mut tail = tail.split(' ');
            let controllers = match tail.next()? {
                "cgroup2" => None,
                "cgroup" => Some(tail.nth(1)?.split(',').map(str::to_owned).collect()),
                _ => return None,
            };
            Some(Mount { at, root, controllers })
        });
        Self(mounts.collect())
    }

    /// The folder of a version 1 controller for a path in its hierarchy.
    pub(super) fn v1(&self, controller: &str, path: &Path) -> Option<PathBuf> {
        self.find(path, |mount| {
            mount.controllers.as_ref().is_some_and(|names| names.iter().any(|name| name == controller))
        })
    }

    /// The folder of version 2 for a path in its hierarchy.
    pub(super) fn v2(&self, path: &Path) -> Option<PathBuf> {
        self.find(path, |mount| mount.controllers.is_none())
    }

    /// Whether version 1 has the controllers: then version 2 has pressure at most.
    pub(super) fn has_v1(&self) -> bool {
        let resource = ["memory", "cpuacct", "pids"];
        let names = self.0.iter().flat_map(|mount| mount.controllers.iter().flatten());
        names.map(String::as_str).any(|name| resource.contains(&name))
    }

    fn find(&self, path: &Path, is_it: impl Fn(&Mount) -> bool) -> Option<PathBuf> {
        // The last mount of a place hides those below it.
        let mut fitting = self.0.iter().rev().filter(|mount| is_it(mount));
        fitting.find_map(|mount| {
            let inside = path.strip_prefix(&mount.root).ok()?;
            Some(mount.at.join(inside)).filter(|folder| folder.is_dir())
        })
    }
}

/// A space in a path is `\040` there.
fn unescape(text: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let octal = (*first == b'\\').then(|| tail.get(..3)).flatten();
        let value = octal.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok());
        bytes.push(value.unwrap_or(*first));
        rest = if value.is_some() { &tail[3..] } else { tail };
    }
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HYBRID: &str = "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:5 - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 /part /mnt/a\\040b rw - cgroup cgroup rw,memory
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate\n";

    #[test]
    fn both_versions_are_found_by_controller() {
        let mounts = Mounts::parse(HYBRID);
        assert!(mounts.has_v1());
        let points: Vec<_> = mounts.0.iter().map(|mount| mount.at.to_str().unwrap()).collect();
        assert_eq!(points, ["/sys/fs/cgroup/cpu,cpuacct", "/mnt/a b", "/sys/fs/cgroup/unified"]);
        assert!(!Mounts::parse("41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n").has_v1());
    }

    #[test]
    fn a_bound_part_is_entered_below_its_root_only() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("x")).unwrap();
        let at = folder.path().to_str().unwrap();
        let mounts = Mounts::parse(&format!("1 1 0:1 /part {at} rw - cgroup2 cgroup2 rw\n"));
        assert_eq!(mounts.v2(Path::new("/part/x")), Some(folder.path().join("x")));
        assert_eq!(mounts.v2(Path::new("/x")), None);
        assert_eq!(mounts.v2(Path::new("/part/gone")), None);
    }

    #[test]
    fn nonsense_is_no_mount() {
        for text in ["", "-", " - ", "a b c d e - cgroup", "1 1 0:1 / /x rw - cgroup cgroup"] {
            assert_eq!(Mounts::parse(text), Mounts::default(), "{text}");
        }
    }
}
