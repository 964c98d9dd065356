/* What the fuzzers of lib/text share: any bytes through a rule of crm-norm.  It ends, its output is text of one
 * line, a value normalised twice is the same, and a value has the key that its raw text has. */
#ifndef FUZZ_NORM_H
#define FUZZ_NORM_H

#include <crm/buf.h>
#include <crm/norm.h>
#include <crm/tables.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t n);

static inline void fuzz_wrong(const char *field, const char *what, const char *in, const char *a, const char *b)
{
	fprintf(stderr, "%s: %s: '%s' → '%s', '%s'\n", field, what, in, a, b);
	abort();
}

/* the value of `in`, checked; 0, or -1 where it is an error */
static inline int fuzz_value(const char *field, const char *in, struct crm_buf *value, struct crm_norm *norm)
{
	struct crm_buf again = CRM_BUF_INIT;
	crm_norm_fn *fn = crm_norm_find(field);
	int bad = fn(in, value, norm);

	if (!bad != !norm->error)
		fuzz_wrong(field, "an error without a reason", in, value->s, "");
	if (strlen(value->s) != value->n || strpbrk(value->s, "\r\n"))
		fuzz_wrong(field, "more than a line", in, value->s, "");
	if (!bad && (fn(value->s, &again, norm) != 0 || strcmp(value->s, again.s)))
		fuzz_wrong(field, "twice", in, value->s, again.s);
	crm_buf_release(&again);
	return bad;
}

/* fields: the value first, then its keys, NULL at the end */
static inline int fuzz_norm(const char *const *fields, const uint8_t *s, size_t n)
{
	static struct crm_tables *tables;
	static char text[4097];
	struct crm_buf value = CRM_BUF_INIT, a = CRM_BUF_INIT, b = CRM_BUF_INIT;
	struct crm_norm norm = { .lexicon = NULL };

	if (!tables && !(tables = crm_tables_open()))
		abort();
	norm.lexicon = crm_tables_lexicon(tables);
	n = n < sizeof text ? n : sizeof text - 1;
	memcpy(text, s, n);
	text[n] = 0;
	if (fuzz_value(fields[0], text, &value, &norm) == 0)
		for (size_t i = 1; fields[i]; i++) {
			int x = crm_norm_find(fields[i])(text, &a, &norm), y = crm_norm_find(fields[i])(value.s, &b, &norm);

			if (x != y || strcmp(a.s, b.s))
				fuzz_wrong(fields[i], "raw and value", text, a.s, b.s);
		}
	crm_buf_release(&value);
	crm_buf_release(&a);
	crm_buf_release(&b);
	return 0;
}

#endif
