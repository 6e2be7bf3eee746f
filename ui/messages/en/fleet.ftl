# The list of containers, one container's page, and what can be done to a container.
fleet-title = Containers
fleet-counts = { $up } running · { $down } stopped
fleet-filter = Filter by name, image, port
fleet-filter-clear = Show all
fleet-no-match = No container matches “{ $filter }”
fleet-no-match-text = { $count ->
    [one] There is one container. The filter looks at name, image, project and port.
   *[other] There are { $count } containers. The filter looks at name, image, project and port.
  }
fleet-empty = No containers yet
fleet-empty-text = A container is a running program with its own files and network, apart from the rest of your machine. Ship a project, or start one in a terminal: every container of the engine appears here.
fleet-empty-go = Open a project
fleet-empty-command = Or, in a terminal:
fleet-connecting = Looking for the engine…
fleet-lost = The list shows how things were. Your containers may well be running on.
fleet-column-state = State
fleet-column-name = Name
fleet-column-image = Image
fleet-column-ports = Ports
fleet-column-cpu = CPU, cores
fleet-column-now = now
fleet-column-memory = Memory, MiB
fleet-column-since = Up
fleet-column-actions = Actions
fleet-column-network = Network/s
fleet-column-disk = Disk/s
fleet-column-waited = Waits
fleet-column-processes = Processes
fleet-column-restarts = Restarts
fleet-column-more = What this column shows
fleet-sort-by = Sort by { $what }
fleet-choose-all = Choose all that are shown
fleet-choose = Choose { $name }
fleet-choose-group = Choose all of { $name }
fleet-group = Group by
fleet-group-none = No groups
fleet-group-project = By project
fleet-group-compose = By compose project
fleet-group-network = By network
fleet-group-none-project = No project
fleet-group-none-compose = No compose project
fleet-group-none-network = No network
fleet-group-count = { $count ->
    [one] 1 container
   *[other] { $count } containers
  }
fleet-group-sums = { $cores } cores · { $memory }
fleet-near-memory = { $share } of { $limit }
fleet-near-waits = waits { $share } of the time
fleet-near-cpu = { $share } of { $limit } CPU
bulk-title = What to do with all that are chosen
bulk-count = { $count ->
    [one] 1 chosen
   *[other] { $count } chosen
  }
bulk-clear = Choose none
bulk-compare = Compare
bulk-logs = Logs as one
bulk-start-question = { $count ->
    [one] Start this container?
   *[other] Start these { $count } containers?
  }
bulk-stop-question = { $count ->
    [one] Stop this container?
   *[other] Stop these { $count } containers?
  }
bulk-restart-question = { $count ->
    [one] Restart this container?
   *[other] Restart these { $count } containers?
  }
bulk-remove-question = { $count ->
    [one] Remove this container?
   *[other] Remove these { $count } containers?
  }
bulk-start-now = Start { $count }
bulk-stop-now = Stop { $count }
bulk-restart-now = Restart { $count }
bulk-remove-now = Remove { $count }
bulk-start-done = { $count ->
    [one] 1 container was started.
   *[other] { $count } containers were started.
  }
bulk-stop-done = { $count ->
    [one] 1 container was stopped.
   *[other] { $count } containers were stopped.
  }
bulk-restart-done = { $count ->
    [one] 1 container was restarted.
   *[other] { $count } containers were restarted.
  }
bulk-remove-done = { $count ->
    [one] 1 container was removed.
   *[other] { $count } containers were removed.
  }
bulk-remove-running = Those that are still running will be ended first.
bulk-foreign = { $count ->
    [one] One of them is not Slipway’s: somebody or something else started it and may need it.
   *[other] { $count } of them are not Slipway’s: somebody or something else started them and may need them.
  }
gone-title = Gone, still recorded
gone-ended = ended { $when }
gone-chip = gone
gone-text = This container is gone. What was recorded of it is kept for 14 days; there is nothing to start or stop any more.
recorded-title = Recorded before
recorded-chip = recorded
recorded-seen = last seen { $when }
recorded-text = The engine cannot be asked about this container now. This is what was recorded of it, and its log as far as it is kept; when the engine answers again, this page goes on by itself.
gone-delete = Delete this recording
  .question = Delete the recording of { $name }?
  .means = Its charts, marks and your notes on it are deleted for good, and it is not listed any more. Images and other recordings stay.
self-cost = Slipway itself: { $cpu } of a core · { $memory } · { $history } of history
fleet-tile-cpu = CPU, containers
fleet-tile-cpu-cores = { $cores ->
    [one] of 1 core
   *[other] of { $cores } cores
  }
