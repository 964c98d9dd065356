# kanji.tsv (variant, folded as hex code points …; sorted) → the rows of a C array
BEGIN { print "/* made from share/tables/kanji.tsv */" }
{ printf "\t{ 0x%s, 0x%s },\n", $1, $2 }
