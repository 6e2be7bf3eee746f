//! The display seen from outside: which window a process shows, and its title bar's cross, which Xvfb does not draw.

use crate::wait;
use std::time::Duration;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, MapState, Window,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// A connection to the display that `DISPLAY` names.
struct Display {
    connection: RustConnection,
    root: Window,
}

impl Display {
    fn open() -> Self {
        let (connection, screen) = x11rb::connect(None).expect("no display: run `make test`");
        let root = connection.setup().roots.get(screen).expect("a display has a screen").root;
        Self { connection, root }
    }

    fn atom(&self, name: &str) -> u32 {
        let cookie = self.connection.intern_atom(false, name.as_bytes()).expect("the display answers");
        cookie.reply().expect("the display answers").atom
    }

    /// Without a window manager every window with a title is a child of the root. One that goes meanwhile is none.
    fn shown_by(&self, process: u32) -> Option<Window> {
        self.titled_by(process, "Slipway")
    }

    fn titled_by(&self, process: u32, wanted: &str) -> Option<Window> {
        let tree = self.connection.query_tree(self.root).ok()?.reply().ok()?;
        let pid = self.atom("_NET_WM_PID");
        tree.children.into_iter().find(|window| {
            let shows = || {
                let attributes = self.connection.get_window_attributes(*window).ok()?.reply().ok()?;
                let owner = self.connection.get_property(false, *window, pid, AtomEnum::CARDINAL, 0, 1);
                let owner = owner.ok()?.reply().ok()?.value32()?.next()?;
                let title =
                    self.connection.get_property(false, *window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64);
                let title = title.ok()?.reply().ok()?.value;
                Some(
                    owner == process
                        && attributes.map_state == MapState::VIEWABLE
                        && title.starts_with(wanted.as_bytes()),
                )
            };
            shows().unwrap_or(false)
        })
    }

    /// What a window manager sends when its cross is pressed.
    fn ask_to_close(&self, window: Window) {
        let message = ClientMessageEvent::new(
            32,
            window,
            self.atom("WM_PROTOCOLS"),
            [self.atom("WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0],
        );
        self.connection.send_event(false, window, EventMask::NO_EVENT, message).expect("the display answers");
        self.connection.sync().expect("the display answers");
    }
}

/// Whether a process shows Slipway's window.
pub fn shows_window(process: u32) -> bool {
    Display::open().shown_by(process).is_some()
}

/// Closes the window that a process shows as its title bar does, and waits until it is gone.
pub fn close_window(process: u32) {
    let display = Display::open();
    let window = display.shown_by(process).expect("the window is on the display");
    display.ask_to_close(window);
    wait::until("the window is closed", Duration::from_secs(20), || {
        display.shown_by(process).is_none().then_some(())
    });
}
