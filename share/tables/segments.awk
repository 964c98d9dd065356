# segments.tsv → one C string literal, line by line
BEGIN { print "/* made from share/tables/segments.tsv */" }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); gsub(/\t/, "\\t"); printf "\"%s\\n\"\n", $0 }
