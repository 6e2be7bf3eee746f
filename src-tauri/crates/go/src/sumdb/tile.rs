//! Tiles: the tree's hashes as they are served, 256 of one level at a time.

use super::tlog::{Hash, Subtree, node_hash};

/// The height of a tile, as sum.golang.org serves them.
const HEIGHT: u32 = 8;
const WIDTH: u64 = 1 << HEIGHT;

/// A tile: hashes `n * 256 …` of level `8 * level`, of which there are `width` in a tree of the size it was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tile {
    level: u32,
    n: u64,
    pub(crate) width: u64,
}

impl Tile {
    /// The tile of a tree of `size` records that a complete subtree's hash can be read from.
    pub(crate) fn of(subtree: Subtree, size: u64) -> Self {
        let level = subtree.level / HEIGHT;
        let first = subtree.n << (subtree.level % HEIGHT);
        let n = first / WIDTH;
        let all = size.checked_shr(level * HEIGHT).unwrap_or(0);
        Self { level, n, width: (all.saturating_sub(n * WIDTH)).min(WIDTH) }
    }

    /// The same tile, full.
    pub(crate) fn full(self) -> Self {
        Self { width: WIDTH, ..self }
    }

    /// Its length in bytes.
    pub(crate) fn bytes(self) -> usize {
        self.width as usize * size_of::<Hash>()
    }

    /// Where it is served.
    pub(crate) fn path(self) -> String {
        let mut number = format!("{:03}", self.n % 1000);
        let mut rest = self.n / 1000;
        while rest > 0 {
            number = format!("x{:03}/{number}", rest % 1000);
            rest /= 1000;
        }
        let part = if self.width == WIDTH { String::new() } else { format!(".p/{}", self.width) };
        format!("tile/{HEIGHT}/{}/{number}{part}", self.level)
    }

    /// The hash of a complete subtree in the tile's data.
    pub(crate) fn hash(self, subtree: Subtree, data: &[u8]) -> Option<Hash> {
        let within = subtree.level % HEIGHT;
        let start = (subtree.n << within) - self.n * WIDTH;
        let (from, to) = (start as usize * 32, (start as usize + (1 << within)) * 32);
        let mut row: Vec<Hash> =
            data.get(from..to)?.chunks_exact(32).map(|chunk| chunk.try_into().ok()).collect::<Option<_>>()?;
        while row.len() > 1 {
            row =
                row.chunks_exact(2).filter_map(|pair| Some(node_hash(pair.first()?, pair.get(1)?))).collect();
        }
        row.first().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_the_ones_go_asks_for() {
        let size = 66_393_050;
        for (level, n, path) in [
            (0, 45_036_002, "tile/8/0/x175/921"),
            (8, 175_921, "tile/8/1/687"),
            (0, 66_393_049, "tile/8/0/x259/347.p/218"),
            (24, 3, "tile/8/3/000.p/3"),
            (25, 0, "tile/8/3/000.p/3"),
        ] {
            assert_eq!(Tile::of(Subtree { level, n }, size).path(), path, "level {level} n {n}");
        }
        assert_eq!(Tile { level: 0, n: 1_234_067, width: 256 }.path(), "tile/8/0/x001/x234/067");
    }
}
