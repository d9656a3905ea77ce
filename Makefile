# Two commands do everything on a fresh machine: `make audit` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: audit test bench detection docs sample lock

audit: $(VENV)/.installed
	$(BIN)/onestop audit

test: $(VENV)/.installed
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar --nocolor -q sql
	$(BIN)/pytest

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	touch $@

bench: $(VENV)/.installed
	$(BIN)/python -m benchmarks.bench

detection: $(VENV)/.installed
	$(BIN)/python -m tests.detection

docs: $(VENV)/.installed
	$(BIN)/python -m flows.docs

sample: $(VENV)/.installed
	rm -rf data/raw && mkdir -p data/raw
	$(BIN)/python -m tests.simulator --cases 25000 --seed 1 --out data/raw --labels tests/simulator/labels.csv

lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --no-strip-extras --output-file requirements.lock
