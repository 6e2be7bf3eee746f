# A project’s page: its line of stages, Ship it, and the detail of each stage.
ship-button = Ship it
ship-cancel = Cancel
ship-cancelling = Cancelling…
ship-project-more = Open the folder
ship-go = go { $version }
ship-no-module = no go.mod

stage-row = Stages
stage-code = Code
stage-build = Build
stage-run = Run
stage-watch = Watch
stage-state-waiting = not yet
stage-state-working = working
stage-state-good = good
stage-state-live = running
stage-state-needs_you = needs you
stage-state-failed = failed
stage-state-cancelled = stopped
stage-cancelled = Stopped by you

code-summary = { $programs ->
    [one] { $programs } program
   *[other] { $programs } programs
  } · { $packages ->
    [one] { $packages } package
   *[other] { $packages } packages
  }
code-chosen = { $programs ->
    [one] { $programs } program
   *[other] { $programs } programs
  } · { $name } chosen
code-port = { $place } → :{ $port }
code-no-port = No port found
code-facts = What Slipway read
code-module = Module
code-go-line = Go version
code-toolchain-line = Toolchain line
code-packages = Packages
code-folder = Folder
code-programs = Programs
code-programs-tie = Several could be the one. Choose which Ship it takes.
code-programs-none = No program found
code-programs-none-text = Slipway looks for a package main with a func main.
code-kind-server = server
code-kind-tool = tool
code-kind-example = example
code-kind-generator = generator
code-kind-test_helper = test helper
code-kind-plugin = plugin
code-needs = What it needs when it runs
code-ports = Ports
code-ports-none = No call that listens was found. If it does listen, add the port under Run.
code-only-itself = listens on { $address }
code-sure-certain = certain
code-sure-likely = likely
code-sure-guess = guess
code-env = Environment it reads
code-env-required = required
code-env-none = It reads no environment variable by name.
code-notes = Good to know
code-problems = Needs you
code-fix = Mend it
code-fixing = Mending…

plan-dockerfile = Compiled inside the Dockerfile’s builder image
plan-host = Built by your Go { $version }
plan-kept = Built by Go { $version }, kept by Slipway
plan-fetch = Go { $version } is fetched first

build-by-dockerfile = By a Dockerfile
build-to-image = No Dockerfile needed
build-now-toolchain = Getting Go
build-now-build = Compiling
build-now-image = Making the image
build-bytes = { $done } of { $total }
build-failed = The build stopped
build-changed-nothing = Nothing was changed
build-done = Built
build-image = { $tag } · { $size }
build-steps = Steps
build-steps-total = { $time } in all
build-step-toolchain = Get the Go it needs
build-step-build = Compile
build-step-image = Make and load the image
build-not-run = not run
build-waits = waits
build-working = working
build-step-failed = failed { $time }
build-output = Output
build-output-none = Nothing was printed.
build-output-waiting = Nothing was printed yet.
build-output-before = Ship it to see what the compiler says.
build-skipped = { $count ->
    [one] { $count } earlier line is not shown
   *[other] { $count } earlier lines are not shown
  }
build-errors = Where it stopped

run-waits = Waits for the image
run-needs = Needs { $name }
run-now-run = Starting the container
run-now-check = Waiting for an answer
run-failed = It did not run
run-old-serves = The old version still serves
run-running-no-port = Running, no port
health-healthy = healthy
health-unhealthy = not healthy
health-starting = health not known yet
run-exited = Ended with { $code }
run-out-of-memory = Ended: out of memory
run-no-cpu-limit = no CPU limit
run-no-memory-limit = no memory limit
run-cpu = { $cores } CPU
run-memory = { $size }
container-created = Created
container-running = Running
container-paused = Paused
container-restarting = Restarting
container-removing = Being removed
container-exited = Ended
container-dead = Dead

