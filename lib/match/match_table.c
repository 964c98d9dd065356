#include <crm/match_table.h>
#include <crm/array.h>
#include <crm/match_guess.h>
#include <crm/match_index.h>
#include <crm/match_keys.h>
#include <crm/match_person.h>
#include <crm/match_placeholder.h>
#include <crm/map.h>
#include <crm/radix.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_COUNT CRM_MATCH_RARE
#define MOST_SHARE 0.99
#define BEYOND 500.0
#define MANY_COPIES 100        /* fewer are compared like other records */

static unsigned new_slot(struct crm_match_table *t, struct crm_match_dict *shared, int letters)
{
	struct crm_match_slot *s = &t->slot[t->width];

	s->dict = shared ? shared : crm_match_dict_new(letters);
	s->owner = !shared;
	return (unsigned)t->width++;
}

/* a comparison whose values all share one dictionary */
static void new_cmp(struct crm_match_table *t, enum crm_match_type type, const char *name, unsigned values)
{
	struct crm_match_cmp *c = &t->cmp[t->ncmp++];

	*c = (struct crm_match_cmp){ type, crm_strdup(name), (unsigned)t->width, values };
	new_slot(t, NULL, 1);
	t->slot[c->slot].dict->is_date = type == CRM_TYPE_DATE;
	for (unsigned i = 1; i < values; i++)
		new_slot(t, t->slot[c->slot].dict, 1);
}

/* parts of names are compared by their letters, whole names only whether they are the same */
static void new_person(struct crm_match_table *t)
{
	for (int kana = 0; kana < 2; kana++) {
		unsigned family = new_slot(t, NULL, 1);

		new_slot(t, t->slot[family].dict, 1);
		new_slot(t, NULL, 0);
	}
	t->person = 1;
	t->cmp[t->ncmp++] = (struct crm_match_cmp){ CRM_TYPE_FAMILY, crm_strdup("family"), CRM_SLOT_FAMILY,
						   1 };
	t->cmp[t->ncmp++] = (struct crm_match_cmp){ CRM_TYPE_GIVEN, crm_strdup("given"), CRM_SLOT_GIVEN, 1 };
}

static void new_email(struct crm_match_table *t, const char *name)
{
	struct crm_match_dict *local;

	new_cmp(t, CRM_TYPE_EMAIL, name, CRM_MATCH_PHONES);
	local = t->slot[new_slot(t, NULL, 1)].dict;
	for (unsigned i = 1; i < CRM_MATCH_PHONES; i++)
		new_slot(t, local, 1);
}

static void new_address(struct crm_match_table *t, const char *name)
{
	t->cmp[t->ncmp++] = (struct crm_match_cmp){ CRM_TYPE_ADDRESS, crm_strdup(name), (unsigned)t->width,
						   1 };
	new_slot(t, NULL, 1);
	for (int i = 1; i < CRM_ADDR_SLOTS; i++)
		new_slot(t, NULL, 0);
}

static int find_cmp(const struct crm_match_table *t, enum crm_match_type type)
{
	for (size_t i = 0; i < t->ncmp; i++)
		if (t->cmp[i].type == type)
			return (int)i;
	return -1;
}

static int has_kind(const enum crm_match_kind *kinds, size_t n, enum crm_match_kind k)
{
	for (size_t i = 0; i < n; i++)
		if (kinds[i] == k)
			return 1;
	return 0;
}

/* the comparison that a column of this kind takes part in, made when it is the first; -1: no room */
static int cmp_for(struct crm_match_table *t, enum crm_match_kind k, const char *name, int has_address)
{
	static const unsigned char type[CRM_KIND_COUNT] = {
		[CRM_KIND_DATE] = CRM_TYPE_DATE, [CRM_KIND_SEX] = CRM_TYPE_SEX, [CRM_KIND_PHONE] = CRM_TYPE_MOBILE,
		[CRM_KIND_EMAIL] = CRM_TYPE_EMAIL, [CRM_KIND_POSTAL] = CRM_TYPE_POSTAL,
		[CRM_KIND_ADDRESS] = CRM_TYPE_ADDRESS, [CRM_KIND_COMPANY] = CRM_TYPE_COMPANY,
		[CRM_KIND_ID] = CRM_TYPE_ID, [CRM_KIND_TEXT] = CRM_TYPE_TEXT, [CRM_KIND_EXACT] = CRM_TYPE_EXACT,
		[CRM_KIND_NUMBER] = CRM_TYPE_NUMBER, [CRM_KIND_AUTO] = CRM_TYPE_AUTO,
	};
	enum crm_match_type want = k == CRM_KIND_POSTAL && has_address ? CRM_TYPE_ADDRESS
				 : (enum crm_match_type)type[k];
	int shared = k == CRM_KIND_PHONE || k == CRM_KIND_EMAIL || want == CRM_TYPE_ADDRESS;
	int c = shared ? find_cmp(t, want) : -1;

	if (c >= 0)
		return c;
	if (t->ncmp + 2 > CRM_MATCH_CMPS || t->width + 6 > CRM_MATCH_SLOTS)
		return -1;
	c = (int)t->ncmp;
	if (k == CRM_KIND_PHONE) {
		new_cmp(t, CRM_TYPE_MOBILE, "phone", CRM_MATCH_PHONES);
		new_cmp(t, CRM_TYPE_LANDLINE, "landline", CRM_MATCH_PHONES);
	} else if (k == CRM_KIND_EMAIL) {
		new_email(t, name);
	} else if (want == CRM_TYPE_ADDRESS) {
		new_address(t, "address");
	} else {
		new_cmp(t, want, name, 1);
	}
	return c;
}

