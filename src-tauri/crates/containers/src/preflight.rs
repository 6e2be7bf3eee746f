//! Proof that an engine can do what Slipway needs: load an image, run it, read what it wrote.

use crate::ContainersError;
use crate::tiny::{self, NAME, gone};
use slipway_engine::Engine;
use slipway_image::{PREFLIGHT_OUTPUT, preflight_archive};
use slipway_model::label;
use std::time::Instant;
use tokio_util::sync::CancellationToken;

/// What the preflight saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreflightReport {
    /// How long it took, with the tidying up.
    pub took_ms: u64,
    /// The architecture it ran as.
    pub arch: String,
    /// What the program wrote.
    pub output: String,
}

/// Loads a tiny image, runs it and checks what it wrote. Its container and its image go again in any case.
///
/// # Errors
/// Where the engine refuses any of it, or the program did not write what it should.
pub async fn preflight(
    engine: &Engine,
    stop: &CancellationToken,
) -> Result<PreflightReport, ContainersError> {
    let began = Instant::now();
    let arch = engine.info().arch.clone();
    let ran = tiny::run_once(engine, stop, |tag| preflight_archive(&arch, tag), None).await?;
    if ran.exit_code != 0 || ran.output != PREFLIGHT_OUTPUT {
        let output = if ran.error.is_empty() { ran.output } else { ran.error };
        return Err(ContainersError::PreflightFailed { exit_code: ran.exit_code, output });
    }
    Ok(PreflightReport { took_ms: began.elapsed().as_millis() as u64, arch, output: ran.output })
}

/// Removes the images of preflights that began before this moment, and says how many.
pub(crate) async fn sweep_images(engine: &Engine, before_ms: i64) -> Result<usize, ContainersError> {
    let mut swept = 0;
    for image in engine.list_images(Some((label::PREFLIGHT, label::IMAGE_VALUE))).await? {
        for tag in image.tags.iter().filter(|tag| started_before(tag, before_ms)) {
            gone(engine.remove_image(tag, true).await)?;
            swept += 1;
        }
    }
    Ok(swept)
}

/// When the preflight of an image began stands in its name: the image itself is dated at the epoch.
fn started_before(tag: &str, before_ms: i64) -> bool {
    tag.rsplit('/')
        .next()
        .and_then(|name| name.strip_prefix(NAME))
        .and_then(|rest| rest.split('-').nth(1))
        .and_then(|nanos| i128::from_str_radix(nanos, 16).ok())
        .is_some_and(|nanos| nanos / 1_000_000 < i128::from(before_ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tiny::unique_name;
    use slipway_model::now;

    #[test]
    fn two_preflights_never_share_a_name() {
        assert_ne!(unique_name(), unique_name());
    }

    #[test]
    fn a_preflight_that_runs_now_is_no_leftover() {
        let tag = format!("{}:1", unique_name());
        assert!(!started_before(&tag, now().ms - 600_000));
        assert!(started_before(&tag, now().ms + 1_000));
        assert!(started_before(&format!("localhost/{tag}"), now().ms + 1_000));
        for other in ["slipway/app:1", "slipway-preflight-x:1", "slipway-preflight-", ""] {
            assert!(!started_before(other, i64::MAX), "{other}");
        }
    }
}