run-form = How it runs
run-form-note = used by the next Ship it
run-name = Container name
run-args = Arguments
run-args-hint = One a line.
run-publish = Published ports
run-publish-container = Port in the container
run-publish-host = Port on this machine
run-publish-host-any = the same, or the next free one
run-publish-add = Add a port
run-publish-none = Nothing is published: only the log tells what it does.
run-remove-port = Remove port { $port }
run-env = Environment
run-env-name = Name
run-env-value = Value
run-env-unset = not set
run-env-needed = It does not start without this one.
run-env-from-file = Comes from .env
run-env-take = Use { $value }
run-offers = Set by Slipway
run-offers-note = From what the code says. Switch off what you do not want.
run-env-add = Add a variable
run-env-add-read = Add { $name }
run-env-none = It gets no variables of its own.
run-env-remove = Remove { $name }
run-env-session = Kept for this session only.
run-env-keep = Keep it in the system’s keyring
run-env-kept = In the system’s keyring.
run-env-unkeep = Take it out
run-env-secret = Hide the value of { $name }
run-env-show = Show the value of { $name }
run-limits = Limits
run-memory-label = Memory
run-memory-hint = 64m, 1.5g; empty for no limit
run-cpus-label = CPU cores
run-cpus-hint = 0.5; empty for no limit
run-restart = Restart
restart-no = no restart
restart-on_failure = restart on failure
restart-unless_stopped = restart unless stopped
restart-always = always restart
run-bad-name = Letters, digits, dots, hyphens and underscores, at most 63.
run-bad-port = A port is a number from 1 to 65535.
run-no-port = Say which port in the container.
run-port-twice = This port is already in the list.
run-env-no-name = A value needs a name.
run-env-bad-name = A name holds no space and no “=”.
run-env-twice = This name is already in the list.
run-bad-memory = Write a size, such as 64m or 1.5g.
run-little-memory = The engine takes no less than 6 MiB.
run-bad-cpus = Write a number above zero, such as 0.5.
run-many-cpus = This machine has fewer cores.

watch-nothing = Nothing runs yet
watch-nothing-text = Ship it, and CPU, memory and the log show up here.
watch-starting = First numbers are on their way
watch-now = { $cores } CPU · { $memory }
watch-throttled = Made to wait { $share } of the time
watch-restarts = { $count ->
    [one] { $count } restart
   *[other] { $count } restarts
  }
watch-open = Open the container
watch-last-lines = Its last lines

result-serves = { $name } serves
result-runs = { $name } runs as it should
result-took = built and started in { $time }
result-open = Open in the browser
result-rolled-back = The new version was undone. The version before serves again, as { $name }.
result-stays = The container { $name } stays, so that you can look at it and its log.
result-old-serves = Nothing was changed. The version before still serves, as { $name }.
result-nothing-runs = Nothing runs now.
result-nothing-changed = Nothing was changed.
result-not-ok = The ship did not succeed
result-cancelled = You stopped it. Nothing half-made is left behind.
result-cancelled-serves = You stopped it. The version before still serves.
result-again = Ship again
result-open-line = Open the line
result-settings = Change how it runs
result-log = See its log
project-loading = Reading the project

# Which way the image is built.
way-title = How the image is made
way-auto = Automatic
way-native = Native
way-dockerfile = Dockerfile
way-dockerfile-show = Show the Dockerfile
way-dockerfile-hide = Hide the Dockerfile
way-dockerfile-save = Save into the project
way-dockerfile-saved = Dockerfile and .dockerignore are in the project now
way-dockerfile-written = Written by Slipway for this program
# What one press does about it.
fix-go-mod-tidy = Run go mod tidy and ship again
fix-go-mod-vendor = Run go mod vendor and ship again
fix-publish-port = Publish port { NUMBER($port, useGrouping: 0) } and ship again
fix-raise-memory = Give it { $size } and ship again
fix-set-arguments = Set the arguments
fix-set-variable = Set the variable
fix-builder-here = Make a builder here and ship again
fix-builder-here-why = From the Go that Slipway has: nothing is pulled. Kept for this project.
fix-use-mirror = Use { $mirror } from now on and ship again
