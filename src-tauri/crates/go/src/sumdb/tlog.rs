//! The tree of RFC 6962: hashes of records and nodes, and the proof that a record is in a tree.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A SHA-256.
pub(crate) type Hash = [u8; 32];

/// A tree head: how many records, and the hash over all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tree {
    pub(crate) size: u64,
    pub(crate) hash: Hash,
}

impl Tree {
    /// Reads the text of a signed tree head.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != "go.sum database tree" {
            return None;
        }
        let size = lines.next()?;
        let parsed: u64 = size.parse().ok().filter(|n: &u64| n.to_string() == size && *n < 1 << 60)?;
        Some(Self { size: parsed, hash: STANDARD.decode(lines.next()?).ok()?.try_into().ok()? })
    }
}

/// The hash of a record.
pub(crate) fn record_hash(record: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(record).finalize().into()
}

/// The hash of a node over its two halves.
pub(crate) fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A complete subtree: the `n`th of those with 2^level records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Subtree {
    pub(crate) level: u32,
    pub(crate) n: u64,
}

/// One step from a record up to the head: the other half, as the complete subtrees it is made of (largest first), and
/// on which side it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) other: Vec<Subtree>,
    pub(crate) other_is_left: bool,
}

/// The steps from record `n` of a tree of `size` records to its head, in the order in which they are taken.
pub(crate) fn path(n: u64, size: u64) -> Vec<Step> {
    let (mut low, mut high) = (0, size);
    let mut steps = Vec::new();
    while high - low > 1 {
        let middle = low + largest_power_below(high - low);
        if n < middle {
            steps.push(Step { other: complete(middle, high), other_is_left: false });
            high = middle;
        } else {
            steps.push(Step { other: complete(low, middle), other_is_left: true });
            low = middle;
        }
    }
    steps.reverse();
    steps
}

/// The head that a record and the other halves lead to.
pub(crate) fn climb(record: Hash, steps: &[(Hash, bool)]) -> Hash {
    steps.iter().fold(
        record,
        |hash, (other, other_is_left)| {
            if *other_is_left { node_hash(other, &hash) } else { node_hash(&hash, other) }
        },
    )
}

/// The hash over neighbouring complete subtrees, largest first.
pub(crate) fn fold(hashes: &[Hash]) -> Option<Hash> {
    let (last, before) = hashes.split_last()?;
    Some(before.iter().rev().fold(*last, |right, left| node_hash(left, &right)))
}

/// The largest power of two that is smaller than `n`, for `n > 1`.
fn largest_power_below(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// Complete subtrees that make up the records from `low` to `high`, largest first.
fn complete(mut low: u64, high: u64) -> Vec<Subtree> {
    let mut subtrees = Vec::new();
    while low < high {
        let level = (high - low).ilog2();
        subtrees.push(Subtree { level, n: low >> level });
        low += 1 << level;
    }
    subtrees
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(records: &[Hash]) -> Hash {
        match records {
            [one] => *one,
            many => {
                let (left, right) = many.split_at(largest_power_below(many.len() as u64) as usize);
                node_hash(&head(left), &head(right))
            }
        }
    }

    #[test]
    fn every_record_of_every_small_tree_leads_to_its_head_and_no_other_record_does() {
        let records: Vec<Hash> = (0_u8..40).map(|n| record_hash(&[n])).collect();
        for size in 1..=40_usize {
            let tree = &records[..size];
            for (n, record) in tree.iter().enumerate() {
                let steps: Vec<_> = path(n as u64, size as u64)
                    .iter()
                    .map(|step| {
                        let hashes: Vec<_> = step
                            .other
                            .iter()
                            .map(|sub| {
                                head(&tree[(sub.n as usize) << sub.level..(sub.n as usize + 1) << sub.level])
                            })
                            .collect();
                        (fold(&hashes).unwrap(), step.other_is_left)
                    })
                    .collect();
                assert_eq!(climb(*record, &steps), head(tree), "record {n} of {size}");
                assert_ne!(climb(record_hash(b"other"), &steps), head(tree));
            }
        }
    }
}
