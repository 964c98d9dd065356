# crm-merge: who becomes one customer, with which values, and how it is taken apart again.
load helper

# four records of two sources; pos:1 and ec:a are one person, pos:2 and ec:b another
shop() {
	new_store
	cat > pos.csv <<-'EOT'
	会員コード,氏名,カナ,電話番号,入会日,住所
	1,山田 太郎,ヤマダ タロウ,03-1234-5678,2020-04-01,東京都港区芝公園4-2-8
	2,鈴木 花子,スズキ ハナコ,06-6345-1111,2021-05-01,大阪府大阪市北区梅田1-1-3
	EOT
	cat > ec.csv <<-'EOT'
	会員コード,氏名,カナ,電話番号,入会日,メール
	a,山田 太郎左衛門,ヤマダ タロウ,03-9999-5678,2019-01-01,taro@example.jp
	b,鈴木 華子,スズキ ハナコ,06-6345-1111,2022-01-01,hana@example.jp
	c,高橋 健,タカハシ ケン,052-201-1111,2022-01-01,ken@example.jp
	EOT
	crm-import --source pos pos.csv > /dev/null
	crm-import --source ec ec.csv > /dev/null
}

merge() {      # merge A B …: pairs of neighbours
	local a=$1
	echo id_a,id_b > pairs.csv
	shift
	for b in "$@"; do echo "$a,$b" >> pairs.csv; a=$b; done
	crm-merge pairs.csv
}

customer_of() { query "SELECT customer_id FROM v_record WHERE record_id = '$1'"; }
value() { query "SELECT $2 FROM v_customer WHERE customer_id = $1"; }

# what a check finds: customers are what records and rules make them
rebuilt() {
	crm-merge --rebuild --dry-run > check.csv
	[ "$(cat check.csv)" = table,key,field,old,new ]
}

@test "values: trusted, then newest, then oldest; joined is the earliest" {
	shop
	run -0 merge pos:1 ec:a
	[ "$output" = $'customer_id,absorbed_id\n1,3' ]
	[ "$(value 1 name)" = "山田 太郎左衛門" ]
	[ "$(value 1 joined)" = 2019-01-01 ]
	[ "$(value 1 email)" = taro@example.jp ]
	[ "$(value 1 address)" != "" ]
	merge pos:2 ec:b
	[ "$(value 2 joined)" = 2021-05-01 ]
	rebuilt
}

@test "rules of a file hold for every program, and are undone" {
	shop
	merge pos:1 ec:a pos:2
	dump > before
	printf '# ours\n*\tnewest\nname\tlongest\nphone\tfrequent,trusted\njoined\tlatest\n' > rules.tsv
	crm-merge --rules rules.tsv
	[ "$(value 1 name)" = "山田 太郎左衛門" ]
	[ "$(value 1 joined)" = 2021-05-01 ]
	rebuilt
	sed 's/,山田 太郎,/,山田 太郎之介之助兵衛,/' pos.csv > new.csv
	crm-import --source pos new.csv > /dev/null
	[ "$(value 1 name)" = "山田 太郎之介之助兵衛" ]
	rebuilt
	crm-undo "$(last_operation)"
	crm-undo "$(query "SELECT max(operation_id) FROM operation WHERE kind = 'choose'")"
	dump | cmp before -
	rebuilt
}

@test "a trusted source gives the values" {
	shop
	merge pos:1 ec:a
	crm-merge --trust pos=80
	[ "$(value 1 name)" = "山田 太郎" ]
	[ "$(value 1 email)" = taro@example.jp ]
	rebuilt
	crm-undo "$(last_operation)"
	[ "$(value 1 name)" = "山田 太郎左衛門" ]
	run -2 crm-merge --trust nobody=1
	run -2 crm-merge --trust pos
}

