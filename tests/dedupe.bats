# crm-dedupe: any table, without a store.
load helper

# four people; the first twice in other spellings, the third and fourth a couple
people() {
	cat <<-'EOF'
	record_id,氏名,カナ,生年月日,郵便番号,住所,電話番号,メール
	a1,山田　花子,ヤマダ ハナコ,昭和53年4月7日,105-0011,東京都港区芝公園四丁目2番8号,090-1234-5678,hana78@example.jp
	a2,山田花子,ﾔﾏﾀﾞ ﾊﾅｺ,1978-04-07,〒1050011,港区芝公園４－２－８,+81 90 1234 5678,
	b1,鈴木 一郎,スズキ イチロウ,1960/01/02,530-0001,大阪府大阪市北区梅田1-1-3,06-6345-1111,ichi@example.jp
	c1,高橋　健,タカハシ ケン,1985-10-11,460-0001,愛知県名古屋市中区三の丸2-5-1,052-201-1111,ken@example.jp
	c2,高橋　美咲,タカハシ ミサキ,1987-02-03,460-0001,愛知県名古屋市中区三の丸2-5-1,052-201-1111,misaki@example.jp
	EOF
}

# 60 people, each twice, the second time with a letter or a digit wrong; chance by Lehmer's generator
many() {
	awk 'function below(n) { x = x * 16807 % 2147483647; return x % n }
	BEGIN {
		x = 7
		split("anna bert carl dora emil fred gina hugo ines jack kate lena", g, " ")
		split("archer baker carter dyer fisher glover hunter mason potter sawyer tailor weaver", s, " ")
		split("leeds york hull bath", c, " ")
		print "record_id,first_name,surname,dob,city,email"
		for (i = 0; i < 60; i++) {
			first = g[below(12) + 1]; last = s[below(12) + 1]; city = c[below(4) + 1]
			dob = sprintf("%d-%02d-%02d", 1940 + below(60), below(12) + 1, below(28) + 1)
			mail = substr(first, 1, 1) below(100000) "@example.com"
			print i "x," first "," last "," dob "," city "," mail
			if (i % 3 == 0) first = first "e"
			if (i % 3 == 1) dob = substr(dob, 1, 9) (substr(dob, 10) + 1) % 10
			if (i % 3 == 2) mail = ""
			print i "y," first "," last "," dob "," city "," mail
		}
	}'
}

shuffled() {       # the header stays
	head -1 "$1"
	tail -n +2 "$1" | awk '{ print (NR * 7919) % 1009 "\t" $0 }' | sort -n | cut -f 2-
}

@test "one person in two spellings; a couple stays two people in one household" {
	people > people.csv
	run -0 crm-dedupe --clusters people.csv
	[ "${lines[0]}" = record_id,cluster_id ]
	[ "${lines[2]}" = a2,a1 ]
	[ "${lines[3]}" = b1,b1 ]
	[ "${lines[4]}" = c1,c1 ]
	[ "${lines[5]}" = c2,c2 ]
	run -0 crm-dedupe --household people.csv
	[ "${lines[0]}" = record_id,household_id ]
	[ "${lines[5]}" = c2,c1 ]
	[ "${lines[3]}" = b1,b1 ]
}

@test "a record without a name does not make one person of a couple who share a phone" {
	people > people.csv
	sed -i '/^c/s/052-201-1111/080-2222-3333/' people.csv
	echo 'c3,,,,460-0001,愛知県名古屋市中区三の丸2-5-1,080-2222-3333,' >> people.csv
	crm-dedupe --clusters people.csv > clusters.csv
	[ "$(sed -n 's/^c1,//p' clusters.csv)" != "$(sed -n 's/^c2,//p' clusters.csv)" ]
	crm-dedupe people.csv > pairs.csv
	grep -q '^c[12],c3,.*,review,' pairs.csv          # whose it is, is for a person to say
}

@test "pairs have a score, a class and evidence" {
	people > people.csv
	run -0 crm-dedupe people.csv
	[ "${lines[0]}" = id_a,id_b,score,class,evidence ]
	[[ ${lines[1]} =~ ^a1,a2,[0-9]+\.[0-9][0-9],same,family=\ given=\ .*address=\ phone=$ ]]
}

@test "a table in English, guessed from its header" {
	many > many.csv
	crm-dedupe --clusters many.csv > clusters.csv
	[ "$(awk -F, 'NR > 1 { a = $1; b = $2; sub(/[xy]/, "", a); sub(/[xy]/, "", b); n += a != b } END { print n + 0 }' clusters.csv)" = 0 ]
	[ "$(cut -d, -f2 clusters.csv | sort -u | wc -l)" -le 63 ]        # header, 60 people, two missed at most
}

@test "the same bytes for shuffled rows and any number of threads" {
	many > many.csv
	shuffled many.csv > other.csv
	run ! cmp -s many.csv other.csv
	for o in "" --clusters --review --household --estimate; do
		crm-dedupe $o --threads 1 many.csv > one 2>/dev/null
		crm-dedupe $o --threads 3 other.csv > two 2>/dev/null
		cmp one two
	done
}

