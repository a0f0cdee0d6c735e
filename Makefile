# `make run` serves, `make test` tests, `make faults` breaks, `make drill` destroys and restores,
# `make simulation` plays ten thousand histories, `make bench` measures; `make proofs` does these four.
PYTHON ?= python3
BIN := .venv/bin
SUITE := $(BIN)/pytest --dist worksteal
unexport PYTHONDONTWRITEBYTECODE  # compiled once, each of a hundred processes starts sooner
# Those whose servers take long to start: in one process, which starts them once.
SLOW := tests/test_metrics.py tests/proofs/test_secrets.py tests/test_workers.py tests/browser/test_site.py tests/browser/test_engines.py

TOOLS := xgettext:gettext chromium-headless-shell:chromium-headless-shell postgres:postgresql pgbouncer:pgbouncer redis-server:redis-server nginx:nginx openssl:openssl WebKitWebDriver:webkit2gtk-driver Xvfb:xvfb firefox-esr:firefox-esr cc:gcc /usr/share/fonts/truetype/noto/NotoSans-Bold.ttf:fonts-noto-core
NODE := node:nodejs npm:npm

.PHONY: run dev test on-postgres in-one-process check proofs faults drill simulation bench costs lock programs node

run: .venv/run
	@$(BIN)/python manage.py migrate --verbosity 0
	@exec $(BIN)/python manage.py serve --demo

# For who changes it: a change of the code starts it anew, and its errors are shown in the page.
dev: .venv/run
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo --if-empty
	@DEBUG=1 exec $(BIN)/python manage.py runserver $${PORT:-8000}

# Side by side what computes and what waits; the faults alone, as they look at the time.
test: .venv/test programs node_modules/.package-lock.json
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target on-postgres in-one-process
	$(SUITE) --numprocesses 3 $(SLOW:%=--ignore=%)
	$(BIN)/python -m tests.proofs.faults --short

on-postgres: .venv/test
	$(SUITE) --numprocesses 3 --on=postgres -m "not once" --ignore=tests/browser

in-one-process: check
	node --test tests/js/*.test.mjs
	$(SUITE) $(SLOW)

# At most 120 characters in a line of what no formatter breaks; the languages are generated.
BROKEN_BY_HAND := --include=*.css --include=*.html --include=*.js --include=*.mjs --include=*.ts --exclude-dir=languages static templates tests *.config.js
check: .venv/test node_modules/.package-lock.json
	node_modules/.bin/biome check --error-on-warnings .
	node_modules/.bin/tsc --project jsconfig.json
	node_modules/.bin/tsc --project jsconfig.worker.json
	node_modules/.bin/eslint static/embed.js static/js
	node_modules/.bin/stylelint static/css
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates
	! LC_ALL=C.UTF-8 grep --recursive --line-number --extended-regexp '.{121}' $(BROKEN_BY_HAND)
	$(BIN)/deptry --no-ansi .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run

# What takes too long for every change.
proofs: faults drill simulation bench

faults: .venv/test programs
	$(BIN)/python -m tests.proofs.faults

drill: .venv/test programs
	$(BIN)/python -m tests.proofs.drill

# Some 15 minutes, on an otherwise idle machine; peers are those of ../shared/peers.
simulation: .venv/test node
	$(BIN)/python -W ignore -m tests.proofs.simulation

bench: .venv/test programs
	$(BIN)/python -m tests.bench

# A minute for each thing that somebody can do too often: 23 in all.
costs: .venv/test
	$(BIN)/python -m tests.bench.costs

# Pins what pyproject.toml declares; `make lock UPGRADE=--upgrade` takes the newest.
LOCK := uv pip compile --quiet --universal --generate-hashes --custom-compile-command "make lock" pyproject.toml
lock: .venv/test
	$(BIN)/$(LOCK) $(UPGRADE) --output-file requirements.txt
	$(BIN)/$(LOCK) $(UPGRADE) --group dev --constraints requirements.txt --output-file requirements-dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.12 run"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test: .venv/bin/python requirements.txt requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/run

# Checkers alone; npm writes the lock that it has installed into the folder.
node_modules/.package-lock.json: package.json package-lock.json | node
	npm ci --silent --no-audit --no-fund
	@touch $@

# What pip cannot bring. Debian keeps PostgreSQL's programs out of the PATH, and npm out of Node's package.
programs: NEEDED = $(TOOLS) $(NODE)
node: NEEDED = $(NODE)
programs node:
	@PATH="$$PATH:/usr/sbin:$$(echo /usr/lib/postgresql/*/bin | tr ' ' :)"; missing=; \
	for tool in $(NEEDED); do command -v $${tool%:*} >/dev/null || [ -e $${tool%:*} ] || missing="$$missing $${tool#*:}"; done; \
	[ -z "$$missing" ] || \
		{ [ "$$(id -u)" = 0 ] && apt-get -qq update && apt-get -qq -y install $$missing >/dev/null; } || \
		{ echo "The tests need these: apt-get install$$missing"; exit 1; }
