#include <crm/match_english.h>

#include <string.h>

/* Of given names the frequent ones make up a fifth or more, of family names much less; no street, town or job
 * comes near that. */
#define GIVEN_SHARE 0.08
#define FAMILY_SHARE 0.03
#define VALUES 20              /* at least */

/* the most frequent ones of the last decades in English-speaking countries, as censuses count them */
static const char given_names[] =
	"|james|mary|john|robert|michael|william|david|richard|joseph|thomas|charles|christopher|daniel|matthew|anthony"
	"|mark|george|paul|andrew|joshua|kevin|brian|edward|henry|peter|jack|harry|oliver|emily|emma|olivia|sophie|sarah"
	"|jessica|elizabeth|jennifer|linda|susan|margaret|helen|anna|jane|alice|lucy|charlotte|grace|hannah|rachel"
	"|rebecca|laura|amy|ann|anne|";
static const char family_names[] =
	"|smith|jones|williams|brown|taylor|davies|evans|wilson|thomas|johnson|roberts|walker|wright|robinson|thompson"
	"|white|hughes|edwards|green|hall|wood|harris|lewis|martin|jackson|clarke|clark|turner|hill|cooper|ward|morris"
	"|moore|king|baker|allen|scott|mitchell|anderson|miller|davis|young|";

/* is the word of n bytes, in any case, in the list? */
static int is_listed(const char *list, const char *word, size_t n)
{
	char want[20] = "|";

	if (!n || n > sizeof want - 3)
		return 0;
	for (size_t i = 0; i < n; i++)
		want[i + 1] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] | 32) : word[i];
	want[n + 1] = '|';
	want[n + 2] = 0;
	return strstr(list, want) != NULL;
}

/* how many of a column's values begin, and end, with a frequent name */
struct share {
	double filled, words, given, family;
};

static struct share share_of(const char *const *cell, size_t rows, size_t n, size_t column)
{
	struct share s = { 0, 0, 0, 0 };

	for (size_t r = 0; r < rows; r++) {
		const char *value = cell[r * n + column], *last = strrchr(value, ' ');
		size_t first = strcspn(value, " ");

		if (!*value)
			continue;
		last = last ? last + 1 : value;
		s.filled++;
		s.words += last > value;
		s.given += is_listed(given_names, value, first);
		s.family += is_listed(family_names, last, strlen(last));
	}
	return s;
}

void crm_match_english(const char *const *cell, size_t rows, size_t n, enum crm_match_kind *kind)
{
	size_t given = n, family = n, whole = n;

	for (size_t i = 0; i < n; i++) {
		struct share s;

		if (kind[i] >= CRM_KIND_PERSON && kind[i] <= CRM_KIND_GIVEN_KANA)
			return;
		if (kind[i] != CRM_KIND_AUTO)
			continue;
		s = share_of(cell, rows, n, i);
		if (s.filled < VALUES)
			continue;
		if (s.words * 2 > s.filled) {
			if (s.given >= GIVEN_SHARE * s.filled && s.family >= FAMILY_SHARE * s.filled && whole == n)
				whole = i;
		} else if (s.given >= GIVEN_SHARE * s.filled && s.given > s.family && given == n) {
			given = i;
		} else if (s.family >= FAMILY_SHARE * s.filled && s.family > s.given && family == n) {
			family = i;
		}
	}
	if (given < n && family < n) {
		kind[given] = CRM_KIND_GIVEN;
		kind[family] = CRM_KIND_FAMILY;
	} else if (whole < n) {
		kind[whole] = CRM_KIND_PERSON;
	}
}
