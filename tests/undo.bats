# What crm-undo promises: the tables are as before; what somebody changed since is kept and named.
load helper

@test "an import is undone to the byte" {
	new_store
	dump > before
	crm-import --source pos "$EXAMPLE/shop_pos.csv" 2> /dev/null
	dump > between
	run ! cmp -s before between
	crm-undo "$(last_operation)"
	dump | cmp before -
}

@test "orders are undone to the byte, sums too" {
	new_store
	crm-import --source pos "$EXAMPLE/shop_pos.csv" 2> /dev/null
	crm-import --source ec "$EXAMPLE/ec_members.csv" 2> /dev/null
	crm-import --source card --key No "$EXAMPLE/cards.xlsx" 2> /dev/null
	crm-import --as products "$EXAMPLE/products.csv"
	dump > before
	crm-import --as orders "$EXAMPLE/orders.csv"
	crm-undo "$(last_operation)"
	dump | cmp before -
}

@test "a merge is undone to the byte" {
	example_store
	dump > before
	crm-dedupe | crm-merge > merged.csv
	[ "$(wc -l < merged.csv)" -gt 1 ]
	crm-undo "$(last_operation)"
	dump | cmp before -
}

@test "a mailing's plan is undone to the byte" {
	example_store
	crm-select --fields customer_id > everybody.csv
	printf 'Subject: s\nFrom: shop@example.jp\n\n{{name}}\n' > t.txt
	dump > before
	crm-mailout --campaign c --template t.txt --via maildir:out --plan everybody.csv > plan.csv 2> lint
	crm-undo "$(last_operation)"
	dump | cmp before -
}

@test "an undo is undone" {
	example_store
	dump > before
	crm-dedupe | crm-merge > /dev/null
	dump > merged
	crm-undo "$(last_operation)"
	crm-undo "$(last_operation)"
	dump | cmp merged -
}

@test "an update by import is undone, a row changed since is kept and named" {
	new_store
	printf '会員コード,氏名,電話番号\n1,山田 太郎,03-1234-5678\n2,鈴木 花子,03-1234-5679\n' > a.csv
	sed 's/5678/9999/; s/5679/8888/' a.csv > b.csv
	crm-import --source pos a.csv
	dump > before
	crm-import --source pos b.csv
	second=$(last_operation)
	sed '2d; s/8888/7777/' b.csv > c.csv
	crm-import --source pos c.csv
	run -1 --separate-stderr crm-undo "$second"
	[[ $output == *record*"changed since"* ]]
	[ "$(query "SELECT phone FROM v_record WHERE record_id = 'pos:1'")" = 03-1234-5678 ]
	[ "$(query "SELECT phone FROM v_record WHERE record_id = 'pos:2'")" = 03-1234-7777 ]
}

@test "an import whose customers were merged since is kept where it was built upon" {
	example_store
	crm-dedupe | crm-merge > /dev/null
	run -1 --separate-stderr crm-undo 1
	[[ $output == *record*"changed since"* ]]
	[ "$(query 'SELECT count(*) FROM pragma_foreign_key_check')" = 0 ]
}

@test "nothing is undone twice, and reading has nothing to undo" {
	example_store
	crm-undo 5
	run -2 crm-undo 5
	[[ $output == *"was undone by operation"* ]]
	crm-select > /dev/null
	run -2 crm-undo "$(last_operation)"
	[[ $output == *"only read"* ]]
	run -2 crm-undo 999
}

@test "a dry run shows the difference and changes nothing" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n' > a.csv
	crm-import --source pos a.csv
	dump > before
	ops=$(last_operation)
	printf '会員コード,氏名\n1,山田 次郎\n2,鈴木 花子\n' > b.csv
	crm-import --dry-run --source pos b.csv > diff.csv
	grep -q '^record,1,name,山田 太郎,山田 次郎$' diff.csv
	grep -q '^record,.*,name,,鈴木 花子$' diff.csv
	dump | cmp before -
	[ "$(last_operation)" = "$ops" ]
	crm-dedupe | crm-merge --dry-run > /dev/null
	dump | cmp before -
}

