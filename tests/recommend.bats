# crm-recommend: offers, reasons, measures.
load helper

# buyers: ink 3, printer 3, paper 2, cup 1; printer is followed by ink
purchases() {
	cat <<-'EOF'
	customer_id,product_id,order_id,date,quantity
	a,printer,1,2024-01-01,1
	a,ink,2,2024-02-01,2
	a,ink,3,2024-03-01,1
	b,printer,4,2024-01-05,1
	b,ink,5,2024-02-05,1
	b,paper,5,2024-02-05,1
	c,ink,6,2024-01-09,1
	c,paper,6,2024-01-09,1
	d,printer,7,2024-03-01,1
	e,cup,8,2024-03-02,1
	e,cup,9,2024-03-03,-1
	EOF
}

@test "a customer is offered what similar customers bought, with the reason" {
	purchases | crm-recommend --model cosine --shrink 0 --as-of 2024-12-31 - > out
	[ "$(head -1 out)" = customer_id,rank,product_id,score,because ]
	# d bought a printer: ink 2/sqrt(9), paper 1/sqrt(6)
	grep -qx 'd,1,ink,0.666667,bought with printer' out
	grep -qx 'd,2,paper,0.408248,bought with printer' out
	grep -qx 'd,3,cup,0,popular' out
}

@test "a walk leaves a customer in proportion to the values" {
	# c's 2 of x: one of two buyers is a, whose basket is 3/4 y, and two bought y
	printf 'user,item,rating,timestamp\na,x,1,1000000000\na,y,3,1000000000\nb,y,1,1000000000\nc,x,2,1000000000\n' > p.csv
	run -0 crm-recommend --model rp3b --values quantity --beta 0 p.csv
	[[ $output == *"c,1,y,0.75,bought with x"* ]]
	run -0 crm-recommend --model rp3b --values quantity --beta 1 p.csv
	[[ $output == *"c,1,y,0.375,bought with x"* ]]
}

@test "what was bought before is not new, and the other way round" {
	purchases | crm-recommend --as-of 2024-12-31 - > new
	run ! grep -E '^a,[0-9]+,(ink|printer),' new
	purchases | crm-recommend --repeat --as-of 2024-12-31 - > again
	grep -qx 'a,1,ink,2,2024-03-30,"bought 2 times, last 2024-03-01"' again
	run ! grep -E '^a,[0-9]+,(paper|cup),' again
}

@test "bought together: support, confidence, lift; returns are not bought" {
	# 8 orders: ink in 4, paper in 2, both in 2
	run -0 crm-recommend --for-product ink <(purchases)
	[ "${lines[0]}" = rank,product_id,score,support,confidence,lift ]
	[ "${lines[1]}" = 1,paper,0.70711,2,0.5,2 ]
	run -0 crm-recommend --for-product ink --min-support 3 <(purchases)
	[ "${#lines[@]}" = 1 ]
	run -2 --separate-stderr crm-recommend --for-product pen <(purchases)
	[[ $stderr == *"nobody bought 'pen'"* ]]
}

@test "what follows the last order is said to follow" {
	# printer, then ink, never the other way round
	{
		echo customer_id,product_id,order_id,date
		for i in 1 2 3 4 5 6; do
			echo "c$i,printer,a$i,2024-01-01"
			echo "c$i,ink,b$i,2024-02-01"
		done
		echo new,printer,z,2024-03-01
		echo other,ink,y,2024-03-01
	} > p.csv
	crm-recommend --model sequence --as-of 2024-12-31 p.csv > out
	grep -qE '^new,1,ink,[0-9.]+,follows printer$' out
	grep -qE '^other,1,printer,[0-9.]+,bought with ink$' out
}

@test "rows can be chosen" {
	run -0 crm-recommend --where '.order_id != "5"' --for-product ink <(purchases)
	[ "${lines[1]}" = 1,paper,0.57735,1,0.33333,2.33333 ]          # 7 orders, ink 3, paper 1, both 1
}

@test "evaluate: the last orders are guessed" {
	# b has something new to guess: ink and paper; before, printer was bought by 3, ink 2, paper 1, cup 1:
	# b's list is ink cup paper, nDCG (1 + 1/2) / (1 + 1/log2 3)
	run -0 crm-recommend --evaluate --model popular <(purchases)
	[ "${lines[0]}" = model,at,customers,targets,recall,ndcg,precision,hit_rate,coverage,map,mrr ]
	[ "${lines[1]}" = popular,10,1,2,1.0000,0.9197,0.2000,1.0000,0.7500,0.8333,1.0000 ]
	# a buys ink again: of ink and printer, printer sells better
	run -0 crm-recommend --evaluate --repeat --model popular <(purchases)
	[ "${lines[1]}" = popular,10,1,1,1.0000,0.6309,0.1000,1.0000,0.5000,0.5000,0.5000 ]
	run -0 crm-recommend --evaluate <(purchases)
	[ "${#lines[@]}" = 6 ]
}

