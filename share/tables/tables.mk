# Tables of facts: the small ones become C arrays, the big ones one file that programs map.

$(BUILD)/include/crm/%_table.h: share/tables/%.tsv share/tables/%.awk
	@mkdir -p $(@D)
	LC_ALL=C awk -F'\t' -f share/tables/$*.awk $< > $@

$(BUILD)/include/crm/%_bits.h: share/tables/%.tsv share/tables/%_bits.awk
	@mkdir -p $(@D)
	LC_ALL=C awk -F'\t' -f share/tables/$*_bits.awk $< > $@

$(BUILD)/lib/text/fold.o: $(BUILD)/include/crm/kanji_table.h $(BUILD)/include/crm/kanji_bits.h
$(BUILD)/lib/text/phone.o: $(BUILD)/include/crm/phone_table.h
$(BUILD)/lib/text/header.o: $(BUILD)/include/crm/headers_table.h
$(BUILD)/lib/text/survivor.o: $(BUILD)/include/crm/survivorship_table.h
$(BUILD)/lib/value/segment.o: $(BUILD)/include/crm/segments_table.h

# The rules that fold the names of the tables when they are packed are the ones that look them up.
TABLE_FILES := $(BUILD)/share/crm-tools/places.dat
PACKOBJ := $(addprefix $(BUILD)/,share/tables/pack.o lib/base/mem.o lib/base/buf.o lib/text/runes.o \
           lib/text/fold.o lib/text/place.o lib/text/lexicon.o)

$(BUILD)/share/tables/pack: $(PACKOBJ)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/share/tables/given $(BUILD)/share/tables/postal.tsv: $(BUILD)/share/tables/%: share/tables/%.gz
	@mkdir -p $(@D)
	gzip -dc $< > $@

$(TABLE_FILES): $(BUILD)/share/tables/pack share/tables/surnames.tsv $(BUILD)/share/tables/given \
            share/tables/cities.tsv $(BUILD)/share/tables/postal.tsv
	@mkdir -p $(@D)
	$(BUILD)/share/tables/pack $@ $(wordlist 2,9,$^)

$(BUILD)/bin/crm-norm: | $(TABLE_FILES)
