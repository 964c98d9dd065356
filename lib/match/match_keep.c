#include <crm/match_keep.h>
#include <crm/array.h>
#include <crm/map.h>
#include <crm/match_placeholder.h>
#include <crm/match_text.h>

#include "match_kept.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 16384

struct crm_match_keep {
	crm_match_put_fn *put;
	void *to;
	uint64_t at;
	int failed;
	struct crm_match_kept kept;
};

struct crm_match_keep *crm_match_keep_new(crm_match_put_fn *put, void *to)
{
	struct crm_match_keep *k = crm_alloc(sizeof *k);

	k->put = put;
	k->to = to;
	return k;
}

void crm_match_keep_free(struct crm_match_keep *k)
{
	free(k);
}

static void put(struct crm_match_keep *k, const void *data, size_t n)
{
	if (!k->failed && n)
		k->failed = k->put(k->to, data, n) != 0;
	k->at += n;
}

/* n elements of this size each, and what is missing to 8 bytes */
static struct crm_match_kept_part put_part(struct crm_match_keep *k, const void *data, size_t n, size_t size)
{
	static const char pad[8];
	struct crm_match_kept_part part = { k->at, n };

	put(k, data, n * size);
	put(k, pad, (8 - k->at % 8) % 8);
	return part;
}

static int by_hash(const void *a, const void *b)
{
	const struct crm_match_kept_value *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* values of more than `above` records; placeholders: also those of none */
static struct crm_match_kept_part put_values(struct crm_match_keep *k, const struct crm_match_dict *d,
					     const uint32_t *count, uint32_t above, int placeholders)
{
	struct crm_match_kept_value *value = NULL;
	struct crm_match_kept_part part;
	size_t n = 0, cap = 0;

	for (uint32_t v = 1; v <= crm_match_dict_count(d); v++) {
		const char *s = crm_match_dict_text(d, v);

		if (count[v] <= above && (count[v] || !placeholders))
			continue;
		CRM_GROW(value, n, cap);
		value[n++] = (struct crm_match_kept_value){ crm_hash(s, strlen(s)), count[v] };
	}
	if (n)
		qsort(value, n, sizeof *value, by_hash);
	part = put_part(k, value, n, sizeof *value);
	free(value);
	return part;
}

void crm_match_keep_values(struct crm_match_keep *k, const struct crm_match_table *t)
{
	k->kept.records = t->n;
	k->kept.width = t->width;
	k->kept.comparisons = t->ncmp;
	for (unsigned s = 0; s < t->width; s++) {
		const struct crm_match_slot *slot = &t->slot[s];

		k->kept.total[s] = slot->total;
		k->kept.beyond[s] = slot->beyond;
		k->kept.value[s] = put_values(k, slot->dict, slot->count, CRM_MATCH_RARE, crm_match_placeholders_in(t, s));
	}
	for (unsigned s = 0; s < CRM_SLOT_PERSON; s++)
		if (t->name_count[s])
			k->kept.name[s] = put_values(k, t->slot[s].dict, t->name_count[s], 0, 0);
}

void crm_match_keep_rules(struct crm_match_keep *k, const struct crm_match_rules *rules)
{
	k->kept.atoms = rules->natoms;
	k->kept.rules = rules->n;
	for (size_t i = 0; i < rules->natoms; i++) {
		const struct crm_match_atom *a = &rules->atom[i];

		k->kept.atom[i] = (struct crm_match_kept_atom){ a->cmp, a->cmp2, a->slot, a->values, a->view };
	}
	for (size_t i = 0; i < rules->n; i++) {
		k->kept.rule[i].n = rules->rule[i].n;
		for (unsigned j = 0; j < rules->rule[i].n; j++)
			k->kept.rule[i].atom[j] = rules->rule[i].atom[j];
	}
}

void crm_match_keep_entries(struct crm_match_keep *k, const struct crm_match_table *t, size_t rule,
			    const uint64_t *entry, size_t n, uint32_t cap)
{
	struct crm_match_entry *some = crm_calloc(BATCH, sizeof *some);

	k->kept.rule[rule].cap = cap;
	k->kept.rule[rule].entry = (struct crm_match_kept_part){ k->at, n };
	for (size_t i = 0; i < n; i += BATCH) {
		size_t here = n - i < BATCH ? n - i : BATCH;

		for (size_t j = 0; j < here; j++)
			some[j] = (struct crm_match_entry){ (uint32_t)(entry[i + j] >> 32), t->number[(uint32_t)entry[i + j]] };
		put(k, some, here * sizeof *some);
	}
	free(some);
}

void crm_match_keep_links(struct crm_match_keep *k, const struct crm_match_table *t, const struct crm_match_pair *pair,
			  size_t n)
{
	struct crm_keyed *both = crm_calloc(2 * n + 1, sizeof *both);
	struct crm_match_entry *link;
	size_t links = 0;

	for (size_t i = 0; i < n; i++)
		if (pair[i].class == CRM_MATCH_SAME) {
			both[links++] = (struct crm_keyed){ t->number[pair[i].a], t->number[pair[i].b] };
			both[links++] = (struct crm_keyed){ t->number[pair[i].b], t->number[pair[i].a] };
		}
	crm_radix_sort(both, links);
	link = crm_calloc(links + 1, sizeof *link);
	for (size_t i = 0; i < links; i++)
		link[i] = (struct crm_match_entry){ (uint32_t)both[i].key, both[i].id };
	free(both);
	k->kept.link = put_part(k, link, links, sizeof *link);
	free(link);
}

int crm_match_keep_end(struct crm_match_keep *k, const struct crm_match_table *t, const struct crm_match_model *model)
{
	struct crm_buf text = CRM_BUF_INIT;

	crm_match_text_write(model, t, &text);
	k->kept.model = put_part(k, text.s, text.n + 1, 1);
	crm_buf_release(&text);
	k->kept.magic = CRM_MATCH_KEPT_MAGIC;
	k->kept.size = sizeof k->kept;
	put(k, &k->kept, sizeof k->kept);
	return k->failed ? -1 : 0;
}
