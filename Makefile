# Slipway, in the words a person says. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test test-engines check strangers bench bench-journey bench-understand bench-monitor bench-ui bench-logs soak fuzz screenshots bindings fmt

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-17s %s\n", $$1, $$2 }'

# Installs what is missing, builds, sees to an engine, opens the window.
# Without a display it works under Xvfb and leaves pictures and a report in target/run.
run: ## Open Slipway, installing what is missing first
	@scripts/run

# Everything: lints and unit tests, then a real engine, then the real window.
test: ## Run all tests, real engine and real window included
	@scripts/test

# Debian sid's Docker with either image store; Docker and Podman on cgroup v2 in a small virtual machine.
test-engines: ## Run the tests on other engines, made here and kept for the next run
	@scripts/test-engines

# Quick after an edit: format, lints, types, directions, module docs, unit tests.
check: ## Run everything that needs neither an engine nor a window
	@scripts/check

# tests/strangers.json says what is true of each; FOLDER has the checkouts, as OWNER+NAME.
strangers: ## Ask Slipway about the strangers' projects below FOLDER=…
	@scripts/strangers "$(FOLDER)"

# Every benchmark; each leaves target/bench/NAME.json.
bench: bench-journey bench-understand bench-monitor bench-ui bench-logs ## Measure everything that has a figure to hold

# The journey from a new process to the right answer, beside ko and go build.
bench-journey: ## Measure start, idle cost and ship-again
	@scripts/bench journey

# A project of 1000 files understood, and shipped by both ways, beside go list and docker build.
bench-understand: ## Measure inspect, and native ships beside a Dockerfile
	@scripts/bench understand

# Slipway's sampler and history beside docker stats and the engine's own stream, of 100 and of 300 containers.
bench-monitor: ## Measure what watching costs, and the history
	@scripts/bench monitor

# The window with 300 containers and a full history: scrolling, charts, the first list.
bench-logs: ## Measure following logs and searching in ten million lines
	@scripts/bench logs

bench-ui: ## Measure the window with 300 containers
	@scripts/bench ui

# `make soak MINUTES=30` says whether memory is truly flat: what is gone is seen for a quarter of an hour.
soak: ## Let containers come and go for MINUTES=1
	@scripts/soak $(MINUTES)

# The seed is printed; SEED=… repeats a run.
fuzz: ## Give any bytes to the readers of files for MINUTES=1
	@scripts/fuzz "$(or $(MINUTES),1)" "$(SEED)"

# Every screen and state, light and dark, English and 中文, in two sizes: target/screenshots. ONLY=log takes those that begin so.
screenshots: ## Take pictures of every screen and state
	@scripts/screenshots $(ONLY)

# The TypeScript that the window's commands and events have; a unit test fails when it is old.
bindings: ## Write the UI's generated bindings anew
	@scripts/build-ui
	cargo run --quiet -p slipway-desktop -- --export-bindings ui/src/ipc/bindings.ts

# Formats Rust and the UI.
fmt: ## Format everything
	cargo fmt --all
	cd ui && npm run --silent format
