# crm-dedupe FILE with a store: a few new people against all records, by the index beside the store.
load helper

# a shop of 6,000 people, of whose web members every 400th row is not in the store yet
shop_store() {
	local made=$BATS_RUN_TMPDIR/daily
	if [ ! -e "$made/shop.db" ]; then
		mkdir -p "$made"
		"$CRM_GEN" --customers 6000 --orders-lines 10 --seed 5 --out "$made" > /dev/null
		awk 'NR == 1 || NR % 400 != 7' "$made/ec_members.csv" > "$made/known.csv"
		awk 'NR == 1 || NR % 400 == 7' "$made/ec_members.csv" > "$made/new.csv"
		export CRM_DB=$made/making.db
		crm-init
		crm-import --source pos "$made/shop_pos.csv" > /dev/null 2>&1
		crm-import --source ec "$made/known.csv" > /dev/null 2>&1
		crm-dedupe > "$made/pairs.csv"
		query 'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null
		mv "$CRM_DB" "$made/shop.db"
		mv "$CRM_DB-match" "$made/shop.db-match"
		rm -f "$CRM_DB"-*
	fi
	cp "$made/shop.db" "$made/shop.db-match" "$made/new.csv" .
	export CRM_DB=$BATS_TEST_TMPDIR/shop.db
}

# who, how sure and why; the score moves by a rounding with what is learned from a few rows more
pairs_of() {
	cut -d , -f 1,2,4,5 "$1"
}

# the same rows with everything read and learned anew
whole() {
	crm-dedupe --save-model model.txt "$@"
}

# one.csv: a row of somebody whom the store has
known_row() {
	crm-dedupe new.csv | awk -F , '$4 == "same" { sub(/^-:/, "", $1); print $1; exit }' > line
	{ head -1 new.csv; sed -n "$(cat line)p" new.csv; } > one.csv
}

@test "a few rows are told as a run over everything tells them" {
	shop_store
	crm-dedupe - < new.csv > few.csv
	whole - < new.csv > all.csv
	[ "$(grep -c ',same,' few.csv)" -gt 5 ]
	diff <(pairs_of few.csv) <(pairs_of all.csv)
	# scores to a tenth of a bit
	paste -d , few.csv all.csv | awk -F , 'NR > 1 { d = $3 - $8; if (d > 0.1 || d < -0.1) { print; bad = 1 } } END { exit bad }'
	run -0 --separate-stderr crm-dedupe -v new.csv
	[[ $stderr == *" 0 changed since the index was made"* ]]
}

@test "… and as crm-dedupe tells them once they are imported" {
	shop_store
	crm-dedupe new.csv | awk -F , 'NR > 1 && $4 == "same" { print $2 }' | sort > before.csv
	crm-import --source ec new.csv > /dev/null 2>&1
	crm-dedupe | awk -F , -v new="$(tail -n +2 new.csv | cut -d , -f 1)" 'BEGIN { n = split(new, id, "\n"); for (i = 1; i <= n; i++) is["ec:" id[i]] = 1 }
		NR > 1 && $4 == "same" && ($1 in is) != ($2 in is) { print ($1 in is) ? $2 : $1 }' | sort > after.csv
	[ -s after.csv ]
	cmp before.csv after.csv
}

@test "one record changed and one new one since the index was made" {
	shop_store
	known_row
	awk -F , -v OFS=, 'NR == 1 || NR == 2 { if (NR == 2) $12 = $12 == "男性" ? "女性" : "男性"; print }' "$BATS_RUN_TMPDIR/daily/known.csv" > other.csv
	crm-import --source ec other.csv > counts.csv 2> /dev/null
	[ "$(tail -1 counts.csv | cut -d , -f 3-5)" = 0,1,0 ]
	crm-import --source ec one.csv > /dev/null 2>&1
	timeout 60 crm-dedupe one.csv > few.csv
	diff <(pairs_of few.csv) <(pairs_of <(whole one.csv))
}

@test "a damaged log of changes is told, not taken for no change" {
	shop_store
	known_row
	crm-import --source other one.csv > /dev/null 2>&1
	sed '2s/$/x/' one.csv > two.csv
	crm-import --source other two.csv > /dev/null 2>&1
	[ "$(query 'SELECT count(*) > 0 FROM change WHERE operation_id = (SELECT max(operation_id) FROM operation)')" = 1 ]
	query "UPDATE change SET changeset = substr(changeset, 1, length(changeset) - 3)"
	run -2 --separate-stderr crm-dedupe one.csv
	[[ $stderr == *"cannot read what was changed"* || $stderr == *"is damaged"* ]]
	[ -z "$output" ]
}

