# make demo   sets everything up, reads the demo article, serves the viewer on http://127.0.0.1:8000
# make eval   scores reading and placing on the labelled passages, where they are beside the project
# make bench  speed beside the plain way, as ratios, on the data beside the project
# make load   200 requests a second for a minute on the service, over 100,000 mentions that are read first
# make fuzz   a million runs of all that reads other people's bytes, guided by coverage; what breaks is kept in local/fuzz
# make crash  kills the program two hundred times on each store while it writes; prints what was lost (nothing)
# make screenshots   pictures of each page of the demo, into docs/screenshots
# make test   sets everything up (the browser too, where the package manager can give it) and runs all tests

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DATA := local/demo

.PHONY: crash demo test lint browser postgres eval bench load fuzz screenshots clean

demo: $(INSTALLED)
	FRONTLINE_DATA_DIR=$(DATA) $(BIN)/frontline demo

test: $(INSTALLED) browser postgres lint
	$(BIN)/pytest

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Chromium for the browser tests: used where it is found, installed where Debian's package manager can, else those tests skip.
browser:
	@command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || { \
	  if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	    echo "installing chromium for the browser tests"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "no chromium here: the browser tests will be skipped"; fi; } || echo "chromium could not be installed: the browser tests will be skipped"

# PostgreSQL with PostGIS for the tests of that store, which start a server of their own; in the same way.
postgres:
	@ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || { \
	  if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	    echo "installing postgresql and postgis for the tests of that store"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-15-postgis-3 >/dev/null; \
	  else echo "no PostGIS here: the tests of that store will be skipped"; fi; } || echo "PostGIS could not be installed: the tests of that store will be skipped"

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	$(BIN)/python -m compileall -q app geodata maps  # as pip does for all that is not editable
	@touch $@

eval: $(INSTALLED)
	$(BIN)/python benchmarks/eval.py

bench: $(INSTALLED)
	$(BIN)/python benchmarks/bench_deltas.py
	$(BIN)/python benchmarks/bench_reading.py
	$(BIN)/python benchmarks/bench_viewer.py
	$(BIN)/python benchmarks/bench_archive.py

load: $(INSTALLED)
	$(BIN)/python benchmarks/load.py

crash: $(INSTALLED) postgres
	$(BIN)/python -m tests.store.crash --kills 200

# The demo only: pictures from polygons of others stay out of the repository.
screenshots: $(INSTALLED) browser
	$(BIN)/python docs/screenshots.py

fuzz: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --editable '.[dev,fuzz]'
	$(BIN)/python benchmarks/fuzz

clean:
	rm -rf $(VENV) local .pytest_cache .mypy_cache .ruff_cache
