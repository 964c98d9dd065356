# crm-tools.  `make` builds, `make demo` runs the main job, `make check` passes the tests.
# SAN=1 builds with AddressSanitizer and UBSan into a build folder of its own.

VERSION := 0.1.0
PREFIX  ?= /usr/local
CC      ?= cc
PKG_CONFIG ?= pkg-config

BUILD   := build/$(if $(SAN),san,release)
PKGS    := sqlite3 icu-uc libzip expat xlsxwriter gmime-3.0 libsodium openblas lapacke zlib
# libcsv and libjq bring no .pc file in Debian 12
LIBS    := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null) -lcsv -ljq -lm -lpthread
CPPFLAGS += -Iinclude -I$(BUILD)/include -D_POSIX_C_SOURCE=200809L -DCRM_VERSION='"$(VERSION)"' \
            -DCRM_PREFIX='"$(PREFIX)"' $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags-only-I $(PKGS) 2>/dev/null))
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla
CFLAGS  ?= -O2 -g
CFLAGS  += -std=c11 $(WARN) -fno-common
ifdef SAN
CFLAGS  += -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
LDFLAGS += -fsanitize=address,undefined
endif

FLOORS  := base cli io store model text match value recommend mail
LIBSRC  := $(wildcard $(addprefix lib/,$(addsuffix /*.c,$(FLOORS))))
LIBOBJ  := $(LIBSRC:%.c=$(BUILD)/%.o)
PROGSRC := $(wildcard cmd/*.c)
PROGS   := $(PROGSRC:cmd/%.c=$(BUILD)/bin/%)
UNITSRC := $(wildcard tests/unit/*.c)
UNITS   := $(UNITSRC:tests/unit/%.c=$(BUILD)/unit/%)
LIB     := $(BUILD)/libcrm.a

all: $(PROGS)
.PHONY: all clean units
.DELETE_ON_ERROR:
.SECONDARY:

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
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)

units: $(UNITS)

clean:
	rm -rf build

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
