# make setup    install the Debian packages that are missing
# make build    build everything in release
# make test     set up, build and run every test
# make demo     a whole campaign on the simulated bench, by the real protocols, and its report
# make conformance  compare the engine with pycalphad, live: DATABASE=, COMPONENTS=, SEED=, COUNT=
# make benchmark  what the engine costs beside pycalphad, in one session
# make benchmark-assessment  what an assessment costs beside ESPEI, in one session
# make benchmark-phase-mapping  the phase-map learner beside NumPyro's NUTS and scikit-learn, in one session: CASES=
# make install  build, then copy products, configuration and unit below PREFIX (/usr/local)
# make check    the format of the sources (the floors are checked by every build)
# make format   format the sources
# make help     this list
#
# One configuration, release, serves build, test and demo: a second run compiles nothing.

SWIFT ?= swift
# Tests look inside the modules, so these are compiled for it; the optimiser does not mind.
FLAGS = -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error

.PHONY: help setup build test demo conformance benchmark benchmark-assessment benchmark-phase-mapping install check format

help:
	@sed -n 's/^# make /  make /p' Makefile

setup:
	@scripts/setup

build: setup
	$(SWIFT) build $(FLAGS)

# One at a time: tests of time limits and of blocked threads share two cores badly, and a descriptor beyond select's reach is no test of ours.
test: setup
	$(SWIFT) build $(FLAGS) --build-tests
	$(SWIFT) test $(FLAGS) --skip-build --no-parallel

demo: setup
	@scripts/demo

conformance: build
	@PRODUCTS=$$($(SWIFT) build $(FLAGS) --show-bin-path) conformance/run $(if $(DATABASE),--database $(DATABASE)) \
		$(if $(COMPONENTS),--components $(COMPONENTS)) $(if $(SEED),--seed $(SEED)) $(if $(COUNT),--count $(COUNT))

benchmark: build
	@PRODUCTS=$$($(SWIFT) build $(FLAGS) --show-bin-path) Benchmarks/run

benchmark-assessment: build
	@PRODUCTS=$$($(SWIFT) build $(FLAGS) --show-bin-path) Benchmarks/assessment

benchmark-phase-mapping: build
	@PRODUCTS=$$($(SWIFT) build $(FLAGS) --show-bin-path) Benchmarks/phase-mapping $(CASES)

PREFIX ?= /usr/local
install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/tieline
	install -m 755 $$($(SWIFT) build $(FLAGS) --show-bin-path)/tieline $$($(SWIFT) build $(FLAGS) --show-bin-path)/tielined \
		$$($(SWIFT) build $(FLAGS) --show-bin-path)/tieline-sim $(DESTDIR)$(PREFIX)/bin
	cp -R config docs $(DESTDIR)$(PREFIX)/share/tieline

check:
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Benchmarks/Sources Package.swift

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Benchmarks/Sources Package.swift
