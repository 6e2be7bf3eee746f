# The settings screen.
settings-title = Settings
settings-at-once = every change takes effect at once
settings-off = Off
settings-comma = {", "}
settings-look = Language and look
settings-language = Language
settings-as-system = As the system
settings-theme = Theme
settings-theme-light = Light
settings-theme-dark = Dark
settings-mode = Mode
settings-mode-hint = for a beginner, words with a dotted line say what they mean
settings-mode-beginner = Beginner
settings-mode-expert = Expert
settings-size = Presenter size
settings-size-hint = for a projector; Ctrl Shift P anywhere
settings-engines = Engines
settings-engines-count = { $count ->
    [one] one found on this machine
   *[other] { $count } found on this machine
  }
settings-engines-look = Look again
settings-engines-none = No container engine was found. Install Docker or Podman, then look again.
settings-engine-ready = Ready.
settings-engine-in-use = in use
settings-engine-choose = Use this one
settings-engine-not-supported = Also { $endpoint }: not supported yet.
settings-engine-origin-docker_host = Named by the environment variable DOCKER_HOST.
settings-engine-origin-context = From the Docker context { $name }.
settings-engine-origin-setting = Chosen here.
settings-engine-origin-own = Only its program is here: Slipway starts its service and ends it again.
settings-engine-startable = Not started; Slipway starts it when it is used
settings-preflight-good = Ready: a test container ran in { $time }.
settings-preflight-not-run = Ready. No test container has run yet.
settings-preflight-running = A test container is running…
settings-preflight-run = Test
settings-proxy = Module proxy
settings-proxy-note = for modules and Go toolchains
settings-proxy-test = Test
settings-proxy-testing = Asking…
settings-proxy-all = Answers in { $ms }, with toolchains and the checksum database
settings-proxy-no-sums = Answers in { $ms } with toolchains, but without the checksum database
settings-proxy-no-toolchains = Answers in { $ms } with modules, but without toolchains
settings-proxy-no-answer = no answer
settings-proxy-mirrors = Mirrors
settings-proxy-go-default = Go’s own default
settings-proxy-from-setting = Set here. Empty the field to do as Go does.
settings-proxy-from-environment = From the environment variable GOPROXY.
settings-proxy-from-go_env = From “go env”.
settings-proxy-from-default = Go’s own default; nothing is set.
settings-storage = What Slipway keeps
settings-storage-all = { $size } in all
settings-storage-machine = On this machine
settings-storage-engine = On { $engine }
settings-storage-engine-none = On the engine
settings-storage-engine-away = The engine cannot be asked now.
settings-storage-remove = Remove…
settings-storage-remove-now = Remove { $size }
settings-storage-removed = { $size } removed.
settings-history-cap = Most that the history of charts may take
settings-history-cap-hint = beyond it the oldest goes first; it is kept for 14 days at most
settings-log-cap = Most that the lines of one container may take
settings-log-cap-hint = compressed; beyond it its oldest lines go first
settings-logs-cap = Most that the lines of all containers may take
settings-logs-cap-hint = beyond it the logs go that were written to longest ago
storage-toolchains = Go toolchains
  .count = { $count ->
    [0] none
    [one] 1 version
   *[other] { $count } versions
  }
  .question = Remove Slipway’s Go toolchains?
  .means = Only those that Slipway fetched go; a Go that you installed stays. The next build that needs one fetches it again.
storage-caches = Build and module caches
  .count = empty
  .question = Remove the build and module caches?
  .means = Nothing is lost, but the next build of each project takes longer and fetches its modules again.
storage-history = History of builds
  .count = { $count ->
    [0] none
    [one] 1 ship
   *[other] { $count } ships
  }
  .question = Remove the history?
  .means = Slipway forgets how earlier ships went. Projects, images and containers stay.
storage-images = Images
  .count = { $count ->
    [0] none
    [one] 1 image
   *[other] { $count } images
  }
  .question = Remove Slipway’s images?
  .means = Images that Slipway built and that no container uses go from the engine. Shipping again builds them again. Other images are not touched.
storage-containers = Containers
  .count = { $count ->
    [0] none
    [one] 1 container
   *[other] { $count } containers
  }
  .question = Remove Slipway’s stopped containers?
  .means = Containers that Slipway made and that do not run go, with what was written inside them. Running ones and those of others are not touched.
settings-background = In the background
settings-keep-running = Keep running when the window is closed
settings-keep-running-hint = Slipway goes on watching your containers; quit it from its icon or with Ctrl Q
settings-diagnostics = Diagnostics
settings-diagnostics-about = Slipway { $version } · { $os }
settings-diagnostics-log = The log of the last days, { $size }, is in
settings-diagnostics-copy = Copy diagnostics
settings-diagnostics-open = Open the log folder
settings-diagnostics-secrets = without secrets
settings-diagnostics-copied = The diagnostics are on the clipboard.