@test "bad rules are named by file and line" {
	shop
	printf '*\tnewest\nname\tbest\n' > rules.tsv
	run -2 --separate-stderr crm-merge --rules rules.tsv
	[[ $stderr == *"rules.tsv:2:"* ]]
	printf 'city\tnewest\n' > rules.tsv
	run -2 --separate-stderr crm-merge --rules rules.tsv
	[[ $stderr == *"rules.tsv:1:"*address* ]]
	printf 'name\tnewest\nname\tlongest\n' > rules.tsv
	run -2 --separate-stderr crm-merge --rules rules.tsv
	[[ $stderr == *"rules.tsv:2:"*already* ]]
	run -2 crm-merge --rules nowhere.tsv
}

@test "what was said not to be the same keeps a chain apart, and is named" {
	shop
	merge pos:1 ec:a
	crm-merge --split 1 ec:a
	run -1 --separate-stderr merge pos:1 pos:2 ec:b ec:a
	[[ $stderr == *"pos:1 and ec:a were said not to be the same person"* ]]
	[ "$output" = customer_id,absorbed_id ]
	run -0 merge pos:1 pos:2
}

@test "records are taken out, with the ids that came with them, and are not joined again" {
	shop
	crm-dedupe --household | crm-merge > /dev/null
	merge pos:1 ec:a ec:c
	dump > before
	run -0 crm-merge --split 1 ec:c
	[ "$output" = $'customer_id,record_id\n6,ec:c' ]
	[ "$(customer_of ec:c)" = 6 ]
	[ "$(customer_of ec:a)" = 1 ]
	[ "$(query 'SELECT survivor_id FROM v_alias ORDER BY customer_id')" = $'1\n6' ]
	[ "$(value 6 name)" = "高橋 健" ]
	[ "$(query 'SELECT count(*) FROM decision WHERE same = 0')" = 2 ]
	rebuilt
	run -1 merge ec:a ec:c
	crm-undo "$(query "SELECT max(operation_id) FROM operation WHERE kind = 'split'")"
	dump | cmp before -
}

@test "a split of another's record, of all records, of none is refused" {
	shop
	merge pos:1 ec:a
	dump > before
	run -2 --separate-stderr crm-merge --split 1 ec:b
	[[ $stderr == *"ec:b is a record of customer 4, not of 1"* ]]
	run -2 --separate-stderr crm-merge --split 1 pos:1 ec:a
	[[ $stderr == *"without a record"* ]]
	run -2 crm-merge --split 1
	run -2 crm-merge --split 1 pos:9
	dump | cmp before -
}

@test "homes: the smallest id of those who live together, kept by a merge, undone" {
	shop
	dump > before
	printf 'record_id,household_id\npos:1,x\nec:c,x\npos:2,y\nec:a,z\nec:b,y\n' > homes.csv
	crm-merge homes.csv > /dev/null
	[ "$(query 'SELECT customer_id, household_id FROM v_customer')" = $'1|1\n2|2\n3|\n4|2\n5|1' ]
	op=$(last_operation)
	merge ec:a ec:c
	[ "$(value 3 household_id)" = 1 ]
	crm-undo "$(last_operation)"
	crm-undo "$op"
	dump | cmp before -
}

@test "pairs and clusters may come together; what is no record is named" {
	shop
	printf 'id_a,id_b,class\npos:1,ec:a,same\npos:2,ec:b,review\n' > pairs.csv
	printf 'record_id,cluster_id\nec:c,1\npos:2,1\n' > clusters.csv
	run -0 crm-merge pairs.csv clusters.csv
	[ "$output" = $'customer_id,absorbed_id\n1,3\n2,5' ]
	run -0 crm-merge --review pairs.csv
	[ "$output" = $'customer_id,absorbed_id\n2,4' ]
	printf 'id_a,id_b\npos:1,pos:77\n' > pairs.csv
	run -2 --separate-stderr crm-merge pairs.csv
	[[ $stderr == *"'pos:77' is no record"* ]]
	printf 'a,b\n1,2\n' > pairs.csv
	run -2 crm-merge pairs.csv
}

