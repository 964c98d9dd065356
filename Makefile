# crm-tools.  `make` builds, `make demo` runs the main job, `make check` passes the tests.
# SAN=1 builds with AddressSanitizer and UBSan into a build folder of its own.

VERSION := 0.1.0
PREFIX  ?= /usr/local
CC      ?= cc
PKG_CONFIG ?= pkg-config

BUILD   := build/$(if $(SAN),san,release)
PKGS    := sqlite3 icu-uc libzip expat xlsxwriter gmime-3.0 libsodium openblas lapacke nlopt zlib
# each program loads only what it uses: start-up
LDFLAGS += -Wl,--as-needed
# libcsv and libjq bring no .pc file in Debian 12
LIBS     = $(shell $(PKG_CONFIG) --libs $(PKGS)) -lcsv -ljq -lm -lpthread
SYSTEM   = $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags-only-I $(PKGS) 2>/dev/null))
CPPFLAGS += -Iinclude -I$(BUILD)/include -D_POSIX_C_SOURCE=200809L -DCRM_VERSION='"$(VERSION)"' \
            -DCRM_PREFIX='"$(PREFIX)"'
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla
CFLAGS  ?= -O2 -g
ALL_CFLAGS = $(CFLAGS) -std=c11 $(WARN) -fno-common
ifdef SAN
ALL_CFLAGS += -O1 -DCRM_PREPARE_ALL -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
LDFLAGS += -fsanitize=address,undefined
endif

# a module includes only headers of lower floors: tests/floors.sh
FLOORS  := base cli text match value recommend mail io store model flow
LIBSRC  := $(wildcard $(addprefix lib/,$(addsuffix /*.c,$(FLOORS))))
LIBOBJ  := $(LIBSRC:%.c=$(BUILD)/%.o)
PROGSRC := $(wildcard cmd/*.c)
NAMES   := $(PROGSRC:cmd/%.c=%)
PROGS   := $(NAMES:%=$(BUILD)/bin/%)
UNITSRC := $(wildcard tests/unit/*.c)
UNITS   := $(UNITSRC:tests/unit/%.c=$(BUILD)/unit/%)
LIB     := $(BUILD)/libcrm.a

all: programs
.PHONY: all programs units clean deps check unit bats demo bench fuzz install completions
.DELETE_ON_ERROR:
.SECONDARY:

include share/tables/tables.mk
include tests/gen/gen.mk

programs: $(PROGS) $(TABLE_FILES)

$(LIB): $(LIBOBJ)
	@rm -f $@
	ar rcs $@ $^

SCHEMA := $(sort $(wildcard share/schema/*.sql))
$(BUILD)/include/crm/schema_sql.h: share/schema/embed.awk $(SCHEMA)
	@mkdir -p $(@D)
	awk -f $^ > $@
$(BUILD)/lib/store/migrate.o: $(BUILD)/include/crm/schema_sql.h

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(SYSTEM) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)

units: $(UNITS)

# ---- what must be there ----

DEBS := gcc libc6-dev make pkg-config libsqlite3-dev libcsv-dev libjq-dev libicu-dev libzip-dev libexpat1-dev \
        libxlsxwriter-dev libgmime-3.0-dev libsodium-dev libopenblas-dev liblapacke-dev libnlopt-dev zlib1g-dev \
        bats sqlite3 jq mandoc gzip

deps:
	@sh tests/deps.sh $(DEBS)

# ---- tests ----

check: deps
	@$(MAKE) --no-print-directory unit bats

unit: units
	@sh tests/run-units.sh $(BUILD)/unit

bats: programs $(BUILD)/gen/shop
	@sh tests/floors.sh
	@CRM_BIN=$(CURDIR)/$(BUILD)/bin CRM_TOP=$(CURDIR) CRM_GEN=$(CURDIR)/$(BUILD)/gen/shop bats tests

demo: deps
	@$(MAKE) --no-print-directory programs
	@PATH="$(CURDIR)/$(BUILD)/bin:$$PATH" sh share/example/demo.sh

bench: programs $(BUILD)/gen/shop
	@CRM_BIN=$(CURDIR)/$(BUILD)/bin CRM_GEN=$(CURDIR)/$(BUILD)/gen/shop sh tests/bench/run.sh

# clang's libFuzzer over every parser; see the top of the file for how to run one
fuzz:
	@$(MAKE) --no-print-directory -f tests/fuzz/fuzz.mk

# ---- installing ----

SHARE = $(DESTDIR)$(PREFIX)/share

completions: $(NAMES:%=$(BUILD)/completions/%)
$(BUILD)/completions/%: $(BUILD)/bin/%
	@mkdir -p $(@D)
	$< --completion > $@

install: programs completions
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/crm-tools $(SHARE)/bash-completion/completions
	install -m 755 $(PROGS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(NAMES:%=$(BUILD)/completions/%) $(SHARE)/bash-completion/completions
	for s in 1 5 7; do install -d $(SHARE)/man/man$$s; install -m 644 man/man$$s/*.$$s $(SHARE)/man/man$$s || exit 1; done
	for f in $(SHARE_FILES) $(TABLE_FILES); do install -m 644 $$f $(SHARE)/crm-tools || exit 1; done
	install -d $(SHARE)/crm-tools/example
	install -m 644 share/example/* $(SHARE)/crm-tools/example

SHARE_FILES := share/tables/segments.tsv share/tables/survivorship.tsv share/LICENSES.md

clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
