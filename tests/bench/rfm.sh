#!/bin/sh
# Time and memory of crm-rfm beside DuckDB and sqlite3: rfm.sh [LINES...]
# A shop as tests/gen makes it with a customer for ten order lines; 10^5, 10^6 and 10^7 lines by default.  Each
# number is the median of three runs, ours and the peer's in turn, process start and output included.  A peer that
# is not installed is left out: DuckDB as a program or as a module of python3 ($PYTHON).  The peers' tables have
# integers for customers and orders, and no names.  No time is asserted.
set -eu
: "${CRM_BIN:=build/release/bin}" "${CRM_GEN:=build/release/gen/shop}" "${PYTHON:=python3}"
[ $# -gt 0 ] || set -- 100000 1000000 10000000
top=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$CRM_BIN:$PATH
work=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
now=2026-04-01
past=2024-04-01
columns=customer_id=会員ID,date=注文日時,amount=金額,order_id=注文番号

if command -v duckdb > /dev/null; then
	duck() { duckdb "$1" -c "$2"; }
elif "$PYTHON" -c 'import duckdb' 2> /dev/null; then
	duck() { "$PYTHON" -c 'import duckdb, sys; print(duckdb.connect(sys.argv[1]).execute(sys.argv[2]).fetchall())' "$1" "$2"; }
else
	duck() { return 127; }
fi

# the boxes of scores as SQL
boxes=$(awk -F '\t' '!/^#/ && NF { printf "WHEN r BETWEEN %s AND %s AND f BETWEEN %s AND %s AND m BETWEEN %s AND %s THEN %c%s%c ", $4, $5, $6, $7, $8, $9, 39, $1, 39 }' \
	"$top/share/tables/segments.tsv")

# quantiles as crm-rfm's; $1 table or file, $2 day, $3 what to do with s
quintiles() {
	echo "WITH c AS (SELECT customer, DATE '$2' - max(day) AS age, count(DISTINCT order_no) AS n, sum(amount) AS paid
		FROM $1 WHERE day <= DATE '$2' GROUP BY customer),
	q AS (SELECT quantile_cont(age, [.2, .4, .6, .8]) AS a, quantile_cont(n, [.2, .4, .6, .8]) AS b,
		quantile_cont(paid, [.2, .4, .6, .8]) AS p FROM c),
	t AS (SELECT c.*, 5 - ($(above age a)) AS r, 1 + $(above n b) AS f, 1 + $(above paid p) AS m FROM c, q),
	s AS (SELECT customer, age, n, paid, r, f, m, CASE $boxes ELSE 'others' END AS segment FROM t)
	$3"
}
above() {
	for i in 1 2 3 4; do
		printf '%s(%s >= %s[%d] + 1)::INTEGER' "$plus" "$1" "$2" $i
		plus=' + '
	done
}
plus=

# sqlite3 has no quantiles: NTILE
ntiles() {
	echo "WITH c AS (SELECT customer, max(day) AS age, count(DISTINCT order_no) AS n, sum(amount) AS paid FROM lines
		WHERE day <= '$now' GROUP BY customer),
	t AS (SELECT ntile(5) OVER (ORDER BY age) AS r, ntile(5) OVER (ORDER BY n) AS f, ntile(5) OVER (ORDER BY paid) AS m,
		n, paid FROM c)
	SELECT CASE $boxes ELSE 'others' END AS segment, count(*), sum(n), sum(paid) FROM t GROUP BY 1"
}

# one run of a command: wall seconds, user seconds, kilobytes → FILE
run() {
	file=$1
	shift
	/usr/bin/time -a -o "$file" -f '%e %U %M' "$@" > "$work/out" 2> /dev/null
}
median() { sort -n "$1" | awk '{ row[NR] = $0 } END { print row[int((NR + 1) / 2)] }'; }

