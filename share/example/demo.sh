#!/bin/sh
# The main job on a copy of the example shop: five files in, duplicates merged, good customers found,
# recommended to and mailed, a list for Excel, the log, and the merge taken back.  Changes nothing but a
# new temporary folder, and stops at the first step that fails.  The programs must be on PATH.
set -u
example=$(cd "$(dirname "$0")" && pwd) || exit 1
folder=$(mktemp -d "${TMPDIR:-/tmp}/crm-demo.XXXXXX") || exit 1
cd "$folder" || exit 1
cp "$example"/*.csv "$example"/*.xlsx "$example"/*.txt . || exit 1
mkdir .demo
export CRM_DB=shop.db

stop() {
	echo "demo: $1" >&2
	echo "demo: stopped; what was done so far lies in $folder" >&2
	exit 1
}

# a program of a pipe; a failure is remembered, whatever comes behind it
stage() {
	"$@"
	got=$?
	[ $got = 0 ] || echo "$1 ended with status $got" >> .demo/failed
	return $got
}

say() {
	printf '\n# %s\n' "$1"
}

# runs a command line as it is printed, and shows the first lines of what came out
run() {
	lines=${2:-4}
	printf '$ %s\n' "$1"
	eval "$(printf '%s\n' "$1" | sed 's/^crm-/stage &/; s/| crm-/| stage crm-/g')" > .demo/out 2> .demo/err ||
		echo "'$1' failed" >> .demo/failed
	head -n "$lines" .demo/out
	[ "$(wc -l < .demo/out)" -le "$lines" ] || echo "... ($(wc -l < .demo/out) lines)"
	cat .demo/err
	[ ! -s .demo/failed ] || stop "$(head -n 1 .demo/failed)"
}

customers() {
	crm-select --fields customer_id | tail -n +2 | wc -l
}

for p in crm-init crm-import crm-dedupe crm-merge crm-rfm crm-recommend crm-mailout crm-select crm-export crm-audit crm-undo
do
	command -v $p > /dev/null || stop "$p is not on PATH; 'make demo' builds it"
done

say 'An empty store'
run 'crm-init'

say 'Five files as they are delivered: Excel CSV in Shift_JIS, UTF-8, a workbook; products; ten years of orders'
run 'crm-import --source pos shop_pos.csv'
run 'crm-import --source ec ec_members.csv'
run 'crm-import --source card --key No cards.xlsx'
run 'crm-import --as products products.csv'
run 'crm-import --as orders orders.csv'
crm-select --what identities > .demo/before
before=$(customers)

say 'Which records are the same person?'
run 'crm-dedupe | crm-merge --why "first clean-up" > merged.csv'
echo "$before customers became $(customers); one of them, as the lists know them:"
id=$(tail -n +2 merged.csv | cut -d , -f 1 | sort | uniq -c | sort -k 1,1nr -k 2,2n | awk 'NR == 1 { print $2 }')
run "crm-select --what records --where '.customer_id == \"$id\"' --fields record_id,name,postal,phone,mobile,email" 6

say 'Three offers for each good customer, mailed to those who agreed (--as-of fixes today)'
run 'crm-rfm --as-of 2026-04-01 --segment champions,loyal --where ".email != null" > good.csv'
run 'head -n 3 good.csv'
run 'crm-recommend --as-of 2026-04-01 --top 3 good.csv | crm-mailout --campaign autumn --template autumn.txt --via maildir:out - > sent.csv'
run 'tail -n +2 sent.csv | cut -d , -f 3,4 | sort | uniq -c'
run 'ls out/new | wc -l'

say 'A list for Excel'
run "crm-select --where '.prefecture == \"大阪府\"' | crm-export --excel --why 'call list' > osaka.csv"
run 'crm-audit who osaka.csv --fields at,login,program,why'

say 'Who did what, and is the log whole?'
run 'crm-audit --fields operation,login,kind,program,why' 20
run 'crm-audit verify'

say 'The merge is taken back'
merge=$(crm-audit --fields operation,kind | grep ',merge$' | cut -d , -f 1)
run "crm-undo $merge"
crm-select --what identities | cmp -s .demo/before - || stop 'the merge was not undone exactly'
echo "$(customers) customers, and every record is where it was before"
run 'crm-audit verify'

rm -r .demo
echo
echo "All is in $folder: shop.db (the store), merged.csv, good.csv, sent.csv, osaka.csv, out/new (the mails)."
