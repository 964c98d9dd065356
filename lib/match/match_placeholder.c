#include <crm/match_placeholder.h>
#include <crm/array.h>
#include <crm/diag.h>

#include <stdlib.h>

#define MANY 8u
#define DATE_EXCESS 20.0
/* more are a custom, like the first of January for "that year": their share weighs them */
#define DATE_PLACEHOLDERS 3u

/* a value and the name of one record that has it */
struct held {
	uint32_t value;
	uint64_t name;
};

struct holders {
	struct held *held;
	size_t n, cap;
};

static int by_value_and_name(const void *a, const void *b)
{
	const struct held *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->name < y->name ? -1 : x->name > y->name;
}

static uint64_t name_of(const uint32_t *row)
{
	return row[CRM_SLOT_FULL_KANA] ? row[CRM_SLOT_FULL_KANA] : (uint64_t)row[CRM_SLOT_FULL] << 32;
}

static void forget(struct crm_match_table *t, const struct crm_match_cmp *c, uint32_t value)
{
	const struct crm_match_slot *slot = &t->slot[c->slot];

	crm_note("%s '%s' is on %u records: taken for a placeholder", c->name,
		 crm_quoted(crm_match_dict_text(slot->dict, value)), (unsigned)slot->count[value]);
	slot->count[value] = 0;
}

/* the records of values whose count was set to 0 lose them, and what hangs on them */
static void clear(struct crm_match_table *t, const struct crm_match_cmp *c)
{
	unsigned tied = c->type == CRM_TYPE_EMAIL ? c->values : 0;

	for (size_t i = 0; i < t->n; i++) {
		uint32_t *row = t->row + i * t->width;

		for (unsigned k = c->slot; k < c->slot + c->values; k++)
			if (row[k] && !t->slot[c->slot].count[row[k]]) {
				row[k] = 0;
				if (tied)
					row[k + tied] = 0;
			}
	}
}

static size_t forget_shared(struct crm_match_table *t, const struct crm_match_cmp *c, const struct holders *h)
{
	size_t found = 0;

	for (size_t from = 0, to; from < h->n; from = to) {
		size_t names = 0;

		for (to = from; to < h->n && h->held[to].value == h->held[from].value; to++)
			names += to == from || h->held[to].name != h->held[to - 1].name;
		if (to - from > MANY && names * 2 > to - from) {
			forget(t, c, h->held[from].value);
			found++;
		}
	}
	return found;
}

/* all slots of a comparison count together: the first one's counts become those of all */
static void add_counts(struct crm_match_table *t, const struct crm_match_cmp *c)
{
	struct crm_match_slot *first = &t->slot[c->slot];

	for (unsigned k = 1; k < c->values; k++)
		for (uint32_t v = 1; v <= crm_match_dict_count(first->dict); v++)
			first->count[v] += t->slot[c->slot + k].count[v];
}

static void remove_shared(struct crm_match_table *t, const struct crm_match_cmp *c)
{
	struct holders h = { NULL, 0, 0 };

	for (size_t i = 0; i < t->n; i++) {
		const uint32_t *row = crm_match_row(t, i);

		for (unsigned k = c->slot; k < c->slot + c->values; k++)
			if (row[k] && t->slot[c->slot].count[row[k]] > MANY && name_of(row)) {
				CRM_GROW(h.held, h.n, h.cap);
				h.held[h.n++] = (struct held){ row[k], name_of(row) };
			}
	}
	if (h.n)
		qsort(h.held, h.n, sizeof *h.held, by_value_and_name);
	if (forget_shared(t, c, &h))
		clear(t, c);
	free(h.held);
}

static void remove_dates(struct crm_match_table *t, const struct crm_match_cmp *c)
{
	struct crm_match_slot *slot = &t->slot[c->slot];
	uint32_t values = crm_match_dict_count(slot->dict);
	double usual = values ? slot->total / values : 0;
	size_t found = 0;

	for (uint32_t v = 1; v <= values; v++)
		found += slot->count[v] > MANY && slot->count[v] > DATE_EXCESS * usual;
	if (!found || found > DATE_PLACEHOLDERS)
		return;
	for (uint32_t v = 1; v <= values; v++)
		if (slot->count[v] > MANY && slot->count[v] > DATE_EXCESS * usual)
			forget(t, c, v);
	clear(t, c);
}

/* values that many people may share by mistake */
static int is_shared(const struct crm_match_table *t, enum crm_match_type type)
{
	return t->person && (type == CRM_TYPE_MOBILE || type == CRM_TYPE_LANDLINE || type == CRM_TYPE_EMAIL
			     || type == CRM_TYPE_ID);
}

int crm_match_placeholders_in(const struct crm_match_table *t, unsigned slot)
{
	for (size_t i = 0; i < t->ncmp; i++)
		if (t->cmp[i].slot == slot)
			return t->cmp[i].type == CRM_TYPE_DATE || is_shared(t, t->cmp[i].type);
	return 0;
}

void crm_match_placeholders_clear(struct crm_match_table *t)
{
	for (size_t i = 0; i < t->ncmp; i++)
		if (t->cmp[i].type == CRM_TYPE_DATE || is_shared(t, t->cmp[i].type))
			clear(t, &t->cmp[i]);
}

void crm_match_placeholders_remove(struct crm_match_table *t)
{
	for (size_t i = 0; i < t->ncmp; i++) {
		const struct crm_match_cmp *c = &t->cmp[i];

		add_counts(t, c);
		if (c->type == CRM_TYPE_DATE)
			remove_dates(t, c);
		else if (is_shared(t, c->type))
			remove_shared(t, c);
	}
}
