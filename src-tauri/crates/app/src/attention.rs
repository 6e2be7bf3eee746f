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

    /// The containers that have a page of their own somewhere.
    fn attended(&self) -> BTreeSet<ContainerId> {
        let viewers = self.viewers.lock().unwrap_or_else(PoisonError::into_inner);
        viewers.values().flat_map(|attention| attention.containers.iter().cloned()).collect()
    }

    /// Tells the recorder whom to follow: what is on screen, and Slipway's own running containers; and the collector,
    /// whose log is kept whether it is read or not. A log on screen is followed by being read.
    pub(crate) fn look_at_own(&self, house: &House) {
        let mut wanted = own(house);
        wanted.extend(self.attended());
        for id in self.kept_logs(house) {
            house.collector.follow(&id);
        }
        let fleet = self
            .viewers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .any(|attention| attention.fleet);
        let visible = if fleet { Visible::All } else { Visible::Only(wanted.into_iter().collect()) };
        house.recorder.set_attention(slipway_monitor::Attention { visible, window_visible: true });
    }
}

/// Slipway's own running containers, as far as they are recorded without being looked at.
fn own(house: &House) -> BTreeSet<ContainerId> {
    let snapshot = house.index.snapshot();
    let running = |row: &&slipway_containers::ContainerRow| {
        row.project.is_some() && row.state == ContainerState::Running
    };
    snapshot.rows.iter().filter(running).map(|row| row.id.clone()).take(OWN_RECORDED).collect()
}