static int is_person(enum crm_match_kind k)
{
	return k >= CRM_KIND_PERSON && k <= CRM_KIND_GIVEN_KANA;
}

struct crm_match_table *crm_match_table_new(const enum crm_match_kind *kinds, const char *const *names,
					    size_t n)
{
	struct crm_match_table *t = crm_alloc(sizeof *t);
	int has_address = has_kind(kinds, n, CRM_KIND_ADDRESS);

	t->kind = crm_calloc(n + 1, sizeof *t->kind);
	t->cmp_of = crm_calloc(n + 1, sizeof *t->cmp_of);
	t->columns = n;
	crm_buf_init(&t->ids);
	for (size_t i = 0; i < n; i++)
		if (is_person(kinds[i]) && !t->person)
			new_person(t);
	for (size_t i = 0; i < n; i++) {
		int c = kinds[i] == CRM_KIND_IGNORE || is_person(kinds[i]) ? 0
			: cmp_for(t, kinds[i], names ? names[i] : crm_match_kind_name(kinds[i]), has_address);

		t->kind[i] = c < 0 ? CRM_KIND_IGNORE : kinds[i];
		t->cmp_of[i] = (unsigned char)(c < 0 ? 0 : c);
	}
	return t;
}

void crm_match_table_free(struct crm_match_table *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->width; i++) {
		free(t->slot[i].count);
		free(t->slot[i].bits);
		if (t->slot[i].owner)
			crm_match_dict_free(t->slot[i].dict);
	}
	for (size_t i = 0; i < t->ncmp; i++)
		free(t->cmp[i].name);
	crm_buf_release(&t->ids);
	for (int i = 0; i < CRM_SLOT_PERSON; i++)
		free(t->name_count[i]);
	free(t->id_at);
	free(t->number);
	free(t->lot);
	free(t->copy_of);
	free(t->row);
	free(t->kind);
	free(t->cmp_of);
	free(t);
}

size_t crm_match_table_extend(struct crm_match_table *t, const char *const *id, const uint32_t *number, size_t n)
{
	size_t first = t->n;

	if (t->n + n > t->cap) {
		t->cap = crm_array_capacity(t->cap, t->n + n);
		t->row = crm_realloc(t->row, t->cap * (t->width ? t->width : 1) * sizeof *t->row);
		t->number = crm_realloc(t->number, t->cap * sizeof *t->number);
	}
	if (n)
		memcpy(t->number + t->n, number, n * sizeof *number);
	for (size_t i = 0; i < n; i++) {
		CRM_GROW(t->id_at, t->n, t->id_cap);
		t->id_at[t->n++] = t->ids.n;
		crm_buf_add(&t->ids, id[i], strlen(id[i]) + 1);
	}
	return first;
}

/* which of the table's dictionaries the slot has */
static unsigned dictionary(const struct crm_match_table *t, size_t slot)
{
	unsigned k = 0;

	for (size_t s = 0; s < slot; s++) {
		if (t->slot[s].dict == t->slot[slot].dict)
			return k;
		k += (unsigned)t->slot[s].owner;
	}
	return k;
}

void crm_match_table_put(struct crm_match_table *t, size_t first, size_t n, const struct crm_match_key *key,
			 const char *text, unsigned part, unsigned parts)
{
	for (size_t s = 0; s < t->width; s++) {
		if (dictionary(t, s) % parts != part)
			continue;
		for (size_t i = 0; i < n; i++) {
			const struct crm_match_key *k = &key[i * t->width + s];

			t->row[(first + i) * t->width + s] = crm_match_dict_put(t->slot[s].dict, text + k->at, k->n);
		}
	}
}

struct id_at { const char *id; size_t row; };

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct id_at *)a)->id, ((const struct id_at *)b)->id);
}

