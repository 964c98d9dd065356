/* crm-import: brings customer lists, products and orders into the store, as they are delivered. */
#include <crm/array.h>
#include <crm/deliver.h>
#include <crm/diag.h>
#include <crm/digest.h>
#include <crm/intake.h>
#include <crm/operation.h>
#include <crm/opt.h>
#include <crm/progress.h>
#include <crm/reader.h>
#include <crm/reject.h>
#include <crm/sheet_list.h>
#include <crm/tables.h>
#include <crm/whole.h>
#include <crm/writer.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct args {
	struct crm_store_opts store;
	struct crm_reader_opts in;
	struct crm_operation_opts op;
	struct crm_reject_opts reject;
	struct crm_writer_opts out;
	struct crm_deliver_opts deliver;
	int verbose, list_sheets;
};

static const struct crm_opt options[] = {
	{ CRM_CHOICE, 0, "as", offsetof(struct args, deliver.as), "customers|products|orders", "what the rows are (customers)", NULL },
	{ CRM_TEXT, 0, "source", offsetof(struct args, deliver.source), "NAME", "the system that delivers: pos, ec, card …", NULL },
	{ CRM_TEXT, 0, "key", offsetof(struct args, deliver.key), "COLUMN", "the column of the customer's number", NULL },
	{ CRM_TEXT, 0, "columns", offsetof(struct args, deliver.columns), "FIELD=COLUMN,…", "which column is what, against its header", NULL },
	{ CRM_TEXT, 0, "map", offsetof(struct args, deliver.map), "FILE", "customers: the same as lines FIELD=COLUMN, with # comments", NULL },
	{ CRM_TEXT, 0, "map-jq", offsetof(struct args, deliver.map_jq), "JQ",
	  "customers: objects of fields made of each row; empty skips it, error(…) rejects it", NULL },
	{ CRM_FLAG, 0, "strict", offsetof(struct args, deliver.strict), NULL, "reject rows with a value that cannot be read", NULL },
	{ CRM_FLAG, 0, "list-sheets", offsetof(struct args, list_sheets), NULL, "print the sheets of workbooks and import nothing", NULL },
	{ CRM_FLAG, 'v', "verbose", offsetof(struct args, verbose), NULL, "show the mapping, each doubtful value, the counts", NULL },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, deliver.norm), NULL, "Values (of customers)", crm_norm_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, reject), NULL, "Bad rows", crm_reject_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, op), NULL, "Operation", crm_operation_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [FILE]...",
	"Import rows: new ones are added, changed ones updated, equal ones left alone; all in one operation",
	options,
	"Without --rejects one bad row keeps everything out. A value that cannot be read (a phone number too\n"
	"short, say) does not stop its row: the value stays out, the cell is kept as delivered (v_raw).\n"
	"Output: file,rows,new,changed,equal,rejected; with --dry-run the difference, value by value."
};

enum { COUNTS = 5 };

static const char *const count_name[] = { "file", "rows", "new", "changed", "equal", "rejected", NULL };

struct result {
	const char *file;
	int64_t n[COUNTS];
};

struct run {
	const struct args *args;
	struct crm_store *store;
	struct crm_operation *op;
	struct crm_rejects *rejects;
	struct crm_tables *tables;
	struct result *result;         /* of each file, printed when it is known that they go in */
	size_t results, cap;
	int64_t rows, doubtful;
};

static int copy_rows(struct run *r, struct crm_deliver *d, struct crm_reader *in)
{
	struct crm_progress p;
	struct crm_record rec;
	int got;

	crm_progress_start(&p, "rows", 0);
	while ((got = crm_reader_next(in, &rec)) == 1) {
		if (crm_deliver_put(d, &rec) != 0) {
			got = -1;
			break;
		}
		crm_progress_step(&p, ++r->rows);
	}
	crm_progress_stop(&p);
	return got;
}

/* the counts of a file go to the log and, once all is well, to stdout */
static void keep_result(struct run *r, const char *name, const struct crm_deliver_counts *c)
{
	CRM_GROW(r->result, r->results, r->cap);
	r->result[r->results++] = (struct result){ name, { c->rows, c->added, c->changed, c->equal, c->rejected } };
	for (int i = 0; i < COUNTS; i++)
		crm_operation_count(r->op, count_name[i + 1], r->result[r->results - 1].n[i]);
	r->rows -= c->blank;
	r->doubtful += c->doubtful;
}

