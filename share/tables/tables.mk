# Tables of facts: the small ones become C arrays, the big ones one file that programs map.

TABLES := kanji phone headers segments
TABLE_H := $(TABLES:%=$(BUILD)/include/crm/%_table.h)

$(BUILD)/include/crm/%_table.h: share/tables/%.tsv share/tables/%.awk
	@mkdir -p $(@D)
	LC_ALL=C awk -F'\t' -f share/tables/$*.awk $< > $@

$(BUILD)/lib/text/fold.o: $(BUILD)/include/crm/kanji_table.h
$(BUILD)/lib/text/phone.o: $(BUILD)/include/crm/phone_table.h
$(BUILD)/lib/text/header.o: $(BUILD)/include/crm/headers_table.h
$(BUILD)/lib/value/segment.o: $(BUILD)/include/crm/segments_table.h
