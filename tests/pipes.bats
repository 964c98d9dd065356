# Two programs on one store; a reader that goes away; kill -9; a full disk.
load helper

@test "a reader that goes away ends us silently, the change is not made" {
	example_store
	dump > before
	run -141 --separate-stderr bash -c 'crm-select --what lines | head -1; exit ${PIPESTATUS[0]}'
	[ -z "$stderr" ]
	[ "${#lines[@]}" = 1 ]
	dump | cmp before -
}

@test "the same where a second thread writes, or a library would ignore the signal" {
	new_store
	seq 4000 | awk 'BEGIN { print "会員コード,氏名,メールアドレス" }
		{ print $1 ",山田 太郎太郎太郎太郎太郎太郎,taro.yamada.of.the.mountains." $1 "@example.jp" }' > people.csv
	printf '商品コード,商品名\nA,インク\n' > products.csv
	seq 4000 | awk 'BEGIN { print "注文番号,販売元,会員ID,注文日時,商品コード,数量,単価,金額" }
		{ print $1 ",pos," $1 ",2026-01-01 09:00:00,A,1,100,100" }' > orders.csv
	crm-import --source pos people.csv
	crm-import --as products products.csv
	crm-import --as orders orders.csv
	crm-select --fields customer_id > who.csv
	printf 'Subject: x\nFrom: shop@example.jp\n\nx\n' > t.txt
	for run in crm-rfm 'crm-mailout --dry-run --class tx --campaign x --template t.txt --via maildir:out who.csv'; do
		run -141 --separate-stderr bash -c "$run"' | head -1; exit ${PIPESTATUS[0]}'
		[ -z "$stderr" ]
	done
}

@test "no receipt, no change: a writer whose stdout is full changes nothing" {
	example_store
	crm-dedupe > pairs.csv
	dump > before
	run -2 --separate-stderr bash -c 'crm-merge < pairs.csv > /dev/full'
	[ -n "$stderr" ]
	dump | cmp before -
}

@test "two imports at once: both go in, one after the other" {
	new_store
	for i in 1 2 3 4; do
		{ echo 会員コード,氏名; for n in $(seq 300); do echo "$i-$n,山田 太郎$n"; done; } > $i.csv
	done
	for i in 1 2 3 4; do crm-import --wait 60 --source s$i $i.csv & done
	wait
	[ "$(query 'SELECT count(*) FROM v_record')" = 1200 ]
	[ "$(last_operation)" = 4 ]
	run -0 crm-audit verify
}

@test "kill -9 in the middle leaves all or nothing" {
	new_store
	{ echo 会員コード,氏名; for n in $(seq 3000); do echo "$n,山田 太郎$n"; done; } > a.csv
	for i in 1 2 3 4 5 6 7 8; do
		crm-import --source s$i a.csv &
		pid=$!
		# no sleep: a different amount of work passes before each kill
		for k in $(seq $((i * 40))); do :; done
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
		n=$(query "SELECT count(*) FROM v_record WHERE source = 's$i'")
		[ "$n" = 0 ] || [ "$n" = 3000 ]
	done
	[ "$(query 'PRAGMA integrity_check')" = ok ]
	run -0 crm-audit verify
}

@test "a full disk: an error, and the store as it was" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n' > a.csv
	crm-import --source pos a.csv
	query 'PRAGMA wal_checkpoint(TRUNCATE)' > /dev/null
	dump > before
	# a limit on the size of files is met like a full disk
	{ echo 会員コード,氏名; for n in $(seq 20000); do echo "$n,山田 太郎$n"; done; } > b.csv
	run -2 --separate-stderr bash -c 'trap "" XFSZ; ulimit -f 600; crm-import --source b b.csv'
	[ -n "$stderr" ]
	dump | cmp before -
	[ "$(query 'PRAGMA integrity_check')" = ok ]
}

@test "the store is made 0600, and only once" {
	new_store
	[ "$(stat -c %a "$CRM_DB")" = 600 ]
	crm-import --as products "$EXAMPLE/products.csv"
	dump > before
	run -0 crm-init
	dump | cmp before -
}

@test "four crm-init at once make one store" {
	export CRM_DB=$PWD/shop.db
	for i in 1 2 3 4; do
		{ crm-init 2> err.$i; echo $? > status.$i; } &
	done
	wait
	[ "$(cat status.? | sort -u)" = 0 ]
	[ "$(query 'PRAGMA integrity_check')" = ok ]
	[ "$(ls shop.db.* 2> /dev/null | grep -c new)" = 0 ]
}

@test "a writer does not hold the store while its stdin is still being written" {
	example_store
	printf 'Subject: s\nFrom: shop@example.jp\n\n{{name}}\n' > t.txt
	# the second reader of the pipe starts when the first rows have long been written
	{ crm-select --fields customer_id; for i in $(seq 20); do cat <(crm-select --fields customer_id --wait 0 | tail -n +2) || exit 1; done; } |
		crm-mailout --campaign c --template t.txt --via maildir:out - > sent.csv 2> lint
	[ "${PIPESTATUS[0]}" = 0 ]
	[ "$(query "SELECT count(*) FROM operation WHERE kind = 'read'")" = 21 ]
}
