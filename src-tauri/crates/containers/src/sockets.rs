//! Which sockets a program in a container really listens on: the kernel's own table, read in that container's network.
//!
//! On an engine of this machine the table stands in `/proc`; anywhere else a tiny program of ours reads it from inside.

use crate::{ContainersError, tiny};
use slipway_engine::{ContainerFacts, Engine};
use slipway_image::sockets_archive;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;
use tokio_util::sync::CancellationToken;

/// A socket that a program listens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Listening {
    /// The port.
    pub port: u16,
    /// The address: unspecified for every one.
    pub address: IpAddr,
}

impl Listening {
    /// Only the container itself can reach it.
    pub fn is_loopback(&self) -> bool {
        match self.address {
            IpAddr::V4(address) => address.is_loopback(),
            IpAddr::V6(address) => {
                address.is_loopback() || address.to_ipv4_mapped().is_some_and(|mapped| mapped.is_loopback())
            }
        }
    }
}

/// The TCP sockets that a running container listens on, without the engine's own name server.
///
/// # Errors
/// Where the engine refuses to run the program that looks.
pub async fn listening(
    engine: &Engine,
    facts: &ContainerFacts,
    stop: &CancellationToken,
) -> Result<Vec<Listening>, ContainersError> {
    if let Some(text) = from_proc(facts) {
        return Ok(parse(&text));
    }
    let arch = engine.info().arch.clone();
    let ran = tiny::run_once(engine, stop, |tag| sockets_archive(&arch, tag), Some(&facts.id)).await?;
    Ok(parse(&ran.output))
}

/// From this machine's `/proc`, if the engine's process number means the container here: it need not, behind a VM.
fn from_proc(facts: &ContainerFacts) -> Option<String> {
    let process = Path::new("/proc").join(facts.pid?.to_string());
    let cgroup = std::fs::read_to_string(process.join("cgroup")).ok()?;
    if !cgroup.contains(facts.id.as_str()) {
        return None;
    }
    let table = |name: &str| std::fs::read_to_string(process.join("net").join(name)).ok();
    Some(table("tcp")? + &table("tcp6").unwrap_or_default())
}

/// Listening sockets of a table as `proc_pid_net(5)` has it: `sl local_address rem_address st …`, state 0A.
fn parse(text: &str) -> Vec<Listening> {
    let found: BTreeSet<Listening> = text.lines().filter_map(line).collect();
    found.into_iter().filter(|socket| !is_the_engines(socket)).collect()
}

fn line(text: &str) -> Option<Listening> {
    let mut words = text.split_whitespace();
    let (_, local, _, state) = (words.next()?, words.next()?, words.next()?, words.next()?);
    if state != "0A" {
        return None;
    }
    let (address, port) = local.split_once(':')?;
    Some(Listening { address: address_of(address)?, port: u16::from_str_radix(port, 16).ok()? })
}

/// Words of 32 bits in the machine's own order, which is little endian wherever Slipway runs.
fn address_of(hex: &str) -> Option<IpAddr> {
    if !hex.is_ascii() {
        return None;
    }
    let mut bytes = Vec::with_capacity(16);
    for at in (0..hex.len()).step_by(8) {
        let word = u32::from_str_radix(hex.get(at..at + 8)?, 16).ok()?;
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    match bytes.len() {
        4 => Some(IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(bytes).ok()?))),
        16 => Some(IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?))),
        _ => None,
    }
}

/// Docker's name server in user-defined networks listens in the container's own network.
fn is_the_engines(socket: &Listening) -> bool {
    socket.address == IpAddr::V4(Ipv4Addr::new(127, 0, 0, 11))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: &str = "  sl  local_address rem_address   st tx_queue rx_queue
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65532 0 1
   1: 0B00007F:A2C1 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 2
   2: 0100007F:1F90 0100007F:C000 01 00000000:00000000 00:00000000 00000000 65532 0 3
  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0 0 0
   1: 00000000000000000000000001000000:0051 00000000000000000000000000000000:0000 0A 0 0 0
   2: 0000000000000000FFFF00000100007F:0052 00000000000000000000000000000000:0000 0A 0 0 0
";

    #[test]
    fn listening_sockets_are_read_and_told_apart() {
        let found = parse(TABLES);
        let seen: Vec<(u16, bool)> = found.iter().map(|one| (one.port, one.is_loopback())).collect();
        assert_eq!(seen, [(80, false), (81, true), (82, true), (8080, true)]);
        assert_eq!(found[0].address, IpAddr::V6(Ipv6Addr::UNSPECIFIED));
    }

    #[test]
    fn what_is_no_table_lists_nothing() {
        for text in ["", "0: é:é x 0A", "0: 0100:1 x 0A", "0: 0100007F:1FFFF x 0A", "0: 0100007F x 0A"] {
            assert_eq!(parse(text), [], "{text}");
        }
    }
}
