//! Names and ports that nobody has yet.

use crate::ContainersError;
use slipway_engine::Engine;
use slipway_model::{ContainerId, ShortName};
use std::collections::HashSet;
use std::io::ErrorKind;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// How many names are tried.
const NAMES: u32 = 1000;
/// How many ports above the wanted one are tried before any will do.
const PORTS: u16 = 200;
/// Where a port that only root may open goes: 80 becomes 8080.
const ABOVE_ROOTS: u16 = 8000;

/// The wanted name, or the first of `name-2`, `name-3`, … that no container has. A container of ours may keep its
/// own.
pub async fn free_name(
    engine: &Engine,
    wanted: &ShortName,
    mine: Option<&ContainerId>,
) -> Result<ShortName, ContainersError> {
    let listed = engine.list_containers().await?;
    let taken: HashSet<&str> =
        listed.iter().filter(|row| Some(&row.id) != mine).map(|row| row.name.as_str()).collect();
    first_free(wanted, &taken).ok_or_else(|| ContainersError::NoFreeName { name: wanted.to_string() })
}

fn first_free(wanted: &ShortName, taken: &HashSet<&str>) -> Option<ShortName> {
    if !taken.contains(wanted.as_str()) {
        return Some(wanted.clone());
    }
    (2..NAMES)
        .map(|n| format!("{wanted}-{n}"))
        .find(|name| !taken.contains(name.as_str()))
        .map(ShortName::new)
}

/// The wanted port when it is free on 127.0.0.1, else the next free one above, else any. Ports that the engine
/// publishes count as taken, also where they cannot be seen from here.
pub async fn free_host_port(wanted: u16, taken_by_engine: &[u16]) -> Option<u16> {
    let mut next = wanted.max(1);
    for _ in 0..PORTS {
        if !taken_by_engine.contains(&next) {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, next)).await {
                Ok(_) => return Some(next),
                Err(error) if error.kind() == ErrorKind::PermissionDenied && next < 1024 => {
                    next += ABOVE_ROOTS - 1;
                }
                Err(_) => {}
            }
        }
        let Some(above) = next.checked_add(1) else { break };
        next = above;
    }
    any(taken_by_engine).await
}

async fn any(taken: &[u16]) -> Option<u16> {
    for _ in 0..PORTS {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.ok()?.local_addr().ok()?.port();
        if !taken.contains(&port) {
            return Some(port);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_name_gets_the_next_number() {
        let name = |taken: &[&str]| {
            first_free(&ShortName::new("app"), &taken.iter().copied().collect()).map(|name| name.to_string())
        };
        assert_eq!(name(&[]).as_deref(), Some("app"));
        assert_eq!(name(&["app"]).as_deref(), Some("app-2"));
        assert_eq!(name(&["app", "app-2", "app-4"]).as_deref(), Some("app-3"));
    }

    #[tokio::test]
    async fn a_taken_port_gets_the_next_free_one() {
        let held = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = held.local_addr().unwrap().port();
        let found = free_host_port(port, &[]).await.unwrap();
        assert_ne!(found, port);
        drop(held);
        assert_eq!(free_host_port(port, &[]).await, Some(port));
        assert_ne!(free_host_port(port, &[port]).await, Some(port));
    }

    #[tokio::test]
    async fn a_port_that_someone_holds_on_every_address_is_taken() {
        let held = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).await.unwrap();
        let port = held.local_addr().unwrap().port();
        assert_ne!(free_host_port(port, &[]).await, Some(port));
    }

    #[tokio::test]
    async fn at_the_end_of_all_ports_any_will_do() {
        assert!(free_host_port(65535, &[65535]).await.is_some());
    }
}
