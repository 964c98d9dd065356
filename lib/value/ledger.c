#include <crm/ledger.h>
#include <crm/array.h>
#include <crm/num.h>

#include <stdlib.h>
#include <string.h>

enum { FEW_GROUPS = 1024 };

/* one row, or neighbouring rows of one order */
struct entry {
	uint64_t order;
	int64_t amount;
	int32_t when;          /* day * 2 + 1 when a row was below 0 */
	uint32_t customer;
};

struct crm_ledger {
	enum crm_ledger_mode mode;
	int flags;
	int keep;              /* the entries, until finish */
	int finished, overflow;
	struct crm_sum *sum;
	size_t n, cap;
	struct entry *entry;
	size_t entries, entry_cap;
	struct crm_ledger_order *purchase;
	size_t purchases;
};

struct crm_ledger *crm_ledger_new(enum crm_ledger_mode mode, int flags)
{
	struct crm_ledger *l = crm_alloc(sizeof *l);

	l->mode = mode;
	l->flags = flags;
	l->keep = mode != CRM_LEDGER_ROWS || flags & CRM_LEDGER_ORDERS;
	return l;
}

void crm_ledger_free(struct crm_ledger *l)
{
	if (!l)
		return;
	free(l->sum);
	free(l->entry);
	free(l->purchase);
	free(l);
}

static int32_t day_of(const struct entry *e)
{
	return (e->when - (e->when & 1)) / 2;
}

/* one more order that counts */
static void count_order(struct crm_sum *s, int32_t day)
{
	int first = s->orders++ == 0;

	s->first_day = first || day < s->first_day ? day : s->first_day;
	s->last_day = first || day > s->last_day ? day : s->last_day;
}

static void add_amount(struct crm_ledger *l, struct crm_sum *s, int64_t amount)
{
	l->overflow |= crm_num_add(s->amount, amount, &s->amount) != 0;
}

static void reach(struct crm_ledger *l, uint32_t customer)
{
	while (l->n <= customer) {
		CRM_GROW(l->sum, l->n, l->cap);
		l->sum[l->n++] = (struct crm_sum){ 0 };
	}
}

static void merge(struct crm_ledger *l, struct entry *to, const struct entry *e)
{
	int32_t day = day_of(e) < day_of(to) ? day_of(e) : day_of(to);

	to->when = day * 2 + ((to->when | e->when) & 1);
	l->overflow |= crm_num_add(to->amount, e->amount, &to->amount) != 0;
}

/* a row as an entry of its own, or into that of the row before */
static void keep_row(struct crm_ledger *l, const struct crm_ledger_row *r)
{
	struct entry e = { r->order, r->amount, r->day * 2 + (r->amount < 0), r->customer }, *last;

	if (l->mode == CRM_LEDGER_DAILY)
		e.order = (uint64_t)(int64_t)r->day;
	last = l->entries ? &l->entry[l->entries - 1] : NULL;
	if (l->mode != CRM_LEDGER_ROWS && last && last->customer == e.customer && last->order == e.order) {
		merge(l, last, &e);
		return;
	}
	CRM_GROW(l->entry, l->entries, l->entry_cap);
	l->entry[l->entries++] = e;
}

static void add_block(struct crm_ledger *l, const struct crm_ledger_row *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		reach(l, row[i].customer);
	for (size_t i = 0; i < n && !l->keep; i++)
		__builtin_prefetch(&l->sum[row[i].customer]);
	for (size_t i = 0; i < n; i++) {
		struct crm_sum *s = &l->sum[row[i].customer];

		if (l->keep) {
			keep_row(l, &row[i]);
			continue;
		}
		add_amount(l, s, row[i].amount);
		if (row[i].amount >= 0)
			count_order(s, row[i].day);
	}
}

void crm_ledger_add(struct crm_ledger *l, const struct crm_ledger_row *row, size_t n)
{
	enum { BLOCK = 64 };

	for (; n > BLOCK; row += BLOCK, n -= BLOCK)
		add_block(l, row, BLOCK);
	add_block(l, row, n);
}

void crm_ledger_add_sum(struct crm_ledger *l, uint32_t customer, const struct crm_sum *sum)
{
	struct crm_sum *s;

	reach(l, customer);
	s = &l->sum[customer];
	add_amount(l, s, sum->amount);
	if (sum->orders == 0)
		return;
	if (s->orders == 0 || sum->first_day < s->first_day)
		s->first_day = sum->first_day;
	if (s->orders == 0 || sum->last_day > s->last_day)
		s->last_day = sum->last_day;
	s->orders += sum->orders;
}

void crm_ledger_relabel(struct crm_ledger *l, const uint32_t *to)
{
	struct crm_sum *moved = crm_calloc(l->n, sizeof *moved);

	for (size_t i = 0; i < l->n; i++)
		moved[to[i]] = l->sum[i];
	free(l->sum);
	l->sum = moved;
	l->cap = l->n;
	for (size_t i = 0; i < l->entries; i++)
		l->entry[i].customer = to[l->entry[i].customer];
}

