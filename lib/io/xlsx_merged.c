#include "xlsx_merged.h"
#include <crm/array.h>
#include <crm/diag.h>

#include <stdlib.h>
#include <string.h>

enum { RANGES_MAX = 1 << 20 };

struct reading {
	struct xlsx_merged *m;
	const struct xlsx_book *b;
	struct xlsx_xml *xml;
};

static void refuse(struct reading *r, const char *why, const char *ref)
{
	crm_error("%s: merged cells '%s': %s", r->b->name, crm_quoted(ref), why);
	crm_xlsx_xml_stop(r->xml);
}

static void on_start(void *data, const char *name, const char **attributes)
{
	struct reading *r = data;
	struct xlsx_merged *m = r->m;
	const char *ref, *colon;
	long left, right, top, bottom;
	size_t prefix;

	if (strcmp(crm_xlsx_local(name, &prefix), "mergeCell") || !(ref = crm_xlsx_attribute(attributes, "ref")))
		return;
	if (!(colon = strchr(ref, ':')))
		return;                /* a cell alone */
	left = crm_xlsx_column(ref, &top);
	right = crm_xlsx_column(colon + 1, &bottom);
	if (left < 0 || right < left || top < 1 || bottom < top || bottom > XLSX_ROWS) {
		refuse(r, "no such range", ref);
		return;
	}
	if (m->n == RANGES_MAX) {
		refuse(r, "too many of them", ref);
		return;
	}
	CRM_GROW(m->range, m->n, m->cap);
	m->range[m->n++] = (struct xlsx_range){
		.top = top, .bottom = bottom, .left = (size_t)left, .right = (size_t)right,
	};
}

static int by_place(const void *a, const void *b)
{
	const struct xlsx_range *p = a, *q = b;

	if (p->top != q->top)
		return p->top < q->top ? -1 : 1;
	return p->left < q->left ? -1 : p->left > q->left;
}

int crm_xlsx_merged_read(struct xlsx_merged *m, const struct xlsx_book *b, const char *path)
{
	static const struct xlsx_handlers on = { .start = on_start };
	struct reading r = { .m = m, .b = b };
	struct xlsx_part part;
	int bad, got = crm_xlsx_part_open(b->zip, b->name, path, &part);

	if (got != 1)
		return got;            /* whoever reads the rows says that there is no such part */
	r.xml = crm_xlsx_xml_new(&on, &r, b->engine);
	bad = crm_xlsx_part_parse(&part, r.xml, 0);
	crm_xlsx_xml_free(r.xml);
	crm_xlsx_part_close(&part);
	if (m->n)
		qsort(m->range, m->n, sizeof *m->range, by_place);
	return bad;
}

void crm_xlsx_merged_release(struct xlsx_merged *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->range[i].value);
	free(m->range);
	free(m->active);
}

long crm_xlsx_merged_row(struct xlsx_merged *m, long line, size_t width)
{
	size_t kept = 0, covered = 0;

	for (; m->next < m->n && m->range[m->next].top <= line; m->next++) {
		CRM_GROW(m->active, m->actives, m->active_cap);
		m->active[m->actives++] = m->next;
	}
	for (size_t i = 0; i < m->actives; i++) {
		struct xlsx_range *r = &m->range[m->active[i]];

		if (r->bottom < line) {
			free(r->value);
			r->value = NULL;
			continue;
		}
		m->active[kept++] = m->active[i];
		covered += r->right - r->left + 1;
		if (r->right >= width)
			width = r->right + 1;
	}
	m->actives = kept;
	return covered > XLSX_COLUMNS ? -1 : (long)width;
}

void crm_xlsx_merged_fill(struct xlsx_merged *m, long line, struct crm_cell *cell)
{
	for (size_t i = 0; i < m->actives; i++) {
		struct xlsx_range *r = &m->range[m->active[i]];
		const struct crm_cell *first = &cell[r->left];

		if (r->top == line && first->n) {
			size_t reading = strlen(first->s + first->n + 1);

			r->n = first->n;
			r->value = crm_alloc(r->n + reading + 2);
			memcpy(r->value, first->s, r->n + reading + 2);
		}
		for (size_t k = r->left; r->value && k <= r->right; k++)
			cell[k] = (struct crm_cell){ r->value, r->n };
	}
}