@test "a long chain with one refusal is refused at once" {
	new_store
	{ echo 会員コード,氏名; for i in $(seq 3000); do echo "$i,山田 太郎"; done; } > many.csv
	crm-import --source pos many.csv > /dev/null
	{ echo record_id,cluster_id; for i in $(seq 3000); do echo "pos:$i,1"; done; } > clusters.csv
	printf 'id_a,id_b\npos:1,pos:3000\n' | crm-merge > /dev/null
	crm-merge --split 1 pos:3000 > /dev/null
	run -1 --separate-stderr timeout 20 crm-merge clusters.csv
	[ "$output" = customer_id,absorbed_id ]
}

@test "what an undone merge had joined is not proposed again, until somebody says so; the undo leaves no other trace" {
	shop
	dump > before
	crm-dedupe | grep ,same, > pairs.csv
	{ echo id_a,id_b,score,class,evidence; cat pairs.csv; } | crm-merge > /dev/null
	merged=$(last_operation)
	run -0 --separate-stderr crm-undo "$merged"
	[[ $stderr == *"it had joined will not be proposed again"* ]]
	dump | cmp before -
	[ "$(crm-dedupe | grep -c ,same,)" = 0 ]
	printf 'record_id,氏名\nx,誰か\n' | crm-dedupe - > /dev/null
	# the undo is undone, and then the merge undone without being remembered
	crm-undo "$(query 'SELECT max(operation_id) FROM operation WHERE undoes')"
	run -0 --separate-stderr crm-undo --again "$(query 'SELECT max(operation_id) FROM operation WHERE undoes')"
	[ -z "$stderr" ]
	dump | cmp before -
	crm-dedupe | grep ,same, | cmp pairs.csv -
	# remembered, answered yes, proposed
	crm-undo "$(query 'SELECT max(operation_id) FROM operation WHERE undoes')"
	crm-undo "$(query 'SELECT max(operation_id) FROM operation WHERE undoes')"
	[ "$(crm-dedupe | grep -c ,same,)" = 0 ]
	{ echo id_a,id_b,answer; head -1 pairs.csv | cut -d, -f1,2 | sed 's/$/,yes/'; } | crm-dedupe --answers - > /dev/null
	crm-dedupe | grep -q "^$(head -1 pairs.csv | cut -d, -f1,2),.*,same,"
	run -2 crm-undo --again --not-same "$merged"
}

@test "an undone merge is remembered when that is asked for, and the refusal is undone too" {
	shop
	merge pos:1 ec:a ec:c
	merged=$(last_operation)
	dump > before
	crm-undo --not-same "$merged"
	[ "$(query 'SELECT record_a, record_b, same FROM decision')" = $'1|3|0\n1|5|0' ]
	run -1 merge pos:1 ec:c
	crm-undo "$(query "SELECT max(operation_id) FROM operation WHERE kind = 'undo'")"
	dump | cmp before -
	crm-undo "$(query "SELECT max(operation_id) FROM operation WHERE kind = 'undo'")"
	crm-undo "$(query "SELECT max(operation_id) FROM operation WHERE kind = 'undo'")"
	run -2 --separate-stderr crm-undo --not-same 1
	[[ $stderr == *"joined no customers"* ]]
}

@test "answers are remembered by the store, the last word counts, and are undone" {
	shop
	dump > before
	printf 'id_a,id_b,score,answer\npos:2,ec:b,1.5,no\npos:1,ec:c,,はい\nec:a,pos:1,,\n' > said.csv
	run -0 crm-dedupe --answers said.csv
	[ "$output" = $'id_a,id_b,answer\npos:2,ec:b,no\npos:1,ec:c,yes' ]
	run -0 crm-dedupe
	[[ $output == *ec:c,pos:1,*,same,* ]]
	[[ $output != *ec:b,pos:2* ]]
	run -1 merge pos:2 ec:b
	first=$(query "SELECT max(operation_id) FROM operation WHERE kind = 'decide'")
	crm-undo "$first"
	dump | cmp before -
	printf 'id_a,id_b,answer\nec:b,pos:2,no\npos:2,ec:b,yes\n' | crm-dedupe --answers - > /dev/null
	run -0 merge pos:2 ec:b
}

