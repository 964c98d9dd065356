#include <crm/match_kind.h>

#include <crm/diag.h>

#include <string.h>

static const char *const kind_name[CRM_KIND_COUNT] = {
	"ignore", "person", "family", "given", "kana", "family_kana", "given_kana", "date", "sex", "phone", "email",
	"postal", "address", "company", "id", "text", "exact", "number", "auto",
};

const char *crm_match_kind_name(enum crm_match_kind k)
{
	return kind_name[k];
}

int crm_match_kind_named(const char *name)
{
	for (int k = 0; k < CRM_KIND_COUNT; k++)
		if (!strcmp(name, kind_name[k]))
			return k;
	return -1;
}

static int find_column(char *const *name, size_t n, const char *want, size_t length)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(name[i]) == length && !memcmp(name[i], want, length))
			return (int)i;
	return -1;
}

int crm_match_kinds_parse(const char *list, char *const *name, size_t n, enum crm_match_kind *kind)
{
	for (size_t i = 0; i < n; i++)
		kind[i] = CRM_KIND_IGNORE;
	for (const char *p = list; *p;) {
		size_t item = strcspn(p, ","), length = item;
		char word[24] = "";
		int column, k;

		while (length && p[length] != ':')           /* the last colon: a column's name may hold others */
			length--;
		if (length && item - length - 1 < sizeof word)
			memcpy(word, p + length + 1, item - length - 1);
		column = find_column(name, n, p, length);
		k = crm_match_kind_named(word);
		if (column < 0 || k < 0) {
			crm_error("--compare '%s': %s", crm_quoted_n(p, item), k < 0
				  ? "say column:kind, kind one of person family given kana family_kana given_kana date sex "
				    "phone email postal address company id text exact number auto"
				  : "there is no such column");
			return -1;
		}
		if (kind[column] != CRM_KIND_IGNORE) {
			crm_error("--compare '%s': this column is named twice", crm_quoted_n(p, item));
			return -1;
		}
		kind[column] = (enum crm_match_kind)k;
		p += item + (p[item] == ',');
	}
	return 0;
}

/* Priors: shares as they are usual in customer files; they stand for about 200 pairs and give way to
 * the data.  h of a pinned type is not used. */
