# survivorship.tsv → one C string literal, line by line
BEGIN { print "/* made from share/tables/survivorship.tsv */" }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); gsub(/\t/, "\\t"); printf "\"%s\\n\"\n", $0 }
