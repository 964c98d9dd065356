/* crm-import: brings customer lists, products and orders into the store, as they are delivered. */
#include <crm/diag.h>
#include <crm/import.h>
#include <crm/import_order.h>
#include <crm/intake.h>
#include <crm/operation.h>
#include <crm/opt.h>
#include <crm/progress.h>
#include <crm/reader.h>
#include <crm/reject.h>
#include <crm/source.h>
#include <crm/tables.h>

#include <stdio.h>

enum { AS_CUSTOMERS, AS_PRODUCTS, AS_ORDERS };

struct args {
	struct crm_store_opts store;
	struct crm_reader_opts in;
	struct crm_operation_opts op;
	struct crm_reject_opts reject;
	const char *source, *key, *columns;
	int as, verbose, strict;
};

static const struct crm_opt options[] = {
	{ CRM_CHOICE, 0, "as", offsetof(struct args, as), "customers|products|orders", "what the rows are (customers)", NULL },
	{ CRM_TEXT, 0, "source", offsetof(struct args, source), "NAME", "the system that delivers: pos, ec, card …", NULL },
	{ CRM_TEXT, 0, "key", offsetof(struct args, key), "COLUMN", "the column of the customer's number", NULL },
	{ CRM_TEXT, 0, "columns", offsetof(struct args, columns), "FIELD=COLUMN,…", "which column is what, against its header", NULL },
	{ CRM_FLAG, 0, "strict", offsetof(struct args, strict), NULL, "reject rows with a value that cannot be read", NULL },
	{ CRM_FLAG, 'v', "verbose", offsetof(struct args, verbose), NULL, "show the mapping, each doubtful value, the counts", NULL },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, reject), NULL, "Bad rows", crm_reject_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, op), NULL, "Operation", crm_operation_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [FILE]...",
	"Import rows: new ones are added, changed ones updated, equal ones left alone; all in one operation",
	options,
	"Without --rejects one bad row keeps everything out. A value that cannot be read (a phone number too\n"
	"short, say) does not stop its row: the value stays out, the cell is kept as delivered (v_raw)."
};

/* what the loop over rows works with; one of the three imports is set */
struct run {
	const struct args *args;
	struct crm_store *store;
	struct crm_operation *op;
	struct crm_rejects *rejects;
	struct crm_tables *tables;
	struct crm_intake *intake;
	struct crm_import *customers;
	struct crm_product_import *products;
	struct crm_order_import *orders;
	int64_t rows, doubtful;
};

static void show_mapping(const struct crm_reader *in, const struct crm_intake *intake)
{
	const struct crm_fields *f = crm_reader_fields(in);

	crm_note("encoding: %s", crm_reader_encoding(in));
	for (size_t i = 0; i < f->n; i++)
		crm_note("column %zu '%s' is %s", i + 1, crm_quoted(f->name[i]),
			 crm_intake_custom(intake, i) ? "kept under its own name" : crm_intake_field(intake, i));
}

static int open_import(struct run *r, const struct crm_reader *in)
{
	const struct crm_fields *f = crm_reader_fields(in);
	const struct args *a = r->args;

	if (a->as == AS_PRODUCTS)
		return (r->products = crm_product_import_open(r->store, r->op, f, a->columns)) ? 0 : -1;
	if (a->as == AS_ORDERS)
		return (r->orders = crm_order_import_open(r->store, r->op, f, a->source, a->columns)) ? 0 : -1;
	if (!(r->intake = crm_intake_open(f, a->key, a->columns)))
		return -1;
	crm_intake_lexicon(r->intake, crm_tables_lexicon(r->tables));
	show_mapping(in, r->intake);
	return (r->customers = crm_import_open(r->store, r->op, a->source, f, r->intake)) ? 0 : -1;
}

static void close_import(struct run *r)
{
	int64_t added, changed, equal;

	if (r->customers) {
		crm_import_counts(r->customers, &added, &changed, &equal);
		crm_operation_count(r->op, "records.new", added);
		crm_operation_count(r->op, "records.changed", changed);
		crm_operation_count(r->op, "records.equal", equal);
		crm_note("records: %lld new, %lld changed, %lld equal", (long long)added, (long long)changed, (long long)equal);
	}
	crm_import_close(r->customers);
	crm_intake_close(r->intake);
	crm_product_import_close(r->products);
	crm_order_import_close(r->orders);
	r->customers = NULL;
	r->intake = NULL;
	r->products = NULL;
	r->orders = NULL;
}

