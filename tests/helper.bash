# Loaded by every suite: programs on PATH, a folder of its own for each test, no store by default.
bats_require_minimum_version 1.5.0
: "${CRM_TOP:=$(cd "$BATS_TEST_DIRNAME/.." && pwd)}"
: "${CRM_BIN:=$CRM_TOP/build/release/bin}"
: "${CRM_GEN:=$CRM_TOP/build/release/gen/shop}"
PATH=$CRM_BIN:$PATH
EXAMPLE=$CRM_TOP/share/example
export PATH EXAMPLE
unset CRM_DB
export ASAN_OPTIONS=detect_leaks=1

PROGRAMS="crm-init crm-import crm-export crm-select crm-norm crm-dedupe crm-merge crm-rfm crm-recommend crm-mailout crm-audit crm-undo"

setup() {
	cd "$BATS_TEST_TMPDIR" || exit 1
}

# an empty store, named by CRM_DB
new_store() {
	export CRM_DB=$BATS_TEST_TMPDIR/${1:-shop.db}
	crm-init
}

# the example shop, imported once and copied for each test
example_store() {
	local made=$BATS_RUN_TMPDIR/example.db
	if [ ! -e "$made" ]; then
		export CRM_DB=$made.$$
		crm-init
		import_example
		sqlite3 "$CRM_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
		mv "$CRM_DB" "$made"
		rm -f "$CRM_DB"-*
	fi
	export CRM_DB=$BATS_TEST_TMPDIR/shop.db
	cp "$made" "$CRM_DB"
}

import_example() {
	crm-import --source pos "$EXAMPLE/shop_pos.csv" 2>/dev/null
	crm-import --source ec "$EXAMPLE/ec_members.csv" 2>/dev/null
	crm-import --source card --key No "$EXAMPLE/cards.xlsx" 2>/dev/null
	crm-import --as products "$EXAMPLE/products.csv"
	crm-import --as orders "$EXAMPLE/orders.csv"
}

# everything but the log of operations, as text: equal dumps are equal tables
dump() {
	sqlite3 "$CRM_DB" .dump | grep -v -e '^INSERT INTO operation ' -e '^INSERT INTO change ' -e '^INSERT INTO receipt '
}

query() {
	sqlite3 "$CRM_DB" "$@"
}

last_operation() {
	query 'SELECT max(operation_id) FROM operation'
}
