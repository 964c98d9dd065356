#include <crm/match_few.h>
#include <crm/array.h>

#include <stdlib.h>

/* a list of two numbers in one, sorted at the end */
struct list {
	struct crm_keyed *at;
	size_t n, cap;
};

static void put(struct list *l, uint32_t first, uint32_t second)
{
	CRM_GROW(l->at, l->n, l->cap);
	l->at[l->n++] = (struct crm_keyed){ (uint64_t)first << 32 | second, 0 };
}

/* each once, ascending */
static void tidy(struct list *l)
{
	size_t k = 0;

	crm_radix_sort(l->at, l->n);
	for (size_t i = 0; i < l->n; i++)
		if (!k || l->at[i].key != l->at[k - 1].key)
			l->at[k++] = l->at[i];
	l->n = k;
}

static int is_new(const struct crm_match_table *t, size_t row)
{
	return !t->number[row] || t->number[row] & CRM_MATCH_NEW;
}

/* row and the numbers of the index that share a key with it */
static void ask_index(const struct crm_match_table *t, const struct crm_match_index *all,
		      const struct crm_match_rules *rules, uint32_t row, struct list *out)
{
	for (size_t r = 0; r < rules->n; r++) {
		uint64_t key[CRM_MATCH_PHONES] = { 0 };
		unsigned keys = crm_match_rule_keys(rules, &rules->rule[r], crm_match_row(t, row), key);

		for (unsigned k = 0; k < keys; k++) {
			size_t n;
			const struct crm_match_entry *e = crm_match_index_block(all, r, key[k], &n);

			for (size_t i = 0; key[k] && i < n; i++)
				put(out, row, e[i].number);
		}
	}
}

/* the new rows by their keys under a rule */
static size_t sort_new(const struct crm_match_table *t, const struct crm_match_rules *rules, size_t rule,
		       struct crm_keyed *entry)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		uint64_t key[CRM_MATCH_PHONES] = { 0 };
		unsigned keys = is_new(t, i) ? crm_match_rule_keys(rules, &rules->rule[rule], crm_match_row(t, i), key) : 0;

		for (unsigned k = 0; k < keys; k++)
			if (key[k] && (!k || key[k] != key[0]))
				entry[n++] = (struct crm_keyed){ key[k], (uint32_t)i };
	}
	crm_radix_sort(entry, n);
	return n;
}

/* pairs of new rows that share a key */
static void pair_new(const struct crm_match_table *t, const struct crm_match_index *all,
		     const struct crm_match_rules *rules, struct list *out)
{
	struct crm_keyed *entry = crm_calloc(t->n * CRM_MATCH_PHONES + 1, sizeof *entry);

	for (size_t r = 0; r < rules->n; r++) {
		size_t n = sort_new(t, rules, r, entry);

		for (size_t from = 0, to; from < n; from = to) {
			for (to = from + 1; to < n && entry[to].key == entry[from].key; to++)
				;
			if (!crm_match_index_allows(all, r, entry[from].key, to - from))
				continue;
			for (size_t i = from; i < to; i++)
				for (size_t j = i + 1; j < to; j++)
					if (entry[i].id < entry[j].id)
						put(out, entry[i].id, entry[j].id);
					else if (entry[j].id < entry[i].id)
						put(out, entry[j].id, entry[i].id);
		}
	}
	free(entry);
}

uint32_t *crm_match_few_wanted(const struct crm_match_table *t, const struct crm_match_index *all,
			       const struct crm_match_rules *rules, size_t *n)
{
	struct list found = { NULL, 0, 0 }, pairs = { NULL, 0, 0 };
	uint32_t *number;

	for (uint32_t i = 0; i < t->n; i++)
		if (!t->number[i])
			ask_index(t, all, rules, i, &found);
	for (size_t i = 0; i < found.n; i++)             /* whose candidate it is does not matter here */
		found.at[i].key &= UINT32_MAX;
	pair_new(t, all, rules, &pairs);
	for (size_t i = 0; i < pairs.n; i++) {
		uint32_t a = t->number[pairs.at[i].key >> 32], b = t->number[pairs.at[i].key & UINT32_MAX];

		if (!a != !b)
			put(&found, 0, a ? a : b);
	}
	tidy(&found);
	number = crm_calloc(found.n + 1, sizeof *number);
	for (size_t i = 0; i < found.n; i++)
		number[i] = (uint32_t)found.at[i].key;
	*n = found.n;
	free(found.at);
	free(pairs.at);
	return number;
}

/* ---- pairs ---- */

/* the known rows by their numbers */
static struct crm_keyed *rows_by_number(const struct crm_match_table *t, size_t *n)
{
	struct crm_keyed *row = crm_calloc(t->n + 1, sizeof *row);

	*n = 0;
	for (size_t i = 0; i < t->n; i++)
		if (!is_new(t, i))
			row[(*n)++] = (struct crm_keyed){ t->number[i], (uint32_t)i };
	crm_radix_sort(row, *n);
	return row;
}

static int by_key(const void *a, const void *b)
{
	uint64_t x = ((const struct crm_keyed *)a)->key, y = ((const struct crm_keyed *)b)->key;

	return x < y ? -1 : x > y;
}

/* the pair of a row and the row with this number, if there is one */
static void pair_with(struct list *out, const struct crm_keyed *row, size_t n, uint32_t a, uint32_t number)
{
	struct crm_keyed key = { number, 0 };
	const struct crm_keyed *b = n ? bsearch(&key, row, n, sizeof key, by_key) : NULL;

	if (b && b->id != a)
		put(out, a < b->id ? a : b->id, a < b->id ? b->id : a);
}

struct crm_match_pair *crm_match_few_pairs(const struct crm_match_table *t, const struct crm_match_index *all,
					   const struct crm_match_rules *rules, size_t *n)
{
	struct list found = { NULL, 0, 0 }, pairs = { NULL, 0, 0 };
	struct crm_match_pair *pair;
	size_t known;
	struct crm_keyed *row = rows_by_number(t, &known);

	for (uint32_t i = 0; i < t->n; i++) {
		size_t partners = 0;
		const struct crm_match_entry *e;

		if (is_new(t, i)) {
			ask_index(t, all, rules, i, &found);
			continue;
		}
		e = crm_match_index_partners(all, t->number[i], &partners);
		for (size_t k = 0; k < partners; k++)
			put(&found, i, e[k].number);
	}
	for (size_t i = 0; i < found.n; i++)
		pair_with(&pairs, row, known, (uint32_t)(found.at[i].key >> 32), (uint32_t)found.at[i].key);
	pair_new(t, all, rules, &pairs);
	tidy(&pairs);
	pair = crm_calloc(pairs.n + 1, sizeof *pair);
	for (size_t i = 0; i < pairs.n; i++)
		pair[i] = (struct crm_match_pair){ .a = (uint32_t)(pairs.at[i].key >> 32), .b = (uint32_t)pairs.at[i].key };
	*n = pairs.n;
	free(row);
	free(found.at);
	free(pairs.at);
	return pair;
}