/* n entries of the customers `first` on, 1 << shift of them to a group: counted, then moved within their
 * array, so that ten million rows need no second copy.  start: groups + 1 places, counted from 0 */
static void group(struct entry *e, size_t n, uint32_t first, int shift, size_t *start, size_t groups)
{
	size_t *next = crm_calloc(groups + 1, sizeof *next);

	memset(start, 0, (groups + 1) * sizeof *start);
	for (size_t i = 0; i < n; i++)
		start[((e[i].customer - first) >> shift) + 1]++;
	for (size_t g = 0; g < groups; g++) {
		next[g] = start[g];
		start[g + 1] += start[g];
	}
	for (size_t g = 0; g < groups; g++)
		while (next[g] < start[g + 1]) {
			struct entry moving = e[next[g]];
			size_t to;

			while ((to = (moving.customer - first) >> shift) != g) {
				struct entry *home = &e[next[to]++], displaced = *home;

				*home = moving;
				moving = displaced;
			}
			e[next[g]++] = moving;
		}
	free(next);
}

/* into few groups first, then each by customer: entries at random places all over the memory are slow.
 * start has n + 1 elements */
static void group_by_customer(struct crm_ledger *l, size_t *start)
{
	size_t coarse[FEW_GROUPS + 2], groups;
	int shift = 0;

	while (l->n >> shift > FEW_GROUPS)
		shift++;
	groups = (l->n >> shift) + 1;
	group(l->entry, l->entries, 0, shift, coarse, groups);
	for (size_t g = 0; g < groups; g++) {
		size_t first = g << shift, last = (g + 1) << shift;

		last = last < l->n ? last : l->n;
		if (first >= last)
			continue;
		group(l->entry + coarse[g], coarse[g + 1] - coarse[g], (uint32_t)first, 0, start + first,
		      last - first);
		for (size_t c = first; c <= last; c++)
			start[c] += coarse[g];
	}
}

static int by_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->order > y->order) - (x->order < y->order);
}

static int by_day(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (day_of(x) != day_of(y))
		return day_of(x) < day_of(y) ? -1 : 1;
	return (x->amount > y->amount) - (x->amount < y->amount);
}

/* most customers have a handful of rows: insertion beats qsort's calls there */
static void sort_entries(struct entry *e, size_t n, int (*order)(const void *, const void *))
{
	enum { FEW = 24 };

	if (n > FEW) {
		qsort(e, n, sizeof *e, order);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct entry moving = e[i];
		size_t j = i;

		for (; j > 0 && order(&e[j - 1], &moving) > 0; j--)
			e[j] = e[j - 1];
		e[j] = moving;
	}
}

/* entries of one customer: those of one order become one; their number */
static size_t merge_orders(struct crm_ledger *l, struct entry *e, size_t n)
{
	size_t kept = 0;

	if (n == 0 || l->mode == CRM_LEDGER_ROWS)
		return n;
	sort_entries(e, n, by_order);
	for (size_t i = 1; i < n; i++)
		if (e[i].order == e[kept].order)
			merge(l, &e[kept], &e[i]);
		else
			e[++kept] = e[i];
	return kept + 1;
}

/* sums of one customer; his orders that count go to the purchases, by day */
static void sum_customer(struct crm_ledger *l, struct crm_sum *s, struct entry *e, size_t n)
{
	n = merge_orders(l, e, n);
	sort_entries(e, n, by_day);
	for (size_t i = 0; i < n; i++) {
		int32_t day = day_of(&e[i]);

		add_amount(l, s, e[i].amount);
		if (e[i].amount < 0 || (e[i].amount == 0 && e[i].when & 1))
			continue;
		if (s->orders == 0 || day != s->last_day)
			s->days++;
		count_order(s, day);
		if (day == s->first_day)
			l->overflow |= crm_num_add(s->first_amount, e[i].amount, &s->first_amount) != 0;
		if (l->purchase)
			l->purchase[l->purchases++] = (struct crm_ledger_order){ e[i].amount, day, e[i].customer };
	}
}

int crm_ledger_finish(struct crm_ledger *l)
{
	size_t *start;

	if (l->finished || !l->keep)
		return l->overflow ? -1 : 0;
	l->finished = 1;
	start = crm_calloc(l->n + 1, sizeof *start);
	group_by_customer(l, start);
	if (l->flags & CRM_LEDGER_ORDERS)
		l->purchase = crm_calloc(l->entries, sizeof *l->purchase);
	for (size_t c = 0; c < l->n; c++)
		sum_customer(l, &l->sum[c], l->entry + start[c], start[c + 1] - start[c]);
	free(start);
	free(l->entry);
	l->entry = NULL;
	return l->overflow ? -1 : 0;
}

const struct crm_sum *crm_ledger_sums(const struct crm_ledger *l, size_t *n)
{
	*n = l->n;
	return l->sum;
}

const struct crm_ledger_order *crm_ledger_orders(const struct crm_ledger *l, size_t *n)
{
	*n = l->purchases;
	return l->purchase;
}