static const struct crm_match_type_info info[CRM_TYPE_COUNT] = {
	[CRM_TYPE_FAMILY] = { "family", 0, {
		{ "same", '=', 1, 1, .88, .93, .005 },
		{ "same reading, written otherwise", '~', 1, 1, .03, .01, .001 },
		{ "same writing, read otherwise", '~', 1, 1, .01, .005, .001 },
		{ "one letter differs", '~', 1, 0, .03, .01, .003 },
		{ "alike", '~', 1, 0, .01, .005, .01 },
		{ "initial", '~', 1, 0, .005, .005, .01 },
		{ "differs", '!', 1, 0, .025, .03, .965 },
		{ "swapped", 'x', 1, 1, .01, .005, .005 } } },
	[CRM_TYPE_GIVEN] = { "given", 1, {
		{ "same", '=', 1, 1, .85, 0, .003 },
		{ "same reading, written otherwise", '~', 1, 1, .03, 0, .001 },
		{ "same writing, read otherwise", '~', 1, 1, .02, 0, .001 },
		{ "one letter differs", '~', 1, 0, .04, 0, .003 },
		{ "alike", '~', 1, 0, .02, 0, .01 },
		{ "initial", '~', 1, 0, .01, 0, .01 },
		{ "differs", '!', 1, 0, .03, 0, .972 } } },
	[CRM_TYPE_DATE] = { "date", 1, {
		{ "same", '=', 1, 1, .88, 0, .0001 },
		{ "one digit or day and month swapped", '~', 1, 0, .05, 0, .002 },
		{ "two digits", '~', 1, 0, .016, 0, .02 },
		{ "same year", '~', 1, 0, .004, 0, .02 },
		{ "differs", '!', 1, 0, .05, 0, .958 } } },
	[CRM_TYPE_SEX] = { "sex", 1, {
		{ "same", '=', 1, 0, .97, 0, .5 },
		{ "differs", '!', 1, 0, .03, 0, .5 } } },
	[CRM_TYPE_MOBILE] = { "phone", 0, {
		{ "same", '=', 1, 1, .75, .05, .0001 },
		{ "one digit", '~', 1, 0, .03, .01, .0001 },
		{ "differs", '!', 1, 0, .22, .94, .9998 } } },
	[CRM_TYPE_LANDLINE] = { "landline", 0, {
		{ "same", '=', 1, 1, .8, .7, .0001 },
		{ "one digit", '~', 1, 0, .02, .02, .0005 },
		{ "differs", '!', 1, 0, .18, .28, .9994 } } },
	[CRM_TYPE_EMAIL] = { "email", 0, {
		{ "same", '=', 1, 1, .7, .15, .0001 },
		{ "same before the @, or one letter", '~', 1, 0, .08, .01, .0001 },
		{ "alike", '~', 1, 0, .02, .02, .001 },
		{ "differs", '!', 1, 0, .2, .82, .9988 } } },
	[CRM_TYPE_POSTAL] = { "postal", 0, {
		{ "same", '=', 1, 1, .8, .85, .001 },
		{ "one letter", '~', 1, 0, .05, .03, .002 },
		{ "same area", '~', 1, 0, .05, .04, .02 },
		{ "differs", '!', 1, 0, .1, .08, .977 } } },
	[CRM_TYPE_ADDRESS] = { "address", 0, {
		{ "block and room", '=', 1, 1, .4, .4, .0001 },
		{ "block", '=', 1, 1, .4, .4, .0001 },
		{ "block, other room", '~', 1, 1, .02, .02, .0001 },
		{ "town, one digit of the block", '~', 1, 1, .02, .02, .0001 },
		{ "town, other block", '~', 1, 1, .005, .01, .001 },
		{ "town, no block on one side", '~', 1, 1, .015, .01, .001 },
		{ "area", '~', 1, 0, .02, .02, .02 },
		{ "differs", '!', 1, 0, .12, .13, .978 },
		{ "postal code", '=', 2, 1, .85, .85, .001 },
		{ "postal area", '~', 2, 0, .03, .03, .02 },
		{ "postal code differs", '!', 2, 0, .12, .12, .979 } } },
	[CRM_TYPE_COMPANY] = { "company", 0, {
		{ "same", '=', 1, 1, .75, .1, .002 },
		{ "differs", '!', 1, 0, .25, .9, .998 } } },
	[CRM_TYPE_ID] = { "id", 1, {
		{ "same", '=', 1, 1, .9, 0, .0001 },
		{ "one character", '~', 1, 0, .05, 0, .0002 },
		{ "differs", '!', 1, 0, .05, 0, .9997 } } },
	[CRM_TYPE_TEXT] = { "text", 0, {
		{ "same", '=', 1, 1, .75, .5, .01 },
		{ "one letter", '~', 1, 0, .1, .05, .003 },
		{ "alike", '~', 1, 0, .05, .05, .02 },
		{ "differs", '!', 1, 0, .1, .4, .967 } } },
	[CRM_TYPE_EXACT] = { "exact", 0, {
		{ "same", '=', 1, 1, .85, .6, .1 },
		{ "differs", '!', 1, 0, .15, .4, .9 } } },
	[CRM_TYPE_NUMBER] = { "number", 0, {
		{ "same", '=', 1, 1, .85, .6, .01 },
		{ "one digit", '~', 1, 0, .05, .05, .02 },
		{ "differs", '!', 1, 0, .1, .35, .97 } } },
	[CRM_TYPE_AUTO] = { "auto", 0, { { NULL, 0, 0, 0, 0, 0, 0 } } },
};

const struct crm_match_type_info *crm_match_type(enum crm_match_type t)
{
	return &info[t];
}

size_t crm_match_type_levels(enum crm_match_type t)
{
	size_t n = 0;

	while (n < CRM_MATCH_LEVELS && info[t].level[n].group)
		n++;
	return n;
}
