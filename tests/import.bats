# crm-import: what goes in, what does not, and why.
load helper

@test "CP932 is detected, headers are recognised, values are normalised" {
	new_store
	printf '会員コード,会員名,会員名カナ,郵便番号,電話番号,生年月日\nS1,髙橋　一郎 様,ﾀｶﾊｼ ｲﾁﾛｳ,1600022,0312345678,昭和53年4月7日\n' |
		iconv -f UTF-8 -t CP932 > pos.csv
	crm-import --source pos pos.csv
	[ "$(query 'SELECT name, kana, postal, phone, birthday FROM v_customer')" = '髙橋 一郎|タカハシ イチロウ|160-0022|03-1234-5678|1978-04-07' ]
}

@test "the row stays as it was delivered, column by column" {
	new_store
	printf '会員コード,氏名,好きな色\nS1,山田　太郎,青\n' > a.csv
	crm-import --source pos a.csv
	[ "$(query "SELECT value FROM v_raw WHERE \"column\" = '氏名'")" = '山田　太郎' ]
	[ "$(query "SELECT json_extract(custom, '$.好きな色') FROM v_record")" = 青 ]
}

@test "split columns are joined" {
	new_store
	printf '会員ID,お名前(姓),お名前(名),お名前(セイ),お名前(メイ),都道府県,住所1,住所2\n1,小野,淳,オノ,アツシ,北海道,網走郡大空町東藻琴福富,五丁目58番27号\n' > a.csv
	crm-import --source ec a.csv
	[ "$(query 'SELECT name, kana, prefecture, city, address FROM v_customer')" = '小野 淳|オノ アツシ|北海道|網走郡大空町|東藻琴福富5-58-27' ]
}

@test "the second part of an address never runs into the number of the first" {
	new_store
	cat > a.csv <<-'CSV'
		会員ID,都道府県,住所1,住所2
		1,東京都,港区芝公園４－２－８,３０５
		2,東京都,港区芝公園4-2-8,F1ビル
		3,東京都,港区芝公園４丁目２－８,Ａ棟１０１
		4,東京都,港区芝公園,4-2-8
		5,東京都,港区,芝公園４－２－８ 東京ビル3F
		6,東京都,港区芝公園４－２－８,東京ビル3F
	CSV
	crm-import --source ec a.csv
	query "SELECT address, building FROM v_record ORDER BY source_id" > got
	[ "$(sort -u got | tr '\n' ' ')" = '芝公園4-2-8| 芝公園4-2-8|305 芝公園4-2-8|A棟101 芝公園4-2-8|F1ビル 芝公園4-2-8|東京ビル3F ' ]
}

@test "the reading that a sheet stores with a name is its kana" {
	new_store
	printf '会員ID,お名前(姓),お名前(名),お名前(姓)_furigana,お名前(名)_furigana,色_furigana\n1,小野,淳,オノ,アツシ,x\n' > a.csv
	crm-import --source ec a.csv
	[ "$(query 'SELECT kana, custom FROM v_record')" = 'オノ アツシ|{"色_furigana":"x"}' ]
}

@test "the same file again changes nothing: no row, no operation, no byte" {
	example_store
	ops=$(last_operation)
	dump > before
	for f in shop_pos:pos ec_members:ec; do
		crm-import --source ${f#*:} "$EXAMPLE/${f%:*}.csv" 2> /dev/null
	done
	crm-import --as products "$EXAMPLE/products.csv"
	crm-import --as orders "$EXAMPLE/orders.csv"
	[ "$(last_operation)" = "$ops" ]
	dump | cmp before -
}

@test "a file that lacks a column leaves that column alone" {
	new_store
	printf '会員コード,氏名,電話番号\n1,山田 太郎,03-1234-5678\n' > a.csv
	printf '会員コード,氏名\n1,山田 次郎\n' > b.csv
	crm-import --source pos a.csv
	crm-import --source pos b.csv
	[ "$(query 'SELECT name, phone FROM v_record')" = '山田 次郎|03-1234-5678' ]
	[ "$(query 'SELECT name, phone FROM v_customer')" = '山田 次郎|03-1234-5678' ]
}

@test "a bad row keeps everything out; with --rejects the others go in" {
	new_store
	dump > before
	printf '会員コード,氏名\n1,山田 太郎\n,鈴木 花子\n3,佐藤\n4,高橋,余り\n' > a.csv
	run -2 --separate-stderr crm-import --source pos a.csv
	[[ $stderr == *"a.csv:3:"*"empty"* ]]
	[[ $stderr == *"a.csv:5:"* ]]
	dump | cmp before -
	run -1 --separate-stderr crm-import --source pos --rejects bad.csv a.csv
	[ "$(query 'SELECT count(*) FROM v_record')" = 2 ]
	[ "$(head -1 bad.csv)" = '会員コード,氏名,_line,_field,_error' ]
	grep -q '^,鈴木 花子,3,' bad.csv
	# mended, they go in again
	sed -e 's/^,鈴木/2,鈴木/' -e '/高橋/d' bad.csv > mended.csv
	crm-import --source pos mended.csv
	[ "$(query "SELECT name FROM v_record WHERE record_id = 'pos:2'")" = '鈴木 花子' ]
	[ "$(query "SELECT count(*) FROM v_raw WHERE \"column\" LIKE '\\_%' ESCAPE '\\'")" = 0 ]
}

@test "--max-rejects lets so many bad rows be, as a number or a share, and no more" {
	new_store
	printf '会員ID,氏名\n1,a\n,b\n3,c\n,d\n5,e\n' > a.csv
	dump > before
	for max in 1 0 39%; do
		run -2 crm-import --source ec --max-rejects $max --rejects bad.csv a.csv
		run -2 crm-import --source ec --max-rejects $max a.csv
		dump | cmp before -
	done
	for max in x -1 101% 2.5; do
		run -2 crm-import --source ec --max-rejects $max a.csv
	done
	run -1 crm-import --source ec --max-rejects 40% --rejects bad.csv a.csv
	[ "$(wc -l < bad.csv)" = 3 ]
	[ "$(query 'SELECT count(*) FROM v_record')" = 3 ]
	run -1 crm-import --source pos --max-rejects 2 a.csv
	[ "$(query 'SELECT count(*) FROM v_record')" = 6 ]
}

@test "rows without any text are left out and said once; an empty number beside other text is not" {
	new_store
	printf '会員コード,氏名,電話番号\n1,山田 太郎,03-1234-5678\n\n2,鈴木 花子,\n,,\n,　, \n' > a.csv
	run -0 --separate-stderr crm-import --source pos a.csv
	[ "$stderr" = 'crm-import: a.csv: 3 rows without any text are left out' ]
	[ "${lines[1]}" = a.csv,2,2,0,0,0 ]
	run -2 --separate-stderr crm-import --source pos <<< "$(printf '会員コード,氏名\n3,佐藤 次郎\n\n,高橋 一郎')"
	[[ $stderr == *"-:4: 会員コード: the customer's number is empty"*"1 of 2 rows cannot go in"* ]]
	printf '商品コード,商品名\nA,あ\n,\n' > p.csv
	run -0 --separate-stderr crm-import --as products p.csv
	[ "$stderr" = 'crm-import: p.csv: 1 row without any text is left out' ]
	printf '注文番号,会員ID,注文日,商品コード,金額\n8,1,2026-04-01,A,1\n,,,,\n8,,,A,2\n,,,,\n' > o.csv
	run -0 --separate-stderr crm-import --as orders --source pos o.csv
	[ "$stderr" = 'crm-import: o.csv: 2 rows without any text are left out' ]
	[ "$(query "SELECT group_concat(line || ':' || amount) FROM v_order_line")" = 1:1,2:2 ]
}

@test "a customer number twice: equal rows are counted, different ones rejected" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n1,山田 太郎\n' > a.csv
	crm-import --source pos a.csv
	[ "$(query 'SELECT count(*) FROM v_record')" = 1 ]
	query "SELECT counts FROM operation" | grep -q '"equal":1'
	printf '会員コード,氏名\n2,山田 太郎\n2,山田 次郎\n' > b.csv
	run -2 crm-import --source pos b.csv
	[[ $output == *"b.csv:3:"*"line 2"* ]]
}