@test "customer ids are never given twice" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n' > a.csv
	crm-import --source pos a.csv
	crm-undo "$(last_operation)"
	crm-import --source pos a.csv
	[ "$(query 'SELECT customer_id FROM v_customer')" = 2 ]
}

@test "an import that was undone and done again is as it was: orders, sums, customers" {
	example_store
	dump > before
	for op in 5 2; do
		crm-undo $op > kept || [ $? = 1 ]
		crm-undo "$(last_operation)" > kept
		dump | cmp before -
	done
}

@test "merges undone out of order leave no customer without a record" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n2,山田 太郎\n3,山田 太郎\n' > a.csv
	crm-import --source pos a.csv
	printf 'id_a,id_b\npos:2,pos:3\n' | crm-merge
	first=$(last_operation)
	printf 'id_a,id_b\npos:1,pos:2\n' | crm-merge
	run -1 --separate-stderr crm-undo "$first"
	[ "$(query 'SELECT count(*) FROM v_customer WHERE customer_id NOT IN (SELECT customer_id FROM v_identity)')" = 0 ]
	[ "$(query 'SELECT count(*) FROM v_alias JOIN v_customer USING (customer_id)')" = 0 ]
}

@test "a member delivered again after the merge: undo keeps it, names it, leaves no stray" {
	example_store
	crm-dedupe | crm-merge > /dev/null
	merge=$(last_operation)
	sed 's/@mail/@post/' "$EXAMPLE/ec_members.csv" > ec2.csv
	crm-import --source ec ec2.csv > /dev/null
	run -1 --separate-stderr crm-undo "$merge"
	[[ $output == *"its records are kept elsewhere"* ]]
	[ "$(query 'SELECT count(*) FROM v_customer WHERE customer_id NOT IN (SELECT customer_id FROM v_identity)')" = 0 ]
	[ "$(query 'SELECT count(*) FROM v_identity WHERE customer_id NOT IN (SELECT customer_id FROM v_customer)')" = 0 ]
}

@test "undo data that was slipped in is found and not applied" {
	example_store
	crm-dedupe | crm-merge > /dev/null
	query "INSERT INTO change SELECT 1, 9, changeset FROM change LIMIT 1"
	run -1 crm-audit verify
	[[ $output == *"operation 1"* ]]
	run crm-undo 1
	[ "$status" -ne 0 ]
	[ "$(query "SELECT count(*) FROM operation WHERE undoes = 1")" = 0 ]
}

@test "sent mail is not undone; the plan's undo keeps what was sent" {
	example_store
	crm-select --fields customer_id > everybody.csv
	printf 'Subject: s\nFrom: shop@example.jp\n\n{{name}}\n' > t.txt
	crm-mailout --campaign c --template t.txt --via maildir:out everybody.csv > sent.csv 2> lint
	run -2 crm-undo "$(last_operation)"
	[[ $output == *"cannot be taken back"* ]]
	run -1 --separate-stderr crm-undo "$(query "SELECT operation_id FROM operation WHERE kind = 'mailout'")"
	[ "$(query "SELECT count(*) FROM v_delivery WHERE state = 'sent'")" = "$(grep -c ',queued,' sent.csv)" ]
}

@test "what was undone cannot come back where another import took its place: nothing is mixed up" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n2,鈴木 花子\n' > a.csv
	crm-import --source pos a.csv > /dev/null
	crm-undo 1 > /dev/null
	printf '会員コード,氏名\n1,佐藤 次郎\n' > b.csv
	crm-import --source ec b.csv > /dev/null
	dump > before
	run -2 crm-undo 2
	[[ $output == *"took its place"* ]]
	dump | cmp before -
	crm-undo 3 > /dev/null
	crm-undo 2 > /dev/null
	[ "$(query "SELECT group_concat(source || name) FROM v_record")" = 'pos山田 太郎,pos鈴木 花子' ]
}
