# The pages of man/ and the README are true: their examples run, and print what is shown.
#
# In a literal display (.Bd -literal) or a .Dl line, "$ command" is a command; lines that begin with
# "> " continue it.  A command ends with status 0, or with N where "# status N" stands behind it.
# Every other line of the display, up to the next command, is in what the command printed; a line "..."
# stands for any.  The commands of a page run in order, in one shell, in a folder with a copy of the
# example shop; the store shop.db, with the example imported, is there unless the page calls crm-init.
load helper

# the text of a page as a reader sees it; what a terminal shows bold or underlined is struck twice
page_text() {
	case $1 in
	*.md) cat "$1" ;;
	*) mandoc -T utf8 -O width=300 "$1" | sed 's/.\x08//g' ;;
	esac
}

# writes each command to N.cmd, the lines shown below it to N.shown
extract() {
	page_text "$1" | awk -v dir="$2" '
		/^ *\$ / {
			if (!match(last, /\$ /) && n) close(cmd)
			cmd = sprintf("%s/%03d.cmd", dir, ++n); shown = sprintf("%s/%03d.shown", dir, n)
			indent = match($0, /\$/) - 1
			sub(/^ *\$ /, ""); print > cmd; on = 1; next
		}
		on && substr($0, indent + 1, 2) == "> " { print substr($0, indent + 3) > cmd; next }
		on && ($0 ~ /^ *$/ || match($0, /[^ ]/) - 1 < indent || $0 ~ /^ *```/) { on = 0; next }
		on { print substr($0, indent + 1) > shown }'
}

# runs one command in this shell; every program of a pipe must end as the page says
run_command() {
	local text want=0 st worst=0 s
	text=$(cat "$1.cmd")
	[[ $text =~ '# status '([0-9]+) ]] && want=${BASH_REMATCH[1]}
	eval "$text"$'\nst=("${PIPESTATUS[@]}")' > "$1.out" 2> "$1.err" < /dev/null
	for s in "${st[@]}"; do
		[ "$s" != 141 ] && [ "$s" -gt "$worst" ] && worst=$s     # 141: the reader had enough
	done
	[ "$worst" = "$want" ] || { echo "$page: status $worst, not $want: $text"; cat "$1.err"; return 1; }
}

# the shown lines are in the output
compare_shown() {
	local line
	[ -e "$1.shown" ] || return 0
	while IFS= read -r line; do
		[ "$line" = ... ] || grep -qxF -e "$line" "$1.out" "$1.err" ||
			{ echo "$page: $(cat "$1.cmd") does not print: $line"; cat "$1.out" "$1.err"; return 1; }
	done < "$1.shown"
}

# all commands of a page
check_page() {
	local page=$1 work=$BATS_TEST_TMPDIR/$(basename "$1") cmd
	mkdir -p "$work/shop" "$work/cmd"
	extract "$page" "$work/cmd"
	[ -e "$work/cmd/001.cmd" ] || { echo "$page: no example"; return 1; }
	cp "$EXAMPLE"/*.csv "$EXAMPLE"/*.xlsx "$EXAMPLE"/*.txt "$work/shop"
	if ! cat "$work"/cmd/*.cmd | grep -q '^crm-init'; then
		example_store
		mv "$CRM_DB" "$work/shop/shop.db"
	fi
	(
		cd "$work/shop" || exit 1
		export CRM_DB=shop.db
		for cmd in "$work"/cmd/*.cmd; do
			run_command "${cmd%.cmd}" && compare_shown "${cmd%.cmd}" || exit 1
		done
	)
}

check_pages() {
	local p bad=0
	for p in "$@"; do
		check_page "$p" || bad=1
	done
	[ $bad = 0 ]
}

@test "the examples of the programs' pages run as shown" { check_pages "$CRM_TOP"/man/man1/*.1; }

@test "the examples of the other pages run as shown" {
	check_pages "$CRM_TOP"/man/man5/crm-store.5 "$CRM_TOP"/man/man7/crm-records.7 "$CRM_TOP"/man/man7/crm-tour.7
}

@test "the README's tour runs as shown" { check_page "$CRM_TOP/README.md"; }

@test "the pages of man5 and man7 have no faults" {
	for p in "$CRM_TOP"/man/man[57]/*; do
		run -0 mandoc -T lint -W warning "$p"
		[ -z "$output" ]
	done
}

@test "crm-store(5) names every view and every column" {
	new_store
	page_text "$CRM_TOP/man/man5/crm-store.5" | tr -s ' \n' '\n\n' | tr -d ',;:.()' | sort -u > words
	query "SELECT name FROM sqlite_master WHERE type = 'view'" > views
	[ -s views ]
	while read -r view; do
		echo "$view"
		query "SELECT name FROM pragma_table_info('$view')"
	done < views | sort -u > names
	comm -23 names words > missing
	diff /dev/null missing
}

@test "the README names every program, lib/README.md every file of the library" {
	for p in $PROGRAMS; do grep -q "$p" "$CRM_TOP/README.md" || { echo "README.md: $p"; return 1; }; done
	for f in "$CRM_TOP"/lib/*/*.c; do
		awk -v room="## $(basename "$(dirname "$f")")" '/^## / { on = $0 == room } on' "$CRM_TOP/lib/README.md" |
			grep -q "\`$(basename "$f" .c)\`" || { echo "lib/README.md: $f"; return 1; }
	done
}

@test "the demo ends well and says where its results lie" {
	run -0 env TMPDIR="$BATS_TEST_TMPDIR" sh "$EXAMPLE/demo.sh"
	[[ ${lines[-1]} == "All is in $BATS_TEST_TMPDIR/crm-demo."* ]]
	[ -s "$BATS_TEST_TMPDIR"/crm-demo.*/osaka.csv ]
}
