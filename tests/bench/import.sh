#!/bin/sh
# Time and memory of crm-import beside sqlite3's .import: import.sh [CUSTOMERS [ORDER_LINES]]
# A shop as tests/gen makes it; its web shop's members are a file of 15 columns.  sqlite3 reads the same file into a
# table without key or index; ours are normalised, kept as delivered, logged and undoable.  csvsql, where it is there,
# gets the first 50,000 rows.  Reading alone and addresses alone (crm-norm, one core) are measured as well, and order
# lines by the thousand, the hundred thousand and all.  Each number is the median of three runs, ours and the peer's in
# turn, process start included.  No time is asserted.
set -eu
: "${CRM_BIN:=build/release/bin}" "${CRM_GEN:=build/release/gen/shop}" "${CRM_LIB:=build/release/libcrm.a}"
here=$(cd "$(dirname "$0")" && pwd)
customers=${1:-1000000} lines=${2:-2000000}
PATH=$CRM_BIN:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$CRM_GEN" --customers "$customers" --orders-lines "$lines" --seed 7 --out "$work"
# shellcheck disable=SC2046
cc -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -I"$here/../../include" -o "$work/read" "$here/xlsx_rows.c" "$CRM_LIB" \
	$(pkg-config --libs icu-uc libzip expat xlsxwriter libsodium zlib) -lcsv -ljq -lm -lpthread
cd "$work"
members=$(($(wc -l < ec_members.csv) - 1))

# name, command: its seconds, seconds of processor and megabytes are noted in name.times
measure() {
	name=$1
	shift
	/usr/bin/time -f '%e %U %S %M' -a -o "$name.times" "$@" > /dev/null 2> err || { cat err >&2; exit 1; }
}

# the median of column $2 of name.times
median() {
	awk -v c="$2" '{ print (c == 2 ? $2 + $3 : $c) }' "$1.times" | sort -n | sed -n "$((($(wc -l < "$1.times") + 1) / 2))p"
}

say() {        # what, rows, name
	awk -v what="$1" -v rows="$2" -v s="$(median "$3" 1)" -v cpu="$(median "$3" 2)" -v kib="$(median "$3" 4)" \
		'BEGIN { printf "%s,%d,%s,%.2f,%d,%.0f\n", what, rows, s, cpu, (s > 0 ? rows / s : 0), kib / 1024 }'
}

ratio() {      # what, name, name
	awk -v what="$1" -v a="$(median "$2" 1)" -v b="$(median "$3" 1)" 'BEGIN { printf "%s: %.2f\n", what, (b > 0 ? a / b : 0) }'
}

a_second() {   # what, amount, name
	awk -v what="$1" -v n="$2" -v s="$(median "$3" 1)" 'BEGIN { printf "%s: %.0f\n", what, (s > 0 ? n / s : 0) }'
}

cut -d , -f 5 shop_pos.csv | sed -n '2,300001p' > addresses
for part in 1000 100000; do head -$((part + 1)) orders.csv > orders.$part; done
for run in 1 2 3; do
	rm -f plain.db shop.db*
	export CRM_DB=shop.db
	crm-init
	measure sqlite sqlite3 plain.db '.import --csv ec_members.csv members'
	measure first crm-import --source ec ec_members.csv
	measure again crm-import --source ec ec_members.csv
	crm-import --source pos shop_pos.csv > /dev/null 2>&1
	crm-import --as products products.csv > /dev/null
	cp shop.db before.db
	for part in 1000 100000; do
		cp before.db part.db
		measure orders.$part crm-import --db part.db --as orders orders.$part
		rm -f part.db*
	done
	measure orders crm-import --as orders orders.csv
	measure undo crm-undo "$(crm-audit --fields operation | tail -1)"
	measure read ./read ec_members.csv
	measure norm crm-norm addr addresses
	rm -f plain.db
	measure sqlite_orders sqlite3 plain.db '.import --csv orders.csv orders'
	if [ "$run" = 1 ] && command -v csvsql > /dev/null; then
		head -50001 ec_members.csv > some.csv
		measure csvsql csvsql --db sqlite:///some.db --insert some.csv
		crm-init --db some_ours.db
		measure some crm-import --db some_ours.db --source ec some.csv
	fi
done
echo what,rows,seconds,processor_seconds,rows_a_second,megabytes
say 'sqlite3 .import, members' "$members" sqlite
say 'crm-import, members' "$members" first
say 'crm-import, members again' "$members" again
say 'sqlite3 .import, order lines' "$lines" sqlite_orders
for part in 1000 100000; do say 'crm-import, order lines' $part orders.$part; done
say 'crm-import, order lines' "$lines" orders
say 'crm-undo of them' "$lines" undo
ratio 'crm-import of members, times sqlite3 .import (at most 3)' first sqlite
ratio 'first import, times the unchanged file again (at least 2)' first again
if [ -e csvsql.times ]; then
	ratio 'csvsql --insert, times crm-import, 50,000 members (at least 3)' csvsql some
fi
a_second 'reading the members, megabytes a second (at least 200)' "$(($(wc -c < ec_members.csv) / 1000000))" read
a_second 'crm-norm, addresses a second on one core (at least 100000)' "$(wc -l < addresses)" norm
a_second 'order lines a second (at least 300000)' "$lines" orders
