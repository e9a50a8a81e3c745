# make demo   install, take the sample minutes in, and compare the five regions on one matter
# make test   install and run the tests
# make serve  install and start the service on http://127.0.0.1:8000
# make bench  what search, memory and adding a document come to at SIZES="1000 10000" passages
# make test-faults   break what it stands on: kills, disks, damage; TVAERSNIT_TEST_FAULTS kills (200)
# make lint   style, types, and the direction of the imports
# make audit  whether a dependency has a known hole

PYTHON ?= python3
VENV   ?= .venv
DEMO   ?= .demo
SIZES  ?= 1000 10000
FAULTS ?= tests/faults
WINDOWS_OF ?= 1
BIN    := $(VENV)/bin
RUN    := $(BIN)/tvaersnit --data $(DEMO)

.PHONY: install demo serve test test-postgresql test-slow test-faults bench lint audit clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Tværsnit kræver Python 3.11 eller nyere. Angiv den med: make PYTHON=python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# PyTorch's CPU build where an index offers it; the common build is much larger.
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt "torch==2.13.0+cpu" 2>/dev/null \
		|| $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt --editable ".[dev]"
	touch $@

demo: install
	$(RUN) ingest corpus/samples
	$(RUN) compare "Hvordan håndterede hvert KKR Kofoedsminde?"

serve: install
	$(RUN) ingest corpus/samples
	$(RUN) serve

# Side by side, a file's tests together: they share what they have taken in.
test: install
	OMP_NUM_THREADS=1 $(BIN)/pytest -q -m "not slow and not faults" -n auto --maxprocesses 4 --dist loadfile

# What keeps a corpus, over a real PostgreSQL (Debian: apt-get install postgresql).
test-postgresql: install
	TVAERSNIT_TEST_DATABASE=postgresql OMP_NUM_THREADS=1 \
		$(BIN)/pytest -q -m "not slow and not faults" -n auto --maxprocesses 4 --dist loadfile

test-slow: install
	$(BIN)/pytest -q -m "slow and not faults" -n auto --maxprocesses 2 --dist loadfile

test-faults: install
	OMP_NUM_THREADS=1 $(BIN)/pytest -q -n auto --maxprocesses 4 --dist loadfile $(FAULTS)

bench: install
	$(BIN)/python -m tests.benchmarks.bench_size $(if $(BENCH),--into $(BENCH)) --windows-of $(WINDOWS_OF) $(SIZES)

lint: install
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Known holes in what is installed; says so where no service of advisories can be reached.
audit: install
	$(BIN)/python .ci/audit

clean:
	rm -rf $(VENV) $(DEMO) build *.egg-info
