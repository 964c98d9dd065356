#!/bin/sh
# Time and memory of crm-rfm beside DuckDB, sqlite3 and pandas: rfm.sh [LINES...]
# A shop as tests/gen makes it with a customer for ten order lines; 10^5, 10^6 and 10^7 lines by default.  Each
# number is the median of three runs, ours and the peers' in turn, process start and output included; ratio is ours
# by theirs.  A peer that is not installed is left out: DuckDB as a program or, like pandas, as a module of python3
# ($PYTHON).  The peers' tables have integers for customers and orders, and no names.  No time is asserted.
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

# pandas from its own table, with quantiles and boxes as above; standard input: nothing
pandas_script() {
	cat > "$work/rfm.py" <<-END
	import sys, numpy, pandas
	lines = pandas.read_pickle(sys.argv[1])
	day = pandas.Timestamp(sys.argv[2])
	by = lines[lines.day <= day].groupby('customer')
	c = pandas.DataFrame({'age': (day - by.day.max()).dt.days, 'n': by.order_no.nunique(), 'paid': by.amount.sum()})
	def group(v):
	    return numpy.searchsorted(numpy.quantile(v, [.2, .4, .6, .8]) + 1, v, side='right')
	r, f, m = 5 - group(c.age), 1 + group(c.n), 1 + group(c.paid)
	c['segment'] = 'others'
	for line in reversed([l for l in open('$top/share/tables/segments.tsv') if l.strip() and l[0] != '#']):
	    slug, box = line.split('\t')[0], [int(x) for x in line.split('\t')[3:9]]
	    c.loc[(r >= box[0]) & (r <= box[1]) & (f >= box[2]) & (f <= box[3]) & (m >= box[4]) & (m <= box[5]), 'segment'] = slug
	print(c.groupby('segment').agg(customers=('n', 'size'), orders=('n', 'sum'), revenue=('paid', 'sum')))
	END
}

# one run of a command: wall seconds, user seconds, kilobytes → FILE
run() {
	file=$1
	shift
	/usr/bin/time -a -o "$file" -f '%e %U %M' "$@" > "$work/out" 2> /dev/null
}
median() { sort -n "$1" | awk '{ row[NR] = $0 } END { print row[int((NR + 1) / 2)] }'; }

# PEER: what it runs is on standard input; it is a program of its own, so that it can be timed
peer_is() {
	case $1 in
	duckdb) [ -n "$duck" ] && command -v duckdb > /dev/null && peer_runs "$1" "duckdb '$work/duck'" ||
		{ [ -n "$duck" ] && peer_runs "$1" "'$PYTHON' -c 'import duckdb, sys
print(duckdb.connect(sys.argv[1]).execute(sys.stdin.read()).fetchall())' '$work/duck'"; } ;;
	sqlite3) [ -n "$lite" ] && peer_runs "$1" "sqlite3 '$work/lite'" ;;
	pandas) [ -n "$pandas" ] && peer_runs "$1" "'$PYTHON' '$work/rfm.py' '$work/pandas'" ;;
	esac || rm -f "$work/peer-$1"
}
peer_runs() {
	cat > "$work/input-$1"
	printf '#!/bin/sh\nexec %s %s < "%s"\n' "$2" "$(cat "$work/argument" 2> /dev/null)" "$work/input-$1" > "$work/peer-$1"
	chmod +x "$work/peer-$1"
}

# LINES WHAT PEERS OURS...: a row for each peer that is there
compare() {
	lines=$1 what=$2 peers=$3
	shift 3
	rm -f "$work"/time-*
	for i in 1 2 3; do
		run "$work/time-ours" "$@"
		for peer in $peers; do
			[ ! -f "$work/peer-$peer" ] || run "$work/time-$peer" "$work/peer-$peer" || rm -f "$work/peer-$peer"
		done
	done
	ours=$(median "$work/time-ours" | awk -v n="$lines" -v what="$what" '{ printf "%d,%s,%.2f,%.2f,%d", n, what, $1, $2, $3 / 1024 }')
	alone=1
	for peer in $peers; do
		[ -f "$work/peer-$peer" ] || continue
		alone=
		median "$work/time-$peer" | awk -v ours="$ours" -v peer="$peer" '{ split(ours, o, ",")
			printf "%s,%s,%.2f,%.2f,%d,%s\n", ours, peer, $1, $2, $3 / 1024, $1 ? sprintf("%.2f", o[3] / $1) : "" }'
	done
	[ -z "$alone" ] || echo "$ours,,,,,"
}

