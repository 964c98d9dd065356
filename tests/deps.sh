#!/bin/sh
# Installs the Debian packages named as arguments that are not there yet; says exactly what it lacks
# where it cannot.
missing=
for p in "$@"; do
	dpkg-query -W -f '${Status}\n' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
as=
[ "$(id -u)" = 0 ] || as=sudo
if ! command -v apt-get >/dev/null || { [ -n "$as" ] && ! command -v sudo >/dev/null; }; then
	echo "make deps: this machine lacks, and we cannot install:$missing" >&2
	echo "make deps: as root, on Debian 12:  apt-get install -y$missing" >&2
	exit 1
fi
$as apt-get update -q >/dev/null || echo "make deps: apt-get update failed; trying with the lists at hand" >&2
if ! $as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/tmp/crm-deps.$$ 2>&1; then
	cat /tmp/crm-deps.$$ >&2
	rm -f /tmp/crm-deps.$$
	echo "make deps: apt-get could not install:$missing" >&2
	exit 1
fi
rm -f /tmp/crm-deps.$$
echo "make deps: installed$missing"
