#include <crm/charset.h>

#include <stdint.h>
#include <string.h>

/* length of the valid character at s, 0 when there is none within n bytes */
static size_t char_length(const unsigned char *s, size_t n)
{
	unsigned char c = s[0], low = 0x80, high = 0xBF;

	if (c < 0x80)
		return 1;
	if (c >= 0xC2 && c <= 0xDF)
		return n > 1 && (s[1] & 0xC0) == 0x80 ? 2 : 0;
	if ((c & 0xF0) == 0xE0) {
		if (c == 0xE0)
			low = 0xA0;
		if (c == 0xED)
			high = 0x9F;
		return n > 2 && s[1] >= low && s[1] <= high && (s[2] & 0xC0) == 0x80 ? 3 : 0;
	}
	if (c < 0xF0 || c > 0xF4)
		return 0;
	if (c == 0xF0)
		low = 0x90;
	if (c == 0xF4)
		high = 0x8F;
	return n > 3 && s[1] >= low && s[1] <= high && (s[2] & 0xC0) == 0x80 && (s[3] & 0xC0) == 0x80 ? 4 : 0;
}

size_t crm_utf8_span(const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t i = 0, k;
	uint64_t word;

	while (i < n) {
		while (i + sizeof word <= n) {
			memcpy(&word, s + i, sizeof word);
			if (word & 0x8080808080808080u)
				break;
			i += sizeof word;
		}
		while (i < n && s[i] < 0x80)
			i++;
		/* Japanese text is mostly E3-E9 and two followers: no range to look at */
		while (i + 2 < n && s[i] >= 0xE1 && s[i] <= 0xEC
		       && (s[i + 1] & 0xC0) == 0x80 && (s[i + 2] & 0xC0) == 0x80)
			i += 3;
		if (i < n && s[i] >= 0x80) {
			if (!(k = char_length(s + i, n - i)))
				return i;
			i += k;
		}
	}
	return i;
}

int crm_utf8_cut(const char *text, size_t n)
{
	static const unsigned char fill[2][3] = { { 0x80, 0x80, 0x80 }, { 0xBF, 0xBF, 0xBF } };
	unsigned char s[4];

	if (n == 0 || n > 3)
		return 0;
	for (size_t f = 0; f < 2; f++) {
		memcpy(s, text, n);
		memcpy(s + n, fill[f], 4 - n);
		if (char_length(s, 4) > n)
			return 1;
	}
	return 0;
}

size_t crm_utf8_put(unsigned long c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 63));
		out[2] = (char)(0x80 | (c & 63));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 63));
	out[2] = (char)(0x80 | (c >> 6 & 63));
	out[3] = (char)(0x80 | (c & 63));
	return 4;
}
