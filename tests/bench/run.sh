#!/bin/sh
# All benches that there are, one after another: `make bench`.  A bench that needs a file which is not ours is run when
# a variable names it: RETAIL (see recommend.sh; may name all of its files).
set -eu
: "${CRM_BIN:=build/release/bin}" "${CRM_GEN:=build/release/gen/shop}"
CRM_LIB=$CRM_BIN/../libcrm.a
export CRM_BIN CRM_GEN CRM_LIB
here=$(cd "$(dirname "$0")" && pwd)
status=0
for bench in "$here"/*.sh; do
	name=$(basename "$bench")
	case $name in
	run.sh) continue ;;
	esac
	echo "== $name"
	sh "$bench" || { echo "$name failed"; status=1; }
done
if [ -n "${RETAIL:-}" ]; then
	echo "== recommend.sh $RETAIL"
	# shellcheck disable=SC2086
	sh "$here/recommend.sh" $RETAIL || status=1
fi
exit $status
