#!/bin/sh
# How the time and memory of crm-dedupe grow, beside Splink on the same file: dedupe.sh [SIZE...]
# en: people as tests/bench/dedupe_people.c makes them; ja: the till's list of tests/gen/shop.  100,000 to 2,000,000 by
# default.  growth: microseconds a record against those of the line before (n log n: 1.06 for twice as many).
# Splink 4 or 5 runs where $PYTHON (python3) has it, on tables up to $SPLINK_MOST (100000) records: minutes for a
# million.  Last of all, one new row against a store of as many records as the first size.  No time is asserted.
set -eu
: "${CRM_BIN:=build/release/bin}" "${CRM_GEN:=build/release/gen/shop}" "${PYTHON:=python3}" "${SPLINK_MOST:=100000}"
[ $# -gt 0 ] || set -- 100000 200000 500000 1000000 2000000
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CRM_DB
cc -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -o "$work/people" "$here/dedupe_people.c"
splink=$("$PYTHON" -c 'import splink; print(splink.__version__)' 2> "$work/log" || true)
[ -n "$splink" ] || echo "Splink is not there (PYTHON names the python3 that has it): left out"

# KIND SIZE: people.csv, and truth as record_id,person
make_people() {
	if [ "$1" = en ]; then
		"$work/people" "$2" > "$work/people.csv"
		awk -F, 'NR > 1 { t = $1; sub(/-.*/, "", t); print $1 "," t }' "$work/people.csv" > "$work/truth.csv"
	else
		"$CRM_GEN" --customers $(($2 * 107 / 100)) --orders-lines 10 --seed 1 --out "$work" > "$work/log"
		head -n $(($2 + 1)) "$work/shop_pos.csv" > "$work/people.csv"
		awk -F, '$1 == "pos" { print $2 "," $3 }' "$work/truth.csv" > "$work/t" && mv "$work/t" "$work/truth.csv"
	fi
}

# CLUSTERS: precision,recall by pairs; records that it does not name are alone
score() {
	awk -F, 'NR == FNR { person[$1] = $2; next }
	FNR > 1 && $1 in person { t = person[$1]; found += both[$2, t]++; said += of[$2]++; real += who[t]++ }
	END { printf "%.4f,%.4f", said ? found / said : 1, real ? found / real : 1 }' "$work/truth.csv" "$1"
}

echo "kind,records,seconds,megabytes,microseconds_a_record,growth,precision,recall${splink:+,splink_seconds,splink_megabytes,splink_precision,splink_recall,times_faster,times_smaller}"
for kind in en ja; do
	before=
	id=record_id
	[ $kind = en ] || id=会員コード
	for n in "$@"; do
		make_people $kind "$n"
		/usr/bin/time -f '%e %M' -o "$work/time" "$CRM_BIN/crm-dedupe" --id $id --clusters "$work/people.csv" > "$work/clusters.csv"
		read -r seconds kilobytes < "$work/time"
		line=$(awk -v n="$n" -v s="$seconds" -v k="$kilobytes" -v b="$before" \
			'BEGIN { u = s * 1e6 / n; printf "%d,%s,%d,%.1f,%s", n, s, k / 1024, u, b ? sprintf("%.2f", u / b) : "" }')
		before=$(echo "$line" | cut -d, -f4)
		printf '%s,%s,%s' $kind "$line" "$(score "$work/clusters.csv")"
		if [ -n "$splink" ] && [ "$n" -le "$SPLINK_MOST" ]; then
			if /usr/bin/time -f '%e %M' -o "$work/time" "$PYTHON" "$here/splink_people.py" "$work/people.csv" $kind \
				"$work/splink.csv" > "$work/log" 2>&1; then
				read -r s k < "$work/time"
				printf ',%s,%d,%s,%s' "$s" $((k / 1024)) "$(score "$work/splink.csv")" \
					"$(awk -v s="$s" -v t="$seconds" -v k="$k" -v l="$kilobytes" 'BEGIN { printf "%.1f,%.1f", s / t, k / l }')"
			else
				printf ',failed: %s' "$(tail -n 1 "$work/log")"
			fi
		fi
		echo
	done
done

make_people ja "$1"
export CRM_DB="$work/shop.db"
"$CRM_BIN/crm-init"
"$CRM_BIN/crm-import" --source pos "$work/people.csv" > "$work/log" 2>&1
"$CRM_BIN/crm-dedupe" > "$work/pairs.csv"
sed -n '1p;500p' "$work/people.csv" > "$work/one.csv"
for run in 1 2 3; do
	/usr/bin/time -f "one new row against $1 records of a store: %e s, %M KB" "$CRM_BIN/crm-dedupe" - < "$work/one.csv" > "$work/pairs.csv"
done
