# phone.tsv (prefix without the trunk 0, length, groups a-b-c, class; sorted) → the rows of a C array
BEGIN { print "/* made from share/tables/phone.tsv */" }
{ split($3, g, "-"); printf "\t{ \"%s\", %d, { %d, %d, %d } },\n", $1, $2, g[1], g[2], g[3] }
