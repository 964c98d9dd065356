# make install puts everything in place, and the programs find their tables from there.
load helper

@test "installed programs work from where they were put" {
	case $CRM_BIN in *san/bin) export SAN=1 ;; esac
	make -s -C "$CRM_TOP" install PREFIX=/opt/crm DESTDIR="$PWD/root" BUILD="${CRM_BIN%/bin}" > log 2>&1
	for p in $PROGRAMS; do
		[ -x "root/opt/crm/bin/$p" ]
		[ -s "root/opt/crm/share/man/man1/$p.1" ]
		[ -s "root/opt/crm/share/bash-completion/completions/$p" ]
	done
	PATH=$PWD/root/opt/crm/bin:/usr/bin:/bin
	export CRM_DB=$PWD/shop.db
	crm-init
	crm-import --source ec root/opt/crm/share/crm-tools/example/ec_members.csv
	[ "$(query "SELECT count(*) > 100 FROM v_customer WHERE prefecture IS NOT NULL")" = 1 ]
}

@test "completion offers the choices of an option" {
	run -0 bash -c 'eval "$(crm-import --completion)"; COMPREPLY=(); _crm_import crm-import pro --as; echo "${COMPREPLY[@]}"'
	[ "$output" = products ]
	run -0 bash -c 'eval "$(crm-import --completion)"; COMPREPLY=(); _crm_import crm-import --dry x; echo "${COMPREPLY[@]}"'
	[ "$output" = --dry-run ]
}
