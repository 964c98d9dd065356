# Turns the schema steps (SQL files, in order) into a C header.
# Comments stay: they are what `.schema` shows to a person who opens the store.
BEGIN { print "/* built from share/schema; do not edit */"; print "static const char *const crm_schema_step[] = {" }
FNR == 1 && NR > 1 { print "," }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); printf "\t\"%s\\n\"\n", $0 }
END { print "};"; printf "enum { CRM_SCHEMA_STEPS = %d };\n", ARGC - 1 }
