#!/bin/sh
# crm-recommend: time and memory, and figures published for public data.
# usage: recommend.sh [ONLINE_RETAIL.csv[.gz] [ORDERS.csv[.gz] TRUTH.csv]]
#
# Without a file: shops as tests/gen makes them, $SIZES order lines (10^5, 10^6 and 10^7), a customer for ten lines and
# 5,000 products; every customer gets ten offers.  The peer is DuckDB, as a module of python3 ($PYTHON), which works out
# the neighbours alone by a self join of the same purchases, the 20 nearest of each product.  No time is asserted.
# ONLINE_RETAIL: UCI Online Retail (Chen, Sain, Guo 2012), as CSV.  Rows with a customer, quantity and
# price above 0, no cancelled invoice; the last invoice is held out.  The figures beside ours were
# computed outside this project with the same protocol.
# ORDERS, TRUTH: orders of two channels (注文番号,販売元,会員ID,注文日時,商品コード,数量,…) and which
# members are the same person (source,source_id,person_id).
set -eu
: "${CRM_BIN:=build/release/bin}" "${CRM_GEN:=build/release/gen/shop}" "${PYTHON:=python3}"
PATH=$CRM_BIN:$PATH
unset CRM_DB
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

plain() { case $1 in *.gz) gunzip -c "$1" ;; *) cat "$1" ;; esac; }

# name, published recall/ndcg, options…
measure() {
	name=$1 want=$2
	shift 2
	got=$(crm-recommend --evaluate "$@" | tail -1 | cut -d, -f5,6 | sed "s/0\././g; s/,/\//")
	verdict=equal
	[ "$want" = - ] && verdict=
	[ "$want" = - ] || [ "$got" = "$want" ] || { verdict=DIFFERENT status=1; }
	printf '%-44s %-15s %-15s %s\n' "$name" "$got" "$want" "$verdict"
}

timed() {
	what=$1
	shift
	/usr/bin/time -o "$work/time" -f '%e,%U,%M' "$@" > /dev/null 2> "$work/said" || { cat "$work/said" >&2; return 1; }
	awk -F, -v n="$n" -v what="$what" '{ printf "%d,%s,%.2f,%.2f,%d\n", n, what, $1, $2, $3 / 1024 }' "$work/time"
}

# c_ij / sqrt(c_i c_j) over customers, as --basket customer
neighbours="CREATE TABLE b AS SELECT DISTINCT 会員ID AS u, 商品コード AS i FROM read_csv('CSV') WHERE 数量 > 0;
CREATE TABLE c AS SELECT i, count(*) AS n FROM b GROUP BY i;
CREATE TABLE w AS SELECT x.i, y.i AS j, count(*) AS n FROM b x JOIN b y ON x.u = y.u AND x.i <> y.i GROUP BY ALL;
SELECT count(*) FROM (SELECT w.i, j, w.n / sqrt(ci.n * cj.n) AS cosine FROM w JOIN c ci ON ci.i = w.i JOIN c cj ON cj.i = w.j
	QUALIFY row_number() OVER (PARTITION BY w.i ORDER BY cosine DESC, j) <= 20)"

if [ $# = 0 ]; then
	echo lines,what,seconds,user,megabytes
	for n in ${SIZES:-100000 1000000 10000000}; do
		rm -rf "$work/shop"
		"$CRM_GEN" --customers $((n / 10)) --orders-lines "$n" --products 5000 --seed 1 --out "$work/shop"
		csv=$work/shop/orders.csv
		product=$(sed -n 2p "$work/shop/products.csv" | cut -d, -f1)
		for model in cosine rp3b sequence ease; do
			timed "ten offers to each customer: $model" crm-recommend --as-of 2026-04-01 --model $model "$csv"
		done
		timed "what is bought together: one product" crm-recommend --as-of 2026-04-01 --for-product "$product" "$csv"
		timed "the last orders guessed by five models" crm-recommend --as-of 2026-04-01 --evaluate "$csv"
		if [ "$n" -le 1000000 ] && "$PYTHON" -c 'import duckdb' 2> /dev/null; then
			echo "$neighbours" | sed "s|CSV|$csv|" > "$work/sql"
			timed 'DuckDB: neighbours alone' "$PYTHON" -c 'import duckdb, sys; print(duckdb.sql(open(sys.argv[1]).read()))' "$work/sql"
		fi
	done
	exit
fi

printf '%-44s %-15s %-15s\n' 'recall@10/nDCG@10' ours published
plain "$1" > "$work/retail.csv"
retail() {
	name=$1 want=$2
	shift 2
	measure "$name" "$want" --columns customer_id=CustomerID,product_id=StockCode,date=InvoiceDate,order_id=InvoiceNo,quantity=Quantity \
		--where '.CustomerID != null and (.InvoiceNo | startswith("C") | not) and (.UnitPrice | tonumber) > 0' "$@" "$work/retail.csv"
}
retail 'new: popular' .0241/.0344 --model popular
retail 'new: cosine, shrink 100, 100 neighbours' .0628/.0808 --model cosine --shrink 100 --neighbours 100
retail 'new: ease, lambda 200' .0687/.0847 --model ease --lambda 200
retail 'new: ease, lambda 500' .0685/.0867 --model ease --lambda 500
retail 'new: rp3b, 1, .3, 200' .0590/.0721 --model rp3b --alpha 1 --beta .3 --neighbours 200
retail 'new: sequence' - --model sequence
retail 'whole order: popular' .0361/.0670 --whole --model popular
retail 'whole order: own' .1919/.2784 --whole --model own
echo 'together with 85123A (21733 .38457, 22804 .34289, 82482 .23817, 22470 .23357, 82494L .20679):'
crm-recommend --columns customer_id=CustomerID,product_id=StockCode,date=InvoiceDate,order_id=InvoiceNo,quantity=Quantity \
	--where '.CustomerID != null and (.InvoiceNo | startswith("C") | not) and (.UnitPrice | tonumber) > 0' \
	--hold-out --for-product 85123A --top 5 "$work/retail.csv"

if [ $# -ge 3 ]; then
	{
		echo customer_id,product_id,order_id,date,quantity
		plain "$2" | awk -F, 'NR == FNR { person[$1, $2] = $3; next }
			FNR > 1 && ($2, $3) in person { print person[$2, $3] "," $5 "," $1 "," $4 "," $6 }' "$3" -
	} > "$work/shop.csv"
	measure 'shop, new: popular' - --model popular "$work/shop.csv"
	measure 'shop, new: cosine, shrink 10, all' - --no-single --model cosine --shrink 10 --neighbours 1000 "$work/shop.csv"
	measure 'shop, new: ease, lambda 200' - --no-single --model ease --lambda 200 "$work/shop.csv"
	measure 'shop, new: rp3b' - --model rp3b "$work/shop.csv"
	measure 'shop, new: ease' - --model ease "$work/shop.csv"
	measure 'shop, new: sequence' - --model sequence "$work/shop.csv"
fi
exit $status
