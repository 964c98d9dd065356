/* crm-rfm: who the good customers are: recency, frequency, monetary value, and what to expect of them. */
#include <crm/analysis.h>
#include <crm/chart_out.h>
#include <crm/custids.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/operation.h>
#include <crm/opt.h>
#include <crm/report.h>
#include <crm/rfm_rows.h>
#include <crm/sales_read.h>
#include <crm/sales_store.h>
#include <crm/segment_file.h>
#include <crm/writer.h>

#include <stdlib.h>
#include <string.h>

struct args {
	struct crm_store_opts store;
	struct crm_reader_opts in;
	struct crm_writer_opts out;
	struct crm_operation_opts op;
	struct crm_reject_opts reject;
	const char *columns, *where, *segment, *segments, *svg;
	struct crm_analysis_opts say;
	int64_t as_of;
	int daily, summary, fit, cohort, chart, verbose, homes;
};

#define AT(member) offsetof(struct args, member)
static const struct crm_opt options[] = {
	{ CRM_DATE, 0, "as-of", AT(as_of), "DATE", "the day to look back from (today)", NULL },
	{ CRM_TEXT, 0, "segments", AT(segments), "FILE", "other segments than the built-in ones", NULL },
	{ CRM_TEXT, 0, "segment", AT(segment), "NAME,…", "keep the customers of these segments", NULL },
	{ CRM_CHOICE, 0, "per", AT(homes), "customer|household", "one row for each home, with all that it bought", NULL },
	{ CRM_TEXT, 0, "where", AT(where), "JQ", "keep the customers for whom this is true", NULL },
	{ CRM_FLAG, 0, "summary", AT(summary), NULL, "print sums per segment (or cluster) instead", NULL },
	{ CRM_FLAG, 0, "fit", AT(fit), NULL, "print the models' parameters instead", NULL },
	{ CRM_CHOICE, 0, "cohort", AT(cohort), "none|month|quarter|year", "print retention instead", NULL },
	{ CRM_FLAG, 0, "chart", AT(chart), NULL, "draw --summary or --cohort, on a terminal", NULL },
	{ CRM_TEXT, 0, "svg", AT(svg), "FILE", "draw it into a file (needs gnuplot)", NULL },
	{ CRM_TEXT, 0, "columns", AT(columns), "ROLE=COLUMN,…", "customer_id, date, amount, order_id, status", NULL },
	{ CRM_FLAG, 0, "daily", AT(daily), NULL, "rows of one customer and day are one order", NULL },
	{ CRM_FLAG, 'v', "verbose", AT(verbose), NULL, "say what was read", NULL },
	{ CRM_GROUP, 0, NULL, AT(say), NULL, "Scores and more", crm_analysis_options },
	{ CRM_GROUP, 0, NULL, AT(reject), NULL, "Bad rows", crm_reject_options },
	{ CRM_GROUP, 0, NULL, AT(in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, AT(out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, AT(op), NULL, "Log", crm_why_options },
	{ CRM_GROUP, 0, NULL, AT(store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [FILE]...",
	"Score customers by recency, frequency and monetary value, name their segments, expect their orders",
	options,
	"Without FILE all customers of the store who have bought.  FILEs (or -) of orders or order lines with\n"
	"customer_id, date, amount[, order_id] are scored by themselves; one with customer_id alone is enriched from\n"
	"the store.  Appended: recency,frequency,monetary,r,f,m,score,segment."
};

struct run {
	const struct args *args;
	struct crm_segments segments;
	unsigned char *chosen;         /* by segment; NULL: all */
	struct crm_store *store;
	struct crm_reading *reading;
	struct crm_reader *in;
	struct crm_sales_files files;  /* in, and what is behind it */
	int has_orders;                /* the stream has */
	struct crm_sales sales;        /* ids: of a stream of orders only */
	struct crm_analysis analysis;
	struct crm_rfm_rows rows;
	struct crm_writer *out;
};

/* ---- before any row ---- */

static int check(struct args *a)
{
	int whole = a->fit || a->cohort;

	if (a->summary + a->fit + (a->cohort != 0) > 1)
		crm_error("one of --summary, --fit and --cohort at a time");
	else if (whole && (a->where || a->segment || a->say.habits || a->say.cluster))
		crm_error("--fit and --cohort look at all customers as a whole: they take no --where, --segment, --habits, --cluster");
	else if ((a->chart || a->svg) && !a->summary && !a->cohort)
		crm_error("--chart and --svg draw --summary or --cohort");
	else
		return crm_analysis_check(&a->say);
	return -1;
}

static int prepare(struct run *r, struct args *a)
{
	a->say.as_of = (int32_t)(a->as_of == CRM_NO_DATE ? crm_date_today() : a->as_of);
	if (check(a) != 0 || crm_segment_file(&r->segments, a->segments) != 0)
		return -1;
	if (a->segment) {
		r->chosen = crm_alloc(r->segments.n);
		if (crm_segments_choose(&r->segments, a->segment, r->chosen) != 0)
			return -1;
	}
	return a->where && !(r->rows.where = crm_jq_open(a->where, "--where")) ? -1 : 0;
}

static int needs_orders(const struct args *a)
{
	return a->say.value || a->fit || a->cohort || a->say.habits;
}

static int read_orders(struct run *r, const struct args *a)
{
	struct crm_sales_read_opts o = { a->reject, a->say.as_of, a->as_of == CRM_NO_DATE, a->daily,
					 needs_orders(a) };

	return crm_sales_read(&r->sales, &r->files, &o);
}

static int read_store(struct run *r, const struct args *a)
{
	r->store = crm_store_open(&a->store, CRM_STORE_READ);
	r->reading = r->store ? crm_reading_begin(r->store, "read", a->op.why) : NULL;
	if (r->reading)
		r->sales.ledger = crm_sales_store(r->store, a->say.as_of, needs_orders(a), a->homes);
	return r->sales.ledger ? 0 : -1;
}

static int open_input(struct run *r, int n, char **name)
{
	const struct args *a = r->args;

	if (!(r->in = crm_reader_open(name[0], &a->in)))
		return -1;
	r->files = (struct crm_sales_files){ .in = r->in, .more = name + 1, .n = (size_t)n - 1, .opts = &a->in,
					     .columns = a->columns };
	r->has_orders = crm_salesrow_columns(name[0], crm_reader_fields(r->in), a->columns, r->files.column);
	if (!r->has_orders && n > 1)
		crm_error("one list of customers at a time: '%s'", crm_quoted(name[1]));
	if (a->homes)
		crm_error("--per household is of the store's customers, without FILE");
	return r->has_orders < 0 || crm_worst() >= CRM_FAILED ? -1 : 0;
}

static int print_grid(struct run *r, struct crm_grid *g)
{
	const struct args *a = r->args;
	int bad = a->svg && crm_chart_svg(g, a->svg) != 0, drawn = !bad && a->chart && crm_chart_terminal(g);

	if (!bad && !drawn)
		bad = !(r->out = crm_writer_open(stdout, &g->fields, &a->out));
	for (size_t i = 0; i < crm_grid_rows(g) && !bad && !drawn; i++)
		bad = crm_writer_put(r->out, crm_grid_row(g, i), g->fields.n) != 0;
	crm_grid_release(g);
	return bad ? -1 : 0;
}

static int print_customers(struct run *r)
{
	const struct crm_fields *known = r->in && !r->has_orders ? crm_reader_fields(r->in) : NULL;

	r->rows.analysis = &r->analysis;
	r->rows.chosen = r->chosen;
	if (crm_rfm_rows_open(&r->rows, known, r->has_orders ? 1 : CRM_RFM_STORE_COLUMNS) != 0)
		return -1;
	if (!r->args->summary && !(r->out = r->rows.out = crm_writer_open(stdout, &r->rows.fields, &r->args->out)))
		return -1;
	if (r->has_orders)
		return crm_rfm_rows_of_ids(&r->rows, r->sales.ids, r->sales.id);
	if (r->in)
		return crm_rfm_rows_of_stream(&r->rows, r->store, r->in, r->files.column[CRM_SALESROW_CUSTOMER]);
	return crm_rfm_rows_of_store(&r->rows, r->store);
}

static int print_summary(struct run *r)
{
	struct crm_grid g;

	if (print_customers(r) != 0)
		return -1;
	if (r->args->say.clusters)
		crm_report_clusters(&g, &r->analysis, r->rows.keep);
	else
		crm_report_segments(&g, &r->analysis, r->rows.keep, r->chosen);
	return print_grid(r, &g);
}

static int print_report(struct run *r)
{
	const struct args *a = r->args;
	struct crm_grid g;

	if (a->fit)
		crm_report_fit(&g, r->sales.ledger, a->say.as_of);
	else
		crm_report_cohorts(&g, r->sales.ledger, (enum crm_cohort_by)(a->cohort - 1), a->say.as_of);
	return print_grid(r, &g);
}

static int run(struct run *r, int n, char **name)
{
	const struct args *a = r->args;

	if ((n && open_input(r, n, name) != 0) || (r->has_orders ? read_orders(r, a) : read_store(r, a)) != 0)
		return -1;
	if (a->fit || a->cohort)
		return print_report(r);
	if (crm_analysis_run(&r->analysis, &a->say, &r->segments, r->sales.ledger) != 0)
		return -1;
	return a->summary ? print_summary(r) : print_customers(r);
}

static void finish(struct run *r)
{
	if (r->reading)
		crm_reading_end(r->reading, r->out);
	else if (r->out)
		crm_writer_close(r->out);
	crm_rfm_rows_release(&r->rows);
	crm_analysis_release(&r->analysis);
	crm_sales_release(&r->sales);
	crm_reader_close(r->in);
	crm_store_close(r->store);
	crm_jq_close(r->rows.where);
	crm_segments_release(&r->segments);
	free(r->chosen);
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1, .as_of = CRM_NO_DATE, .say.seed = 1 };
	struct run r = { .args = &a };

	crm_start("crm-rfm");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	crm_set_verbose(a.verbose);
	if (crm_rejects_spare(&a.reject, argv, argc) && prepare(&r, &a) == 0)
		run(&r, argc, argv);
	finish(&r);
	return crm_finish();
}