@test "what was imported, changed, merged, decided and undone since counts" {
	shop_store
	local m k
	known_row
	m=$(awk -F , 'NR == 2 { print $1 }' one.csv)
	crm-import --source other one.csv > /dev/null 2>&1                   # a new record
	k=$(last_operation)
	run -0 --separate-stderr crm-dedupe -v one.csv
	[[ $output == *"-:2,other:$m,"*,same,* ]]
	[[ $stderr == *" 1 changed since the index was made"* ]]
	crm-dedupe one.csv > few.csv
	whole one.csv > all.csv
	diff <(pairs_of few.csv) <(pairs_of all.csv)

	crm-undo "$k" > /dev/null                                            # it is gone
	run -0 crm-dedupe one.csv
	[[ $output != *other:* ]]

	crm-dedupe | crm-merge > /dev/null                                   # who belongs to whom is no value
	crm-undo "$(last_operation)" > /dev/null
	run -0 --separate-stderr crm-dedupe -v one.csv
	[[ $output == *",same,"* ]]

	# a record that had nothing to do with the row becomes its twin
	query "SELECT key FROM record JOIN source USING (source_id) WHERE source.name = 'ec' ORDER BY record_id LIMIT 1" > key
	{ head -1 new.csv; sed -n "2s/^[^,]*/$(cat key)/p" one.csv; } > twin.csv
	crm-import --source ec twin.csv > /dev/null 2>&1
	run -0 crm-dedupe one.csv
	[[ $output == *"-:2,ec:$(cat key),"*,same,* ]]
	crm-dedupe one.csv > few.csv
	whole one.csv > all.csv
	diff <(pairs_of few.csv) <(pairs_of all.csv)
}

@test "groups are judged as a whole: who was said to be one, or not" {
	shop_store
	known_row
	crm-dedupe one.csv > before.csv
	local a b
	a=$(awk -F , '$4 == "same" { print $2; exit }' before.csv)
	b=$(query "SELECT 'pos:' || key FROM record JOIN source USING (source_id) WHERE source.name = 'pos' ORDER BY record_id DESC LIMIT 1")
	printf 'id_a,id_b,answer\n%s,%s,yes\n' "$a" "$b" | crm-dedupe --answers - > /dev/null
	crm-dedupe one.csv > few.csv
	whole one.csv > all.csv
	diff <(pairs_of few.csv) <(pairs_of all.csv)
}

@test "the index is made when it is missing, damaged or another store's; for its owner alone; no harm where it cannot be" {
	shop_store
	crm-dedupe new.csv > want.csv
	rm shop.db-match
	crm-dedupe new.csv > got.csv
	cmp want.csv got.csv
	[ "$(stat -c %a shop.db-match)" = 600 ]
	for size in 0 40 100000; do
		truncate -s "$size" shop.db-match
		crm-dedupe new.csv > got.csv
		cmp want.csv got.csv
	done
	new_store other.db
	crm-import --source x "$BATS_RUN_TMPDIR/daily/shop_pos.csv" > /dev/null 2>&1
	export CRM_DB=$BATS_TEST_TMPDIR/shop.db
	CRM_DB=$BATS_TEST_TMPDIR/other.db crm-dedupe > /dev/null
	mv other.db-match shop.db-match
	crm-dedupe new.csv > got.csv
	cmp want.csv got.csv
	echo 'what a killed program left' > shop.db-match.new
	rm shop.db-match
	crm-dedupe new.csv > got.csv
	cmp want.csv got.csv
	run ! ls shop.db-match.new
	ls shop.db-match
	dump > a
	rm shop.db-match
	dump > b
	cmp a b
	mkdir shop.db-match.new                                             # where the new one would be written
	crm-dedupe new.csv > got.csv
	run ! ls shop.db-match
	diff <(pairs_of want.csv) <(pairs_of got.csv)
}

@test "two rows that are one person are compared with each other too; many rows are compared as before" {
	shop_store
	{ cat new.csv; sed -n 2,3p new.csv; } > twice.csv
	crm-dedupe twice.csv > few.csv
	whole twice.csv > all.csv
	diff <(pairs_of few.csv) <(pairs_of all.csv)
	crm-dedupe "$BATS_RUN_TMPDIR/daily/known.csv" > few.csv
	whole "$BATS_RUN_TMPDIR/daily/known.csv" > all.csv
	cmp few.csv all.csv
}
