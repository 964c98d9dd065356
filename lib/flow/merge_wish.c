#include <crm/merge_wish.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/groups.h>
#include <crm/map.h>

#include <stdlib.h>
#include <string.h>

/* records, and which of them belong together: said by pairs, or by a label that they share */
struct side {
	struct crm_map *records, *labels;
	uint32_t *first;               /* per label: its first record */
	size_t labels_cap;
	struct crm_groups groups;
};

struct crm_merge_wish {
	struct side people, homes;
};

static void side_init(struct side *s)
{
	s->records = crm_map_new();
	s->labels = crm_map_new();
}

static void side_release(struct side *s)
{
	crm_map_free(s->records);
	crm_map_free(s->labels);
	crm_groups_release(&s->groups);
	free(s->first);
}

struct crm_merge_wish *crm_merge_wish_new(void)
{
	struct crm_merge_wish *w = crm_alloc(sizeof *w);

	side_init(&w->people);
	side_init(&w->homes);
	return w;
}

void crm_merge_wish_free(struct crm_merge_wish *w)
{
	if (!w)
		return;
	side_release(&w->people);
	side_release(&w->homes);
	free(w);
}

/* ---- rows ---- */

enum { ID_A, ID_B, CLASS, RECORD, CLUSTER, HOUSEHOLD, COLUMNS };

static int bad_row(const struct crm_record *r, const char *why)
{
	crm_error("%s:%ld: %s", r->file, r->line, why);
	return -1;
}

static void join_label(struct side *s, const char *record, const char *label)
{
	uint32_t r = crm_map_puts(s->records, record), known = crm_map_count(s->labels);
	uint32_t c = crm_map_puts(s->labels, label);

	if (c == known) {
		CRM_GROW(s->first, c, s->labels_cap);
		s->first[c] = r;
	}
	crm_groups_join(&s->groups, s->first[c], r);
}

static int take_pair(struct side *s, const struct crm_record *r, const int column[COLUMNS], int review)
{
	const char *a = crm_record_text(r, column[ID_A]), *b = crm_record_text(r, column[ID_B]);
	const char *class = crm_record_text(r, column[CLASS]);

	if (!*a || !*b)
		return bad_row(r, "id_a or id_b is empty");
	if (column[CLASS] < 0 || !strcmp(class, "same") || (review && !strcmp(class, "review")))
		crm_groups_join(&s->groups, crm_map_puts(s->records, a), crm_map_puts(s->records, b));
	return 0;
}

static int take_row(struct crm_merge_wish *w, const struct crm_record *r, const int column[COLUMNS], int review)
{
	int home = column[CLUSTER] < 0;
	const char *record = crm_record_text(r, column[RECORD]);
	const char *label = crm_record_text(r, column[home ? HOUSEHOLD : CLUSTER]);

	if (r->error)
		return bad_row(r, r->error);
	if (column[ID_A] >= 0)
		return take_pair(&w->people, r, column, review);
	if (!*record || !*label)
		return bad_row(r, home ? "record_id or household_id is empty" : "record_id or cluster_id is empty");
	join_label(home ? &w->homes : &w->people, record, label);
	return 0;
}

int crm_merge_wish_read(struct crm_merge_wish *w, const char *file, const struct crm_reader_opts *o, int review)
{
	static const char *const names[COLUMNS] = { "id_a", "id_b", "class", "record_id", "cluster_id", "household_id" };
	struct crm_reader *in = crm_reader_open(file, o);
	struct crm_record r;
	int column[COLUMNS], got = -1;

	if (!in)
		return -1;
	for (int i = 0; i < COLUMNS; i++)
		column[i] = crm_fields_find(crm_reader_fields(in), names[i]);
	if ((column[ID_A] < 0 || column[ID_B] < 0)
	    && (column[RECORD] < 0 || (column[CLUSTER] < 0 && column[HOUSEHOLD] < 0)))
		crm_error("%s: has neither id_a,id_b nor record_id,cluster_id nor record_id,household_id", file);
	else
		while ((got = crm_reader_next(in, &r)) == 1)
			if (take_row(w, &r, column, review) != 0) {
				got = -1;
				break;
			}
	crm_reader_close(in);
	return got;
}

/* ---- groups ---- */

static int by_group(const void *a, const void *b)
{
	const struct crm_group_member *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->record < y->record ? -1 : x->record > y->record;
}

struct crm_group_member *crm_merge_wish_groups(struct crm_merge_wish *w, struct crm_merge *m, int homes, size_t *n)
{
	struct side *s = homes ? &w->homes : &w->people;
	struct crm_group_member *list;

	*n = crm_map_count(s->records);
	list = crm_calloc(*n + 1, sizeof *list);
	for (uint32_t i = 0; i < *n; i++) {
		list[i].group = crm_groups_find(&s->groups, i);
		list[i].record = crm_merge_record(m, crm_map_key(s->records, i));
		if (list[i].record == 0)
			crm_error("'%s' is no record of this store", crm_quoted(crm_map_key(s->records, i)));
		if (list[i].record <= 0) {
			free(list);
			return NULL;
		}
	}
	qsort(list, *n, sizeof *list, by_group);
	return list;
}
