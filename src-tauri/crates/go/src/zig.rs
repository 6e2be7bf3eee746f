//! A C compiler for a machine that has none: the `ziglang` wheel, which carries a C library for every target. Fetched by
//! its hash, from Python's package index or a mirror of it, once for all projects.

use crate::error::GoError;
use crate::fs::Scratch;
use crate::platform;
use crate::toolchain::http::{Http, Miss};
use crate::toolchain::lock::Lock;
use crate::toolchain::proxy;
use crate::toolchain::unpack::Toolchain;
use ring::digest;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use tokio_util::sync::CancellationToken;

const VERSION: &str = "0.17.1";
/// Where wheels are; a mirror has the same paths below its own.
pub const INDEX: &str = "https://files.pythonhosted.org/packages";
const PREFIX: &str = "ziglang/";
const MOST_BYTES: u64 = 256 << 20;

struct Wheel {
    path: &'static str,
    sha256: &'static str,
}

const AMD64: Wheel = Wheel {
    path: "59/e3/2a34676370a11c36b7cd04ffb2439c1089c0530cf4b01408c77cf7f8d9c3/ziglang-0.17.1-py3-none-manylinux_2_12_x86_64.manylinux2010_x86_64.musllinux_1_1_x86_64.whl",
    sha256: "ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54",
};
const ARM64: Wheel = Wheel {
    path: "91/72/bb7c4f098ba3e535fa2ebefd9f26327ba63fb0672562959255cb5dd37aff/ziglang-0.17.1-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
    sha256: "b7c5f02fccd40f89b999ee16a1f5ddced56e6182370f8affe494bcf8a28cf07e",
};

/// The wheel for this machine.
fn wheel() -> Result<Wheel, GoError> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Ok(AMD64),
        ("linux", "aarch64") => Ok(ARM64),
        (os, arch) => Err(GoError::NoCompiler { platform: format!("{os}/{arch}") }),
    }
}

/// The `zig` command below `into`, fetched if it is not there. It is there whole or not at all; a second caller, also in
/// another process, waits for the first. `progress` hears the bytes so far and in all.
pub async fn fetch(
    index: Option<&str>,
    into: &Path,
    stop: &CancellationToken,
    progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
) -> Result<PathBuf, GoError> {
    let wheel = wheel()?;
    let folder = into.join(format!("zig-{VERSION}"));
    let command = folder.join("zig");
    if platform::is_executable(&command) {
        return Ok(command);
    }
    let place = proxy::place(index.unwrap_or(INDEX))?;
    tokio::fs::create_dir_all(into).await.map_err(GoError::io(into))?;
    let lock = Lock::take(&into.join(".zig.lock"), stop).await?;
    if platform::is_executable(&command) {
        return Ok(command);
    }
    let scratch = Scratch::new(into, ".zig.part").map_err(GoError::io(into))?;
    let file = scratch.path().join("wheel.zip");
    let saved = Http::new(stop.clone())?.save(&place.join(wheel.path), &file, MOST_BYTES, progress).await;
    let host = place.host();
    saved.map_err(|miss| match miss {
        Miss::NotThere => GoError::Refused { host: host.clone(), status: 404 },
        Miss::Failed(error) => error,
    })?;
    // Also when this future is dropped, the thread stops by itself; until then it holds the lock and its folder.
    let stop = stop.child_token();
    let _stops = stop.clone().drop_guard();
    let work = tokio::task::spawn_blocking(move || {
        let _lock = lock;
        let found = sha256(&file, &stop)?;
        if found != wheel.sha256 {
            let (version, expected) = (format!("zig {VERSION}"), wheel.sha256.to_owned());
            return Err(GoError::HashMismatch { version, host, expected, found });
        }
        let root = scratch.path().join("root");
        std::fs::create_dir(&root).map_err(GoError::io(&root))?;
        Toolchain::open_part(&file, PREFIX)?.unpack(&root, &stop, &|_| {})?;
        let zig = root.join("zig");
        platform::set_executable(&zig).map_err(GoError::io(&zig))?;
        std::fs::remove_dir_all(&folder).ok();
        std::fs::rename(&root, &folder).map_err(GoError::io(&folder))
    });
    work.await.unwrap_or(Err(GoError::Cancelled))?;
    Ok(command)
}

fn sha256(path: &Path, stop: &CancellationToken) -> Result<String, GoError> {
    let mut file = std::fs::File::open(path).map_err(GoError::io(path))?;
    let mut context = digest::Context::new(&digest::SHA256);
    let mut buffer = vec![0; 1 << 18];
    loop {
        if stop.is_cancelled() {
            return Err(GoError::Cancelled);
        }
        match file.read(&mut buffer).map_err(GoError::io(path))? {
            0 => break,
            n => context.update(buffer.get(..n).unwrap_or_default()),
        }
    }
    Ok(context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_wheel_with_another_hash_is_not_unpacked_and_nothing_of_it_stays() {
        let Ok(wheel) = wheel() else { return };
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index");
        let path = index.join(wheel.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, crate::toolchain::unpack::tests::zip_of(&[("ziglang/zig", "evil")])).unwrap();
        let into = folder.path().join("into");
        let index = format!("file://{}", index.display());
        let error = fetch(Some(&index), &into, &CancellationToken::new(), &mut |_, _| {}).await.unwrap_err();
        assert!(matches!(error, GoError::HashMismatch { .. }), "{error}");
        let left: Vec<_> =
            std::fs::read_dir(&into).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [".zig.lock"]);
    }
}