/* the order of the ids as bytes: by their first eight at once, then what these leave equal */
static void order_ids(const struct crm_match_table *t, struct id_at *order)
{
	struct crm_keyed *head = crm_calloc(t->n + 1, sizeof *head);

	for (size_t i = 0; i < t->n; i++) {
		const unsigned char *id = (const unsigned char *)crm_match_id(t, i);
		uint64_t key = 0;

		for (int k = 0; k < 8; k++) {
			key = key << 8 | *id;
			id += *id != 0;
		}
		head[i] = (struct crm_keyed){ key, (uint32_t)i };
	}
	crm_radix_sort(head, t->n);
	for (size_t from = 0, to; from < t->n; from = to) {
		for (to = from; to < t->n && head[to].key == head[from].key; to++)
			order[to] = (struct id_at){ crm_match_id(t, head[to].id), head[to].id };
		if (to - from > 1)
			qsort(order + from, to - from, sizeof *order, by_id);
	}
	free(head);
}

/* In place: a second table would be a tenth of all memory.  Each row goes where it belongs, along its cycle. */
static void reorder_rows(struct crm_match_table *t, const struct id_at *order)
{
	size_t size = t->width * sizeof *t->row;
	unsigned char *done = crm_calloc(t->n + 1, 1);
	uint32_t *first = crm_realloc(NULL, size + sizeof *first);

	for (size_t i = 0; i < t->n; i++) {
		size_t to = i;

		if (done[i])
			continue;
		memcpy(first, crm_match_row(t, i), size);
		for (; order[to].row != i; to = order[to].row) {
			memcpy(t->row + to * t->width, crm_match_row(t, order[to].row), size);
			done[to] = 1;
		}
		memcpy(t->row + to * t->width, first, size);
		done[to] = 1;
	}
	free(first);
	free(done);
}

static void reorder(struct crm_match_table *t, const struct id_at *order)
{
	size_t *at = crm_realloc(NULL, (t->n + 1) * sizeof *at);
	uint32_t *number = crm_realloc(NULL, (t->n + 1) * sizeof *number);

	reorder_rows(t, order);
	for (size_t i = 0; i < t->n; i++) {
		at[i] = t->id_at[order[i].row];
		number[i] = t->number[order[i].row];
	}
	free(t->id_at);
	free(t->number);
	t->number = number;
	t->id_at = at;
	t->cap = t->id_cap = t->n;
}

/* Something that only one person has, or a name with a birth date and a place: copies of such a row are one and the
 * same delivery. */
static int is_personal(const struct crm_match_table *t, const uint32_t *row)
{
	int name = t->person && (row[CRM_SLOT_FULL] || row[CRM_SLOT_FULL_KANA]), date = 0, place = 0;

	for (size_t c = 0; c < t->ncmp; c++) {
		enum crm_match_type type = t->cmp[c].type;
		unsigned slot = t->cmp[c].slot;

		if ((type == CRM_TYPE_MOBILE || type == CRM_TYPE_EMAIL || type == CRM_TYPE_ID) && row[slot])
			return 1;
		date |= type == CRM_TYPE_DATE && row[slot];
		place |= ((type == CRM_TYPE_POSTAL || type == CRM_TYPE_TEXT) && row[slot])
			 || (type == CRM_TYPE_ADDRESS && (row[slot] || row[slot + CRM_ADDR_SLOT_BLOCK]));
	}
	return name && date && place;
}

/* again[i] = 1 for all but the first of equal personal rows; sets copy_of */
static unsigned char *find_copies(struct crm_match_table *t)
{
	unsigned char *again = crm_calloc(t->n + 1, 1);
	struct crm_keyed *order = crm_calloc(t->n + 1, sizeof *order);
	size_t n = 0;

	t->copy_of = crm_calloc(t->n + 1, sizeof *t->copy_of);
	for (size_t i = 0; i < t->n; i++) {
		t->copy_of[i] = (uint32_t)i;
		if (is_personal(t, crm_match_row(t, i)))
			order[n++] = (struct crm_keyed){ crm_hash(crm_match_row(t, i),
								  t->width * sizeof(uint32_t)),
							 (uint32_t)i };
	}
	crm_radix_sort(order, n);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && order[to].key == order[from].key; to++)
			again[order[to].id] = 1;
		for (size_t k = from; k < to && to - from > MANY_COPIES; k++)
			t->copy_of[order[k].id] = order[from].id;
	}
	free(order);
	return again;
}

