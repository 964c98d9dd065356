#!/bin/sh
# Makes the committed tables of this folder from a folder with the public sources in plain form:
#   kanji_fold.tsv       variant, folded, class, notice   Joyo kanji table (Cabinet notice 2010), jinmei kanji
#                        (Family Register Act rules, tables), print-standard kanji (2000), surname practice
#   jp_phone_format.tsv  prefix, length, groups, class    google/libphonenumber metadata, region JP
#   header_synonyms.tsv  normalised header, field         column names of shop, till and office exports
#   postal.tsv.gz        code, jis, pref, city, town …    Japan Post, utf_ken_all
#   cities.tsv           jis, pref, city                  Japan Post, utf_ken_all
#   surnames.csv, given_names.tsv                         shuheilocale/japanese-personal-name-dataset
# usage: make-tables.sh SOURCE-FOLDER
set -eu
src=$1
out=$(dirname "$0")
export LC_ALL=C
tab=$(printf '\t')

# code points first: an awk without UTF-8 can read them
grep -v '^#' "$src/kanji_fold.tsv" | awk -F'\t' '
	BEGIN { for (i = 0; i < 256; i++) ord[sprintf("%c", i)] = i }
	function code(s,  c, n, i) {
		c = ord[substr(s, 1, 1)]
		n = c < 224 ? 1 : c < 240 ? 2 : 3
		c = c % (n == 1 ? 32 : n == 2 ? 16 : 8)
		for (i = 2; i <= n + 1; i++)
			c = c * 64 + ord[substr(s, i, 1)] % 64
		return c
	}
	{ printf "%05X\t%05X\t%s\t%s\t%s\n", code($1), code($2), $1, $2, $3 }' | sort > "$out/kanji.tsv"
grep -v '^#' "$src/jp_phone_format.tsv" | sort > "$out/phone.tsv"
grep -v '^#' "$src/header_synonyms.tsv" | sort -t "$tab" -k1,1 > "$out/headers.tsv"
tr , "$tab" < "$src/surnames.csv" | cut -f1,2 | sort > "$out/surnames.tsv"
cut -f1 "$src/given_names.tsv" | sort -u | gzip -9n > "$out/given.gz"
grep -v '^#' "$src/cities.tsv" | sort > "$out/cities.tsv"
gzip -dc "$src/postal.tsv.gz" | grep -v '^#' | awk -F'\t' '{ print $2 FS $1 FS $5 FS $9 }' | sort -u | gzip -9n > "$out/postal.tsv.gz"
