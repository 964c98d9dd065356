#include <crm/match_repeat.h>

#include <string.h>

#define MOST 0.6               /* of the rows that have both */
#define ROWS 10                /* at least: fewer say nothing */

static int is_text(enum crm_match_kind k)
{
	return k == CRM_KIND_AUTO || k == CRM_KIND_FAMILY || k == CRM_KIND_GIVEN || k == CRM_KIND_TEXT;
}

static int has_digit(const char *s)
{
	return strcspn(s, "0123456789") < strlen(s);
}

/* does column i hold column j? */
static int holds(const char *const *cell, size_t rows, size_t n, size_t i, size_t j)
{
	size_t both = 0, held = 0;

	for (size_t r = 0; r < rows; r++) {
		const char *whole = cell[r * n + i], *part = cell[r * n + j];

		if (!*whole || strlen(part) < 3 || has_digit(part))
			continue;
		both++;
		held += strlen(whole) > strlen(part) && strstr(whole, part);
	}
	return both >= ROWS && (double)held >= MOST * (double)both;
}

static int begins(const char *whole, const char *first)
{
	size_t at = strlen(first);

	return at && !strncmp(whole, first, at) && whole[at] == ' ';
}

/* does column i begin with column j in as many rows as it takes to be "j k"? */
static int may_begin(const char *const *cell, size_t rows, size_t n, size_t i, size_t j)
{
	size_t found = 0;

	for (size_t r = 0; r < rows && found < MOST * ROWS; r++)
		found += begins(cell[r * n + i], cell[r * n + j]);
	return found >= MOST * ROWS;
}

/* is column i "j k"? */
static int is_joined(const char *const *cell, size_t rows, size_t n, size_t i, size_t j, size_t k)
{
	size_t all = 0, joined = 0;

	for (size_t r = 0; r < rows; r++) {
		const char *whole = cell[r * n + i], *first = cell[r * n + j], *second = cell[r * n + k];

		if (!*whole || !*first || !*second)
			continue;
		all++;
		joined += begins(whole, first) && !strcmp(whole + strlen(first) + 1, second) && !has_digit(whole);
	}
	return all >= ROWS && (double)joined >= MOST * (double)all;
}

/* the parts that column i is made of become given and family name: 1 or 0 */
static int name_parts(const char *const *cell, size_t rows, size_t n, size_t i, enum crm_match_kind *kind)
{
	for (size_t j = 0; j < n; j++) {
		if (j == i || (kind[j] != CRM_KIND_AUTO && kind[j] != CRM_KIND_GIVEN) || !may_begin(cell, rows, n, i, j))
			continue;
		for (size_t k = 0; k < n; k++) {
			if (k == i || k == j || (kind[k] != CRM_KIND_AUTO && kind[k] != CRM_KIND_FAMILY)
			    || !is_joined(cell, rows, n, i, j, k))
				continue;
			kind[j] = CRM_KIND_GIVEN;
			kind[k] = CRM_KIND_FAMILY;
			kind[i] = CRM_KIND_PERSON;
			return 1;
		}
	}
	return 0;
}

void crm_match_repeat(const char *const *cell, size_t rows, size_t n, enum crm_match_kind *kind)
{
	for (size_t i = 0; i < n; i++)
		if (kind[i] == CRM_KIND_AUTO && name_parts(cell, rows, n, i, kind))
			break;
	for (size_t i = 0; i < n; i++) {
		size_t held = 0;

		for (size_t j = 0; j < n && kind[i] == CRM_KIND_AUTO; j++)
			held += j != i && is_text(kind[j]) && holds(cell, rows, n, i, j);
		if (held >= 2)
			kind[i] = CRM_KIND_IGNORE;
	}
}