@test "a value that cannot be read stays out and is said, the row goes in" {
	new_store
	printf '会員コード,氏名,電話番号\n1,山田 太郎,03-12\n' > a.csv
	run -0 --separate-stderr crm-import -v --source pos a.csv
	[[ $stderr == *"a.csv:2: 電話番号: '03-12'"*length* ]]
	[ "$(query 'SELECT phone IS NULL FROM v_record')" = 1 ]
	[ "$(query "SELECT value FROM v_raw WHERE \"column\" = '電話番号'")" = 03-12 ]
	printf '会員コード,氏名,電話番号\n2,山田 太郎,03-12\n' > b.csv
	run -2 crm-import --strict --source pos b.csv
}

@test "three parts of a phone number, two of a postal code" {
	new_store
	printf '会員コード,姓,名,セイ,メイ,郵便番号1,郵便番号2,電話番号1,電話番号2,電話番号3,都道府県,住所1,住所2\n%s\n%s\n' \
		'1,髙橋,一郎,ﾀｶﾊｼ,ｲﾁﾛｳ,160,0022,03,1234,5678,東京都,新宿区新宿,1-2-3' \
		'2,鈴木,花子,スズキ,ハナコ,160-0022,,03-1111-2222,090-3333-4444,,東京都,新宿区新宿1-2-3,305' > a.csv
	crm-import --source pos a.csv
	query 'SELECT name, kana, postal, phone, prefecture, city, address, building FROM v_customer' | tee got
	[ "$(sed -n 1p got)" = '髙橋 一郎|タカハシ イチロウ|160-0022|03-1234-5678|東京都|新宿区|新宿1-2-3|' ]
	[ "$(sed -n 2p got)" = '鈴木 花子|スズキ ハナコ|160-0022|03-1111-2222|東京都|新宿区|新宿1-2-3|305' ]
}

@test "--map gives columns their fields; --dry-run shows which column is what" {
	new_store
	printf 'A,B,C\n1,山田 太郎,"好き, とても"\n' > a.csv
	printf '# ours\nid=A\n\nname=B\r\nnote=C\n' > map
	run -0 --separate-stderr crm-import --source pos --map map --dry-run a.csv
	[[ $stderr == *"column 2 'B' is name"* ]]
	crm-import --source pos --map map a.csv
	[ "$(query 'SELECT name FROM v_record')" = '山田 太郎' ]
	printf 'nome=B\n' > map
	run -2 crm-import --source pos --key A --map map a.csv
	[[ $output == *"nome"* ]]
	run -2 crm-import --source pos --key A --map nowhere a.csv
	[[ $output == *"nowhere"* ]]
}