@test "answers: a dry run, unknown records, one customer, no answers column" {
	shop
	dump > before
	printf 'id_a,id_b,answer\npos:2,ec:b,no\n' > said.csv
	crm-dedupe --answers said.csv --dry-run > diff.csv
	grep -q '^decision,2/4,same,,0$' diff.csv
	dump | cmp before -
	printf 'id_a,id_b,answer\npos:2,ec:77,no\npos:1,ec:a,yes\n' > said.csv
	run -1 --separate-stderr crm-dedupe --answers said.csv
	[[ $stderr == *"'ec:77' is no record"* ]]
	[ "$output" = $'id_a,id_b,answer\npos:1,ec:a,yes' ]
	merge pos:2 ec:b > /dev/null
	printf 'id_a,id_b,answer\npos:2,ec:b,no\n' > said.csv
	run -1 --separate-stderr crm-dedupe --answers said.csv
	[[ $stderr == *"crm-merge --split"* ]]
	printf 'id_a,id_b\npos:2,ec:b\n' > said.csv
	run -2 crm-dedupe --answers said.csv
}

@test "a review queue comes back answered and is empty then" {
	example_store
	crm-dedupe --review > queue.csv
	[ "$(wc -l < queue.csv)" -gt 1 ]
	awk -F, 'NR == 1 { print $0 ",answer"; next } { print $0 ",no" }' queue.csv > answered.csv
	crm-dedupe --answers answered.csv > remembered.csv
	[ "$(wc -l < remembered.csv)" = "$(wc -l < queue.csv)" ]
	crm-dedupe --review > again.csv
	cut -d, -f1,2 queue.csv | tail -n +2 | while read -r pair; do ! grep -q "^$pair," again.csv; done
}

@test "a stream is compared with the store: by line or record_id, in the headers that imports know" {
	shop
	dump > before
	printf 'お名前,フリガナ,TEL,メールアドレス\n鈴木　華子,ｽｽﾞｷ ﾊﾅｺ,06(6345)1111,HANA@example.jp\n佐藤 誰,サトウ ダレ,,\n' > new.csv
	crm-dedupe - < new.csv > pairs.csv
	grep -q '^-:2,ec:b,[0-9.]*,same,' pairs.csv
	! grep -q '^-:3' pairs.csv
	! grep -q '^[^-i]' pairs.csv
	printf 'record_id,氏名,電話\nn1,鈴木　華子,06-6345-1111\n' > new.csv
	crm-dedupe new.csv > pairs.csv
	grep -q '^-:n1,ec:b,' pairs.csv
	run -2 crm-dedupe --clusters new.csv
	printf 'record_id,氏名\nn1,鈴木 花子,x\n' > new.csv
	run -2 --separate-stderr crm-dedupe new.csv
	[[ $stderr == *new.csv:2:* ]]
	dump | cmp before -
}

@test "one message a household" {
	new_store
	printf '会員コード,氏名,メール,メルマガ\n1,山田 太郎,a@example.jp,1\n2,山田 花子,b@example.jp,1\n3,鈴木 一郎,c@example.jp,1\n' > a.csv
	crm-import --source pos a.csv > /dev/null
	printf 'record_id,household_id\npos:1,x\npos:2,x\npos:3,y\n' | crm-merge > /dev/null
	crm-select --fields customer_id > everybody.csv
	printf 'Subject: s\nFrom: shop@example.jp\n\n{{name}}\n' > t.txt
	crm-mailout --class tx --per household --campaign c --template t.txt --via maildir:out --plan everybody.csv > plan.csv
	grep -q '^1,a@example.jp,queued' plan.csv
	grep -q '^2,b@example.jp,skipped,this household' plan.csv
	grep -q '^3,c@example.jp,queued' plan.csv
}