sums='SELECT segment, count(*), sum(n), sum(paid) FROM s GROUP BY segment'
echo lines,what,seconds,user,megabytes,peer,its_seconds,its_user,its_megabytes,ratio
for n in "$@"; do
	export CRM_DB=$work/shop.db
	rm -rf "$work/shop" "$CRM_DB"* "$work/duck" "$work/lite" "$work/pandas"
	"$CRM_GEN" --customers $((n / 10)) --orders-lines "$n" --seed 1 --out "$work/shop"
	csv=$work/shop/orders.csv
	crm-init
	{ crm-import --source pos "$work/shop/shop_pos.csv"; crm-import --source ec "$work/shop/ec_members.csv"
	  crm-import --as products "$work/shop/products.csv"; crm-import --as orders "$csv"; } > /dev/null 2>&1
	rows="(SELECT 会員ID AS customer, 注文番号 AS order_no, CAST(注文日時 AS DATE) AS day, 金額 AS amount FROM read_csv('$csv'))"
	duck= lite= pandas=
	duck "$work/duck" "CREATE TABLE lines AS SELECT dense_rank() OVER (ORDER BY customer) AS customer,
			dense_rank() OVER (ORDER BY order_no) AS order_no, day, amount FROM $rows" > /dev/null 2>&1 && duck=yes
	command -v sqlite3 > /dev/null && sqlite3 "$work/lite" 'CREATE TABLE lines (customer, day, order_no, amount)' \
		".import --csv --skip 1 '|cut -d, -f1,3,4,8 $csv | awk -F, -v OFS=, \"{ print \\\$2, substr(\\\$3, 1, 10), \\\$1, \\\$4 }\"' lines" \
		'CREATE INDEX lines_all ON lines (customer, day, order_no, amount)' 2> /dev/null && lite=yes
	"$PYTHON" -c 'import pandas, sys
t = pandas.read_csv(sys.argv[1], usecols=[0, 2, 3, 7])
t.columns = ["order_no", "customer", "day", "amount"]
pandas.DataFrame({"customer": t.customer.factorize()[0], "order_no": t.order_no.factorize()[0],
	"day": pandas.to_datetime(t.day.str[:10]), "amount": t.amount}).to_pickle(sys.argv[2])' "$csv" "$work/pandas" \
		2> /dev/null && pandas=yes && pandas_script
	quintiles lines $now "$sums" | peer_is duckdb
	ntiles | peer_is sqlite3
	echo $now > "$work/argument"
	peer_is pandas < /dev/null
	rm "$work/argument"
	compare "$n" 'store: segments' 'duckdb pandas' crm-rfm --as-of $now --summary
	compare "$n" 'store: segments by --ntile' 'sqlite3' crm-rfm --as-of $now --summary --ntile
	quintiles lines $now "COPY (SELECT * FROM s ORDER BY customer) TO '$work/copy'" | sed 's/^WITH/COPY (WITH/' |
		sed 's/COPY (SELECT \* FROM s ORDER BY customer) TO/SELECT * FROM s ORDER BY customer) TO/' | peer_is duckdb
	compare "$n" 'store: every customer' duckdb crm-rfm --as-of $now
	quintiles lines $past "$sums" | peer_is duckdb
	compare "$n" 'store: segments two years ago' duckdb crm-rfm --as-of $past --summary
	quintiles "$rows" $now "$sums" | peer_is duckdb
	compare "$n" 'CSV: segments' duckdb crm-rfm --as-of $now --summary --columns $columns "$csv"
	compare "$n" 'store: --value' '' crm-rfm --as-of $now --value
	compare "$n" 'store: --value --model paretonbd' '' crm-rfm --as-of $now --value --model paretonbd
	compare "$n" 'store: --fit' '' crm-rfm --as-of $now --fit
	compare "$n" 'store: --cohort month' '' crm-rfm --as-of $now --cohort month
	compare "$n" 'store: --cluster 4' '' crm-rfm --as-of $now --summary --cluster 4
done
