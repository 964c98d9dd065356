# crm-norm: lines and columns in their normal form.
load helper

@test "a line in, a line out" {
	run -0 crm-norm phone <<< '０３ー１２３４ー５６７８'
	[ "$output" = +81312345678 ]
	run -0 crm-norm addr <<< '新宿区西新宿二丁目8番1号'
	[ "$output" = '東京都|新宿区|西新宿|2-8-1|' ]
}

@test "a null marker is an empty line, nothing in is nothing out" {
	[ "$(printf 'なし\nN/A\n' | crm-norm email | od -An -c | tr -d ' ')" = '\n\n' ]
	run -0 crm-norm email < /dev/null
	[ -z "$output" ]
}

@test "a value that breaks its rule is ERR:reason, the rest goes on, status 1" {
	run -1 crm-norm postal <<< $'160\n163-8001\nabc'
	[ "$output" = $'ERR:old\n163-8001\nERR:char' ]
}

@test "--escaped reads escapes" {
	run -0 crm-norm --escaped name <<< '\u5c71\u7530\t\U00020BB7\\'
	[ "$output" = '山田 𠮷\' ]
	run -0 crm-norm --escaped name <<< '\ud842\uDFB7\u0000田\u30'
	[ "$output" = '𠮷田\u30' ]
}

@test "files are read in turn, a missing one is status 2" {
	echo 男 > a
	echo 女 > b
	run -0 crm-norm gender a b
	[ "$output" = $'m\nf' ]
	run -2 --separate-stderr crm-norm gender a none
	[[ $stderr == *none* ]]
}

@test "an unknown field is status 2" {
	run -2 --separate-stderr crm-norm telephone < /dev/null
	[[ $stderr == *telephone* ]]
	run -2 crm-norm < /dev/null
}

@test "--columns appends value and key" {
	printf 'id,氏名,TEL\n1,髙村　光太郎 様,03-1234-5678 内線9\n2,森 鴎外,12\n' > in.csv
	run -1 crm-norm --columns name=氏名,phone=TEL in.csv
	[ "${lines[0]}" = id,氏名,TEL,氏名_norm,氏名_key,TEL_norm,TEL_key ]
	[ "${lines[1]}" = '1,髙村　光太郎 様,03-1234-5678 内線9,髙村 光太郎,高村光太郎,+81312345678;ext=9,+81312345678' ]
	[ "${lines[2]}" = '2,森 鴎外,12,森 鴎外,森鴎外,ERR:length,' ]
}

@test "--columns with a column that is not there, a field that is none, or no =" {
	printf 'id,TEL\n1,\n' > in.csv
	run -2 --separate-stderr crm-norm --columns phone=FAX in.csv
	[[ $stderr == *FAX* ]]
	run -2 crm-norm --columns telephone=TEL in.csv
	run -2 crm-norm --columns TEL in.csv
}

@test "dates: serial numbers and orders only when told" {
	run -1 crm-norm date <<< $'45000\n5/6/2024\n88/5/6'
	[ "$output" = $'ERR:format\nERR:ambiguous\nERR:ambiguous' ]
	run -0 crm-norm --excel-serial --date-order dmy --century 1900 date <<< $'45000\n5/6/2024\n88/5/6'
	[ "$output" = $'2023-03-15\n2024-06-05\n1988-05-06' ]
}

@test "--gender-map gives a source words of its own" {
	run -0 crm-norm --gender-map 0=m,1=f,法人=,W=f gender <<< $'0\n１\n法人\nw\n男'
	[ "$output" = $'m\nf\n\nf\nm' ]
	run -2 crm-norm --gender-map 0=male gender <<< 0
	run -2 crm-norm --gender-map 0 gender <<< 0
	run -2 crm-norm --century 20 date <<< 80/1/2
}

@test "-v says what was mended" {
	run -0 --separate-stderr crm-norm -v postal <<< 308570
	[ "$output" = 030-8570 ]
	[[ $stderr == *zero-padded* ]]
}

@test "the tables: CRM_SHARE names their folder, no tables is status 2 where they are needed" {
	CRM_SHARE=$PWD run -2 --separate-stderr crm-norm addr <<< '新宿区西新宿2-8-1'
	[[ $stderr == *CRM_SHARE* ]]
	CRM_SHARE=$PWD run -0 crm-norm name <<< '森 鴎外 様'
	echo 'no table' > places.dat
	CRM_SHARE=$PWD run -2 --separate-stderr crm-norm addr <<< '新宿区西新宿2-8-1'
	[[ $stderr == *version* ]]
}