@test "evaluate: at several lengths of the list" {
	# b's list is ink cup paper: ink and paper were bought
	crm-recommend --evaluate --model popular --to json <(purchases) | grep '"map":0.8333,"mrr":1.0000}'
	run -0 crm-recommend --evaluate --model popular --at 3,1,2 <(purchases)
	[ "${lines[1]}" = popular,3,1,2,1.0000,0.9197,0.6667,1.0000,0.7500,0.8333,1.0000 ]
	[ "${lines[2]}" = popular,1,1,2,0.5000,1.0000,1.0000,1.0000,0.2500,1.0000,1.0000 ]
	[ "${lines[3]}" = popular,2,1,2,0.5000,0.6131,0.5000,1.0000,0.5000,0.5000,1.0000 ]
	for at in 0 1,, a 1,x 99999; do
		run -2 crm-recommend --evaluate --at $at <(purchases)
	done
}

@test "evaluate: a test file is guessed from all the rest" {
	printf 'customer_id,product_id\nd,ink\nnobody,ink\n' > test.csv
	run -0 crm-recommend --evaluate --model popular --test test.csv --top 1 <(purchases)
	[ "${lines[1]}" = popular,1,1,1,1.0000,1.0000,1.0000,1.0000,0.2500,1.0000,1.0000 ]
}

@test "without the last orders" {
	crm-recommend --hold-out --repeat --as-of 2024-12-31 <(purchases) > out
	grep -q '^b,1,printer,1,' out
	run ! grep -q '^b,.*ink' out
	grep -q '^c,.*ink' out                 # one order only: it stays
}

@test "the same bytes from shuffled rows, one thread or three, and a kept model" {
	(head -1 "$EXAMPLE/orders.csv"; tail -n +2 "$EXAMPLE/orders.csv" | sort -t, -k5) > sorted.csv
	for m in cosine ease rp3b popular sequence own auto; do
		crm-recommend --model $m --save $m.model "$EXAMPLE/orders.csv" > a.csv
		crm-recommend --model $m --threads 3 sorted.csv | cmp a.csv -
		crm-recommend --load $m.model "$EXAMPLE/orders.csv" | cmp a.csv -
	done
}

@test "a kept model's kind is learnt anew" {
	purchases > p.csv
	crm-recommend --model rp3b --save m --as-of 2024-12-31 p.csv > out
	(cat p.csv; printf 'd,ink,10,2024-05-01,1\nf,cup,11,2024-05-01,1\nf,pen,11,2024-05-01,1\n') > more.csv
	crm-recommend --load m --save m --as-of 2024-12-31 more.csv > out
	crm-recommend --model rp3b --save want --as-of 2024-12-31 more.csv | cmp out -
	cmp m want
}

@test "a model that is none, or torn, is refused" {
	purchases > p.csv
	crm-recommend --model cosine --save m p.csv > before
	head -c 100 m > torn
	run -2 --separate-stderr crm-recommend --load torn p.csv
	[[ $stderr == *torn*damaged* ]] && [ -z "$output" ]
	run -2 --separate-stderr crm-recommend --load p.csv p.csv
	[[ $stderr == *"not a model"* ]]
	run -2 crm-recommend --load none p.csv
	run -2 crm-recommend --model cosine --save no/such/folder/m p.csv
	crm-recommend --model cosine --as-of 2024-12-31 p.csv | cmp before -
}

@test "nothing of a category bought of late, unless it is consumed" {
	cat > c.csv <<-'EOF'
	customer_id,product_id,category,date
	a,p1,printer,2024-01-01
	b,p1,printer,2024-01-01
	b,p2,printer,2024-06-01
	b,i1,ink,2024-06-01
	a,i2,ink,2024-06-20
	EOF
	offers() { crm-recommend --as-of 2024-06-30 "$@" c.csv | grep '^a,' | cut -d, -f3 | sort | tr '\n' ' '; }
	[ "$(offers)" = 'i1 p2 ' ]
	[ "$(offers --exclude-bought 30)" = 'p2 ' ]
	[ "$(offers --exclude-bought 200)" = '' ]
	[ "$(offers --exclude-bought 200 --consumable ink)" = 'i1 ' ]
	[ "$(offers --exclude-bought 200 --consumable ink --repeat)" = 'i2 ' ]
}

