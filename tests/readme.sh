#!/bin/sh
# Runs the commands of the README's tour and puts what they print now in place of the output that is
# shown: for when a program's output has changed.  Read the diff before it is committed.
# The programs are those of build/release/bin, or of $CRM_BIN.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/shop"
cp "$top"/share/example/*.csv "$top"/share/example/*.xlsx "$top"/share/example/*.txt "$work/shop"

# the README as a shell script that prints the README
awk -v quote="'" '
	function say(s) { gsub(quote, quote "\\" quote quote, s); print "printf " quote "%s\\n" quote " " quote s quote " >&3" }
	/^```/ { inside = $0 == "```console"; say($0); next }
	inside && /^\$ / { say($0); print "{ " substr($0, 3) "\n} > ../out 2>&1 || echo \"a command of the tour failed: status $?\" >&2"; shown = 0; next }
	inside { if (!shown++) print "cat ../out >&3"; next }
	{ say($0) }' "$top/README.md" > "$work/tour.sh"
cd "$work/shop"
PATH=${CRM_BIN:-$top/build/release/bin}:$PATH bash "$work/tour.sh" 3> "$work/README.md"
cp "$work/README.md" "$top/README.md"
