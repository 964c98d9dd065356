# What every program does the same way.
load helper

each() {           # runs a check for every program; names the one that fails
	local p
	for p in $PROGRAMS; do
		"$1" "$p" || { echo "failed for $p: status $status, output: $output, stderr: ${stderr:-}"; return 1; }
	done
}

# arguments that let a program get as far as its input or its store
arguments() {
	case $1 in
	crm-import) echo "--source pos $2" ;;
	crm-norm) echo "--columns name=name $2" ;;
	crm-mailout) echo "--campaign c --template t.txt --via maildir:out $2" ;;
	crm-undo) echo 1 ;;
	crm-dedupe) echo "--id id $2" ;;
	crm-init | crm-audit) ;;
	*) echo "$2" ;;
	esac
}

help_of() { run -0 --separate-stderr "$1" --help && [ -n "$output" ] && [ -z "$stderr" ] && [[ $output == Usage:\ $1* ]]; }
@test "--help prints on stdout, status 0" { each help_of; }

version_of() { run -0 "$1" --version && [[ $output == "$1 (crm-tools) "* ]]; }
@test "--version names the program" { each version_of; }

unknown_option() { run -2 --separate-stderr "$1" --no-such-option && [ -z "$output" ] && [[ $stderr == "$1: "*no-such-option* ]]; }
@test "an unknown option is status 2 and says which" { each unknown_option; }

abbreviated() { run -2 "$1" --hel; }
@test "options are not abbreviated" { each abbreviated; }

full() { run -2 --separate-stderr sh -c "$1 --help > /dev/full" && [[ $stderr == "$1: standard output"* ]]; }
@test "a full disk behind stdout is an error" { each full; }

closed() { run -2 --separate-stderr sh -c "$1 --help >&-" && [ -n "$stderr" ]; }
@test "a closed stdout is an error" { each closed; }

completed() { run -0 "$1" --completion && [[ $output == *"complete -o filenames"*"$1"* ]]; }
@test "--completion prints a bash completion" { each completed; }

# the same, such that the program wants its store
store_arguments() {
	case $1 in
	crm-dedupe) ;;
	*) arguments "$@" ;;
	esac
}

needs_store() {
	case $1 in crm-norm) return 0 ;; esac
	printf 'customer_id\n1\n' > in.csv
	run -2 --separate-stderr "$1" $(store_arguments "$1" in.csv) && [[ $stderr == *CRM_DB* ]]
}
@test "no store: status 2 and a hint" { each needs_store; }

missing_store() {
	case $1 in crm-norm | crm-init) return 0 ;; esac
	printf 'customer_id\n1\n' > in.csv
	CRM_DB=none.db run -2 --separate-stderr "$1" $(store_arguments "$1" in.csv) && [[ $stderr == *none.db*crm-init* ]] && [ ! -e none.db ]
}
@test "a store that is not there is not made" { each missing_store; }

not_a_store() {
	case $1 in crm-norm) return 0 ;; esac
	printf 'customer_id\n1\n' > in.csv
	head -c 20000 /dev/urandom > junk.db
	cp junk.db before
	CRM_DB=junk.db run -2 --separate-stderr "$1" $(store_arguments "$1" in.csv) && [[ $stderr == *"not a crm store"* ]] && cmp junk.db before
}
@test "a file that is no store is refused and left alone" { each not_a_store; }

newer_store() {
	case $1 in crm-norm) return 0 ;; esac
	printf 'customer_id\n1\n' > in.csv
	new_store "newer-$1.db"
	query 'PRAGMA user_version = 2000' > /dev/null
	run -2 --separate-stderr "$1" $(store_arguments "$1" in.csv) && [[ $stderr == *newer* ]]
}
@test "a store of a newer version is refused" { each newer_store; }

missing_file() {
	case $1 in crm-init | crm-audit | crm-undo) return 0 ;; esac
	new_store "mf-$1.db"
	printf 'Subject: s\nFrom: a@example.jp\n\ntext\n' > t.txt
	run -2 --separate-stderr "$1" $(arguments "$1" no-such-file.csv) && [[ $stderr == *no-such-file.csv* ]]
}
@test "a missing file is status 2 and named" { each missing_file; }

locked() {
	case $1 in crm-norm | crm-audit | crm-init) return 0 ;; esac
	printf 'customer_id,id_a,id_b,record_id,name\n' > in.csv
	printf 'Subject: s\nFrom: a@example.jp\n\ntext\n' > t.txt
	run -75 --separate-stderr "$1" --wait 0 $(store_arguments "$1" in.csv) && [[ $stderr == *busy* ]]
}
@test "a locked store is status 75" {
	new_store
	mkfifo go
	sqlite3 "$CRM_DB" < go > locked.out &
	exec 8> go
	echo 'BEGIN IMMEDIATE; SELECT 1;' >&8
	until [ -s locked.out ]; do :; done
	each locked
	echo 'ROLLBACK;' >&8
	exec 8>&-
	wait
}

empty_input() {
	case $1 in crm-init | crm-audit | crm-undo) return 0 ;; esac
	new_store "ei-$1.db"
	printf 'Subject: s\nFrom: a@example.jp\n\ntext\n' > t.txt
	: > empty.csv
	dump > before
	run -2 --separate-stderr "$1" $(arguments "$1" empty.csv) && [[ $stderr == *empty* ]] && dump | cmp before -
}
@test "empty input is an error, the store unchanged" { each empty_input; }

header_only() {
	case $1 in crm-init | crm-audit | crm-undo) return 0 ;; esac
	new_store "ho-$1.db"
	printf 'Subject: s\nFrom: a@example.jp\n\ntext\n' > t.txt
	printf 'customer_id,会員コード,id,id_a,id_b,name,date,amount,product_id\n' > header.csv
	run -0 --separate-stderr "$1" $(arguments "$1" header.csv) && [ -n "$output" ]
}
@test "a header without rows is fine, and a header comes out" { each header_only; }

page_of() { man_page=$CRM_TOP/man/man1/$1.1; [ -s "$man_page" ] && mandoc -T lint -W warning "$man_page" && grep -q '^\.Sh EXAMPLES' "$man_page" && grep -q '^\.Sh EXIT STATUS' "$man_page"; }
@test "every program has a man page without faults" { each page_of; }

documented() {
	local o
	for o in $("$1" --completion | sed -n 's/.*compgen -W "\(--help.*\)" -- .*/\1/p'); do
		case $o in --help | --version) continue ;; esac
		grep -q -- "^\.It .*Fl Fl \\?${o#--}\>\|^\.It .*Fl -${o#--}\>" "$CRM_TOP/man/man1/$1.1" ||
			grep -q -- "Fl Fl ${o#--}\|Fl -${o#--}" "$CRM_TOP/man/man1/$1.1" || { output="$1 does not document $o"; return 1; }
	done
}
@test "every option is in the man page" { each documented; }

short() { [ "$(wc -l < "$CRM_TOP/cmd/$1.c")" -le 250 ]; }
@test "a program is one file of at most 250 lines" { each short; }
