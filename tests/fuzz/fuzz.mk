# The fuzzers of lib/io and lib/text: make -f tests/fuzz/fuzz.mk, then build/fuzz/fuzz_csv -close_fd_mask=2 CORPUS.
# fuzz_date, fuzz_address, fuzz_phone and fuzz_name need the tables: CRM_SHARE=build/release/share/crm-tools
CC := clang
PKG_CONFIG ?= pkg-config
PKGS := icu-uc libzip expat xlsxwriter libsodium
CFLAGS := -O1 -g -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude -Ibuild/release/include \
          -DCRM_PREFIX='"/usr/local"' -fsanitize=fuzzer-no-link,address,undefined \
          -fno-sanitize-recover=undefined
SRC := $(wildcard lib/base/*.c lib/cli/record.c lib/cli/rowset.c lib/cli/person.c lib/text/*.c) $(filter-out %/maildir.c,$(wildcard lib/io/*.c))
OBJ := $(SRC:%.c=build/fuzz/%.o)
FUZZERS := $(addprefix build/fuzz/fuzz_,csv json charset xlsx xml date address phone name)

all: $(FUZZERS)
.SECONDARY:

build/fuzz/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(shell $(PKG_CONFIG) --cflags-only-I $(PKGS)) -MMD -MP -c -o $@ $<

build/fuzz/%: build/fuzz/tests/fuzz/%.o $(OBJ)
	$(CC) -fsanitize=fuzzer,address,undefined -o $@ $^ $(shell $(PKG_CONFIG) --libs $(PKGS)) -lcsv -ljq -lm

-include $(shell find build/fuzz -name '*.d' 2>/dev/null)
