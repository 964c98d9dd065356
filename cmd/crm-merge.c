/* crm-merge: makes one customer of records that are the same person. */
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/groups.h>
#include <crm/map.h>
#include <crm/merge.h>
#include <crm/opt.h>
#include <crm/reader.h>
#include <crm/writer.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct args {
	struct crm_reader_opts in;
	struct crm_writer_opts out;
	struct crm_operation_opts op;
	struct crm_store_opts store;
	int review, verbose;
};

static const struct crm_opt options[] = {
	{ CRM_FLAG, 0, "review", offsetof(struct args, review), NULL, "merge pairs of class review as well", NULL },
	{ CRM_FLAG, 'v', "verbose", offsetof(struct args, verbose), NULL, "say what was done on stderr", NULL },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, op), NULL, "Operation", crm_operation_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [FILE]...",
	"Merge customers: one operation for all pairs (id_a,id_b) or clusters (record_id,cluster_id) that are read",
	options,
	"Record ids are source:key, as crm-dedupe prints them.  Output: customer_id,absorbed_id.\n"
	"Absorbed ids stay aliases for ever.  crm-undo takes the whole run back."
};

/* the records that were named, and which belong together */
struct wish {
	struct crm_map *records, *clusters;
	uint32_t *first;               /* per cluster: its first record */
	size_t clusters_cap;
	struct crm_groups groups;
};

static int bad_row(const struct crm_record *r, const char *why)
{
	crm_error("%s:%ld: %s", r->file, r->line, why);
	return -1;
}

static void join_cluster(struct wish *w, const char *record, const char *cluster)
{
	uint32_t r = crm_map_puts(w->records, record), known = crm_map_count(w->clusters);
	uint32_t c = crm_map_puts(w->clusters, cluster);

	if (c == known) {
		CRM_GROW(w->first, c, w->clusters_cap);
		w->first[c] = r;
	}
	crm_groups_join(&w->groups, w->first[c], r);
}

static int take_row(struct wish *w, const struct crm_record *r, const int column[5], int review)
{
	const char *a = crm_record_text(r, column[0]), *b = crm_record_text(r, column[1]);
	const char *class = crm_record_text(r, column[2]);

	if (r->error)
		return bad_row(r, r->error);
	if (column[0] >= 0) {
		if (!*a || !*b)
			return bad_row(r, "id_a or id_b is empty");
		if (column[2] < 0 || !strcmp(class, "same") || (review && !strcmp(class, "review")))
			crm_groups_join(&w->groups, crm_map_puts(w->records, a), crm_map_puts(w->records, b));
		return 0;
	}
	a = crm_record_text(r, column[3]);
	b = crm_record_text(r, column[4]);
	if (!*a || !*b)
		return bad_row(r, "record_id or cluster_id is empty");
	join_cluster(w, a, b);
	return 0;
}

static int read_file(struct wish *w, const char *name, const struct args *a)
{
	static const char *const names[5] = { "id_a", "id_b", "class", "record_id", "cluster_id" };
	struct crm_reader *in = crm_reader_open(name, &a->in);
	struct crm_record r;
	int column[5], got = -1;

	if (!in)
		return -1;
	for (int i = 0; i < 5; i++)
		column[i] = crm_fields_find(crm_reader_fields(in), names[i]);
	if ((column[0] < 0 || column[1] < 0) && (column[3] < 0 || column[4] < 0))
		crm_error("%s: has neither id_a,id_b nor record_id,cluster_id", name);
	else
		while ((got = crm_reader_next(in, &r)) == 1)
			if (take_row(w, &r, column, a->review) != 0) {
				got = -1;
				break;
			}
	crm_reader_close(in);
	return got;
}

/* what was merged goes to stdout; a dry run prints the difference there instead */
struct result {
	struct crm_writer *out;        /* NULL in a dry run */
	int64_t absorbed;
};

static int open_result(struct result *r, const struct args *a)
{
	static const char *const names[] = { "customer_id", "absorbed_id" };

	return a->op.dry_run || (r->out = crm_writer_open_names(stdout, names, 2, &a->out)) ? 0 : -1;
}

