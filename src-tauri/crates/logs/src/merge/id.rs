//! Which log is meant: one container's, or that of several as one.

use slipway_model::ContainerId;

/// Between the ids of a log of several containers.
const JOIN: char = '+';
/// More containers than this are not one log: nobody can tell them apart.
const MOST_SOURCES: usize = 32;

/// One container's log, or that of several as one: `a`, or `a+b+c`. Their order tells the sources apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LogId(Vec<ContainerId>);

impl LogId {
    /// Reads it. What is said twice counts once, and no more than 32 are taken.
    pub fn new(text: &str) -> Self {
        let mut sources: Vec<ContainerId> = Vec::new();
        for id in text.split(JOIN).map(ContainerId::new) {
            if sources.len() < MOST_SOURCES && !sources.contains(&id) {
                sources.push(id);
            }
        }
        Self(sources)
    }

    /// The containers.
    pub fn sources(&self) -> &[ContainerId] {
        &self.0
    }

    /// The container, where it is only one.
    pub fn one(&self) -> Option<&ContainerId> {
        if let [one] = &self.0[..] { Some(one) } else { None }
    }
}

impl From<&ContainerId> for LogId {
    fn from(id: &ContainerId) -> Self {
        Self(vec![id.clone()])
    }
}

impl From<&LogId> for LogId {
    fn from(id: &LogId) -> Self {
        id.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_told_apart_by_their_order() {
        assert_eq!(LogId::new("b+a+b").sources(), [ContainerId::new("b"), ContainerId::new("a")]);
        assert_eq!(LogId::new("a").one(), Some(&ContainerId::new("a")));
        assert_eq!(LogId::new("a+b").one(), None);
        let many: Vec<_> = (0..100).map(|n| n.to_string()).collect();
        assert_eq!(LogId::new(&many.join("+")).sources().len(), MOST_SOURCES);
    }
}