@test "from the store: names, nothing out of stock or discontinued, and a printer leads to its ink" {
	example_store
	run -0 crm-recommend --for-product PR001 --basket customer --min-support 3 --top 1
	[ "${lines[0]}" = rank,product_id,product_name,score,support,confidence,lift ]
	[[ ${lines[1]} == 1,IN005,KX用インク\ 4色,* ]]
	crm-recommend --model cosine > before
	[ "$(head -1 before)" = customer_id,rank,product_id,product_name,score,because ]
	cut -d, -f3 before | grep -qx IN001
	cut -d, -f3 before | grep -qx CU001
	printf '商品コード,在庫,廃番\nIN001,0,0\nCU001,5,1\n' | crm-import --as products - > imported
	crm-recommend --model cosine > after
	[ "$(cut -d, -f3 after | grep -cx -e IN001 -e CU001)" = 0 ]
	[ "$(wc -l < after)" = "$(wc -l < before)" ]
}

@test "a merged customer has the purchases of all its records" {
	example_store
	customer() { query "SELECT customer_id FROM v_identity WHERE source = 'pos' AND source_id = '$1'"; }
	bought() { crm-recommend --repeat --top 1000 | grep "^$(customer "$1")," | cut -d, -f3 | sort; }
	bought S0000001 > one
	bought S0000002 > two
	[ -s one ] && [ -s two ]
	printf 'id_a,id_b\npos:S0000001,pos:S0000002\n' | crm-merge - > merged
	[ "$(customer S0000001)" = "$(customer S0000002)" ]
	bought S0000001 | diff <(sort -u one two) -
}

@test "a stream of customers keeps its columns and its order, also of who never bought" {
	printf 'note,customer_id,score\nx,e,1\ny,nobody,2\nz,d,3\n' > who.csv
	crm-recommend --model cosine --shrink 0 --top 1 --as-of 2024-12-31 <(purchases) who.csv > out
	cat > want <<-'EOF'
	note,customer_id,score,rank,product_id,offer_score,because
	x,e,1,1,ink,0,popular
	y,nobody,2,1,ink,0,popular
	z,d,3,1,ink,0.666667,bought with printer
	EOF
	cmp out want
	example_store
	crm-rfm | head -3 | crm-recommend --model cosine --top 2 - > out
	[ "$(wc -l < out)" = 5 ]
	[[ $(head -1 out) == customer_id,*,score,*,rank,product_id,product_name,offer_score,because ]]
	crm-rfm --to json | head -1 | crm-recommend --model cosine --top 1 --to json - > out   # text stays text
	jq -e '(.score | type) == "string" and (.offer_score | type) == "number"' out
}

@test "an absorbed number stands for its customer; a number that is nobody's is reported" {
	example_store
	printf 'id_a,id_b\npos:S0000001,pos:S0000002\n' | crm-merge > merged
	IFS=, read -r stays absorbed <<< "$(tail -1 merged)"
	printf 'customer_id\n%s\n' "$stays" | crm-recommend --model cosine - | tail -n +2 | cut -d, -f2- > want
	printf 'customer_id\n%s\n' "$absorbed" | crm-recommend --model cosine - | tail -n +2 | cut -d, -f2- | cmp - want
	run -1 --separate-stderr crm-recommend --model cosine --top 1 - <<< $'customer_id\n999999\nx\n'"$stays"
	[ "${#lines[@]}" = 4 ]
	[[ $stderr == *"-:2: customer_id: '999999' is no customer of the store"*"-:3: customer_id: 'x' is no"* ]]
}

@test "options that would be forgotten are refused" {
	for o in '--evaluate --for-product ink' '--evaluate --save m' '--for-product ink --load m' '--at 3' '--exclude-bought -3'; do
		run -2 --separate-stderr crm-recommend $o <(purchases)
		[ -z "$output" ]
	done
}

