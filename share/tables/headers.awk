# headers.tsv (normalised header, field; sorted by bytes) → the rows of a C array
BEGIN { print "/* made from share/tables/headers.tsv */" }
{ printf "\t{ \"%s\", \"%s\" },\n", $1, $2 }
