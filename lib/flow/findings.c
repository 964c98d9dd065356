#include <crm/findings.h>
#include <crm/array.h>
#include <crm/diag.h>

#include <stdlib.h>
#include <string.h>

struct kind {
	const char *column, *reason;   /* of the plan; static */
	int warning;
	int64_t count;
	long first;
	char *value;                   /* of the first */
};

struct crm_findings {
	struct kind *kind;
	size_t n, cap;
	int64_t doubtful;
};

/* the words of crm/norm.h for people */
static const char *in_words(const char *reason)
{
	static const struct { const char *reason, *words; } words[] = {
		{ "zero-padded", "a leading zero was lost and is put back" },
		{ "lost-zero", "a leading zero was lost and is put back" },
		{ "era-overrun", "the day lies outside its era" },
		{ "unknown-code", "no such postal code is known" },
		{ "second", "more than one value in a cell; only the first is taken" },
		{ "sci", "a spreadsheet has thrown digits away (9.01E+10)" },
		{ "serial", "a spreadsheet's number of the day, not a date" },
		{ "failed", "a formula that failed, or a column too narrow (#N/A, ####)" },
		{ "escaped", "a backslash was put behind a character like 表, whose second byte in Shift_JIS looks like one" },
		{ "mojibake", "the text was decoded wrongly before" },
		{ "old", "an old postal code of 3 or 5 digits" },
		{ "length", "a wrong number of digits" },
		{ "char", "a character that does not belong there" },
		{ "prefix", "no such area code" },
		{ "ambiguous", "day, month and year cannot be told apart" },
		{ "range", "no such day" },
		{ "lunar", "a day of the old calendar" },
		{ "format", "not written as a date" },
		{ "at", "not exactly one @" },
		{ "local", "the part before the @ is wrong" },
		{ "domain", "the part behind the @ is wrong" },
		{ "value", "an unknown word" },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(words[i].reason, reason))
			return words[i].words;
	return reason;
}

struct crm_findings *crm_findings_new(void)
{
	return crm_alloc(sizeof(struct crm_findings));
}

void crm_findings_free(struct crm_findings *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++)
		free(f->kind[i].value);
	free(f->kind);
	free(f);
}

static struct kind *find(struct crm_findings *f, const struct crm_intake_finding *one)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->kind[i].column, one->column) && !strcmp(f->kind[i].reason, one->reason))
			return &f->kind[i];
	CRM_GROW(f->kind, f->n, f->cap);
	f->kind[f->n] = (struct kind){ one->column, one->reason, one->warning, 0, 0, NULL };
	return &f->kind[f->n++];
}

void crm_findings_add(struct crm_findings *f, const struct crm_record *rec, const struct crm_intake_finding *one)
{
	struct kind *k = find(f, one);

	if (crm_verbose())
		crm_note("%s:%ld: %s: '%s' %s%s (%s)", rec->file, rec->line, one->column, crm_quoted(one->value),
			 one->warning ? "is taken over: " : "is not taken over: ", one->reason,
			 in_words(one->reason));
	if (!k->count++) {
		k->first = rec->line;
		k->value = crm_strdup(one->value);
	}
	f->doubtful += !one->warning;
}

int64_t crm_findings_doubtful(const struct crm_findings *f)
{
	return f->doubtful;
}

void crm_findings_print(const struct crm_findings *f, const char *file)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct kind *k = &f->kind[i];

		crm_warn("%s: %s: %lld x %s%s (first: line %ld, '%s')", file, k->column, (long long)k->count,
			 in_words(k->reason), k->warning ? "" : "; left out", k->first, crm_quoted(k->value));
	}
}
