/* Distances against published values (Winkler 1990; Christen 2012, Data Matching, ch. 5). */
#include <crm/distance.h>

#include "tap.h"

struct word {
	uint16_t s[CRM_DISTANCE_MAX];
	size_t n;
};

static struct word word(const char *utf8)
{
	struct word w;

	w.n = crm_distance_decode(utf8, strlen(utf8), w.s, CRM_DISTANCE_MAX);
	return w;
}

static int osa(const char *a, const char *b, int limit)
{
	struct word x = word(a), y = word(b);
	int d = crm_distance_osa(x.s, x.n, y.s, y.n, limit);

	return d == crm_distance_osa(y.s, y.n, x.s, x.n, limit) ? d : -1;        /* symmetric */
}

static double jw(const char *a, const char *b)
{
	struct word x = word(a), y = word(b);

	return crm_distance_jaro_winkler(x.s, x.n, y.s, y.n);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* the definition, cell by cell */
static size_t plain(const char *a, const char *b)
{
	size_t d[8][8], n = strlen(a), m = strlen(b);

	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= m; j++) {
			if (!i || !j) {
				d[i][j] = i + j;
				continue;
			}
			d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

/* all words of up to five letters of a and b, and all limits: how often the two disagree */
static long long disagreements(void)
{
	static char list[64][6];
	size_t n = 0;
	long long wrong = 0;

	for (unsigned length = 0; length <= 5; length++)
		for (unsigned bits = 0; bits < 1u << length; bits++, n++)
			for (unsigned k = 0; k < length; k++)
				list[n][k] = bits >> k & 1 ? 'b' : 'a';
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			for (int limit = 0; limit <= 5; limit++) {
				int want = (int)least(plain(list[i], list[j]), (size_t)limit + 1);

				wrong += osa(list[i], list[j], limit) != want;
			}
	return wrong;
}

int main(void)
{
	is_int((long long)word("aé斎𠮷").n, 4, "four characters of one to four bytes");
	is_int(word("斎").s[0], 0x658e, "a code point");
	is_int((long long)word("").n, 0, "nothing");

	is_int(osa("", "", 3), 0, "nothing and nothing");
	is_int(osa("", "ab", 3), 2, "nothing and two letters");
	is_int(osa("kitten", "sitting", 5), 3, "the classic");
	is_int(osa("ca", "abc", 5), 3, "no substring is edited twice");
	is_int(osa("gail", "gayle", 5), 2, "a letter changed, one added");
	is_int(osa("gail", "gial", 1), 1, "neighbours swapped");
	is_int(osa("1971-06-24", "1971-05-24", 2), 1, "a digit");
	is_int(osa("サトウ", "カトウ", 1), 1, "kana");
	is_int(osa("abcdef", "ghijkl", 2), 3, "more than the limit is limit + 1");
	is_int(osa("a", "abcdef", 2), 3, "too long by far");
	is_int(osa("abcd", "abdc", 1), 1, "swap at the end");
	is_int(osa("ab", "ba", 0), 1, "limit 0");
	is_int(disagreements(), 0, "the definition itself, for all short words and limits");

	near(jw("martha", "marhta"), 0.9611, 0.0001, "martha, marhta");
	near(jw("dixon", "dicksonx"), 0.8133, 0.0001, "dixon, dicksonx");
	near(jw("dwayne", "duane"), 0.8400, 0.0001, "dwayne, duane");
	near(jw("jones", "johnson"), 0.8324, 0.0001, "jones, johnson");
	near(jw("abc", "xyz"), 0, 0, "nothing in common");
	near(jw("", ""), 1, 0, "nothing and nothing");
	return done_testing();
}
