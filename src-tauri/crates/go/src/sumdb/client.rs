//! Asking the database for a module version's hash, and believing the answer only with its proof.

use super::note::Verifier;
use super::tile::Tile;
use super::tlog::{Subtree, Tree, climb, fold, path, record_hash};
use crate::error::GoError;
use crate::toolchain::ProxySettings;
use crate::toolchain::http::{Http, Miss, Walk};
use crate::toolchain::proxy::{Entry, Place, place};
use futures_util::{StreamExt, TryStreamExt};
use std::collections::BTreeMap;

/// The key that Go itself carries for sum.golang.org.
pub(super) const GO_KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

/// Which database, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sumdb {
    key: Verifier,
    /// A place of its own, which goes past the proxies.
    place: Option<Place>,
}

impl Sumdb {
    /// Reads `GOSUMDB`: a known name, or a key, either with a URL.
    pub(crate) fn parse(value: &str) -> Result<Self, GoError> {
        let bad = || GoError::BadSumdb { value: value.split('+').next().unwrap_or_default().to_owned() };
        let value = if value == "sum.golang.google.cn" {
            "sum.golang.org https://sum.golang.google.cn"
        } else {
            value
        };
        if value == "off" {
            return Err(GoError::SumdbOff);
        }
        let mut words = value.split_whitespace();
        let key = match words.next().ok_or_else(bad)? {
            "sum.golang.org" => GO_KEY,
            other => other,
        };
        let at = words.next().map(place).transpose()?;
        if words.next().is_some() {
            return Err(bad());
        }
        Ok(Self { key: Verifier::parse(key).ok_or_else(bad)?, place: at })
    }

    /// Where to ask: the first proxy that passes questions on, else the database itself.
    pub(crate) async fn find(&self, entries: &[Entry], http: &Http) -> Result<Place, GoError> {
        if let Some(place) = &self.place {
            return Ok(place.clone());
        }
        let own = place(&format!("https://{}", self.key.name))?;
        let below = format!("sumdb/{}", self.key.name);
        // Off and direct mean the same here as nobody: the database itself.
        let proxies: Vec<_> = entries
            .iter()
            .filter(|entry| entry.place != Place::Off && entry.place.host() != "go.dev")
            .cloned()
            .collect();
        let mut walk = Walk::new(&proxies);
        while let Some(proxy) = walk.next()? {
            let base = proxy.join(&below);
            let supported = http.get(&base.join("supported"), 4096).await;
            if walk.heard(supported)?.is_some() {
                return Ok(base);
            }
        }
        walk.nobody()?;
        Ok(own)
    }
}

/// The `h1:` hash of a module version. None: the database does not know it.
pub(crate) async fn lookup(
    module: &str,
    version: &str,
    settings: &ProxySettings,
    http: &Http,
) -> Result<Option<String>, GoError> {
    let sumdb = Sumdb::parse(&settings.gosumdb)?;
    let base = sumdb.find(&settings.entries()?, http).await?;
    let host = base.host();
    let bytes = match http.get(&base.join(&format!("lookup/{module}@{version}")), 1 << 20).await {
        Ok(bytes) => bytes,
        Err(Miss::NotThere) => return Ok(None),
        Err(Miss::Failed(error)) => return Err(error),
    };
    let not_proven = |text| GoError::NotProven { host: host.clone(), text };
    let answer = String::from_utf8(bytes).map_err(|_| not_proven("answer is not UTF-8"))?;

    // ID, record, blank line, signed tree head.
    let (id, rest) = answer.split_once('\n').ok_or_else(|| not_proven("malformed record"))?;
    let id: u64 = id.parse().map_err(|_| not_proven("malformed record"))?;
    let end = rest.find("\n\n").ok_or_else(|| not_proven("malformed record"))?;
    let record = rest.get(..=end).unwrap_or_default();
    let head = rest.get(end + 2..).unwrap_or_default();

    let signed = sumdb.key.open(head).ok_or_else(|| GoError::BadSignature { host: host.clone() })?;
    let tree = Tree::parse(signed).ok_or_else(|| not_proven("malformed tree head"))?;
    if id >= tree.size {
        return Err(not_proven("record beyond the tree"));
    }
    prove(id, record, &tree, &base, http).await?;

    // Only now is the record believed.
    let start = format!("{module} {version} ");
    let hash =
        record.lines().find_map(|line| line.strip_prefix(&start)).filter(|hash| hash.starts_with("h1:"));
    hash.map(|hash| Some(hash.to_owned())).ok_or_else(|| not_proven("record is of another module"))
}

/// Fails unless the record is the tree's record `id`.
async fn prove(id: u64, record: &str, tree: &Tree, base: &Place, http: &Http) -> Result<(), GoError> {
    let not_proven = |text| GoError::NotProven { host: base.host(), text };
    let steps = path(id, tree.size);
    let mut tiles: Vec<Tile> =
        steps.iter().flat_map(|step| &step.other).map(|subtree| Tile::of(*subtree, tree.size)).collect();
    tiles.sort();
    tiles.dedup();
    let data: BTreeMap<Tile, Vec<u8>> = futures_util::stream::iter(tiles)
        .map(|tile| async move { read_tile(tile, base, http).await.map(|data| (tile, data)) })
        .buffer_unordered(6)
        .try_collect()
        .await?;
    let hash_of = |subtree: &Subtree| {
        let tile = Tile::of(*subtree, tree.size);
        tile.hash(*subtree, data.get(&tile)?)
    };
    let others: Option<Vec<_>> = steps
        .iter()
        .map(|step| {
            let hashes: Vec<_> = step.other.iter().map(hash_of).collect::<Option<_>>()?;
            Some((fold(&hashes)?, step.other_is_left))
        })
        .collect();
    let others = others.ok_or_else(|| not_proven("incomplete tile"))?;
    if climb(record_hash(record.as_bytes()), &others) == tree.hash {
        Ok(())
    } else {
        Err(not_proven("record is not in the signed tree"))
    }
}

/// A tile's data; of a tile that has been filled since, its first part.
async fn read_tile(tile: Tile, base: &Place, http: &Http) -> Result<Vec<u8>, GoError> {
    let not_proven = |text| GoError::NotProven { host: base.host(), text };
    let mut found = http.get(&base.join(&tile.path()), 1 << 16).await;
    if matches!(found, Err(Miss::NotThere)) && tile != tile.full() {
        found = http.get(&base.join(&tile.full().path()), 1 << 16).await;
    }
    match found {
        Ok(mut data) if data.len() >= tile.bytes() => {
            data.truncate(tile.bytes());
            Ok(data)
        }
        Ok(_) => Err(not_proven("tile too short")),
        Err(Miss::NotThere) => Err(not_proven("tile missing")),
        Err(Miss::Failed(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gosumdb_is_read_as_go_reads_it() {
        let plain = Sumdb::parse("sum.golang.org").unwrap();
        assert_eq!((plain.key.name.as_str(), plain.place), ("sum.golang.org", None));
        let china = Sumdb::parse("sum.golang.google.cn").unwrap();
        assert_eq!(china.key.name, "sum.golang.org");
        assert_eq!(china.place.map(|place| place.host()).as_deref(), Some("sum.golang.google.cn"));
        assert!(matches!(Sumdb::parse("off"), Err(GoError::SumdbOff)));
        for bad in ["", "sum.example.org", "sum.golang.org https://a b"] {
            assert!(matches!(Sumdb::parse(bad), Err(GoError::BadSumdb { .. })), "{bad:?}");
        }
    }
}
