//! Is this proxy any good: does it answer, has it toolchains, does it pass on the checksum database.

use super::GoPlatform;
use super::http::{Http, Miss};
use super::list::versions;
use super::proxy::{Place, ProxySettings};
use crate::error::GoError;
use slipway_model::{Fault, ToFault};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// What a proxy said.
#[derive(Debug, Clone, PartialEq)]
pub struct ProxyTest {
    /// How long its first answer took; none if it gave none.
    pub answers_ms: Option<u64>,
    /// Whether it lists toolchains for this machine.
    pub has_toolchains: bool,
    /// Whether it passes questions on to the checksum database.
    pub has_sumdb: bool,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// Tests the first proxy of a `GOPROXY` list, within 15 seconds.
pub async fn test_proxy(goproxy: &str, stop: &CancellationToken) -> ProxyTest {
    let mut test = ProxyTest { answers_ms: None, has_toolchains: false, has_sumdb: false, fault: None };
    let asked = tokio::time::timeout(Duration::from_secs(15), ask(goproxy, stop, &mut test)).await;
    test.fault = match asked {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_fault()),
        Err(_) => Some(Fault::new("network-proxy-no-answer").with("host", host_of(goproxy))),
    };
    test
}

async fn ask(goproxy: &str, stop: &CancellationToken, test: &mut ProxyTest) -> Result<(), GoError> {
    let settings = ProxySettings { goproxy: goproxy.to_owned(), ..ProxySettings::default() };
    let entries = settings.entries()?;
    let Some(place) = entries.first().map(|entry| entry.place.clone()).filter(|place| *place != Place::Off)
    else {
        return Err(GoError::ProxyOff);
    };
    let http = Http::new(stop.clone())?;
    let started = Instant::now();
    let list = http.get(&place.join("golang.org/toolchain/@v/list"), 8 << 20).await;
    let list = match list {
        Ok(list) => list,
        Err(Miss::NotThere) => Vec::new(),
        Err(Miss::Failed(error)) => return Err(error),
    };
    test.answers_ms = Some(u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
    let platform = GoPlatform::here();
    test.has_toolchains = versions(&String::from_utf8_lossy(&list), &platform).next().is_some();
    test.has_sumdb = http.get(&place.join("sumdb/sum.golang.org/supported"), 4096).await.is_ok();
    if test.has_toolchains {
        return Ok(());
    }
    Err(GoError::NoToolchains { platform: platform.to_string(), hosts: place.host() })
}

fn host_of(goproxy: &str) -> String {
    let settings = ProxySettings { goproxy: goproxy.to_owned(), ..ProxySettings::default() };
    settings.entries().ok().and_then(|entries| Some(entries.first()?.place.host())).unwrap_or_default()
}
