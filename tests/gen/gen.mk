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

# what is kept in share/example is what the generator makes
.PHONY: example-check
example-check: $(BUILD)/gen/shop
	@rm -rf $(BUILD)/example
	@$(BUILD)/gen/shop --customers 400 --orders-lines 5000 --seed 7 --cp932 --out $(BUILD)/example
	@for f in shop_pos.csv ec_members.csv cards.xlsx products.csv orders.csv truth.csv; do \
		cmp share/example/$$f $(BUILD)/example/$$f || exit 1; done
