//! What the windows look at, so that nothing is measured that nobody sees.

use crate::App;
use crate::engines::House;
use slipway_engine::ContainerState;
use slipway_model::ContainerId;
use slipway_monitor::Visible;
use std::collections::BTreeSet;
use std::sync::PoisonError;

/// Own containers that are recorded also when nobody looks.
const OWN_RECORDED: usize = 20;

/// What one page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attention {
    /// The containers with a chart of their own.
    pub containers: Vec<ContainerId>,
    /// The table of all containers.
    pub fleet: bool,
}

impl App {
    /// A page says what it shows; an empty one, what it shows no more.
    pub fn attend(&self, viewer: &str, attention: Attention) {
        {
            let mut viewers = self.viewers.lock().unwrap_or_else(PoisonError::into_inner);
            if attention == Attention::default() {
                viewers.remove(viewer);
            } else {
                viewers.insert(viewer.to_owned(), attention);
            }
        }
        if let Some(house) = self.house() {
            self.look_at_own(&house);
        }
    }

    /// Tells the recorder and the collector whom to follow: what is on screen, and Slipway's own running containers.
    pub(crate) fn look_at_own(&self, house: &House) {
        let snapshot = house.index.snapshot();
        let mut wanted: BTreeSet<ContainerId> = snapshot
            .rows
            .iter()
            .filter(|row| row.project.is_some() && row.state == ContainerState::Running)
            .map(|row| row.id.clone())
            .take(OWN_RECORDED)
            .collect();
        for id in &wanted {
            house.collector.follow(id);
        }
        let mut fleet = false;
        for attention in self.viewers.lock().unwrap_or_else(PoisonError::into_inner).values() {
            wanted.extend(attention.containers.iter().cloned());
            fleet |= attention.fleet;
        }
        let visible = if fleet { Visible::All } else { Visible::Only(wanted.into_iter().collect()) };
        house.recorder.set_attention(slipway_monitor::Attention { visible, window_visible: true });
    }
}
