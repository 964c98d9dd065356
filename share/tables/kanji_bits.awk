# kanji.tsv → the bytes of a bit set: which of 0x3400..0x9FFF are a variant
function hex(s,  v, i) {
	for (i = 1; i <= length(s); i++)
		v = v * 16 + index("123456789ABCDEF", toupper(substr(s, i, 1)))
	return v
}
{
	c = hex($1)
	if (c >= 13312 && c <= 40959)
		byte[int((c - 13312) / 8)] += 2 ^ (c % 8)
}
END {
	print "/* made from share/tables/kanji.tsv */"
	for (i = 0; i < 3456; i++)
		printf "%d,%s", byte[i], i % 24 == 23 ? "\n" : ""
}