fleet-tile-cpu-host = { $cores ->
    [one] of 1 core · host { $host }
   *[other] of { $cores } cores · host { $host }
  }
fleet-tile-memory = Memory, containers
fleet-tile-memory-of = { $unit } of { $total }
fleet-tile-near = Near a limit
fleet-tile-near-none = none is
fleet-tile-need = Need you
fleet-tile-need-none = all is well
fleet-list-comma = {", "}
fleet-state-running = running
fleet-state-unhealthy = unhealthy
fleet-state-paused = paused
fleet-state-restarting = restarting ×{ $count }
fleet-state-removing = being removed
fleet-state-created = created
fleet-state-out-of-memory = out of memory
fleet-state-finished = finished
fleet-state-stopped = stopped
fleet-state-exited = exited { $code }
fleet-state-dead = dead
fleet-up-seconds = { $n } s
fleet-up-minutes = { $n } m
fleet-up-hours = { $n } h
fleet-up-days = { $n } d
fleet-no-ports = no ports
fleet-port-link = Open { $url } (port { $inside } in the container)
fleet-port-open = Open { $url } (port { $inside } in the container). Other machines reach it too.
fleet-port-published = Port { $inside } in the container, published as { $port } ({ $protocol })
fleet-port-inside = Port { $inside } ({ $protocol }) is not published: only other containers reach it
fleet-ours = Shipped by Slipway, project { $project }
fleet-menu = What to do with { $name }
fleet-removed = { $name } was removed.
act-start = Start
  .hint = Runs the same container again, with what it has written.
  .means = It runs again with the files that it has written so far.
  .question = Start { $name }?
act-stop = Stop
  .hint = Asks the program to end, and ends it after 10 seconds.
  .means = The program is asked to end (SIGTERM) and ended after 10 seconds. Its files stay; it can be started again.
  .question = Stop { $name }?
act-restart = Restart
  .hint = Stops it, then starts it again.
  .means = The program is asked to end and started again. Its files stay.
  .question = Restart { $name }?
act-pause = Pause
  .hint = Freezes it where it is. It keeps its memory and answers nobody.
  .means = It is frozen where it is until you go on. It keeps its memory and answers nobody.
  .question = Pause { $name }?
act-unpause = Go on
  .hint = Lets it run on from where it was frozen.
  .means = It runs on from where it was frozen.
  .question = Let { $name } go on?
act-kill = Kill
  .hint = Ends it at once. It cannot finish what it is doing.
  .means = The program ends at once (SIGKILL) and cannot finish what it is doing: open requests and unsaved data are lost. Its files stay.
  .question = Kill { $name }?
act-remove = Remove
  .hint = Deletes the container and what it has written inside.
  .means = The container goes, with everything that was written inside it and its anonymous volumes. Its image and named volumes stay. This cannot be undone.
  .question = Remove { $name }?
act-remove-running = It is still running and will be ended first.
act-foreign = This container is not Slipway’s: somebody or something else started it and may need it.
act-foreign-compose = This container is not Slipway’s: it belongs to the compose project { $project }, which may need it.
container-crumbs = You are here
container-gone = This container is gone
container-gone-text = It was removed, here or elsewhere.
container-gone-back = Back to all containers
container-since-start = started { $when }
container-since-end = ended { $when }
container-project = Project
container-facts = Facts
container-facts-command = Command
container-facts-image = Image
container-facts-id = Container
container-facts-user = User
container-facts-user-root = root (none was set)
container-facts-restart = Restarts by itself
container-facts-restart-no = never
container-facts-restart-on-failure = when it fails
container-facts-restart-unless-stopped = always, until it is stopped
container-facts-restart-always = always
container-facts-restarts = { $count ->
    [one] once so far
   *[other] { $count } times so far
  }
container-facts-env = Environment
container-facts-env-count = { $count ->
    [one] 1 variable
   *[other] { $count } variables
  }
container-facts-env-hidden = hidden: looks like a secret
container-facts-env-none = No variables.
container-facts-labels = Labels
container-facts-labels-count = { $count ->
    [one] 1 label
   *[other] { $count } labels
  }
container-facts-labels-none = No labels.
verdict-question = Why did it stop?
verdict-exit-code = Exit code
verdict-memory = Out of memory
verdict-memory-yes = yes, said the engine
verdict-memory-no = no
verdict-ended = Ended
verdict-ran = Ran for
verdict-last-lines = Its last lines
verdict-no-lines = It wrote nothing.
verdict-panic = Panicked at { $place }