@test "bad rows: nothing is recommended, or all but these" {
	(purchases; printf 'x,,1,2024-01-01,1\nx,ink,1,yesterday,1\nx,ink,1,2024-01-01,many\nx,ink\n') > bad.csv
	run -2 --separate-stderr crm-recommend --as-of 2024-12-31 bad.csv
	[ -z "$output" ]
	[[ $stderr == *"bad.csv:13: product_id: '' is empty"* ]]
	[[ $stderr == *"bad.csv:14: date: 'yesterday' is not a date"* ]]
	[[ $stderr == *"bad.csv:15: quantity: 'many' is not a number"* ]]
	run -1 --separate-stderr crm-recommend --rejects rest.csv --as-of 2024-12-31 bad.csv
	crm-recommend --as-of 2024-12-31 <(purchases) | diff - <(printf '%s\n' "$output")
	[ "$(wc -l < rest.csv)" = 5 ]
}

@test "times since 1970 in seconds, thousandths and millionths; what is no time; too much of a thing" {
	printf 'userId,movieId,rating,timestamp\na,1,5,1000000000\na,2,3.5,1000000000000\na,3,.5,1000000000000000\nb,1,1,1000000001\n' > p.csv
	run -0 crm-recommend --repeat --as-of 2001-09-09 p.csv
	[ "$(grep -c 'last 2001-09-09' <<< "$output")" = 4 ]
	printf 'user_id,item_id,quantity,date\na,1,1,20000101123456789\na,2,1e300,2000-01-01\n' > p.csv
	run -2 --separate-stderr crm-recommend --as-of 2000-01-01 p.csv
	[[ $stderr == *"'20000101123456789' is not a date"* ]]
	[[ $stderr == *"'1e300' is more than a thousand million"* ]]
}

@test "a purchase in the future is a fault, unless a later day is looked from" {
	printf 'customer_id,product_id,date\na,x,2000-01-01\na,y,2001-01-01\nb,x,2000-01-01\n' > p.csv
	export CRM_NOW=2000-06-01T00:00:00Z
	run -2 --separate-stderr crm-recommend p.csv
	[[ $stderr == *"p.csv:3: date: '2001-01-01' is in the future"* ]]
	run -0 crm-recommend --as-of 2002-01-01 p.csv
	[[ $output == *"b,1,y,"* ]]
	run -0 --separate-stderr crm-recommend --as-of 2000-05-01 p.csv
	[ "$output" = customer_id,rank,product_id,score,because ]
}

@test "what is later than --as-of is said; cancelled orders do not count" {
	printf 'customer_id,product_id,date,status\na,x,2026-03-01,\na,y,2027-04-02,\nb,w,2026-01-01,キャンセル\nb,z,2026-01-01,\n' > in.csv
	run -0 --separate-stderr crm-recommend --as-of 2026-04-01 --model popular in.csv
	[ "$(echo "$output" | tail -n +2 | cut -d, -f1,3 | tr '\n' ' ')" = 'a,z b,x ' ]
	[[ $stderr == *"1 rows are later than 2026-04-01"* ]]
}

@test "odd data: one customer, a product that all bought, ids with commas and line breaks, no rows" {
	header=customer_id,rank,product_id,score,because
	for m in auto cosine ease rp3b popular sequence own; do
		printf 'customer_id,product_id\na,x\na,y\n' > one.csv
		[ "$(crm-recommend --model $m one.csv)" = $header ]
		printf 'customer_id,product_id\na,x\nb,x\nc,x\n' > all.csv
		[ "$(crm-recommend --model $m all.csv)" = $header ]
		printf 'customer_id,product_id\n' > none.csv
		[ "$(crm-recommend --model $m none.csv)" = $header ]
		printf 'customer_id,product_id\n"a,1","x\ny"\n"a,1",z\nb,z\n' > odd.csv
		crm-recommend --model $m --to json odd.csv > odd.json
		[ "$(jq -r .product_id odd.json)" = $'x\ny' ]
	done
}

@test "a reseller teaches by a part and is named; what it bought is still not new to it" {
	(purchases; for i in $(seq 30); do echo "shop,p$i,100,2024-05-01,1"; done) > p.csv
	run -0 --separate-stderr crm-recommend --max-products 20 --as-of 2024-12-31 --model cosine p.csv
	[[ $stderr == *"customer shop bought 30 products: 20 of them teach"* ]]
	run ! grep -E '^shop,[0-9]+,p[0-9]' <<< "$output"
}

@test "options that contradict one another or make no sense" {
	purchases > p.csv
	run -2 crm-recommend --new --repeat p.csv
	run -2 crm-recommend --whole p.csv
	run -2 crm-recommend --top 0 p.csv
	run -2 crm-recommend --lambda 0 p.csv
	run -2 crm-recommend --threads 0 p.csv
	run -2 --separate-stderr crm-recommend --columns product_id=nix p.csv
	[[ $stderr == *nix* ]]
}
