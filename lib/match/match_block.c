#include <crm/match_block.h>
#include <crm/array.h>
#include <crm/match_keep.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_BLOCK 2000u
#define PAIRS_AT_LEAST 200000.0

static uint32_t key_of(uint64_t entry)
{
	return (uint32_t)(entry >> 32);
}

static uint32_t record_of(uint64_t entry)
{
	return (uint32_t)entry;
}

static unsigned rule_values(const struct crm_match_rules *r, size_t rule)
{
	unsigned values = 1;

	for (unsigned i = 0; i < r->rule[rule].n; i++)
		if (r->atom[r->rule[rule].atom[i]].values > values)
			values = r->atom[r->rule[rule].atom[i]].values;
	return values;
}

struct crm_match_blocks *crm_match_blocks_new(const struct crm_match_table *t,
					      const struct crm_match_rules *rules, struct crm_match_keep *keep)
{
	struct crm_match_blocks *b = crm_alloc(sizeof *b);

	b->t = t;
	b->rules = rules;
	b->keep = keep;
	for (size_t r = 0; r < rules->n; r++)
		b->first[r + 1] = b->first[r] + rule_values(rules, r);
	b->columns = b->first[rules->n];
	b->no = crm_calloc(t->n * b->columns + 1, sizeof *b->no);
	return b;
}

void crm_match_blocks_free(struct crm_match_blocks *b)
{
	if (!b)
		return;
	free(b->no);
	free(b->entry);
	free(b->start);
	free(b);
}

static void make_entries(struct crm_match_blocks *b, size_t rule)
{
	const struct crm_match_rule *r = &b->rules->rule[rule];
	unsigned values = b->first[rule + 1] - b->first[rule];

	b->entry = crm_realloc(b->entry, (b->t->n * values + 1) * sizeof *b->entry);
	b->entries = 0;
	for (size_t i = 0; i < b->t->n; i++) {
		uint64_t key[CRM_MATCH_PHONES] = { 0 };

		if (b->t->copy_of[i] != i)
			continue;
		crm_match_rule_keys(b->rules, r, crm_match_row(b->t, i), key);
		for (unsigned k = 0; k < values; k++)
			if (key[k] && (!k || key[k] != key[0]))
				b->entry[b->entries++] = (key[k] & ~(uint64_t)UINT32_MAX) | i;
	}
	crm_radix_words(b->entry, b->entries);
}

static size_t run_end(const struct crm_match_blocks *b, size_t from)
{
	size_t to = from + 1;

	while (to < b->entries && key_of(b->entry[to]) == key_of(b->entry[from]))
		to++;
	return to;
}

/* the largest block size whose pairs, with all smaller blocks, stay within the budget */
static uint32_t choose_cap(struct crm_match_blocks *b, struct crm_match_block_report *report)
{
	double of_size[LARGEST_BLOCK + 1] = { 0 }, budget = 2 * b->rules->budget * (double)b->t->n, sum = 0;
	uint32_t cap = 1;

	if (budget < PAIRS_AT_LEAST)
		budget = PAIRS_AT_LEAST;
	if (!b->rules->rule[b->rule].n)
		budget = HUGE_VAL;                       /* all pairs of a small table */
	report->largest = 0;
	for (size_t from = 0, to; from < b->entries; from = to) {
		size_t n = (to = run_end(b, from)) - from;

		if (n > report->largest)
			report->largest = (uint32_t)n;
		if (n <= LARGEST_BLOCK)
			of_size[n] += (double)n * (double)(n - 1) / 2;
	}
	for (uint32_t n = 2; n <= LARGEST_BLOCK && sum + of_size[n] <= budget; n++) {
		sum += of_size[n];
		cap = n;
	}
	report->pairs = (uint64_t)sum;
	report->cap = cap;
	return cap;
}

static void number_record(struct crm_match_blocks *b, uint32_t record, uint32_t block)
{
	uint32_t *no = b->no + record * b->columns + b->first[b->rule];
	unsigned values = b->first[b->rule + 1] - b->first[b->rule];

	for (unsigned k = 0; k < values; k++)
		if (!no[k]) {
			no[k] = block;
			return;
		}
}

