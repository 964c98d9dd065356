#include <crm/match_index.h>
#include <crm/map.h>
#include <crm/match_rule.h>
#include <crm/mem.h>

#include "match_kept.h"

#include <stdlib.h>
#include <string.h>

struct crm_match_index {
	const unsigned char *data;
	const struct crm_match_kept *kept;
};

/* does the part lie before the end? */
static int lies_in(struct crm_match_kept_part p, size_t size, size_t end)
{
	return p.at % 8 == 0 && p.at <= end && p.n <= (end - p.at) / size;
}

static int is_whole(const struct crm_match_kept *k, const unsigned char *data, size_t end)
{
	int good = k->magic == CRM_MATCH_KEPT_MAGIC && k->size == sizeof *k && k->width <= CRM_MATCH_SLOTS
		   && k->atoms <= CRM_MATCH_ATOMS && k->rules <= CRM_MATCH_RULES
		   && lies_in(k->link, sizeof(struct crm_match_entry), end) && lies_in(k->model, 1, end);

	good = good && k->model.n && !data[k->model.at + k->model.n - 1];
	for (size_t s = 0; good && s < CRM_MATCH_SLOTS; s++)
		good = lies_in(k->value[s], sizeof(struct crm_match_kept_value), end);
	for (size_t s = 0; good && s < CRM_SLOT_PERSON; s++)
		good = lies_in(k->name[s], sizeof(struct crm_match_kept_value), end);
	for (size_t r = 0; good && r < k->rules; r++) {
		good = lies_in(k->rule[r].entry, sizeof(struct crm_match_entry), end) && k->rule[r].n <= 3;
		for (unsigned a = 0; good && a < k->rule[r].n; a++)
			good = k->rule[r].atom[a] < k->atoms;
	}
	return good;
}

struct crm_match_index *crm_match_index_new(const void *data, size_t n)
{
	struct crm_match_index *all;
	const struct crm_match_kept *k;

	if (n < sizeof *k || (n - sizeof *k) % 8)
		return NULL;
	k = (const void *)((const unsigned char *)data + n - sizeof *k);
	if (!is_whole(k, data, n - sizeof *k))
		return NULL;
	all = crm_alloc(sizeof *all);
	all->data = data;
	all->kept = k;
	return all;
}

void crm_match_index_free(struct crm_match_index *all)
{
	free(all);
}

uint64_t crm_match_index_records(const struct crm_match_index *all)
{
	return all->kept->records;
}

/* entries with this key */
static const struct crm_match_entry *find_entries(const struct crm_match_index *all, struct crm_match_kept_part p,
						  uint32_t key, size_t *n)
{
	const struct crm_match_entry *e = (const void *)(all->data + p.at);
	size_t lo = 0, hi = p.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (e[mid].key < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (hi = lo; hi < p.n && e[hi].key == key; hi++)
		;
	*n = hi - lo;
	return e + lo;
}

static const struct crm_match_kept_value *find_value(const struct crm_match_index *all, struct crm_match_kept_part p,
						     const char *s, size_t n)
{
	const struct crm_match_kept_value *v = (const void *)(all->data + p.at);
	uint64_t hash = crm_hash(s, n);
	size_t lo = 0, hi = p.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (v[mid].hash < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < p.n && v[lo].hash == hash ? v + lo : NULL;
}

uint32_t crm_match_index_count(const struct crm_match_index *all, unsigned slot, const char *value)
{
	const struct crm_match_kept_value *v = find_value(all, all->kept->value[slot], value, strlen(value));

	return v ? (uint32_t)v->count : 1;
}

void crm_match_index_totals(const struct crm_match_index *all, unsigned slot, double *total, double *beyond)
{
	*total = all->kept->total[slot];
	*beyond = all->kept->beyond[slot];
}

uint32_t crm_match_index_name(const struct crm_match_index *all, unsigned slot, const char *s, size_t n)
{
	const struct crm_match_kept_value *v = find_value(all, all->kept->name[slot], s, n);

	return v ? (uint32_t)v->count : 0;
}

int crm_match_index_rules(const struct crm_match_index *all, const struct crm_match_table *t,
			  struct crm_match_rules *rules)
{
	const struct crm_match_kept *k = all->kept;

	memset(rules, 0, sizeof *rules);
	if (k->width != t->width || k->comparisons != t->ncmp)
		return -1;
	rules->natoms = k->atoms;
	rules->n = k->rules;
	for (size_t i = 0; i < k->atoms; i++)
		rules->atom[i] = (struct crm_match_atom){ .cmp = k->atom[i].cmp, .cmp2 = k->atom[i].cmp2, .parent = -1,
							  .slot = k->atom[i].slot, .values = k->atom[i].values,
							  .view = k->atom[i].view };
	for (size_t i = 0; i < k->rules; i++) {
		rules->rule[i].n = k->rule[i].n;
		for (unsigned a = 0; a < k->rule[i].n; a++)
			rules->rule[i].atom[a] = (unsigned char)k->rule[i].atom[a];
	}
	return crm_match_atoms_restore(rules->atom, rules->natoms, t);
}

const struct crm_match_entry *crm_match_index_block(const struct crm_match_index *all, size_t rule, uint64_t key,
						    size_t *n)
{
	const struct crm_match_kept_rule *r = &all->kept->rule[rule];
	const struct crm_match_entry *e = find_entries(all, r->entry, (uint32_t)(key >> 32), n);

	if (*n + 1 > r->cap)
		*n = 0;
	return e;
}

int crm_match_index_allows(const struct crm_match_index *all, size_t rule, uint64_t key, size_t fresh)
{
	const struct crm_match_kept_rule *r = &all->kept->rule[rule];
	size_t n;

	find_entries(all, r->entry, (uint32_t)(key >> 32), &n);
	return n + fresh <= r->cap;
}

const struct crm_match_entry *crm_match_index_partners(const struct crm_match_index *all, uint32_t number, size_t *n)
{
	return find_entries(all, all->kept->link, number, n);
}

const char *crm_match_index_model(const struct crm_match_index *all)
{
	return (const char *)all->data + all->kept->model.at;
}
