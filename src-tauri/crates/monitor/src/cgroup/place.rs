//! Where a container is in the hierarchies, by its first process, and whether that process is still its own.

use slipway_model::ContainerId;
use std::path::{Path, PathBuf};

/// A container's paths in each hierarchy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place(Vec<(Hierarchy, PathBuf)>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hierarchy {
    /// Version 1, with its controllers.
    V1(Vec<String>),
    V2,
}

impl Place {
    /// From the text of `/proc/PID/cgroup`: `NUMBER:CONTROLLERS:PATH`. Only paths that name the container count, up to
    /// the folder that does: a system inside may have moved its first process further down. None where no path names
    /// it: the number belongs to another process now.
    pub(super) fn parse(cgroup: &str, id: &ContainerId) -> Option<Self> {
        if id.as_str().is_empty() {
            return None;
        }
        let paths: Vec<_> = cgroup
            .lines()
            .filter_map(|line| {
                let mut fields = line.splitn(3, ':');
                let (number, controllers, path) = (fields.next()?, fields.next()?, fields.next()?);
                let hierarchy = match (number, controllers) {
                    ("0", "") => Hierarchy::V2,
                    _ => Hierarchy::V1(controllers.split(',').map(str::to_owned).collect()),
                };
                Some((hierarchy, named(path, id)?))
            })
            .collect();
        (!paths.is_empty()).then_some(Self(paths))
    }

    pub(super) fn v1(&self, controller: &str) -> Option<&Path> {
        let has = |hierarchy: &Hierarchy| match hierarchy {
            Hierarchy::V1(names) => names.iter().any(|name| name == controller),
            Hierarchy::V2 => false,
        };
        self.0.iter().find(|(hierarchy, _)| has(hierarchy)).map(|(_, path)| path.as_path())
    }

    pub(super) fn v2(&self) -> Option<&Path> {
        self.0.iter().find(|(hierarchy, _)| *hierarchy == Hierarchy::V2).map(|(_, path)| path.as_path())
    }
}

/// The part of a path down to the folder that is the container's: its id, or `docker-ID.scope`, `libpod-ID.scope`.
fn named(path: &str, id: &ContainerId) -> Option<PathBuf> {
    let mut made = PathBuf::from("/");
    for folder in path.split('/').filter(|folder| !folder.is_empty()) {
        // Out of a private namespace a path may begin with `..`: it is not to be followed.
        if folder == ".." {
            return None;
        }
        made.push(folder);
        let name = folder.strip_suffix(".scope").unwrap_or(folder);
        if name == id.as_str() || name.rsplit_once('-').is_some_and(|(_, tail)| tail == id.as_str()) {
            return Some(made);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "eaba454118df9aa421b632e10ed11943ddde55eb161ad09ad17eadb26e65a160";

    fn place(text: &str) -> Option<Place> {
        Place::parse(text, &ContainerId::new(ID))
    }

    #[test]
    fn every_driver_and_version_is_found() {
        let v1 =
            place(&format!("9:memory:/docker/{ID}\n4:cpu,cpuacct:/docker/{ID}\n0::/docker/{ID}\n")).unwrap();
        assert_eq!(v1.v1("cpuacct"), Some(Path::new(&format!("/docker/{ID}"))));
        assert_eq!((v1.v1("pids"), v1.v2().is_some()), (None, true));
        for path in [
            format!("/system.slice/docker-{ID}.scope"),
            format!("/machine.slice/libpod-{ID}.scope"),
            format!("/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{ID}.scope"),
        ] {
            let found = place(&format!("0::{path}/init.scope\n")).unwrap();
            assert_eq!(found.v2(), Some(Path::new(&path)), "without what a system inside made of it");
        }
    }

    #[test]
    fn a_process_that_is_not_the_containers_has_no_place() {
        let other = ID.replace('e', "f");
        for text in [
            "0::/user.slice\n".to_owned(),
            format!("0::/docker/{other}\n"),
            format!("0::/docker/{ID}x\n"),
            format!("0::/../../{ID}\n"),
            String::new(),
            ":::".to_owned(),
        ] {
            assert_eq!(place(&text), None, "{text}");
        }
        assert_eq!(Place::parse("0::/docker/\n", &ContainerId::new("")), None);
    }
}