@test "--map-jq makes fields of a row: none, one or several; what it refuses comes out as it came in" {
	new_store
	cat > a.csv <<-'CSV'
		code,who,spouse,kind,tel
		1,山田 太郎,山田 花子,x,０３-1234-5678
		2,鈴木 一郎,,test,
		3,佐藤 次郎,,x,
		4,高橋,,odd,090-1
	CSV
	jq='if .kind == "test" then empty elif .kind == "odd" then error("odd kind") else . end
		| {id: .code, name: .who, phone: .tel, "種別": .kind}, (select(.spouse) | {id: (.code + "b"), name: .spouse})'
	run -2 --separate-stderr crm-import --source pos --map-jq "$jq" a.csv
	[[ $stderr == *"a.csv:5: "*"odd kind"* ]]
	run -1 --separate-stderr crm-import --source pos --map-jq "$jq" --rejects bad.csv a.csv
	[ "${lines[1]}" = a.csv,4,3,0,0,1 ]
	[ "$(query "SELECT record_id, name, phone, custom FROM v_record ORDER BY 1")" = 'pos:1|山田 太郎|03-1234-5678|{"種別":"x"}
pos:1b|山田 花子||
pos:3|佐藤 次郎||{"種別":"x"}' ]
	[ "$(query "SELECT value FROM v_raw WHERE source_id = '1' AND \"column\" = 'tel'")" = '０３-1234-5678' ]
	[ "$(cat bad.csv)" = 'code,who,spouse,kind,tel,_line,_field,_error
4,高橋,,odd,090-1,5,,odd kind' ]
	# mended, it goes in again the same way; and the whole again changes nothing
	sed 's/odd,/x,/' bad.csv > mended.csv
	crm-import --source pos --map-jq "$jq" mended.csv 2> /dev/null
	[ "$(query 'SELECT count(*) FROM v_record')" = 4 ]
	ops=$(last_operation)
	sed 's/odd/x/' a.csv > again.csv
	crm-import --source pos --map-jq "$jq" again.csv 2> /dev/null
	[ "$(last_operation)" = "$ops" ]
}

@test "--map-jq: an empty number, a strange name, no object, what is forbidden" {
	new_store
	printf 'a,b\n1,x\n,y\n2,z,rest\n' > a.csv
	run -1 crm-import --source pos --rejects bad.csv --map-jq '{id: .a, name: .b}' a.csv
	[[ $output == *"a.csv:3:"*"number is empty"* ]]
	[ "$(cut -d, -f1-4 bad.csv | tail -n +2)" = ',y,3,id
2,z,rest,4' ]
	run -2 crm-import --source pos --map-jq 'if .a == "1" then {id: .a} else {id: .b, name: .b} end' a.csv
	[[ $output == *"a.csv:3:"*"'name', which the first"* ]]
	head -2 a.csv > one.csv
	run -0 --separate-stderr crm-import --source jq --map-jq '{id: .a, name: .bb} | .name //= .id' one.csv
	[ "$stderr" = "crm-import: --map-jq: no column 'bb': it is null in every row" ]
	run -2 crm-import --source pos --map-jq '.a' a.csv
	[[ $output == *"a.csv:2:"*"not an object"* ]]
	run -2 crm-import --source pos --map-jq '{name: .b}' a.csv
	[[ $output == *"customer's number"* ]]
	run -2 crm-import --source pos --map-jq '{id: $ENV.HOME}' a.csv
	[[ $output == *"not allowed"* ]]
	run -2 crm-import --source pos --map-jq '{id: .a' a.csv
	run -2 crm-import --source pos --map-jq '{id: .a}' --key a a.csv
	run -2 crm-import --as products --map-jq '{id: .a}' a.csv
	printf 'a\n1\n' > ok.csv
	run -0 crm-import --source pos --map-jq empty ok.csv
	[ "${lines[1]}" = ok.csv,0,0,0,0,0 ]
}

@test "names that are there twice or not at all get one of their own; the second column fills what the first lacks" {
	new_store
	printf '会員ID,氏名,メール,メール,送料,,送料,\n1,山田 太郎,,b@example.jp,1,x,2,\n' > a.csv
	run -0 --separate-stderr crm-import --source ec a.csv
	[[ $stderr == *"column 4 has a name that is there already; it is called 'メール (2)'"* ]]
	[[ $stderr == *"column 6 has no name; it is called 'column 6'"* ]]
	[ "$(query 'SELECT email FROM v_customer')" = b@example.jp ]
	[ "$(query "SELECT json_extract(custom, '$.\"送料 (2)\"', '$.\"column 6\"') FROM v_record")" = '["2","x"]' ]
	# what was rejected goes in again under the new names
	printf '会員ID,氏名,送料,送料\n,鈴木 花子,3,4\n' > b.csv
	run -1 crm-import --source ec --rejects bad.csv b.csv
	sed 's/^,鈴木/2,鈴木/' bad.csv > mended.csv
	crm-import --source ec mended.csv
	[ "$(query "SELECT json_extract(custom, '$.\"送料 (2)\"') FROM v_record WHERE record_id = 'ec:2'")" = 4 ]
}

@test "an empty number is never taken from another column that could be one" {
	new_store
	printf '会員ID,会員コード,氏名\n1,A1,山田 太郎\n,A2,鈴木 花子\n' > a.csv
	run -2 crm-import --source ec a.csv
	[[ $output == *"a.csv:3:"*"number is empty"* ]]
}

@test "the mapping: known fields without a home, a second column, the key; Shopify's Name" {
	new_store
	printf 'Name,Email,Lineitem name,Billing Name,Total\n#1001,a@example.jp,x,山田 太郎,5\n' > a.csv
	run -0 --separate-stderr crm-import -n --source ec --key Email a.csv
	[[ $stderr == *"column 1 'Name' is order_id, kept under its own name"* ]]
	[[ $stderr == *"column 2 'Email' is email, and the customer's number"* ]]
	[[ $stderr == *"column 4 'Billing Name' is bill.name"* ]]
	[[ $output == *",name,,山田 太郎"* ]]
}

@test "parts of a number in full width, a second number where the first is missing, a code of the gender" {
	new_store
	printf '会員ID,電話番号1,電話番号2,電話番号3,性別(ID)\n1,０３,１２３４,５６７８,2\n2,,090-1234-5678,,1\n' > a.csv
	crm-import --source ec a.csv
	[ "$(query 'SELECT phone, gender FROM v_record ORDER BY 1')" = '03-1234-5678|f
090-1234-5678|m' ]
}

@test "a .csv that is separated by TAB or ; is read, and said" {
	new_store
	printf '会員ID;氏名\n1;山田 太郎\n' > a.csv
	run -0 --separate-stderr crm-import --source ec a.csv
	[[ $stderr == *"a.csv: its cells are separated by ';', not by commas"* ]]
	printf '会員ID\t氏名\n1\t山田 太郎\n' > b.csv
	run -0 --separate-stderr crm-import --source ec b.csv
	[[ $stderr == *"b.csv: its cells are separated by TAB"* ]]
	printf 'sep=;\n会員ID;氏名\n1;山田 太郎\n' > c.csv
	run -0 --separate-stderr crm-import --source ec c.csv
	[ -z "$stderr" ]
}

@test "what a spreadsheet has done to a file is counted by column and kind, and said" {
	new_store
	cat > a.csv <<-'CSV'
		会員コード,氏名,電話番号,携帯番号,郵便番号,生年月日
		1,山田 太郎,9.01E+10,9012345678,1600022,45365
		2,山田 太郎,312345678,8012345678,600000,1980-01-01
		3,縺ゅ＞縺,03-1234-5678,,999-9999,
		5,鈴木�,03-1234-5678,,160-0022,
	CSV
	run -0 --separate-stderr crm-import --source pos a.csv
	[[ $stderr == *"a.csv: 電話番号: 1 x "*"9.01E+10); left out (first: line 2, '9.01E+10')"* ]]
	[[ $stderr == *"a.csv: 電話番号: 1 x a leading zero"*"'312345678'"* ]]
	[[ $stderr == *"a.csv: 携帯番号: 2 x a leading zero"*"line 2, '9012345678'"* ]]
	[[ $stderr == *"a.csv: 郵便番号: 1 x a leading zero"*"'600000'"* ]]
	[[ $stderr == *"a.csv: 郵便番号: 1 x no such postal code"*"'999-9999'"* ]]
	[[ $stderr == *"a.csv: 生年月日: 1 x "*"left out (first: line 2, '45365')"* ]]
	[[ $stderr == *"a.csv: 氏名: 2 x "*"decoded wrongly"*"line 4"* ]]
	[ "$(query "SELECT count(*) FROM v_record")" = 4 ]
}

@test "a number that a spreadsheet has spoilt is nobody's: its row is rejected" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n1.00E+05,鈴木 花子\n#N/A,佐藤 次郎\n2E+5x,山田 次郎\n' > a.csv
	run -1 --separate-stderr crm-import --source pos --rejects bad.csv a.csv
	[[ $stderr == *"a.csv:3: 会員コード: '1.00E+05' is a number whose last digits a spreadsheet has thrown away"* ]]
	[[ $stderr == *"a.csv:4: 会員コード: '#N/A' is no customer's number"* ]]
	[ "$(cut -d , -f 1,4 bad.csv | tr '\n' ' ')" = '会員コード,_field 1.00E+05,会員コード #N/A,会員コード ' ]
	[ "$(query "SELECT group_concat(record_id) FROM (SELECT record_id FROM v_record ORDER BY 1)")" = pos:1,pos:2E+5x ]
	printf '商品コード,商品名\nA,あ\n4.90E+12,い\n' > p.csv
	run -1 --separate-stderr crm-import --as products --rejects bad.csv p.csv
	[[ $stderr == *"p.csv:3: 商品コード: '4.90E+12' is a number whose"* ]]
	printf '注文番号,会員ID,注文日,商品コード,金額\n2.02E+09,1,2026-04-01,A,1\n8,1.00E+05,2026-04-01,A,1\n9,1,2026-04-01,A,1\n' > o.csv
	run -1 --separate-stderr crm-import --as orders --source pos --rejects bad.csv o.csv
	[[ $stderr == *"o.csv:2: 注文番号: '2.02E+09' is a number whose"*"o.csv:3: 会員ID: '1.00E+05' is a number whose"* ]]
	[ "$(query 'SELECT group_concat(order_id) FROM v_order_line')" = 9 ]
}

@test "a second value in a cell is left out and said, never put elsewhere" {
	new_store
	cat > a.csv <<-'CSV'
		会員コード,氏名,電話番号,携帯番号,メールアドレス
		1,山田 太郎,03-1234-5678 / 090-1111-2222,,kai@example.jp / umi@example.jp
		2,鈴木 花子,312345678、06-6123-4567,,"Kai <kai@example.jp>, Umi <umi@example.jp>"
		3,佐藤 次郎,03-1234-5678（自宅）/,090-1111-2222,kai@example.jp;
		4,佐藤 次郎,03-1234-5678 内線9,,"Kai <kai@example.jp>, "
	CSV
	run -0 --separate-stderr crm-import --source pos a.csv
	[[ $stderr == *"a.csv: 電話番号: 2 x more than one value in a cell; only the first is taken (first: line 2, '03-1234-5678 / 090-1111-2222')"* ]]
	[[ $stderr == *"a.csv: 電話番号: 1 x a leading zero"* ]]
	[[ $stderr == *"a.csv: メールアドレス: 2 x more than one value"*"line 2"* ]]
	[[ $stderr != *"could not be read"* ]]
	[ "$(query 'SELECT phone, mobile, email FROM v_record ORDER BY source_id')" = "$(printf '03-1234-5678||kai@example.jp\n03-1234-5678||kai@example.jp\n03-1234-5678|090-1111-2222|kai@example.jp\n03-1234-5678 内線9||kai@example.jp')" ]
}

@test "text that another program has damaged is said and kept" {
	new_store
	cat > a.csv <<-'CSV'
		会員コード,氏名,会社名,備考,生年月日
		1,ŽR“c ƒJƒ^,機構\\,表\示,45365.5
		2,山田 太郎,A\B,10\円,1980-01-01
	CSV
	run -0 --separate-stderr crm-import --source pos a.csv
	[[ $stderr == *"氏名: 1 x the text was decoded wrongly"*"line 2"* ]]
	[[ $stderr == *"会社名: 1 x a backslash"*"'機構"* ]]
	[[ $stderr == *"備考: 1 x a backslash"*"'表"* ]]
	[[ $stderr == *"生年月日: 1 x a spreadsheet's number"* ]]
	[ "$(query "SELECT note FROM v_record WHERE record_id = 'pos:1'")" = '表\示' ]
}

@test "days and genders as the source writes them, when told; told otherwise, the file is looked at again" {
	new_store
	printf 'Reference ID,Name,Birthday,Gender\n1,Taro Yamada,4/1/1980,1\n' > a.csv
	crm-import --source sq a.csv
	[ "$(query 'SELECT birthday IS NULL, gender FROM v_record')" = '1|m' ]
	crm-import --source sq --date-order mdy --gender-map 0=m,1=f a.csv
	[ "$(query 'SELECT birthday, gender FROM v_record')" = '1980-04-01|f' ]
	run -2 crm-import --source sq --gender-map 0:m a.csv
}

@test "a file that is not what its name says is read, and said" {
	new_store
	printf '会員ID,氏名\n1,山田\n' > a.xlsx
	run -0 --separate-stderr crm-import --source ec a.xlsx
	[[ $stderr == *"a.xlsx: is text (CSV), not a workbook; read so"* ]]
	cp "$EXAMPLE/cards.xlsx" cards.CSV
	run -0 --separate-stderr crm-import --source card --key No cards.CSV
	[[ $stderr == *"cards.CSV: is a workbook, not CSV; read so"* ]]
	printf '<html><table><tr><td>会員ID</td></tr></table>' > b.xls
	run -2 crm-import --source ec b.xls
	[[ $output == *"b.xls: a web page or XML"* ]]
}

@test "what a formula left that failed is no value" {
	new_store
	printf '会員コード,氏名,電話番号,色\n1,#N/A,#REF!,#N/A\n2,#1 山田,,\n' > a.csv
	run -0 --separate-stderr crm-import --source pos a.csv
	[[ $stderr == *"氏名: 1 x a formula that failed, or a column too narrow (#N/A, ####); left out"* ]]
	[ "$(query 'SELECT coalesce(name, 0), phone IS NULL, custom FROM v_record ORDER BY record_id')" = '0|1|{"色":"#N/A"}
#1 山田|1|' ]
	printf '会員コード,氏名\n#N/A,山田\n' > b.csv
	run -2 crm-import --source pos b.csv
	[[ $output == *"b.csv:2: 会員コード: '#N/A' is no customer's number"* ]]
	printf '会員コード,氏名\n########,山田\n' > b.csv
	run -2 crm-import --source pos b.csv
	[[ $output == *"b.csv:2: 会員コード: '########' is no customer's number"* ]]
}

@test "what a spreadsheet has spoilt leaves what was known" {
	new_store
	printf '会員コード,氏名,電話番号,住所,生年月日,備考\n1,山田 太郎,03-1234-5678,東京都新宿区西新宿2-8-1,1978/4/7,memo\n' > a.csv
	printf '会員コード,氏名,電話番号,住所,生年月日,備考\n1,山田 次郎,3.12E+08,#REF!,28587,####\n' > b.csv
	crm-import --source pos a.csv
	crm-import --source pos b.csv
	[ "$(query 'SELECT name, phone, city, address, birthday, note FROM v_record')" = '山田 次郎|03-1234-5678|新宿区|西新宿2-8-1|1978-04-07|memo' ]
	[ "$(query 'SELECT phone, address, birthday FROM v_customer')" = '03-1234-5678|西新宿2-8-1|1978-04-07' ]
	[ "$(query "SELECT value FROM v_raw WHERE \"column\" = '電話番号'")" = 3.12E+08 ]
	# what is empty, or wrong in itself, is taken as it is
	printf '会員コード,氏名,電話番号,住所,生年月日,備考\n1,山田 次郎,12,,1978/13/7,\n' > c.csv
	crm-import --source pos c.csv
	[ "$(query 'SELECT phone IS NULL, address IS NULL, birthday IS NULL, note IS NULL FROM v_record')" = '1|1|1|1' ]
}

@test "a number that comes twice with other values is refused, also when the store has the first of the two" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n2,鈴木\n' > a.csv
	printf '会員コード,氏名\n1,佐藤\n' > b.csv
	crm-import --source pos a.csv
	dump > before
	for i in 1 2; do       # every time
		run -2 --separate-stderr crm-import --source pos a.csv b.csv
		[[ $stderr == *"b.csv:2: 会員コード: '1' this customer number was in line 2 with other values"* ]]
	done
	dump | cmp before -
}

@test "rejects never go into the input, and what is there stays until rows are read" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n,鈴木\n' > a.csv
	cp a.csv before.csv
	run -2 --separate-stderr crm-import --source pos --rejects a.csv ./a.csv
	[[ $stderr == *"'a.csv' is the input itself"* ]]
	run -2 crm-import --source pos --rejects a.csv < a.csv
	run -2 crm-norm --columns name=氏名 --rejects a.csv a.csv
	run -2 crm-import --source pos --rejects a.csv no-such.csv
	cmp before.csv a.csv
	printf 'older\n' > bad.csv
	run -1 crm-import --source pos --rejects bad.csv a.csv
	[ "$(cat bad.csv)" = "会員コード,氏名,_line,_field,_error
,鈴木,3,会員コード,the customer's number is empty" ]
	printf '会員コード,氏名\n' > a.csv
	crm-import --source pos --rejects bad.csv a.csv
	[ ! -s bad.csv ]
}

@test "an address that says its prefecture or city again" {
	new_store
	printf '会員番号,都道府県,市区町村,住所\n1,京都府,京都市左京区,京都府京都市左京区大原小出石町5-35-5\n2,東京都,,東京都新宿区西新宿2-8-1\n3,東京都,新宿区,新宿区西新宿2-8-1\n4,東京都,東京都新宿区,西新宿2-8-1\n' > a.csv
	crm-import --source ec a.csv
	[ "$(query 'SELECT prefecture, city, address, building FROM v_record ORDER BY record_id')" = '京都府|京都市左京区|大原小出石町5-35-5|
東京都|新宿区|西新宿2-8-1|
東京都|新宿区|西新宿2-8-1|
東京都|新宿区|西新宿2-8-1|' ]
}

@test "an order whose lines name two customers is refused" {
	example_store
	printf '注文番号,会員ID,注文日,商品コード,金額\nA,100001,2026-04-01,CO001,680\nA,100002,2026-04-01,CO001,680\n' > a.csv
	run -2 --separate-stderr crm-import --as orders --source ec a.csv
	[[ $stderr == *"a.csv:3: 会員ID: '100002' is not the customer of this order's first line"* ]]
}

@test "over many rows: order, changes, rejects and repeated numbers as if they came one by one" {
	new_store
	awk 'BEGIN { print "会員コード,氏名"; for (i = 1; i <= 2000; i++) print i ",山田 " i }' > a.csv
	crm-import --source pos a.csv
	[ "$(query "SELECT count(*), min(record_id), max(line) FROM record")" = '2000|1|2001' ]
	# one changed; then the line that was there before, and is another now
	awk -F, 'NR == 301 { print "300,鈴木" } { print } NR == 900 { print ",nobody"; print "1,2,3" }' a.csv > b.csv
	run -1 --separate-stderr crm-import --source pos --rejects bad.csv b.csv
	[ "$output" = "file,rows,new,changed,equal,rejected
b.csv,2003,0,1,1999,3" ]
	[ "$(cut -d, -f1-2 bad.csv | tail -n +2 | head -2)" = "300,山田 300
,nobody" ]
	[ "$(query "SELECT name FROM v_record WHERE record_id = 'pos:300'")" = 鈴木 ]
}

unchanged() {      # command… : fails with status 2, says something, leaves the store as it was
	dump > before
	run -2 --separate-stderr "$@"
	[ -n "$stderr" ]
	dump | cmp before -
}

@test "bad input: a clear error and a store that is unchanged" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n' > ok.csv
	crm-import --source pos ok.csv

	printf '氏名,電話番号\n山田,03-1234-5678\n' > nokey.csv
	unchanged crm-import --source pos nokey.csv; [[ $stderr == *nokey.csv:*--key* ]]
	printf '# ours\nid=番号\n' > m.map
	unchanged crm-import --source pos --map m.map ok.csv; [[ $stderr == *"m.map:2: 'id=番号': there is no such column"* ]]
	unchanged crm-import --source pos --key 番号 ok.csv; [[ $stderr == *番号* ]]
	unchanged crm-import --as orders ok.csv; [[ $stderr == *order_id* ]]
	printf '会員コード,氏名\n2,"山田\n3,x\n' > quote.csv
	unchanged crm-import --source pos quote.csv; [[ $stderr == *quote.csv:2:* ]]
	printf '会員コード,氏名\n2,山\x8e\n' > torn.csv
	unchanged crm-import --source pos torn.csv; [[ $stderr == *torn.csv* ]]
	: > empty.csv
	unchanged crm-import --source pos empty.csv; [[ $stderr == *empty.csv* ]]
	printf 'PK\003\004 this is no workbook' > not.xlsx
	unchanged crm-import --source pos not.xlsx; [[ $stderr == *not.xlsx* ]]
	head -c 3000 "$EXAMPLE/cards.xlsx" > cut.xlsx
	unchanged crm-import --source card --key No cut.xlsx; [[ $stderr == *cut.xlsx* ]]
	unchanged crm-import ok.csv; [[ $stderr == *--source* ]]
	unchanged crm-import --source 'P O S' ok.csv
}

@test "a title above the header, a known word alone in it too" {
	new_store
	printf 'Notes:\n"These are, as exported,\nyour connections"\n\nFirst Name,Last Name,Email Address\nTaro,Yamada,taro@example.jp\n' > a.csv
	crm-import --source li --key 'Email Address' a.csv
	[ "$(query 'SELECT name, email FROM v_record')" = 'Yamada Taro|taro@example.jp' ]
	printf 'メールアドレス\nb@example.jp\nc@example.jp\n' > b.csv
	crm-import --source li --key メールアドレス b.csv
	[ "$(query 'SELECT count(*) FROM v_record')" = 3 ]
}

@test "--list-sheets prints the sheets of a workbook, without a store" {
	[ "$(crm-import --list-sheets "$EXAMPLE/cards.xlsx" | tail -n +2 | cut -d, -f2-)" = 1,名簿,visible ]
	[ "$(crm-import --list-sheets --to json < "$EXAMPLE/cards.xlsx" | jq -r .sheet)" = 名簿 ]
	run -2 crm-import --list-sheets "$EXAMPLE/shop_pos.csv"
	[[ $output == *"not a workbook"* ]]
}

@test "a password-protected workbook is named for what it is" {
	new_store
	# an OLE2 container that holds an EncryptedPackage stream: what Excel writes with a password
	{ printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'; head -c 1528 /dev/zero; printf 'E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0'; head -c 2000 /dev/zero; } > locked.xlsx
	unchanged crm-import --source card locked.xlsx
	[[ $stderr == *password* ]]
}

@test "an order goes in whole or not at all" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n' > a.csv
	crm-import --source pos a.csv
	printf '商品コード,商品名,単価\nA,あ,100\nB,い,200\n' > p.csv
	crm-import --as products p.csv
	printf '注文番号,販売元,会員ID,注文日時,商品コード,数量,単価,金額\n10,pos,1,2026-01-02 10:00:00,A,2,100,200\n10,pos,1,2026-01-02 10:00:00,Z,1,5,5\n11,pos,1,2026-01-03,B,1,200,200\n12,pos,9,2026-01-03,B,1,200,200\n' > o.csv
	run -1 --separate-stderr crm-import --as orders --rejects bad.csv o.csv
	[[ $stderr == *"o.csv:3: 商品コード: 'Z' no such product"* ]]
	[[ $stderr == *"o.csv:5: 会員ID: '9' no such customer"* ]]
	[ "$(query 'SELECT order_id, line, date, amount FROM v_order_line')" = '11|1|2026-01-03|200' ]
	[ "$(wc -l < bad.csv)" = 4 ]
	# mended, the order comes in with both lines
	sed -e 's/,Z,/,B,/' -e '/^12,/d' bad.csv > mended.csv
	crm-import --as orders mended.csv
	[ "$(query "SELECT count(*) FROM v_order_line WHERE order_id = '10'")" = 2 ]
	[ "$(query 'SELECT sum(amount) FROM v_sum')" = 405 ]
}

@test "an order of which a line was rejected stays out when it comes again further down; rejects come in the file's order" {
	example_store
	cat > o.csv <<-'CSV'
		注文番号,会員ID,注文日,商品コード,金額
		X1,100001,2026-04-01,CO001,680
		X1,100001,2026-04-01,NONE,680
		X1,100001,2026-04-01,CO001,680
		X2,100001,2026-04-01,CO001,680
		X3,100001,2026-04-01,CO001,680
		X3,100001,2026-04-01
		X2,100001,2026-04-01,CO001,70
		X1,100001,2026-04-01,CO001,680
		X3,100001,2026-04-01,CO001,680
		X1,100001,sometime,CO001,680
	CSV
	run -1 --separate-stderr crm-import --as orders --source ec --rejects bad.csv o.csv
	[ "$(query "SELECT order_id, line, amount FROM v_order_line WHERE order_id LIKE 'X%'")" = "$(printf 'X2|1|680\nX2|2|70')" ]
	[ "$(grep -o 'o.csv:[0-9]*' <<< "$stderr" | cut -d : -f 2 | tr '\n' ' ')" = '2 3 4 6 7 9 10 11 ' ]
	[ "$(grep -c ',another line of this order was rejected' bad.csv)" = 5 ]
	[[ $stderr == *"o.csv:7: has 3 cells"* && $stderr == *"o.csv:11: 注文日: 'sometime' is not a date"* ]]
}

@test "orders as Shopify writes them: named by Name, who and when in the first row only" {
	new_store
	printf '会員コード,氏名\na@example.jp,山田 太郎\n' > a.csv
	crm-import --source web a.csv
	printf '商品コード,商品名,単価\nA,あ,100\nB,い,200\n' > p.csv
	crm-import --as products p.csv
	cat > o.csv <<-'CSV'
		Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku
		#1001,a@example.jp,2026-01-02 10:00:00 +0900,2,あ,100,A
		#1001,,,1,い,200,B
		#1002,,2026-01-03 10:00:00 +0900,1,い,200,B
	CSV
	run -1 crm-import --as orders --source web --columns customer=Email --rejects bad.csv o.csv
	[ "$(query 'SELECT order_id, line, source_id, amount FROM v_order_line')" = '#1001|1|a@example.jp|200
#1001|2|a@example.jp|200' ]
	[ "$(cut -d, -f1,8 bad.csv | tail -n +2)" = '#1002,4' ]
}

@test "a changed order is changed, a shorter one loses its line, undo brings it back" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n2,鈴木 花子\n' > a.csv
	crm-import --source pos a.csv
	printf '商品コード,商品名,単価\nA,あ,100\nB,い,200\n' > p.csv
	crm-import --as products p.csv
	head='注文番号,会員ID,注文日,商品コード,数量,金額'
	printf '%s\n10,1,2026-01-02,A,2,200\n10,1,2026-01-02,B,1,200\n11,1,2026-01-05,A,1,100\n' "$head" > o.csv
	crm-import --as orders --source pos o.csv
	dump > before
	printf '%s\n10,1,2026-01-02,A,3,300\n11,2,2026-01-06,A,1,100\n' "$head" > o2.csv
	crm-import --as orders --source pos o2.csv
	[ "$(query 'SELECT order_id, line, source_id, date, quantity, amount FROM v_order_line ORDER BY 1, 2')" = "$(printf '10|1|1|2026-01-02|3|300\n11|1|2|2026-01-06|1|100')" ]
	[ "$(query "SELECT group_concat(amount) FROM (SELECT amount FROM record_sum ORDER BY record_id)")" = 300,100 ]
	crm-undo "$(last_operation)"
	dump | cmp before -
}

@test "an order whose lines lie apart in the file is one order, and the same again changes nothing" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n2,鈴木 花子\n' > a.csv
	crm-import --source pos a.csv
	printf '商品コード,商品名,単価\nA,あ,100\nB,い,200\n' > p.csv
	crm-import --as products p.csv
	printf '注文番号,会員ID,注文日,商品コード,数量,金額\n10,1,2026-01-02,A,2,200\n11,2,2026-01-05,A,1,100\n10,1,2026-01-02,B,1,200\n' > o.csv
	crm-import --as orders --source pos o.csv
	[ "$(query "SELECT group_concat(line || product_id) FROM v_order_line WHERE order_id = '10'")" = 1A,2B ]
	[ "$(query "SELECT orders || '/' || lines || '/' || amount FROM record_sum ORDER BY record_id LIMIT 1")" = 1/2/400 ]
	ops=$(last_operation)
	crm-import --as orders --source pos o.csv
	[ "$(last_operation)" = "$ops" ]
}

@test "parts of an order that lie apart and contradict each other: the first one counts, in an old order as in a new one" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n2,鈴木 花子\n' > a.csv
	crm-import --source pos a.csv
	printf '商品コード,商品名\nA,あ\nB,い\n' > p.csv
	crm-import --as products p.csv
	# the second part of 10 names another day, that of 11 another customer
	printf '注文番号,会員ID,注文日,商品コード,数量,金額\n10,1,2026-01-02,A,2,200\n11,2,2026-01-05,A,1,100\n10,1,2026-01-03,B,1,200\n12,1,2026-01-05,A,1,100\n11,1,2026-01-05,B,1,70\n' > o.csv
	for i in 1 2; do
		run -1 --separate-stderr crm-import --as orders --source pos --rejects bad.csv o.csv
		[[ $stderr == *"o.csv:6: "*"'11' this order came before with another customer"* ]]
		[ "$(query "SELECT order_id, line, source_id, date, amount FROM v_order_line ORDER BY 1, 2")" = "$(printf '10|1|1|2026-01-02|200\n10|2|1|2026-01-02|200\n11|1|2|2026-01-05|100\n12|1|1|2026-01-05|100')" ]
		[ "$(query "SELECT group_concat(amount) FROM (SELECT amount FROM record_sum ORDER BY record_id)")" = 500,100 ]
	done
}

@test "files of one run that share an order: the later one says what is in it, and undo takes all of it back" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n2,鈴木 花子\n' > a.csv
	crm-import --source pos a.csv
	printf '商品コード,商品名\nA,あ\nB,い\n' > p.csv
	crm-import --as products p.csv
	dump > before
	head='注文番号,会員ID,注文日,商品コード,数量,金額'
	printf '%s\n10,1,2026-01-02,A,2,200\n10,1,2026-01-02,B,1,90\n11,2,2026-01-05,A,1,100\n13,1,2026-01-05,A,1,7\n' "$head" > o1.csv
	printf '%s\n10,1,2026-01-02,A,1,100\n11,2,2026-01-06,A,1,100\n11,2,2026-01-06,B,1,5\n12,2,2026-01-05,A,1,100\n13,1,2026-01-05,A,1,7\n' "$head" > o2.csv
	crm-import --as orders --source pos o1.csv o2.csv
	[ "$(query "SELECT order_id, line, date, amount FROM v_order_line ORDER BY 1, 2")" = "$(printf '10|1|2026-01-02|100\n11|1|2026-01-06|100\n11|2|2026-01-06|5\n12|1|2026-01-05|100\n13|1|2026-01-05|7')" ]
	[ "$(query "SELECT group_concat(amount) FROM (SELECT amount FROM record_sum ORDER BY record_id)")" = 107,205 ]
	[ "$(crm-undo "$(last_operation)")" = table,key,reason ]
	dump | cmp before -
}

@test "words for yes and no to mail; another word is neither" {
	new_store
	printf '会員ID,メルマガ\n1,同意する\n2,1:許可\n3,Unsubscribed\n4,配信しない\n5,たぶん\n6,\n' > a.csv
	run -0 --separate-stderr crm-import --source ec a.csv
	[[ $stderr == *"メルマガ: 1 x neither yes nor no"*"'たぶん'"* ]]
	[ "$(query "SELECT group_concat(source_id || granted) FROM (SELECT * FROM v_consent ORDER BY source_id)")" = 11,21,30,40 ]
}

@test "a consent is never given back by an import, a refusal is heard" {
	new_store
	printf '会員ID,氏名,メルマガ\n1,山田 太郎,1\n2,鈴木 花子,0\n' > a.csv
	crm-import --source ec a.csv
	printf '会員ID,氏名,メルマガ\n1,山田 太郎,0\n2,鈴木 花子,1\n' > b.csv
	crm-import --source ec b.csv
	[ "$(query "SELECT source_id, granted FROM v_consent ORDER BY source_id, at, granted DESC")" = "$(printf '1|1\n1|0\n2|0')" ]
}

@test "records come from stdin and from several files in one operation" {
	new_store
	printf '会員コード,氏名\n1,山田 太郎\n' > a.csv
	printf '会員コード,氏名\n2,鈴木 花子\n' > b.csv
	crm-import --source pos a.csv b.csv
	[ "$(last_operation)" = 1 ]
	printf '会員コード,氏名\n3,佐藤 次郎\n' | crm-import --source pos
	[ "$(query 'SELECT count(*) FROM v_record')" = 3 ]
}

@test "a file without a column that is needed is named, and so is the place of a character that CP932 lacks" {
	new_store
	printf 'x,氏名\n1,𠮷田😀\n' > a.csv
	run -2 --separate-stderr crm-import --as orders --source pos a.csv
	[[ $stderr == 'crm-import: a.csv: no column is known to be order_id; '* ]]
	run -2 --separate-stderr crm-import --as products a.csv
	[[ $stderr == 'crm-import: a.csv: no column is known to be product_id; '* ]]
	run -2 --separate-stderr crm-rfm --columns date=氏名 a.csv
	[[ $stderr == 'crm-rfm: a.csv: no column is known to be customer_id; '* ]]
	run -1 --separate-stderr crm-export --encoding cp932 a.csv
	[ "$stderr" = "crm-export: a.csv:2: 氏名: CP932 has no '𠮷😀'" ]
	run -1 --separate-stderr crm-export --encoding cp932 --fold a.csv
	[ "$stderr" = "crm-export: a.csv:2: 氏名: '𠮷😀' is written as '吉〓'" ]
}

@test "an order that comes again further down, new and old ones mixed, and one of another customer" {
	new_store
	{ echo '会員コード,氏名'; for i in $(seq 9); do echo "$i,山田 太郎"; done; } > a.csv
	crm-import --source pos a.csv
	printf '商品コード,商品名\nA,あ\n' > p.csv
	crm-import --as products p.csv
	head='注文番号,会員ID,注文日,商品コード,数量,金額'
	{ echo "$head"; for i in $(seq 3000); do echo "$i,$((i % 9 + 1)),2026-01-02,A,1,$i"; done; } > old.csv
	crm-import --as orders --source pos old.csv
	# every third order is new; 7 comes twice, 5001 too; a line of 5001 names another customer, far behind the others
	{ echo "$head"
	for i in $(seq 2000); do
		if [ $((i % 3)) = 0 ]; then echo "$((i + 5000)),1,2026-02-03,A,1,$i"; else echo "$i,$((i % 9 + 1)),2026-01-02,A,1,$i"; fi
	done
	echo '7,8,2026-01-02,A,1,70'; echo '5003,1,2026-02-03,A,1,5'; echo '8,9,2026-01-02,A,1,8'; echo '5003,2,2026-02-03,A,1,6'; } > mixed.csv
	run -1 --separate-stderr crm-import --as orders --source pos --rejects bad.csv mixed.csv
	[[ $stderr == *"'5003' this order came before with another customer"* ]]
	[ "$(wc -l < bad.csv)" = 2 ]
	[ "$(query 'SELECT count(*) FROM orders')" = 3666 ]
	[ "$(query "SELECT group_concat(line || ':' || amount) FROM v_order_line WHERE order_id = '7'")" = 1:7,2:70 ]
	[ "$(query "SELECT group_concat(line || ':' || amount) FROM v_order_line WHERE order_id = '5003'")" = 1:3,2:5 ]
	# the sums are those of the lines; 3000 old ones, 666 new ones, three more lines
	[ "$(query 'SELECT sum(orders), sum(lines), sum(amount) FROM record_sum')" = "$(query 'SELECT 3666, count(*), sum(amount) FROM order_line')" ]
	[ "$(query 'SELECT count(*) FROM order_line')" = 3669 ]
	crm-undo "$(last_operation)" > /dev/null
	[ "$(query 'SELECT count(*) FROM orders')" = 3000 ]
	[ "$(query 'SELECT count(*), sum(amount) FROM order_line')" = '3000|4501500' ]
	[ "$(query 'SELECT sum(lines), sum(amount) FROM record_sum')" = '3000|4501500' ]
}

@test "customers in any order, some twice, in one file and in a known source: each goes in once" {
	new_store
	{ echo '会員コード,氏名,備考'; for i in $(seq 1500); do echo "K$((i * 7919 % 1009)),山田 太郎,$((i * 7919 % 1009))"; done; } > a.csv
	[ "$(crm-import --source pos a.csv | tail -1)" = a.csv,1500,1009,0,491,0 ]
	{ cat a.csv; for i in $(seq 2000 2300); do echo "K$i,鈴木 花子,x"; echo "K$i,鈴木 花子,x"; done; echo 'K2300,鈴木 花子,y'; } > b.csv
	run -1 --separate-stderr crm-import --source pos --rejects bad.csv b.csv
	[ "${lines[1]}" = b.csv,2103,301,0,1801,1 ]
	[[ $stderr == *'this customer number was in line'* ]]
	[ "$(query 'SELECT count(*), count(DISTINCT source_id), count(DISTINCT customer_id) FROM v_record')" = '1310|1310|1310' ]
}
