# Two commands on a bare machine: `make run` and `make test`. The rest is for those who work on kehoach.
#
#   make run                     set up, read samples/ into out/
#   make test                    set up, lint, types, tests
#   make bench SHARED=DIR        measure the figures of the papers and write them there (slow)
#   make figures                 write what was measured into the papers again, measuring nothing
#   make faults                  kills, full disks, lost workers, hostile and huge files, fuzzing for FUZZ minutes (two hours)
#   make cluster-demo            a Dask cluster on this machine loses a worker, and nothing else
#   make perturb ROOM=layout     which numbers of a room no test holds (minutes a room; ROOM="layout parse" for two)
#   make floors                  raise the floors of the acceptance tests to what the samples reach (LOWER=1: lower them too)
#   make train CORPUS=DIR        train the restorer again (hours)
#   make lock                    pin the dependencies anew
#   make check-wheel             the wheel alone, by plain pip into an empty environment of PYTHON (network)
#   make licences                the licence of every installed dependency
#   make samples                 make the sample images again from their texts
#   make picture                 draw the picture of the README again
#   make rooms                   draw the rooms again from the imports, into the READMEs of the rooms
#   make errors                  write pipeline/ERRORS.md again from the code

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check --quiet
OUT     ?= out
SHARED  ?= ../shared
FUZZ    ?= 30
CORPUS  ?= $(SHARED)/corpus

SYSTEM_PACKAGES := tesseract-ocr tesseract-ocr-vie
FONT_PACKAGES   := fonts-croscore fonts-liberation2

export OMP_THREAD_LIMIT := 1
# Tests and benchmarks share helpers in `tests`. (A comment behind the value would put its blanks into the path.)
export PYTHONPATH := $(CURDIR)$(if $(PYTHONPATH),:$(PYTHONPATH))

.DEFAULT_GOAL := run
.PHONY: run test bench faults perturb floors cluster-demo train lock check-wheel licences samples picture figures rooms \
	errors system fonts clean

run: $(VENV)/run.done system
	@$(BIN)/kehoach run samples --output $(OUT)
	@echo "Look at $(OUT)/: report.html, plans.ndjson, and a folder for each document (plan.json, text.txt, faithful.txt)."

test: $(VENV)/dev.done system fonts
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto -rs --cov --cov-report=term

# The installer itself is pinned first: an old pip misreads what newer packages ask for. It checks every file against its
# hash.
$(VENV)/run.done: requirements-pip.lock requirements.lock requirements-fast.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "kehoach needs Python 3.11 or newer; name it: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV) (a minute or two, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements-pip.lock
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r requirements-fast.lock \
		|| echo "No tesserocr wheel for this machine: Tesseract is run as a program instead."
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.done: $(VENV)/run.done requirements-dev.lock
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/bench.done: $(VENV)/dev.done requirements-bench.lock
	@$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@

# $(1): shell test that is true when nothing is missing; $(2): packages; $(3): what happens without them.
define install
	@if ! { $(1); }; then \
		if ! command -v apt-get >/dev/null; then echo "$(3) Install by your system's means: $(2)"; \
		elif [ "$$(id -u)" = 0 ]; then echo "Installing $(2)"; \
			{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(2); } >/dev/null 2>&1 \
			|| echo "$(3) To install: apt-get install $(2)"; \
		elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then echo "Installing $(2)"; \
			{ sudo -n apt-get update -qq && sudo -n apt-get install -y -qq $(2); } >/dev/null 2>&1 \
			|| echo "$(3) To install: sudo apt-get install $(2)"; \
		else echo "$(3) To install: sudo apt-get install $(2)"; fi; fi
endef

system:
	$(call install,command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx vie,$(SYSTEM_PACKAGES),Tesseract with Vietnamese is missing: pages are read by the built-in reader alone.)

fonts:
	$(call install,ls /usr/share/fonts/truetype/croscore/Tinos-Regular.ttf /usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf >/dev/null 2>&1,$(FONT_PACKAGES),Fonts for the tests are missing: tests that draw pages are skipped.)

samples: $(VENV)/dev.done fonts
	@$(BIN)/python samples/make.py

rooms: $(VENV)/run.done
	@$(BIN)/python tests/tools/rooms.py

errors: $(VENV)/run.done
	@$(BIN)/python tests/tools/error_page.py

picture: $(VENV)/dev.done
	@$(BIN)/python samples/overview.py

# Each keeps its figures in tests/benchmarks/figures.json, with day and commit; at the end they go into the papers.
# `bench_growth`, `bench_imaging`, `bench_ablation`, `bench_office` and `bench_report` tell of no paper: run them by hand.
MEASURED := bench_pages "bench_parse --outlines" bench_rendered_plans bench_restore \
	bench_encodings bench_judge bench_search bench_look "bench_batch --most 10000 --pages 1000" bench_speed \
	"bench_speed --long 500" "bench_speed --start" bench_peers