@test "one row a household in crm-rfm: all that the home bought, under the smallest of its customers" {
	new_store
	printf '会員コード,氏名,メール\n1,山田 太郎,a@example.jp\n2,山田 花子,b@example.jp\n3,鈴木 一郎,c@example.jp\n4,佐藤 誰,\n' > a.csv
	crm-import --source pos a.csv > /dev/null
	printf '商品コード,商品名,価格\nx,x,1\n' > goods.csv
	crm-import --as products goods.csv > /dev/null
	cat > orders.csv <<-'EOF2'
	注文番号,会員コード,注文日,商品コード,数量,金額
	o1,2,2026-01-05,x,1,1000
	o2,1,2026-02-01,x,1,300
	o3,2,2026-03-03,x,1,50
	o4,3,2026-03-01,x,1,7
	o5,4,2026-03-02,x,1,9
	EOF2
	crm-import --as orders --source pos orders.csv > /dev/null
	printf 'record_id,household_id\npos:1,x\npos:2,x\npos:3,y\n' | crm-merge > /dev/null
	crm-rfm --as-of 2026-03-31 --per household --fields customer_id,email,recency,frequency,monetary > homes.csv
	printf 'customer_id,email,recency,frequency,monetary\n1,a@example.jp,28,3,1350\n3,c@example.jp,30,1,7\n4,,29,1,9\n' | cmp - homes.csv
	crm-rfm --as-of 2026-03-31 --per household --habits --summary > /dev/null
	[ "$(crm-rfm --as-of 2026-03-31 --per customer | wc -l)" = 5 ]
	run -2 --separate-stderr crm-rfm --per household homes.csv
	[[ $stderr == *"--per household"* ]]
	# an absorbed member leaves the home to those who stay
	printf 'id_a,id_b\npos:1,pos:3\n' | crm-merge > /dev/null
	run -0 crm-rfm --as-of 2026-03-31 --per household --fields customer_id,monetary
	[ "$output" = $'customer_id,monetary\n1,1357\n4,9' ]
}

@test "a dry run of a merge is the difference, field by field; nothing stays" {
	new_store
	printf '会員コード,氏名,メール\n1,山田 太郎,\n2,山田 太郎,b@example.jp\n' > a.csv
	crm-import --source pos a.csv > /dev/null
	dump > before
	printf 'id_a,id_b\npos:1,pos:2\n' > pairs.csv
	crm-merge --dry-run pairs.csv > diff.csv
	dump | cmp before -
	[ "$(head -1 diff.csv)" = table,key,field,old,new ]
	grep -q '^record,2,customer_id,2,1$' diff.csv
	grep -q '^customer,1,email,,b@example.jp$' diff.csv
	grep -q '^customer,2,name,山田 太郎,$' diff.csv
	grep -q '^alias,2,survivor_id,,1$' diff.csv
}

@test "who refused as one record is refused as the customer; orders follow; the old id finds its owner" {
	new_store
	printf '会員コード,氏名,メール,メルマガ\n1,山田 太郎,a@example.jp,1\n2,山田 太郎,b@example.jp,0\n3,鈴木 花子,c@example.jp,1\n' > a.csv
	crm-import --source pos a.csv > /dev/null
	printf '商品コード,商品名,価格\nx,x,1\n' > goods.csv
	crm-import --as products goods.csv > /dev/null
	printf '注文番号,会員コード,注文日,商品コード,数量,金額\no1,1,2026-01-05,x,1,1000\no2,2,2026-01-06,x,1,300\n' > orders.csv
	crm-import --as orders --source pos orders.csv > /dev/null
	printf 'id_a,id_b\npos:1,pos:2\n' | crm-merge > /dev/null
	[ "$(query 'SELECT customer_id, orders, amount FROM v_sum')" = '1|2|1300' ]
	[ "$(query 'SELECT survivor_id FROM v_alias WHERE customer_id = 2')" = 1 ]
	printf 'Subject: s\nFrom: shop@example.jp\n\nhello\n' > t.txt
	printf 'customer_id\n1\n3\n' > ids.csv
	run crm-mailout --campaign c --template t.txt --via maildir:out --plan ids.csv
	printf '%s\n' "${lines[@]}" > plan.csv
	grep -q '^1,.*,refused' plan.csv
	grep -q '^3,c@example.jp,queued' plan.csv
}
