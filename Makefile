.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin/python
RAW ?= data/raw
CORRECTIONS ?= data/corrections
OUT ?= data/processed
JOBS ?= 0
ENGINE ?= local
CORPUS ?= 0
LONGEST ?= 0
KEY ?= year
SIZE ?= 100
SCHEDULER ?=
KILLS ?= 50
STARTS ?= 100
INPUTS ?= 100000
RUNS ?= 10000
CORE ?= toy
SHARED ?= ../shared
SCRATCH ?= .scratch
BASE ?= HEAD

.PHONY: help setup extract review export show explain verify soak fuzz panel report score audit compare test check rules codebook notebooks train calibrate bench lock clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.installed ## Make the virtual environment from the lock file

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --require-hashes -r requirements.lock
	$(RUN) -m pip install --quiet --no-deps --editable .
	$(RUN) -m compileall -q pipeline schemas
	touch $@

extract: setup ## Read what is new or changed under RAW and write the tables to OUT (JOBS=0, ENGINE=local or dask, SCHEDULER=address)
	@$(RUN) -m pipeline extract --raw "$(RAW)" --out "$(OUT)" --jobs $(JOBS) --engine $(ENGINE) $(if $(SCHEDULER),--scheduler $(SCHEDULER)) --corrections "$(CORRECTIONS)"

review: setup ## Write the most doubtful records of OUT into OUT/review.csv, to be corrected and put into CORRECTIONS (SIZE=100 TO=tasks.json)
	@$(RUN) -m pipeline review --tables "$(OUT)" --size $(SIZE) $(if $(TO),--out "$(TO)")

export: setup ## Copy the tables in OUT to another file system, divided by KEY (TO=s3://bucket/folder, KEY=year or region_code)
	@$(RUN) -m pipeline export --tables "$(OUT)" --to "$(TO)" --key $(KEY)

show: setup ## Print what is found in one document, in colour, and write nothing (FILE=report.docx)
	@$(RUN) -m pipeline show "$(FILE)"

explain: setup ## Tell why a record of OUT is as it is (ID=its target_id, metric_id, deadline_id or body_id)
	@$(RUN) -m pipeline explain "$(ID)" --tables "$(OUT)"

verify: setup ## Hold the tables in OUT against themselves, their manifest and the texts, and name every fault (RAW=…: what is new there, too)
	@$(RUN) -m pipeline verify --out "$(OUT)" $(if $(filter command environment,$(origin RAW)),--raw "$(RAW)")

soak: setup ## Long tests of what must not get lost: kills, full disks, runs at once, fuzzed inputs (KILLS=50 STARTS=100 INPUTS=100000)
	@$(RUN) tools/soak.py kills --times $(KILLS) --core $(CORE)
	@$(RUN) tools/soak.py steps
	@$(RUN) tools/soak.py disk
	@$(RUN) tools/soak.py starts --times $(STARTS) --core $(CORE)
	@$(RUN) tools/soak.py inputs --times $(INPUTS)

fuzz: setup ## Fuzz the whole pipeline, guided by coverage where atheris is installed (RUNS=10000)
	@$(RUN) tests/fuzz/target.py -runs=$(RUNS)

panel: setup ## Print targets against results and write CSV, Excel, Stata (REGION=河北省 METRIC=地区生产总值 YEARS=2020-2025)
	@$(RUN) -m pipeline panel --tables "$(OUT)" --region "$(REGION)" --metric "$(METRIC)" --years "$(YEARS)"

report: setup ## Write pages to look at into OUT/report; open index.html there
	@$(RUN) -m pipeline report --tables "$(OUT)"

score: setup ## Run over the labelled documents and score the tables (SHARED=folder with corpus, gold and score)
	@$(RUN) -m pipeline score --shared $(SHARED) --scratch $(SCRATCH)/score --raw "$(RAW)" --corrections "$(CORRECTIONS)"

audit: setup ## Draw a sample of the unlabelled documents' records to be judged by a reader (SHARED=…)
	@$(RUN) -m pipeline audit --shared $(SHARED) --out $(SCRATCH)/audit --jobs $(JOBS)

compare: setup ## List every record gained, lost or changed against a commit (SHARED=…, BASE=HEAD)
	@$(RUN) -m pipeline compare --shared $(SHARED) --base $(BASE) --scratch $(SCRATCH)/compare --jobs $(JOBS)

test: setup ## Run the tests
	@$(RUN) -m pytest -n auto --dist loadgroup

check: setup ## Lint, types, and whether the codebook is current
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy
	@$(RUN) -m schemas.codebook --check

rules: setup ## Check the rule files: examples must fire, counter-examples must not; with SHARED=…, what fits one document alone
	@$(RUN) -m pipeline rules
ifeq ($(origin SHARED),command line)
	@$(RUN) -m pipeline rules --usage --shared $(SHARED) --scratch $(SCRATCH)/usage
endif

codebook: setup ## Write CODEBOOK.md and datapackage.json again from the models
	@$(RUN) -m schemas.codebook

notebooks: extract ## Read RAW, then run the notebooks on the tables; the executed copies go to OUT/notebooks
	@$(RUN) tools/run_notebooks.py "$(OUT)"

train: setup ## Train the recogniser for bodies and places again
	@$(RUN) -m pipeline train --shared $(SHARED)

calibrate: setup ## Fit the confidence of records again on the labelled documents (SHARED=…)
	@$(RUN) -m pipeline calibrate --shared $(SHARED)

bench: setup ## Time the extraction against plain jieba and other tools on the same text in one run (CORPUS=2000 documents more, LONGEST=10000000 bytes)
	@$(RUN) -m bench --shared $(SHARED) --corpus $(CORPUS) --longest $(LONGEST)

lock: ## Resolve the lock file again (needs uv)
	uv pip compile pyproject.toml --extra dev --extra opencc --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

clean: ## Remove the environment, caches and scratch files; the tables stay
	rm -rf $(VENV) $(SCRATCH) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