bench: $(VENV)/bench.done system
	@set -e; export KEHOACH_RECORD=1; for bench in $(MEASURED); do set -- $$bench; script=$$1; shift; echo "== $$bench"; \
		$(BIN)/python tests/benchmarks/$$script.py --shared $(SHARED) "$$@"; done
	@$(BIN)/python tests/tools/figures.py

figures:
	@$(BIN)/python tests/tools/figures.py

faults: $(VENV)/dev.done system cluster-demo
	$(BIN)/python tests/faults/cluster_demo.py --lose scheduler
	$(BIN)/python tests/faults/two_runs.py --texts 200
	$(BIN)/python tests/faults/disk_full.py --texts 200
	$(BIN)/python tests/faults/kill9.py --kills 100
	$(BIN)/python tests/faults/long_scan.py --pages 1000
	$(BIN)/python tests/faults/run_hostile.py
	$(BIN)/python tests/faults/small_machine.py
	$(BIN)/pytest -q tests/test_harmless.py tests/test_errors_declared.py tests/test_fixity.py tests/secrecy tests/batch/test_every_end.py
	$(BIN)/python tests/faults/fuzz.py --minutes $(FUZZ)

# Each named number of a room times 0.6 and times 1.6: changes that the room's tests do not notice are told.
perturb: $(VENV)/dev.done fonts
	@test -n "$(ROOM)" || { echo "make perturb ROOM=layout: imaging, ocr, layout, form, parse, restore or another room"; exit 1; }
	@$(BIN)/python -m tests.tools.perturb $(ROOM) --write

floors: $(VENV)/dev.done
	@$(BIN)/python -m tests.tools.floors $(if $(LOWER),--lower)

cluster-demo: $(VENV)/dev.done
	$(BIN)/python tests/faults/cluster_demo.py --lose worker

# Restorer: rendered lines read by four Tesseract models, a channel learnt from them, the network, its calibration.
# TESSDATA holds Debian's `eng` and `vie`; the other two models come in an npm package. The network is trained in seven
# runs, each from the one before or from an average of those before; from it two specialists go on, one for lost marks
# (`lost`, `tale`, `marks`, then `rival` and `signs`, which learn beside the phrases), one for misread letters (`shapes`,
# `again`). Some sixty more pages are read for the calibration. About fourteen hours on two cores.
WORK      ?= build/train
MINUTES   ?= 77
MORE      ?= 100
DEEP      ?= 91
LAST      ?= 12
GO        ?= 50
END       ?= 31
FIELD     ?= 9
LOST      ?= 62
TALE      ?= 20
MARKS     ?= 93
RIVAL     ?= 60
SIGNS     ?= 60
SHAPES    ?= 25
AGAIN     ?= 30
TESSDATA  ?= /usr/share/tesseract-ocr/5/tessdata
ENGLISH   := @tesseract.js-data/eng@1.0.0
NPM_MODEL  = $(WORK)/package
DEBIAN     = debian=$(TESSDATA):eng:1
BEST       = best=$(NPM_MODEL)/4.0.0_best_int:eng:1
LEGACY     = legacy=$(NPM_MODEL)/4.0.0:eng:0
VIE        = vie=$(TESSDATA):vie:1
WORDS      = $(wildcard $(VENV)/lib/python3*/site-packages/underthesea/corpus/data/Viet74K.txt)
NOISE      = --corpus $(CORPUS) --work $(WORK) --fonts /usr/share/fonts /usr/share/texmf/fonts
TRAIN     := OMP_THREAD_LIMIT=1 $(VENV)-train/bin/python -m kehoach.diacritics.training