static int put_absorbed(struct result *r, const struct crm_merge *m, int64_t survivor)
{
	size_t n;
	const int64_t *id = crm_merge_absorbed(m, &n);

	r->absorbed += (int64_t)n;
	for (size_t i = 0; r->out && i < n; i++) {
		char text[2][24];
		struct crm_cell c[2];

		snprintf(text[0], sizeof text[0], "%lld", (long long)survivor);
		snprintf(text[1], sizeof text[1], "%lld", (long long)id[i]);
		for (int k = 0; k < 2; k++)
			c[k] = (struct crm_cell){ text[k], strlen(text[k]) };
		if (crm_writer_put(r->out, c, 2) != 0)
			return -1;
	}
	return 0;
}

/* records of one group lie together in `record`, sorted by group: merges them all */
struct member {
	uint32_t group;
	int64_t record;
};

static int by_group(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->record < y->record ? -1 : x->record > y->record;
}

static struct member *resolve(struct wish *w, struct crm_merge *m, size_t *n)
{
	struct member *list;

	*n = crm_map_count(w->records);
	list = crm_calloc(*n, sizeof *list);
	for (uint32_t i = 0; i < *n; i++) {
		list[i].group = crm_groups_find(&w->groups, i);
		list[i].record = crm_merge_record(m, crm_map_key(w->records, i));
		if (list[i].record == 0)
			crm_error("'%s' is no record of this store", crm_quoted(crm_map_key(w->records, i)));
		if (list[i].record <= 0) {
			free(list);
			return NULL;
		}
	}
	qsort(list, *n, sizeof *list, by_group);
	return list;
}

static int merge_groups(struct crm_operation *op, struct crm_merge *m, struct result *r, const struct member *list,
			size_t n)
{
	int64_t *record = crm_calloc(n, sizeof *record), survivor;
	int got = 0;

	for (size_t i = 0, end; i < n && got >= 0; i = end) {
		const char *why;

		for (end = i; end < n && list[end].group == list[i].group; end++)
			record[end - i] = list[end].record;
		if ((got = crm_merge_group(m, record, end - i, &survivor, &why)) == 0 && why)
			crm_finding("a group of %zu records is left as it was: %s", end - i, why);
		if (got == 1) {
			got = put_absorbed(r, m, survivor);
			crm_operation_count(op, "groups", 1);
		}
	}
	free(record);
	return got < 0 ? -1 : 0;
}

static int merge(struct crm_store *s, struct wish *w, const struct args *a)
{
	struct crm_operation *op = crm_operation_begin(s, "merge", &a->op);
	struct crm_merge *m = op ? crm_merge_open(s, op) : NULL;
	struct result r = { NULL, 0 };
	size_t n = 0;
	struct member *list = m && open_result(&r, a) == 0 ? resolve(w, m, &n) : NULL;
	int bad = !list || merge_groups(op, m, &r, list, n);

	free(list);
	bad |= r.out && crm_writer_close(r.out);
	crm_merge_close(m);
	if (bad) {
		crm_operation_abandon(op);
		return -1;
	}
	crm_operation_count(op, "absorbed", r.absorbed);
	crm_note("%lld customers were absorbed by others", (long long)r.absorbed);
	return crm_operation_commit(op);
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1 };
	struct wish w = { .records = NULL };
	struct crm_store *s;
	int bad = 0;

	crm_start("crm-merge");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	crm_set_verbose(a.verbose);
	if (!(s = crm_store_open(&a.store, CRM_STORE_WRITE)))
		return crm_finish();
	w.records = crm_map_new();
	w.clusters = crm_map_new();
	/* all is read before the store is locked: what feeds us may be reading the store itself */
	for (int i = 0; i < (argc ? argc : 1) && !bad; i++)
		bad = read_file(&w, argc ? argv[i] : "-", &a);
	if (!bad)
		merge(s, &w, &a);
	crm_store_close(s);
	crm_map_free(w.records);
	crm_map_free(w.clusters);
	crm_groups_release(&w.groups);
	free(w.first);
	return crm_finish();
}
