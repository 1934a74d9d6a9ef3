# The two commands: `make run` opens the app, `make test` runs everything. Each installs what it
# needs first.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

step = @printf '\n== %s (%(%H:%M:%S)T)\n' $(1) -1
ui := npm --prefix ui run --silent
# Windows need a display and a session bus; tests get their own of both.
window := env -u DISPLAY -u WAYLAND_DISPLAY NO_AT_BRIDGE=1 dbus-run-session -- \
	xvfb-run -a -s "-screen 0 1280x900x24"

.PHONY: help run bundle test bench types actions fmt setup-run setup-test lint front-end rust explore screens window clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: setup-run ## Open the app, on the sandbox when no AWS configuration exists
	$(ui) build >/dev/null
	cargo run -p rolebridge-desktop

test: setup-test lint front-end rust screens window ## Run everything: format, lints, all tests
	$(call step,"all tests passed")

bundle: setup-run ## Package the app with its command for this system
	npx --yes @tauri-apps/cli@2.12.5 build --config tauri.bundle.json

setup-run:
	@scripts/setup.sh run

setup-test:
	@scripts/setup.sh test

lint:
	$(call step,"format and lints")
	cargo fmt --all --check
	$(ui) lint
	$(ui) build
	cargo clippy --workspace --all-targets --quiet -- -D warnings

front-end:
	$(call step,"front-end tests")
	$(ui) test

# Generated cases are the same in every run, so that what lands does not hang on luck; new ones are
# what `make explore` is for.
rust:
	$(call step,"Rust tests")
	cargo build --workspace --all-targets --quiet
	PROPTEST_RNG_SEED=20260905 cargo test --workspace --tests --exclude rolebridge-e2e --quiet

explore: ## Try the properties of policies and dialects on many new cases
	PROPTEST_CASES=$${PROPTEST_CASES:-20000} cargo test --quiet -p rolebridge-policy -p rolebridge-dialects \
		--test '*properties' --test edits

screens:
	$(call step,"screens in Chromium over the real back end")
	$(ui) build:browser >/dev/null
	$(ui) e2e

window:
	$(call step,"the real window")
	$(window) cargo test --workspace --test window -- --test-threads=1

types: ## Write the TypeScript of the wire anew
	ROLEBRIDGE_WRITE_TYPES=1 cargo test --quiet -p rolebridge-contract

actions: ## Write the table of AWS actions anew (version pinned in the script)
	node scripts/actions.mjs

fmt: ## Format Rust and TypeScript
	cargo fmt --all
	$(ui) format

bench: setup-test ## Measure start and memory beside a bare window, the policy engine beside iam-rs, the command beside the AWS CLI
	$(ui) build >/dev/null
	cargo build --release --quiet -p rolebridge-desktop -p rolebridge-baseline -p rolebridge-bench \
		-p rolebridge-bench-policy -p rolebridge-cli -p rolebridge-bench-cli
	tests/bench-cli/peers.sh
	$(window) target/release/rolebridge-bench
	target/release/rolebridge-bench-policy
	target/release/rolebridge-bench-cli

clean: ## Remove what was built
	cargo clean
	rm -rf ui/dist ui/dist-* ui/node_modules .venv-ministack .venv-aws
