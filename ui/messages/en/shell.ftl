# The frame around every screen: rail, engine state, notices.
app-name = Slipway
nav-label = Screens
nav-projects = Projects
nav-containers = Containers
nav-settings = Settings
skip-to-content = Skip to the content
page-broken = This page could not be drawn
page-broken-text = That is a mistake in Slipway. Your containers are not touched; the other pages still work.

engine-label = Engine
engine-ready = { $product } { $version }
engine-ready-where = This machine · API { $api }
engine-ready-where-remote = { $name } · API { $api }
engine-connecting = Looking for an engine
engine-connecting-more = Docker or Podman on this machine
engine-lost-word = { $product } does not answer
engine-lost-more = Trying again by itself
engine-none-what-to-do = What to do
engine-lost-notice = { $product } stopped answering at { $time }. Slipway keeps trying; what you see may be old.

engine-banner-ready = { $product } { $version } is ready
engine-banner-preflight = a test container ran in { $took }
engine-banner-running = a test container is running
engine-banner-not-run = not tested yet
engine-banner-details = Details
engine-banner-test = Test it
engine-banner-connecting = Looking for Docker and Podman on this machine…
engine-banner-lost = { $product } does not answer, Slipway keeps trying
engine-look-again = Look again
engine-found = Found on this machine
engine-in-use = in use
engine-use = Use this one
engine-found-none = Neither Docker nor Podman was found.

mend-start_service = Start it
mend-join_group = Add me to the group…
mend-look_again = Look again
mend-install = How to install it
mend-title = Run this in a terminal
mend-text = It needs administrator rights, so Slipway does not run it for you. Run it, then press “Look again”.
mend-group-means = Members of that group can act as administrators of this machine. Log out and in again afterwards.

notice-dismiss = Put away
