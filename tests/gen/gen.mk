# the generator of synthetic shops: `make gen`, then $(BUILD)/gen/shop --customers N … ; `make example` remakes
# the lists of share/example
GENOBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/gen/*.c))

.PHONY: gen example
gen: $(BUILD)/gen/shop

$(BUILD)/gen/shop: $(GENOBJ)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs xlsxwriter) -lm

# cards.csv is cards.xlsx once more: not kept
example: $(BUILD)/gen/shop
	$(BUILD)/gen/shop --customers 400 --orders-lines 5000 --seed 7 --cp932 --out share/example
	rm -f share/example/cards.csv