/* in a dry run the difference takes its place */
static int print_results(const struct run *r)
{
	struct crm_fields fields = { 0 };
	struct crm_writer *w;
	int bad = 0;

	if (r->args->op.dry_run)
		return 0;
	crm_fields_set(&fields, count_name, COUNTS + 1);
	crm_fields_numbers(&fields, count_name + 1);
	w = crm_writer_open(stdout, &fields, &r->args->out);
	crm_fields_release(&fields);
	if (!w)
		return -1;
	for (size_t k = 0; k < r->results && !bad; k++) {
		const struct result *f = &r->result[k];
		char text[COUNTS][24];
		struct crm_cell cell[COUNTS + 1] = { { f->file, strlen(f->file) } };

		for (int i = 0; i < COUNTS; i++) {
			int n = snprintf(text[i], sizeof text[i], "%lld", (long long)f->n[i]);

			cell[i + 1] = (struct crm_cell){ text[i], (size_t)n };
		}
		bad = crm_writer_put(w, cell, COUNTS + 1);
	}
	return crm_writer_close(w) || bad ? -1 : 0;
}

static int deliver(struct run *r, const char *name, struct crm_reader *in)
{
	struct crm_deliver_opts o = r->args->deliver;
	struct crm_deliver *d;
	struct crm_digest *digest;
	struct crm_deliver_counts counts;
	unsigned char sha[32];
	int bad;

	o.file = name;
	d = crm_deliver_open(r->store, r->op, &o, r->tables ? crm_tables_lexicon(r->tables) : NULL, crm_reader_fields(in),
			     r->rejects);
	digest = crm_digest_start(in);
	bad = !d || copy_rows(r, d, in) || crm_deliver_finish(d, name, &counts);
	crm_deliver_close(d);
	crm_digest_end(digest, sha);
	if (bad)
		return -1;
	keep_result(r, name, &counts);
	crm_operation_input(r->op, sha);
	return 0;
}

static int import_file(struct run *r, const char *name)
{
	struct crm_reader_opts o = r->args->in;
	struct crm_reader *in;
	int bad;

	/* with --map and --map-jq the header need not be one that is known: it is the first row */
	if (r->args->deliver.as == CRM_AS_CUSTOMERS && !r->args->deliver.map && !r->args->deliver.map_jq)
		o.knows_header = crm_intake_knows;
	o.mend_header = 1;
	/* read before the store is locked: what feeds us may want it too */
	if ((!strcmp(name, "-") && crm_whole_stdin() != 0) || !(in = crm_reader_open(name, &o)))
		return -1;
	if (!r->op)
		r->op = crm_operation_begin(r->store, "import", &r->args->op);
	bad = !r->op || deliver(r, name, in) != 0;
	crm_reader_close(in);
	return bad ? -1 : 0;
}

static int finish(struct run *r, int bad)
{
	if (!bad && crm_rejects_stop(r->rejects)) {
		crm_error("%lld of %lld rows cannot go in; nothing was written (--rejects FILE lets the others in)",
			  (long long)crm_rejects_count(r->rejects), (long long)r->rows);
		bad = 1;
	}
	if (r->doubtful && !bad)
		crm_warn("%lld values could not be read and are left out; the cells are kept as delivered (-v lists them)",
			 (long long)r->doubtful);
	bad |= crm_rejects_close(r->rejects);
	if (bad || print_results(r) != 0) {
		crm_operation_abandon(r->op);
		return -1;
	}
	return crm_operation_commit(r->op);
}

static int import(struct crm_store *s, const struct args *a, char **file, int files)
{
	struct run r = { .args = a, .store = s };
	int bad = 0;

	if (a->deliver.as == CRM_AS_CUSTOMERS && !(r.tables = crm_tables_open()))
		return -1;
	if ((r.rejects = crm_rejects_open(&a->reject))) {
		for (int i = 0; i < (files ? files : 1) && !bad; i++)
			bad = import_file(&r, files ? file[i] : "-");
		finish(&r, bad);
	}
	crm_tables_close(r.tables);
	free(r.result);
	return 0;
}

static int list_sheets(const struct args *a, char **file, int files)
{
	struct crm_writer *w = crm_sheet_list_open(stdout, &a->out);
	int bad = !w;

	for (int i = 0; i < (files ? files : 1) && !bad; i++)
		bad = crm_sheet_list_put(w, files ? file[i] : "-");
	return w && crm_writer_close(w) == 0 && !bad ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct crm_seen seen = { 0 };
	struct args a = { .store.wait = -1, .deliver.seen = &seen };
	struct crm_store *s;

	crm_start("crm-import");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	crm_set_verbose(a.verbose);
	a.deliver.show = a.op.dry_run;
	if (a.list_sheets)
		list_sheets(&a, argv, argc);
	else if (crm_deliver_usable(&a.deliver) && crm_rejects_spare(&a.reject, argv, argc) &&
		 (s = crm_store_open(&a.store, CRM_STORE_IMPORT))) {
		import(s, &a, argv, argc);
		crm_store_close(s);
	}
	crm_seen_release(&seen);
	return crm_finish();
}
