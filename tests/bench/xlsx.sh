#!/bin/sh
# Reading a workbook beside other readers: xlsx.sh [FILE.xlsx...]
# Without files one of 1,000,000 rows of 15 columns is made.  Peers are those that are there: python3 with openpyxl,
# python_calamine ($PYTHON says which python3), xlsx2csv, and $CALAMINE, a program that reads the first sheet of its
# argument with calamine.  No time is asserted.
set -eu
: "${CRM_LIB:=build/release/libcrm.a}"
: "${PYTHON:=python3}"
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages='icu-uc libzip expat xlsxwriter libsodium zlib'
# shellcheck disable=SC2046
cc -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -I"$here/../../include" -o "$work/rows" "$here/xlsx_rows.c" "$CRM_LIB" \
	$(pkg-config --libs $packages) -lcsv -ljq -lm -lpthread
if [ $# -eq 0 ]; then
	"$work/rows" 1000000 > "$work/book.xlsx"
	set -- "$work/book.xlsx"
fi
cat > "$work/openpyxl.py" <<'PYTHON'
import sys, openpyxl
rows = cells = 0
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True):
    rows += 1
    cells += sum(value is not None for value in row)
PYTHON
cat > "$work/calamine.py" <<'PYTHON'
import sys, python_calamine
rows = python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
PYTHON
measure() {
	name=$1
	shift
	/usr/bin/time -f '%e,%U,%S,%M' -o "$work/time" "$@" > /dev/null
	echo "$name,$(cat "$work/time")"
	[ "$name" = ours ] || ratio "$name"
	[ "$name" != ours ] || cp "$work/time" "$work/ours"
}
ratio() {
	echo "$1, times ours: $(cat "$work/time" "$work/ours" | awk -F , '{ t[NR] = $1 } END { printf "%.1f", t[1] / t[2] }')"
}
echo reader,wall,user,system,kilobytes
for book in "$@"; do
	measure ours "$work/rows" "$book"
	[ -z "${CALAMINE:-}" ] || measure calamine "$CALAMINE" "$book"
	! command -v xlsx2csv > /dev/null || measure xlsx2csv xlsx2csv "$book" /dev/null
	! "$PYTHON" -c 'import python_calamine' 2> /dev/null || measure python_calamine "$PYTHON" "$work/calamine.py" "$book"
	! "$PYTHON" -c 'import openpyxl' 2> /dev/null || measure openpyxl "$PYTHON" "$work/openpyxl.py" "$book"
	measure ours "$work/rows" "$book"
done