/* Values that could not be read or were mended.  1 the row goes in, 0 it was rejected, -1 */
static int heed_findings(struct run *r, const struct crm_record *rec, const struct crm_intake_row *row)
{
	for (size_t i = 0; i < row->findings; i++) {
		const struct crm_intake_finding *f = &row->finding[i];

		if (r->args->strict && !f->warning)
			return crm_reject(r->rejects, rec, f->column, f->value, f->reason);
		crm_note("%s:%ld: %s: '%s' %s%s", rec->file, rec->line, f->column, crm_quoted(f->value),
			 f->warning ? "was mended: " : "is not taken over: ", f->reason);
		r->doubtful += !f->warning;
	}
	return 1;
}

static int put_customer(struct run *r, const struct crm_record *rec)
{
	struct crm_intake_row row;
	const char *why = crm_intake_take(r->intake, rec, &row);
	int got;

	if (why)
		return crm_reject(r->rejects, rec, NULL, "", why);
	if ((got = heed_findings(r, rec, &row)) != 1)
		return got;
	if ((got = crm_import_put(r->customers, rec, &row, &why)) == 0)
		return crm_reject(r->rejects, rec, NULL, row.key, why);
	return got < 0 ? -1 : 0;
}

static int put(struct run *r, const struct crm_record *rec)
{
	r->rows++;
	crm_reject_count_row(r->rejects);
	if (rec->error)
		return crm_reject(r->rejects, rec, NULL, "", rec->error);
	if (r->orders)
		return crm_order_import_put(r->orders, rec, r->rejects);
	if (r->products)
		return crm_product_import_put(r->products, rec, r->rejects);
	return put_customer(r, rec);
}

static int copy_rows(struct run *r, struct crm_reader *in)
{
	struct crm_progress p;
	struct crm_record rec;
	int got;

	crm_progress_start(&p, "rows", 0);
	while ((got = crm_reader_next(in, &rec)) == 1) {
		if (put(r, &rec) != 0) {
			got = -1;
			break;
		}
		crm_progress_step(&p, r->rows);
	}
	crm_progress_stop(&p);
	return got == 0 && r->orders ? crm_order_import_finish(r->orders, r->rejects) : got;
}

static int import_file(struct run *r, const char *name)
{
	struct crm_reader_opts o = r->args->in;
	struct crm_reader *in;
	unsigned char sha[32];
	int bad;

	if (r->args->as == AS_CUSTOMERS)
		o.knows_header = crm_intake_knows;
	/* the header is read before the store is locked: what feeds us may be writing its own log row */
	if (!(in = crm_reader_open(name, &o)))
		return -1;
	if (!r->op && !(r->op = crm_operation_begin(r->store, "import", &r->args->op))) {
		crm_reader_close(in);
		return -1;
	}
	bad = open_import(r, in) || copy_rows(r, in);
	close_import(r);
	crm_reader_digest(in, sha);
	crm_operation_input(r->op, sha);
	crm_reader_close(in);
	return bad ? -1 : 0;
}

static int finish(struct run *r, int bad)
{
	int64_t rejected = crm_rejects_count(r->rejects);

	if (!bad && crm_rejects_stop(r->rejects)) {
		crm_error("%lld of %lld rows cannot go in; nothing was written (--rejects FILE lets the others in)",
			  (long long)rejected, (long long)r->rows);
		bad = 1;
	}
	if (r->doubtful && !bad)
		crm_warn("%lld values could not be read and are left out; the cells are kept as delivered (-v lists them)",
			 (long long)r->doubtful);
	bad |= crm_rejects_close(r->rejects);
	if (bad) {
		crm_operation_abandon(r->op);
		return -1;
	}
	crm_operation_count(r->op, "rows", r->rows);
	crm_operation_count(r->op, "rejected", rejected);
	return crm_operation_commit(r->op);
}

static int import(struct crm_store *s, const struct args *a, char **file, int files)
{
	struct run r = { .args = a, .store = s };
	int bad = 0;

	if (a->as == AS_CUSTOMERS && !(r.tables = crm_tables_open()))
		return -1;
	if (!(r.rejects = crm_rejects_open(&a->reject)))
		bad = 1;
	for (int i = 0; i < (files ? files : 1) && !bad; i++)
		bad = import_file(&r, files ? file[i] : "-");
	if (r.rejects)
		bad = finish(&r, bad);
	crm_tables_close(r.tables);
	return bad;
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1 };
	struct crm_store *s;

	crm_start("crm-import");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	crm_set_verbose(a.verbose);
	if (a.as == AS_CUSTOMERS && !a.source)
		crm_error("which system delivers these customers? say --source NAME");
	else if (a.source && !crm_source_valid(a.source))
		crm_error("--source '%s': a name is 1 to 32 of a-z 0-9 _ -", crm_quoted(a.source));
	else if ((s = crm_store_open(&a.store, CRM_STORE_WRITE))) {
		import(s, &a, argv, argc);
		crm_store_close(s);
	}
	return crm_finish();
}
