#!/bin/sh
# How the time and memory of crm-dedupe grow: dedupe.sh [SIZE...]
# People as tests/bench/dedupe_people.c makes them, 100,000 to 2,000,000 by default.  No time is asserted.
set -eu
: "${CRM_BIN:=build/release/bin}"
[ $# -gt 0 ] || set -- 100000 200000 500000 1000000 2000000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -o "$work/people" "$(dirname "$0")/dedupe_people.c"
echo records,seconds,megabytes,microseconds_a_record,precision,recall
for n in "$@"; do
	"$work/people" "$n" > "$work/people.csv"
	/usr/bin/time -f '%e %M' -o "$work/time" "$CRM_BIN/crm-dedupe" --clusters "$work/people.csv" > "$work/clusters.csv"
	# pairs of a cluster and a true person: n(n-1)/2 of each; the truth is the id before its hyphen
	awk -F, -v n="$n" -v spent="$(cat "$work/time")" 'NR > 1 {
		t = $1; sub(/-.*/, "", t)
		found += both[$2, t]++; said += of[$2]++; real += who[t]++
	} END {
		split(spent, s, " ")
		printf "%d,%s,%d,%.1f,%.4f,%.4f\n", n, s[1], s[2] / 1024, s[1] * 1e6 / n, said ? found / said : 1,
			real ? found / real : 1
	}' "$work/clusters.csv"
done