# LINES WHAT PEER-COMMAND: ours is in "$@" behind --
compare() {
	lines=$1 what=$2 peer=$3
	shift 3
	rm -f "$work/ours" "$work/peers"
	for i in 1 2 3; do
		run "$work/ours" "$@"
		[ -z "$peer" ] || run "$work/peers" "$work/peer" || { peer= && rm -f "$work/peers"; }
	done
	{ median "$work/ours"; [ ! -f "$work/peers" ] || median "$work/peers"; } | awk -v n="$lines" -v what="$what" -v peer="$peer" '
		{ wall[NR] = $1; user[NR] = $2; mb[NR] = $3 / 1024 }
		END {
			printf "%d,%s,%.2f,%.2f,%d", n, what, wall[1], user[1], mb[1]
			if (NR > 1)
				printf ",%s,%.2f,%.2f,%d,%.2f", peer, wall[2], user[2], mb[2], wall[2] ? wall[1] / wall[2] : 0
			else
				printf ",,,,,"
			print ""
		}'
}
# the peer as a program of its own, so that it can be timed
peer_is() {
	case $1 in
	duckdb) command -v duckdb > /dev/null && printf '#!/bin/sh\nexec duckdb "%s" < "%s"\n' "$2" "$work/sql" > "$work/peer" ||
		printf '#!/bin/sh\nexec "%s" -c "import duckdb, sys; print(duckdb.connect(sys.argv[1]).execute(open(sys.argv[2]).read()).fetchall())" "%s" "%s"\n' \
			"$PYTHON" "$2" "$work/sql" > "$work/peer" ;;
	sqlite3) printf '#!/bin/sh\nexec sqlite3 "%s" < "%s"\n' "$2" "$work/sql" > "$work/peer" ;;
	esac
	chmod +x "$work/peer"
}

sums='SELECT segment, count(*), sum(n), sum(paid) FROM s GROUP BY segment'
echo lines,what,seconds,user,megabytes,peer,its_seconds,its_user,its_megabytes,ratio
for n in "$@"; do
	export CRM_DB=$work/shop.db
	rm -rf "$work/shop" "$CRM_DB"* "$work/duck" "$work/lite"
	"$CRM_GEN" --customers $((n / 10)) --orders-lines "$n" --seed 1 --out "$work/shop"
	csv=$work/shop/orders.csv
	crm-init
	{ crm-import --source pos "$work/shop/shop_pos.csv"; crm-import --source ec "$work/shop/ec_members.csv"
	  crm-import --as products "$work/shop/products.csv"; crm-import --as orders "$csv"; } > /dev/null 2>&1
	rows="(SELECT 会員ID AS customer, 注文番号 AS order_no, CAST(注文日時 AS DATE) AS day, 金額 AS amount FROM read_csv('$csv'))"
	duck= lite=
	if duck "$work/duck" "CREATE TABLE lines AS SELECT dense_rank() OVER (ORDER BY customer) AS customer,
			dense_rank() OVER (ORDER BY order_no) AS order_no, day, amount FROM $rows" > /dev/null 2>&1; then
		duck=duckdb
		peer_is duckdb "$work/duck"
	fi
	quintiles lines $now "$sums" > "$work/sql"
	compare "$n" 'store: segments' "$duck" crm-rfm --as-of $now --summary
	quintiles lines $now "COPY (SELECT * FROM s ORDER BY customer) TO '$work/copy'" | sed 's/^WITH/COPY (WITH/' |
		sed 's/COPY (SELECT \* FROM s ORDER BY customer) TO/SELECT * FROM s ORDER BY customer) TO/' > "$work/sql"
	compare "$n" 'store: every customer' "$duck" crm-rfm --as-of $now
	quintiles lines $past "$sums" > "$work/sql"
	compare "$n" 'store: segments two years ago' "$duck" crm-rfm --as-of $past --summary
	quintiles "$rows" $now "$sums" > "$work/sql"
	compare "$n" 'CSV: segments' "$duck" crm-rfm --as-of $now --summary --columns $columns "$csv"
	if command -v sqlite3 > /dev/null && sqlite3 "$work/lite" 'CREATE TABLE lines (customer, day, order_no, amount)' ".import --csv --skip 1 '|cut -d, -f1,3,4,8 $csv | awk -F, -v OFS=, \"{ print \\\$2, substr(\\\$3, 1, 10), \\\$1, \\\$4 }\"' lines" \
		'CREATE INDEX lines_all ON lines (customer, day, order_no, amount)' 2> /dev/null; then
		lite=sqlite3
		peer_is sqlite3 "$work/lite"
	fi
	ntiles > "$work/sql"
	compare "$n" 'store: segments, --ntile' "$lite" crm-rfm --as-of $now --summary --ntile
	compare "$n" 'store: --value' '' crm-rfm --as-of $now --value
	compare "$n" 'store: --fit' '' crm-rfm --as-of $now --fit
	compare "$n" 'store: --cohort month' '' crm-rfm --as-of $now --cohort month
	compare "$n" 'store: --cluster 4' '' crm-rfm --as-of $now --summary --cluster 4
done
