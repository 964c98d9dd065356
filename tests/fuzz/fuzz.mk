# The fuzzers of lib/io: make -f tests/fuzz/fuzz.mk, then build/fuzz/fuzz_csv -close_fd_mask=2 CORPUS
CC := clang
PKG_CONFIG ?= pkg-config
PKGS := icu-uc libzip expat xlsxwriter libsodium
CFLAGS := -O1 -g -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude -fsanitize=fuzzer-no-link,address,undefined \
          -fno-sanitize-recover=undefined
SRC := $(wildcard lib/base/*.c lib/cli/record.c lib/cli/rowset.c) $(filter-out %/tables.c %/maildir.c,$(wildcard lib/io/*.c))
OBJ := $(SRC:%.c=build/fuzz/%.o)
FUZZERS := $(addprefix build/fuzz/fuzz_,csv json charset xlsx xml)

all: $(FUZZERS)
.SECONDARY:

build/fuzz/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(shell $(PKG_CONFIG) --cflags-only-I $(PKGS)) -MMD -MP -c -o $@ $<

build/fuzz/%: build/fuzz/tests/fuzz/%.o $(OBJ)
	$(CC) -fsanitize=fuzzer,address,undefined -o $@ $^ $(shell $(PKG_CONFIG) --libs $(PKGS)) -lcsv -ljq -lm

-include $(shell find build/fuzz -name '*.d' 2>/dev/null)
