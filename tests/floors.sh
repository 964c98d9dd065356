#!/bin/sh
# A module includes only headers of its own or a lower floor; programs include no library source.
# base cli text {match value recommend mail} are pure; io is a wing beside them; store, model and flow
# (streams and tables into the algorithms and out again) stand above.
# The floor of a header is the floor of the .c file of the same name.
set -eu
floor_of() {
	case $1 in
	base) echo 0 ;; cli) echo 1 ;; text) echo 2 ;; match | value | recommend | mail) echo 3 ;;
	io) echo 3 ;; store) echo 4 ;; model) echo 5 ;; flow) echo 6 ;;
	esac
}
bad=0
for f in lib/*/*.c lib/*/*.h; do
	[ -e "$f" ] || continue
	room=$(basename "$(dirname "$f")")
	mine=$(floor_of "$room")
	for h in $(sed -n 's|^#include <crm/\(.*\)\.h>.*|\1|p' "$f"); do
		src=$(ls lib/*/"$h".c 2>/dev/null | head -1)
		[ -n "$src" ] || continue
		other=$(basename "$(dirname "$src")")
		[ "$other" = "$room" ] && continue
		theirs=$(floor_of "$other")
		# io is a wing of its own: the pure rooms never enter it
		case $room in text | match | value | recommend | mail) [ "$other" = io ] && theirs=99 ;; esac
		if [ "$theirs" -ge "$mine" ]; then
			echo "floors: $f ($room) includes crm/$h.h ($other)"
			bad=1
		fi
	done
done
for rule in 'sqlite3\.h:lib/store' 'csv\.h:lib/io' 'jq\.h:lib/io' 'jv\.h:lib/io' 'gmime/gmime\.h:lib/mail'; do
	header=${rule%%:*} home=${rule#*:}
	if grep -ln "^#include <$header>" lib/*/*.c cmd/*.c | grep -v "^$home/"; then
		echo "floors: $header belongs to $home"
		bad=1
	fi
done
[ $bad = 0 ]
