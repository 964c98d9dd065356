#include "xlsx_phonetic.h"
#include "xlsx_parts.h"
#include <crm/array.h>
#include <crm/num.h>

#include <stdlib.h>

enum { RUNS_MAX = 32767 };

void crm_xlsx_phonetic_release(struct xlsx_phonetic *p)
{
	free(p->run);
	crm_buf_release(&p->text);
}

void crm_xlsx_phonetic_reset(struct xlsx_phonetic *p)
{
	p->runs = 0;
	p->inside = 0;
	crm_buf_reset(&p->text);
}

static long unit_of(const char *s)
{
	int64_t v;

	return s && crm_num_int(s, &v) == 0 && v >= 0 && v <= RUNS_MAX ? (long)v : 0;
}

void crm_xlsx_phonetic_start(struct xlsx_phonetic *p, const char **attributes)
{
	p->inside++;
	if (p->runs == RUNS_MAX)
		return;
	CRM_GROW(p->run, p->runs, p->cap);
	p->run[p->runs++] = (struct xlsx_run){ unit_of(crm_xlsx_attribute(attributes, "sb")),
					       unit_of(crm_xlsx_attribute(attributes, "eb")), p->text.n };
}

/* how many of the n bytes at s make `units` UTF-16 units */
static size_t bytes_of(const char *s, size_t n, long units)
{
	size_t i = 0;

	for (; i < n && units > 0; i++) {
		units -= (s[i] & 0xF8) == 0xF0 ? 2 : 1;
		while (i + 1 < n && (s[i + 1] & 0xC0) == 0x80)
			i++;
	}
	return i;
}

void crm_xlsx_phonetic_put(const struct xlsx_phonetic *p, size_t at, size_t n, struct crm_buf *out)
{
	size_t taken = 0;
	long unit = 0;

	if (!p->text.n)
		return;
	crm_buf_reserve(out, n + p->text.n);
	for (size_t i = 0; i < p->runs; i++) {
		const struct xlsx_run *r = &p->run[i];
		size_t end = i + 1 < p->runs ? r[1].at : p->text.n, k;

		if (r->from > unit) {
			k = bytes_of(out->s + at + taken, n - taken, r->from - unit);
			crm_buf_add(out, out->s + at + taken, k);
			taken += k;
			unit = r->from;
		}
		crm_buf_add(out, p->text.s + r->at, end - r->at);
		if (r->to > unit) {
			taken += bytes_of(out->s + at + taken, n - taken, r->to - unit);
			unit = r->to;
		}
	}
	crm_buf_add(out, out->s + at + taken, n - taken);
}
