#!/bin/sh
# Runs every unit test program of a folder (TAP on stdout) and prints what failed, then the counts.
passed=0 failed=0
for t in "$1"/test_*; do
	case $t in *.d) continue ;; esac
	[ -x "$t" ] || continue
	if ! out=$("$t" 2>&1); then
		printf '%s\n' "$out" | grep -v '^ok ' | sed "s|^|$(basename "$t"): |"
		case $out in *'not ok '*) ;; *) failed=$((failed + 1)) ;; esac
	fi
	passed=$((passed + $(printf '%s\n' "$out" | grep -c '^ok ')))
	failed=$((failed + $(printf '%s\n' "$out" | grep -c '^not ok ')))
done
echo "unit: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
