/* crm-select: rows of the store for which an expression is true. */
#include <crm/customer.h>
#include <crm/diag.h>
#include <crm/json.h>
#include <crm/map.h>
#include <crm/num.h>
#include <crm/operation.h>
#include <crm/opt.h>
#include <crm/reader.h>
#include <crm/view.h>
#include <crm/writer.h>

#include <stdio.h>

struct args {
	struct crm_store_opts store;
	struct crm_reader_opts in;
	struct crm_writer_opts out;
	struct crm_operation_opts op;
	const char *where;
	int what;
};

static const struct crm_opt options[] = {
	{ CRM_CHOICE, 0, "what", offsetof(struct args, what), CRM_VIEWS, "which rows (customers)", NULL },
	{ CRM_TEXT, 0, "where", offsetof(struct args, where), "JQ", "keep the rows for which this is true", NULL },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, op), NULL, "Log", crm_why_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [FILE]...",
	"Print rows of the store as records",
	options,
	"A FILE (or -) with a column customer_id keeps the rows of these customers.\n"
	"In --where an empty cell is null:  --where '.prefecture == \"大阪府\" and .email != null'"
};

/* an absorbed number stands for its survivor */
static int add_id(struct crm_customers *m, const struct crm_record *r, const char *text, struct crm_map *ids)
{
	char id[24];
	int64_t n = 0;

	if (crm_num_int(text, &n) == 0)
		n = crm_customers_resolve(m, n);
	if (n < 0)
		return -1;
	if (n == 0)
		crm_finding("%s:%ld: customer_id: '%s' is no customer of this store", r->file, r->line, crm_quoted(text));
	snprintf(id, sizeof id, "%lld", (long long)n);
	crm_map_puts(ids, id);
	return 0;
}

/* the customers of a stream */
static int read_ids(struct crm_customers *m, const char *name, const struct args *a, struct crm_map *ids)
{
	struct crm_reader *in = crm_reader_open(name, &a->in);
	struct crm_record r;
	int column, got = -1;

	if (!in)
		return -1;
	if ((column = crm_fields_find(crm_reader_fields(in), "customer_id")) < 0)
		crm_error("%s: has no column customer_id", name);
	else
		while ((got = crm_reader_next(in, &r)) == 1) {
			if (r.error)
				crm_error("%s:%ld: %s", r.file, r.line, r.error);
			if (r.error || add_id(m, &r, crm_record_text(&r, column), ids) != 0) {
				got = -1;
				break;
			}
		}
	crm_reader_close(in);
	return got;
}

static struct crm_map *read_all_ids(struct crm_store *s, char **file, int files, const struct args *a)
{
	struct crm_customers *m = crm_customers_open(s, NULL);
	struct crm_map *ids = crm_map_new();
	int bad = 0;

	for (int i = 0; i < files && !bad; i++)
		bad = read_ids(m, file[i], a, ids);
	crm_customers_close(m);
	if (!bad)
		return ids;
	crm_map_free(ids);
	return NULL;
}

static int print_rows(struct crm_rows *v, struct crm_jq *q, const struct crm_map *ids, struct crm_writer *w)
{
	int column = crm_fields_find(crm_rows_fields(v), "customer_id"), got;
	struct crm_record r;

	while ((got = crm_rows_next(v, &r)) == 1) {
		int keep = !ids || crm_map_finds(ids, crm_record_text(&r, column)) != CRM_MAP_NONE;

		if (keep && q)
			keep = crm_jq_test(q, &r);
		if (keep < 0 || (keep && crm_writer_put(w, r.cell, r.n) != 0))
			return -1;
	}
	return got;
}

static int select_rows(struct crm_store *s, const struct args *a, struct crm_jq *q, const struct crm_map *ids)
{
	struct crm_reading *reading = crm_reading_begin(s, "read", a->op.why);
	struct crm_rows *v = reading ? crm_view_open(s, a->what) : NULL;
	int bad = !v || (q && crm_jq_header(q, crm_rows_fields(v)) != 0);
	struct crm_writer *w = bad ? NULL : crm_writer_open(stdout, crm_rows_fields(v), &a->out);

	bad = !w;
	if (v && ids && crm_fields_find(crm_rows_fields(v), "customer_id") < 0) {
		crm_error("these rows have no customer_id to choose by");
		bad = 1;
	}
	bad = bad || print_rows(v, q, ids, w) != 0;
	crm_rows_close(v);
	return reading && crm_reading_end(reading, w) == 0 && !bad ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1, .out.digest = 1 };
	struct crm_map *ids = NULL;
	struct crm_jq *q = NULL;
	struct crm_store *s;

	crm_start("crm-select");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	if ((s = crm_store_open(&a.store, CRM_STORE_READ)) && (!a.where || (q = crm_jq_open(a.where, "--where"))) &&
	    (!argc || (ids = read_all_ids(s, argv, argc, &a))))
		select_rows(s, &a, q, ids);
	crm_store_close(s);
	crm_jq_close(q);
	crm_map_free(ids);
	return crm_finish();
}
