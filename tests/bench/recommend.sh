#!/bin/sh
# crm-recommend: time and memory, and figures published for public data.
# usage: recommend.sh [ONLINE_RETAIL.csv[.gz] [ORDERS.csv[.gz] TRUTH.csv]]
#
# Without a file, first the neighbours alone: the 20 nearest of each product by cosine, from CSV, for as many purchases,
# products and customers as two public data sets have, and beside it, where python3 ($PYTHON) has them, scipy, implicit
# and DuckDB (median of 3; DuckDB, slow, once; "times": the peer's seconds over ours).  Then shops as tests/gen makes
# them, $SIZES order lines (10^5, 10^6 and 10^7), a customer for ten lines and $PRODUCTS products (5,000; 50,000 for
# cosine): every customer gets ten offers.  No time is asserted.
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

# $1 runs of a command: the median as "seconds,user,megabytes"
time_of() {
	runs=$1
	shift
	: > "$work/times"
	for i in $(seq "$runs"); do
		/usr/bin/time -a -o "$work/times" -f '%e,%U,%M' "$@" > "$work/out" 2> "$work/said" < /dev/null || { cat "$work/said" >&2; return 1; }
	done
	sort -n "$work/times" | awk -F, '{ row[NR] = sprintf("%.2f,%.2f,%d", $1, $2, $3 / 1024) } END { print row[int((NR + 1) / 2)] }'
}

# rows products customers: purchases, few products with many of them
purchases() {
	awk -v rows="$1" -v products="$2" -v customers="$3" 'BEGIN {
		srand(1)
		print "customer_id,product_id"
		for (; rows > 0; rows--) {
			u = int(customers * rand() ^ 1.5)
			print u "," int(products * rand() ^ 3)
		}
	}'
}

neighbours() {
	purchases "$1" "$2" "$3" > "$work/pairs.csv"
	echo customer_id > "$work/nobody.csv"
	ours=$(time_of 3 crm-recommend --model cosine --shrink 0 --neighbours 20 --max-products 0 "$work/pairs.csv" "$work/nobody.csv")
	echo "$1,$2,ours,$ours,"
	for peer in scipy implicit duckdb; do
		"$PYTHON" -c "import $peer" 2> /dev/null || continue
		runs=3
		[ $peer = duckdb ] && runs=1
		theirs=$(OPENBLAS_NUM_THREADS=1 time_of $runs "$PYTHON" "$here/recommend_peers.py" $peer "$work/pairs.csv")
		echo "$1,$2,$peer,$theirs,$(echo "${theirs%%,*} ${ours%%,*}" | awk '{ printf "%.1f", $1 / $2 }')"
	done
}

# products what options…
offers() {
	products=$1 what=$2
	shift 2
	echo "$n,$products,$what,$(time_of 1 crm-recommend --as-of 2026-04-01 "$@" "$csv"),"
}

shop() {
	rm -rf "$work/shop"
	"$CRM_GEN" --customers $((n / 10)) --orders-lines "$n" --products "$1" --seed 1 --out "$work/shop"
	csv=$work/shop/orders.csv
}

if [ $# = 0 ]; then
	here=$(cd "$(dirname "$0")" && pwd)
	echo purchases,products,what,seconds,user,megabytes,times
	neighbours 1000209 3706 6040
	neighbours 810128 40981 29858
	for n in ${SIZES:-100000 1000000 10000000}; do
		shop 50000
		offers 50000 'ten offers to each customer: cosine' --model cosine
		shop "${PRODUCTS:-5000}"
		for model in cosine rp3b sequence ease; do
			offers "${PRODUCTS:-5000}" "ten offers to each customer: $model" --model $model
		done
		offers "${PRODUCTS:-5000}" 'what is bought together: one product' --for-product "$(sed -n 2p "$work/shop/products.csv" | cut -d, -f1)"
		offers "${PRODUCTS:-5000}" 'the last orders guessed by five models' --evaluate
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