@test "what was said of pairs is kept to" {
	people > people.csv
	printf 'id_a,id_b,answer\na2,a1,no\nb1,c1,yes\nc1,c2,\n' > answers.csv
	run -0 crm-dedupe --clusters --answers answers.csv people.csv
	[ "${lines[2]}" = a2,a2 ]
	[ "${lines[4]}" = c1,b1 ]
	[ "${lines[5]}" = c2,c2 ]
	run -0 crm-dedupe --answers answers.csv people.csv
	[[ $output == *b1,c1,*,same,* ]]
	[[ $output != *a1,a2* ]]
	echo 'a1,b1,perhaps' >> answers.csv
	run -2 --separate-stderr crm-dedupe --answers answers.csv people.csv
	[[ $stderr == *"answers.csv:5: answer: 'perhaps'"* ]]
	sed -i '$d; s/no$/NO/; s/yes$/Yes/' answers.csv
	crm-dedupe --clusters --answers answers.csv people.csv > capitals
	sed -i 's/NO$/no/; s/Yes$/yes/' answers.csv
	crm-dedupe --clusters --answers answers.csv people.csv | cmp - capitals
	run -2 crm-dedupe --clusters --review people.csv
}

@test "a pair is explained" {
	people > people.csv
	run -0 crm-dedupe people.csv --explain a1 a2
	[ "${lines[0]}" = "a1 | a2" ]
	[[ $output == *"phone "*"same: +819012345678 | +819012345678"* ]]
	run -2 --separate-stderr crm-dedupe --explain a1 zz people.csv
	[[ $stderr == *"no record 'zz'"* ]]
	run -2 crm-dedupe people.csv --explain a1
}

@test "a kept model says the same; a model of other comparisons is refused" {
	many > many.csv
	crm-dedupe --save-model m.txt many.csv > one
	crm-dedupe --model m.txt many.csv > two
	cmp one two
	people > people.csv
	run -2 --separate-stderr crm-dedupe --model m.txt people.csv
	[[ $stderr == *"compares other things"* ]]
	echo nonsense > m.txt
	run -2 crm-dedupe --model m.txt many.csv
}

@test "what to compare can be said" {
	people > people.csv
	run -0 crm-dedupe --clusters --compare 電話番号:phone,生年月日:date people.csv
	[ "${lines[2]}" = a2,a1 ]
	run -2 --separate-stderr crm-dedupe --compare 電話番号:fax people.csv
	[[ $stderr == *"--compare '電話番号:fax'"* ]]
	run -2 --separate-stderr crm-dedupe --compare 電話番号:phone,電話番号:text people.csv
	[[ $stderr == *"--compare '電話番号:text': "*twice* ]]
}

@test "bad input: nothing to compare, an id twice, no id, ragged rows, no rows" {
	printf 'record_id,x\n1,a\n2,a\n' > in.csv
	run -2 --separate-stderr crm-dedupe in.csv
	[[ $stderr == *"nothing to compare"* ]]
	printf 'record_id,name\n1,a b\n1,c d\n' > in.csv
	run -2 --separate-stderr crm-dedupe in.csv
	[[ $stderr == *"'1' occurs twice"* ]]
	printf 'no,name\n1,a b\n' > in.csv
	run -2 --separate-stderr crm-dedupe in.csv
	[[ $stderr == *"--id COLUMN"* ]]
	printf 'record_id,name\n1,a b\n2\n3,c d\n' > in.csv
	run -2 --separate-stderr crm-dedupe --clusters in.csv
	[[ $stderr == *in.csv:3:* ]]
	run -1 --separate-stderr crm-dedupe --clusters --rejects bad.csv in.csv
	[ "${#lines[@]}" = 3 ]
	printf 'record_id,name\n' > in.csv
	run -0 crm-dedupe in.csv
	[ "$output" = id_a,id_b,score,class,evidence ]
}

@test "1,000 copies are one person; 10,000 records of one name are not; a placeholder joins nobody" {
	{ echo record_id,name,tel; for i in $(seq 1000); do echo "$i,山田 太郎,090-1234-5678"; done; } > copies.csv
	[ "$(crm-dedupe --clusters copies.csv | cut -d, -f2 | sort -u | wc -l)" = 2 ]
	{ echo record_id,name,birthday,address; for i in $(seq 1000); do echo "$i,山田 太郎,1970-01-02,東京都港区芝公園4-2-8"; done; } > copies.csv
	[ "$(crm-dedupe --clusters copies.csv | cut -d, -f2 | sort -u | wc -l)" = 2 ]
	{ echo record_id,name; for i in $(seq 10000); do echo "$i,山田 太郎"; done; } > names.csv
	[ "$(crm-dedupe --clusters names.csv | cut -d, -f2 | sort -u | wc -l)" = 10001 ]
	awk 'BEGIN { print "record_id,first_name,surname,phone"
		for (i = 0; i < 2000; i++) printf "%d,f%c%d,s%d,%s\n", i, 97 + i % 26, i % 50, i, i % 3 ? "0312345678" : "08" 10000000 + i * 4321 }' > shop.csv
	[ "$(crm-dedupe --clusters shop.csv | awk -F, 'NR > 1 && $1 != $2' | wc -l)" = 0 ]
	run -0 --separate-stderr crm-dedupe -v --clusters shop.csv
	[[ $stderr == *"taken for a placeholder"* ]]
}