static void count_values(struct crm_match_table *t)
{
	unsigned char *again = find_copies(t);

	for (size_t s = 0; s < t->width; s++) {
		struct crm_match_slot *slot = &t->slot[s];

		slot->count = crm_calloc(crm_match_dict_count(slot->dict) + 1, sizeof *slot->count);
		for (size_t i = 0; i < t->n; i++)
			if (!again[i])
				slot->count[crm_match_row(t, i)[s]]++;
		slot->total = 0;
		slot->count[0] = 0;
		for (uint32_t v = 1; v <= crm_match_dict_count(slot->dict); v++)
			slot->total += slot->count[v];
	}
	free(again);
}

/* A small table does not show how many other values there are.  The more of its records have a rare one,
 * the more are missing (the thought is Good's and Turing's): up to BEYOND records with other values are
 * added. */
static double records_beyond(const struct crm_match_slot *slot)
{
	double rare = 0;

	for (uint32_t v = 1; v <= crm_match_dict_count(slot->dict); v++)
		rare += slot->count[v] <= LEAST_COUNT ? slot->count[v] : 0;
	return slot->total > 0 ? BEYOND * rare / slot->total : 0;
}

/* how rare a value is; total and beyond are known */
static void weigh_values(struct crm_match_table *t)
{
	for (size_t s = 0; s < t->width; s++) {
		struct crm_match_slot *slot = &t->slot[s];
		uint32_t values = crm_match_dict_count(slot->dict);

		slot->bits = crm_calloc(values + 1, sizeof *slot->bits);
		for (uint32_t v = 1; v <= values; v++) {
			double share = (slot->count[v] > LEAST_COUNT ? slot->count[v] : LEAST_COUNT)
				     / (slot->total + slot->beyond);

			slot->bits[v] = (float)log2(share < MOST_SHARE ? share : MOST_SHARE);
		}
	}
}

/* no row and no value will be added */
static void freeze(struct crm_match_table *t)
{
	if (t->n && t->width)
		t->row = crm_realloc(t->row, t->n * t->width * sizeof *t->row);
	for (size_t s = 0; s < t->width; s++)
		if (t->slot[s].owner)
			crm_match_dict_freeze(t->slot[s].dict);
}

static void draw_lots(struct crm_match_table *t)
{
	t->lot = crm_calloc(t->n + 1, sizeof *t->lot);
	for (size_t i = 0; i < t->n; i++) {
		const char *id = crm_match_id(t, i);

		t->lot[i] = (uint32_t)(crm_hash(id, strlen(id)) >> 32);
	}
}

/* by id; 0, or -1 with *twice */
static int sort_rows(struct crm_match_table *t, const char **twice)
{
	struct id_at *order = crm_calloc(t->n + 1, sizeof *order);
	int status = 0;

	order_ids(t, order);
	for (size_t i = 1; i < t->n && !status; i++)
		if (!strcmp(order[i].id, order[i - 1].id)) {
			*twice = order[i].id;
			status = -1;
		}
	if (!status) {
		reorder(t, order);
		draw_lots(t);
	}
	free(order);
	return status;
}

int crm_match_table_seal(struct crm_match_table *t, const char **twice)
{
	if (sort_rows(t, twice) < 0)
		return -1;
	if (t->person)
		crm_match_person_resolve(t, NULL);
	freeze(t);
	count_values(t);
	crm_match_guess_values(t);
	crm_match_placeholders_remove(t);
	for (size_t s = 0; s < t->width; s++)
		t->slot[s].beyond = records_beyond(&t->slot[s]);
	weigh_values(t);
	return 0;
}

/* as often as they occur in all records: values of few are not told from those of one */
static void know_values(struct crm_match_table *t, const struct crm_match_index *all)
{
	for (unsigned s = 0; s < t->width; s++) {
		struct crm_match_slot *slot = &t->slot[s];
		uint32_t values = crm_match_dict_count(slot->dict);

		slot->count = crm_calloc(values + 1, sizeof *slot->count);
		for (uint32_t v = 1; v <= values; v++)
			slot->count[v] = crm_match_index_count(all, s, crm_match_dict_text(slot->dict, v));
		crm_match_index_totals(all, s, &slot->total, &slot->beyond);
	}
}

int crm_match_table_seal_few(struct crm_match_table *t, const struct crm_match_index *all, const char **twice)
{
	if (sort_rows(t, twice) < 0)
		return -1;
	if (t->person)
		crm_match_person_resolve(t, all);
	freeze(t);
	t->copy_of = crm_calloc(t->n + 1, sizeof *t->copy_of);
	for (size_t i = 0; i < t->n; i++)
		t->copy_of[i] = (uint32_t)i;
	know_values(t, all);
	crm_match_placeholders_clear(t);
	weigh_values(t);
	return 0;
}

void crm_match_table_forget_counts(struct crm_match_table *t)
{
	for (size_t s = 0; s < t->width; s++) {
		free(t->slot[s].count);
		t->slot[s].count = NULL;
	}
}