void crm_match_blocks_rule(struct crm_match_blocks *b, size_t rule)
{
	struct crm_match_block_report *report = &b->report[rule];
	size_t kept = 0;
	uint32_t cap;

	b->rule = rule;
	make_entries(b, rule);
	cap = choose_cap(b, report);
	if (b->keep)
		crm_match_keep_entries(b->keep, b->t, rule, b->entry, b->entries, cap);
	b->blocks = 0;
	report->skipped = 0;
	for (size_t from = 0, to; from < b->entries; from = to) {
		to = run_end(b, from);
		if (to - from < 2)
			continue;
		if (to - from > cap) {
			report->skipped++;
			continue;
		}
		CRM_GROW(b->start, b->blocks, b->start_cap);
		b->start[b->blocks++] = kept;
		for (size_t i = from; i < to; i++) {
			number_record(b, record_of(b->entry[i]), (uint32_t)b->blocks);
			b->entry[kept++] = b->entry[i];
		}
	}
	CRM_GROW(b->start, b->blocks, b->start_cap);
	b->start[b->blocks] = kept;
}

static uint64_t block_pairs(const struct crm_match_blocks *b, size_t k)
{
	uint64_t n = b->start[k + 1] - b->start[k];

	return n * (n - 1) / 2;
}

static size_t block_at(const struct crm_match_blocks *b, unsigned p, unsigned parts)
{
	uint64_t want = b->report[b->rule].pairs / parts * p, sum = 0;
	size_t k = 0;

	if (p == parts)
		return b->blocks;
	while (k < b->blocks && sum < want)
		sum += block_pairs(b, k++);
	return k;
}

void crm_match_pairs_start(const struct crm_match_blocks *b, struct crm_match_pairs *it, unsigned p,
			   unsigned parts)
{
	it->block = block_at(b, p, parts);
	it->end = block_at(b, p + 1, parts);
	it->i = it->block < b->blocks ? b->start[it->block] : 0;
	it->j = it->i;
}

/* the smallest number of a block of columns from … to-1 in which both are; 0 none */
static uint32_t common_block(const uint32_t *x, const uint32_t *y, unsigned from, unsigned to)
{
	uint32_t least = 0;

	for (unsigned k = from; k < to; k++)
		for (unsigned l = from; x[k] && l < to; l++)
			if (x[k] == y[l] && (!least || x[k] < least))
				least = x[k];
	return least;
}

static int is_first(const struct crm_match_blocks *b, uint32_t a, uint32_t c, size_t block)
{
	const uint32_t *x = b->no + a * b->columns, *y = b->no + c * b->columns;

	for (size_t r = 0; r < b->rule; r++)
		if (b->first[r + 1] - b->first[r] == 1 ? x[b->first[r]] && x[b->first[r]] == y[b->first[r]]
						       : common_block(x, y, b->first[r],
								      b->first[r + 1]) != 0)
			return 0;
	if (b->first[b->rule + 1] - b->first[b->rule] == 1)
		return 1;
	return common_block(x, y, b->first[b->rule], b->first[b->rule + 1]) == block + 1;
}

#define AHEAD 12

/* the records of later pairs, on their way from memory */
static void fetch(const struct crm_match_blocks *b, size_t entry)
{
	const uint32_t *row;
	uint32_t id;

	if (entry >= b->start[b->blocks])
		return;
	id = record_of(b->entry[entry]);
	row = crm_match_row(b->t, id);
	__builtin_prefetch(row);
	__builtin_prefetch(row + 16);
	__builtin_prefetch(b->no + id * b->columns);
	__builtin_prefetch(b->no + id * b->columns + b->rule);
}

int crm_match_pairs_next(const struct crm_match_blocks *b, struct crm_match_pairs *it)
{
	while (it->block < it->end) {
		size_t to = b->start[it->block + 1];

		while (it->i + 1 < to) {
			if (it->j == it->i)
				fetch(b, it->i + AHEAD);
			while (++it->j < to) {
				it->a = record_of(b->entry[it->i]);
				it->b = record_of(b->entry[it->j]);
				if (it->a != it->b && is_first(b, it->a, it->b, it->block))
					return 1;
			}
			it->j = ++it->i;
		}
		it->block++;
		it->i = it->j = it->block < b->blocks ? b->start[it->block] : 0;
	}
	return 0;
}
