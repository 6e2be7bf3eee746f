//! Linux and macOS: sockets, and who may use them.

use super::{Product, Surroundings};
use std::fs;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

/// Where Docker Engine listens unless told otherwise.
pub(super) const DEFAULT_URL: &str = "unix:///var/run/docker.sock";

/// This user's number.
pub(super) fn uid() -> Option<u32> {
    Some(rustix::process::getuid().as_raw())
}

/// The usual sockets that exist here.
pub(super) fn usual_places(surroundings: &Surroundings) -> Vec<(String, Product)> {
    let runtime = match (surroundings.variable("XDG_RUNTIME_DIR"), surroundings.uid) {
        (Some(folder), _) => Some(PathBuf::from(folder)),
        (None, Some(uid)) => Some(surroundings.system(&format!("/run/user/{uid}"))),
        (None, None) => None,
    };
    let runtime = |path: &str| runtime.as_ref().map(|folder| folder.join(path));
    let home = |path: &str| surroundings.home.as_ref().map(|folder| folder.join(path));
    let system = |path: &str| Some(surroundings.system(path));
    [
        (system("/var/run/docker.sock"), Product::Docker),
        (runtime("docker.sock"), Product::DockerRootless),
        (runtime("podman/podman.sock"), Product::Podman),
        (system("/run/podman/podman.sock"), Product::Podman),
        (home(".colima/default/docker.sock"), Product::Colima),
        (home(".orbstack/run/docker.sock"), Product::OrbStack),
        (home(".rd/docker.sock"), Product::RancherDesktop),
        (home(".docker/desktop/docker.sock"), Product::DockerDesktop),
        (home(".docker/run/docker.sock"), Product::DockerDesktop),
    ]
    .into_iter()
    .filter_map(|(path, product)| path.filter(|path| may_be_socket(path)).map(|path| (path, product)))
    .map(|(path, product)| (format!("unix://{}", path.display()), product))
    .collect()
}

/// A socket, or one that may be there behind a folder that this user may not enter.
fn may_be_socket(path: &Path) -> bool {
    match path.metadata() {
        Ok(meta) => meta.file_type().is_socket(),
        // Podman's folder is closed to others even where its socket does not exist.
        Err(error) => {
            error.kind() == std::io::ErrorKind::PermissionDenied && !path.ends_with("podman/podman.sock")
        }
    }
}

/// The group that may use a socket, by the system's own list, and whether this user is in it there.
pub(super) fn whose(socket: &Path) -> (Option<String>, bool) {
    let Ok(meta) = socket.metadata() else { return (None, false) };
    let group_may = meta.mode() & 0o020 != 0;
    // Being added to root's own group would not be a remedy.
    if !group_may || meta.gid() == 0 {
        return (None, false);
    }
    let groups = fs::read_to_string("/etc/group").unwrap_or_default();
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let user = uid().and_then(|uid| user_name(&users, uid));
    group_of(&groups, meta.gid(), user.as_deref())
}

fn user_name(passwd: &str, uid: u32) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}

fn group_of(groups: &str, gid: u32, user: Option<&str>) -> (Option<String>, bool) {
    for line in groups.lines() {
        let fields: Vec<&str> = line.split(':').collect();
        if let [name, _, number, members] = fields.as_slice()
            && number.parse() == Ok(gid)
        {
            let in_it = user.is_some_and(|user| members.split(',').any(|member| member == user));
            return (Some((*name).to_owned()), in_it);
        }
    }
    (None, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_list_says_who_is_in_a_group() {
        let groups = "root:x:0:\ndocker:x:998:ann,bob\n";
        assert_eq!(group_of(groups, 998, Some("bob")), (Some("docker".to_owned()), true));
        assert_eq!(group_of(groups, 998, Some("eve")), (Some("docker".to_owned()), false));
        assert_eq!(group_of(groups, 5, Some("bob")), (None, false));
        assert_eq!(
            user_name("root:x:0:0::/root:/bin/sh\nbob:x:1001:1001::/:/bin/sh\n", 1001).as_deref(),
            Some("bob")
        );
    }
}
