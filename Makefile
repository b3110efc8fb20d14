# Two commands: `make run` to use Partage, `make test` to check it. Nothing but Python 3.11 and make is needed first.
SHELL := /bin/bash
PYTHON := .venv/bin/python
COMPILE := .venv/bin/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links --no-annotate pyproject.toml
.PHONY: run test lint soak bench lock vendor

run: .venv/run.stamp
	@exec $(PYTHON) -m partage.serve

test: .venv/dev.stamp
	@bash .ci/test

lint: .venv/dev.stamp
	@$(PYTHON) -m ruff check --extend-exclude .venv . && $(PYTHON) -m mypy

soak: .venv/dev.stamp
	@$(PYTHON) -m pytest -m soak -s tests/soak
	@$(PYTHON) -m pytest -n 2 -m "browser and long"
	@PARTAGE_ALL_LOOKS=1 $(PYTHON) -m pytest -n 2 -m browser -k accessible
	@PARTAGE_TEST_DATABASE=postgresql $(PYTHON) -m pytest -n 2 -m "not soak" tests/web

bench: .venv/dev.stamp
	@$(PYTHON) -m tests.bench.run && $(PYTHON) -m tests.bench.bench_growth && $(PYTHON) -m tests.bench.bench_sign_in && $(PYTHON) -m tests.bench.bench_search && $(PYTHON) -m pytest -s tests/bench/bench_offline.py

lock: .venv/bin/pip
	@.venv/bin/pip install -q uv && $(COMPILE) -o requirements.txt && $(COMPILE) --extra dev -c requirements.txt -o requirements-dev.txt

vendor: .venv/run.stamp
	@$(PYTHON) -m partage.vendor

.venv/bin/pip:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Partage demande Python 3.11 ou plus récent.")'
	@python3 -m venv .venv || { rm -rf .venv; echo "Installez d’abord : apt-get install python3-venv"; exit 1; }

.venv/run.stamp: requirements.txt | .venv/bin/pip
	@echo "Installation des bibliothèques…" && .venv/bin/pip install -q --require-hashes -r $< && touch $@

.venv/dev.stamp: requirements-dev.txt | .venv/bin/pip
	@echo "Installation des outils de test…" && .venv/bin/pip install -q --require-hashes -r $< && touch $@