train: $(VENV)/dev.done fonts system
	@test -d "$(CORPUS)" || { echo "make train CORPUS=DIR: $(CORPUS) is no folder of *.txt.xz"; exit 1; }
	@$(PYTHON) -m venv $(VENV)-train
	@$(VENV)-train/bin/python -m pip --quiet install -r requirements-train.txt
	@mkdir -p $(WORK); test -d $(NPM_MODEL) || { cd $(WORK) && npm pack --silent $(ENGLISH) | xargs tar xzf; }
	@find $(NPM_MODEL) -name '*.gz' -exec gunzip -kf {} +
	$(TRAIN).noise $(NOISE) --minutes 36 --seed 1 --model $(DEBIAN):0.27 $(BEST):0.38 $(LEGACY):0.11 $(VIE):0.17
	$(TRAIN).prepare --corpus $(CORPUS) --work $(WORK) --dictionary $(WORDS)
	$(TRAIN).domain_selection --work $(WORK)
	$(TRAIN).count_channel --work $(WORK)
	$(TRAIN).train --work $(WORK) --minutes $(MINUTES)
	$(TRAIN).train --work $(WORK) --name more --start restorer --minutes $(MORE) --rate 1.4e-3 --seed 29
	$(TRAIN).train --work $(WORK) --name deep --start more --deeper 1 --minutes $(DEEP) --rate 1.2e-3 --seed 37
	$(TRAIN).train --work $(WORK) --name last --start deep --deeper 1 --minutes $(LAST) --rate 4e-4 --seed 41 --mix read
	$(TRAIN).average --work $(WORK) --name all --of more=0.3 deep=0.3 last=0.4
	$(TRAIN).train --work $(WORK) --name go --start all --deeper 1 --minutes $(GO) --rate 1.1e-3 --seed 53
	$(TRAIN).train --work $(WORK) --name end --start go --deeper 1 --minutes $(END) --rate 6e-4 --seed 59 --mix read
	$(TRAIN).average --work $(WORK) --name base --of all=1 go=1 end=1
	$(TRAIN).train --work $(WORK) --name field --start base --deeper 1 --minutes $(FIELD) --rate 4e-4 --seed 61
	$(TRAIN).average --work $(WORK) --name final --of base=1 field=4
	$(TRAIN).train --work $(WORK) --name lost --start final --deeper 1 --shared --minutes $(LOST) --rate 1.3e-3 --seed 71 --mix lost
	$(TRAIN).train --work $(WORK) --name tale --start lost --deeper 1 --shared --minutes $(TALE) --rate 8e-4 --seed 73 --mix lost --again stories=0.22
	$(TRAIN).train --work $(WORK) --name marks --start tale --deeper 2 --dropout 0.1 --shared --minutes $(MARKS) --rate 1.3e-3 --seed 91 --mix lost --again stories=0.22
	$(TRAIN).ngram_scores --work $(WORK)
	$(TRAIN).train --work $(WORK) --name rival --start marks --deeper 2 --dropout 0.1 --shared --beside --minutes $(RIVAL) --rate 1.2e-3 --seed 97 --mix lost --again stories=0.22
	$(TRAIN).average --work $(WORK) --name both --of marks=1 rival=1
	$(TRAIN).train --work $(WORK) --name signs --start both --deeper 2 --dropout 0.1 --shared --beside --minutes $(SIGNS) --rate 1e-3 --seed 107 --mix lost --again stories=0.22
	$(TRAIN).average --work $(WORK) --name three --of both=1 signs=1
	$(TRAIN).train --work $(WORK) --name shapes --start final --deeper 1 --shared --minutes $(SHAPES) --rate 8e-4 --seed 79 --mix misread --again pages=0.3
	$(TRAIN).average --work $(WORK) --name read --of final=1 shapes=1
	$(TRAIN).train --work $(WORK) --name again --start read --deeper 1 --dropout 0.1 --shared --minutes $(AGAIN) --rate 8e-4 --seed 101 --mix misread --again pages=0.4
	$(TRAIN).export --work $(WORK) --name again --marks three --out models/restorer
	$(TRAIN).count_ngrams --work $(WORK) --out models/restorer
	$(TRAIN).count_cooccurrence --work $(WORK) --out models/restorer
	$(TRAIN).noise $(NOISE) --minutes 1.3 --seed 2 --parts 0 3 1 --model $(LEGACY):3 $(BEST):4 $(DEBIAN):4
	$(TRAIN).calibrate --work $(WORK) --model models/restorer
	$(TRAIN).evaluate --work $(WORK) --model models/restorer
	$(TRAIN).manifest models

# Extras are kept in the pins: a package that asks for `coverage[toml]` is not served by a hash for `coverage` alone.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
OF_RUN  := --extra parquet pyproject.toml requirements-build.in
lock:
	echo "pip" | $(COMPILE) - -o requirements-pip.lock
	$(COMPILE) $(OF_RUN) -o requirements.lock
	$(COMPILE) -c requirements.lock --extra dev $(OF_RUN) -o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock --extra dev --extra bench $(OF_RUN) -o requirements-bench.lock
	echo "tesserocr" | $(COMPILE) -c requirements.lock --no-deps - -o requirements-fast.lock

check-wheel: $(VENV)/dev.done system
	@$(BIN)/python tests/check_wheel.py $(PYTHON)

# A licence that Apache-2.0 cannot be combined with ends this with an error.
licences: $(VENV)/dev.done
	@$(BIN)/python tests/licences.py

clean:
	rm -rf $(OUT) build dist .mypy_cache .pytest_cache .ruff_cache .coverage
