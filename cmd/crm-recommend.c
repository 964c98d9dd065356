/* crm-recommend: what to offer to whom, and why. */
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/offers.h>
#include <crm/operation.h>
#include <crm/purchase_feed.h>
#include <crm/purchase_read.h>
#include <crm/recommend.h>
#include <crm/recommend_print.h>
#include <crm/recommender_file.h>

#include <stdlib.h>

enum { NO_DAYS = -1000000 };           /* --exclude-bought was not said */

struct args {
	struct crm_store_opts store;
	struct crm_reader_opts in;
	struct crm_writer_opts out;
	struct crm_operation_opts op;
	struct crm_reject_opts rejects;
	struct crm_recommend_opts model;
	const char *columns, *where, *product, *save, *load, *test, *consumable;
	int64_t top, exclude, as_of;
	int new, repeat, whole, evaluate, no_fill, no_single, hold_out, verbose;
};

#define AT(field) offsetof(struct args, field)

static const struct crm_opt options[] = {
	{ CRM_INT, 0, "top", AT(top), "N", "offers for a customer (10)", NULL },
	{ CRM_FLAG, 0, "new", AT(new), NULL, "what the customer never bought (this is the default)", NULL },
	{ CRM_FLAG, 0, "repeat", AT(repeat), NULL, "what the customer buys again", NULL },
	{ CRM_TEXT, 0, "for-product", AT(product), "ID", "what is bought together with this product", NULL },
	{ CRM_INT, 0, "exclude-bought", AT(exclude), "DAYS", "nothing bought of late, nor of its category", NULL },
	{ CRM_TEXT, 0, "consumable", AT(consumable), "A,B", "categories this does not apply to", NULL },
	{ CRM_DATE, 0, "as-of", AT(as_of), "DATE", "as seen on this day (today)", NULL },
	{ CRM_FLAG, 0, "no-fill", AT(no_fill), NULL, "no popular products to fill up short lists", NULL },
	{ CRM_TEXT, 0, "columns", AT(columns), "ROLE=COLUMN,...", "which column is what", NULL },
	{ CRM_TEXT, 0, "where", AT(where), "JQ", "only purchases of the stream for which this is true", NULL },
	{ CRM_GROUP, 0, NULL, AT(model), NULL, "Model", crm_recommend_options },
	{ CRM_TEXT, 0, "save", AT(save), "FILE", "keep the model", NULL },
	{ CRM_TEXT, 0, "load", AT(load), "FILE", "use a kept model", NULL },
	{ CRM_FLAG, 0, "hold-out", AT(hold_out), NULL, "without the last orders of who has two or more", NULL },
	{ CRM_FLAG, 0, "evaluate", AT(evaluate), NULL, "measure the models: the last orders are guessed", NULL },
	{ CRM_TEXT, 0, "test", AT(test), "FILE", "evaluate: guess these purchases instead", NULL },
	{ CRM_FLAG, 0, "whole", AT(whole), NULL, "evaluate: the whole order, new and repeated", NULL },
	{ CRM_FLAG, 0, "no-single", AT(no_single), NULL, "evaluate: learn nothing from who ordered once", NULL },
	{ CRM_FLAG, 'v', "verbose", AT(verbose), NULL, "say what was read, and which model was taken", NULL },
	{ CRM_GROUP, 0, NULL, AT(op), NULL, "Log", crm_why_options },
	{ CRM_GROUP, 0, NULL, AT(out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, AT(in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, AT(rejects), NULL, "Rejects", crm_reject_options },
	{ CRM_GROUP, 0, NULL, AT(store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [FILE]...",
	"Recommend products to customers, with the reason",
	options,
	"Without a FILE of purchases the store is read.  A FILE (or -) without product_id lists customers: these\n"
	"are kept with their columns, in their order, each with its offers.",
};

struct job {
	const struct args *a;
	struct crm_events events;
	struct crm_shelf shelf;
	struct crm_reader *customers;  /* a stream of customers, or NULL: all */
	struct crm_store *store;       /* NULL: purchases came as a stream */
	struct crm_reading *reading;
	struct crm_buf model;
	int purchases;                 /* streams read */
};

static enum crm_rank_mode mode_of(const struct args *a)
{
	return a->whole ? CRM_RANK_ALL : a->repeat ? CRM_RANK_REPEAT : CRM_RANK_NEW;
}

static int read_streams(struct job *j, int n, char **name)
{
	const struct args *a = j->a;
	struct crm_purchase_read p = { .in = &a->in, .columns = a->columns, .as_of = a->as_of };
	int bad = !(p.rejects = crm_rejects_open(&a->rejects));

	bad = bad || (a->where && !(p.where = crm_jq_open(a->where, "--where")));
	p.future = a->as_of == crm_date_today();
	for (int i = 0; i < n && !bad; i++) {
		int had = j->customers != NULL;

		bad = crm_purchase_read(&p, name[i], 0, &j->events, &j->shelf, &j->customers);
		j->purchases += (j->customers != NULL) == had;
	}
	if (!bad && a->test)
		bad = crm_purchase_read(&p, a->test, 1, &j->events, &j->shelf, &j->customers);
	if (!bad)
		crm_purchase_read_say(&p);
	if (!bad && crm_rejects_stop(p.rejects)) {
		crm_error("rows were rejected: nothing is recommended (--rejects FILE goes on without them)");
		bad = -1;
	}
	crm_jq_close(p.where);
	return (p.rejects && crm_rejects_close(p.rejects) != 0) || bad ? -1 : 0;
}

static int read_store(struct job *j)
{
	const struct args *a = j->a;

	if (a->where) {
		crm_error("--where chooses rows of a stream; for the store: crm-select --where … | crm-recommend -");
		return -1;
	}
	if (!(j->store = crm_store_open(&a->store, CRM_STORE_READ)) ||
	    !(j->reading = crm_reading_begin(j->store, "read", a->op.why)))
		return -1;
	return crm_purchase_feed(j->store, a->as_of, &j->events, &j->shelf);
}

/* 0 or -1; with a store the log gets its receipt */
static int finish(struct job *j, struct crm_writer *w, int bad)
{
	if (j->reading)
		bad |= crm_reading_end(j->reading, w) != 0;
	else if (w)
		bad |= crm_writer_close(w) != 0;
	j->reading = NULL;
	return bad || !w ? -1 : 0;
}

static int print_offers(struct job *j)
{
	const struct args *a = j->a;
	struct crm_offers_opts o = { mode_of(a), (size_t)a->top, !a->no_fill, (int)a->model.threads,
				     j->store != NULL, a->exclude < 0 ? INT32_MAX : (int32_t)(a->as_of - a->exclude) };
	struct crm_recommender_wish wish = { a->load, a->save, &j->model, &a->model, mode_of(a), (size_t)a->top,
					     CRM_BY_AUTO };
	struct crm_recommender r = { 0 };
	struct crm_matrix m;
	struct crm_offers *f = NULL;
	struct crm_writer *w = NULL;
	int bad = crm_recommender_kind(&wish, &j->events);

	crm_matrix_build(&m, &j->events, NULL, (enum crm_matrix_values)a->model.values, (uint32_t)a->model.cap);
	crm_recommend_name_capped(&j->events, &m);
	bad = bad || crm_recommender_get(&r, &m, &j->events, &wish);
	if (!bad) {
		f = crm_offers_open(&r, &m, &j->events, &j->shelf, &o,
				    j->customers ? crm_reader_fields(j->customers) : NULL);
		w = crm_writer_open(stdout, crm_offers_fields(f), &a->out);
		bad = !w || (j->customers ? crm_offers_stream(f, j->customers, a->columns, j->store, w) : crm_offers_all(f, w));
	}
	bad = finish(j, w, bad);
	crm_offers_close(f);
	crm_recommender_release(&r);
	crm_matrix_release(&m);
	return bad;
}

/* --for-product, --evaluate */
static int print_table(struct job *j)
{
	const struct args *a = j->a;
	int names = j->store != NULL, bad;
	struct crm_fields fields;
	struct crm_writer *w;

	if (a->product)
		crm_recommend_print_together_fields(&fields, names);
	else
		crm_recommend_print_measure_fields(&fields);
	w = crm_writer_open(stdout, &fields, &a->out);
	if (a->product)
		bad = !w || crm_recommend_print_together(&j->events, &j->shelf, a->product, &a->model, (size_t)a->top,
							 names, w);
	else
		bad = !w || crm_recommend_print_measures(&j->events, &a->model, mode_of(a), (size_t)a->top,
							 a->test != NULL, a->no_single, w);
	bad = finish(j, w, bad);
	crm_fields_release(&fields);
	return bad;
}

static int usable(const struct args *a)
{
	if (a->new + a->repeat + a->whole > 1)
		crm_error("--new, --repeat and --whole exclude one another");
	else if (a->top < 1 || a->top > 10000)
		crm_error("--top: from 1 to 10000");
	else if (!a->evaluate && (a->whole || a->test || a->no_single || a->model.at))
		crm_error("--whole, --test, --no-single and --at belong to --evaluate");
	else if (a->evaluate && a->product)
		crm_error("--evaluate and --for-product exclude one another");
	else if ((a->evaluate || a->product) && (a->save || a->load))
		crm_error("--save and --load are for offers, not for --evaluate and --for-product");
	else if (a->exclude < 0 && a->exclude != NO_DAYS)
		crm_error("--exclude-bought: from 0 on");
	else
		return crm_recommend_check(&a->model) == 0;
	return 0;
}

static int run(struct job *j, int argc, char **argv)
{
	const struct args *a = j->a;

	if (a->load && crm_recommender_read(a->load, &j->model, &j->events) != 0)
		return -1;
	if (read_streams(j, argc, argv) != 0 || (!j->purchases && read_store(j) != 0))
		return -1;
	crm_events_settle(&j->events);
	if (a->hold_out)
		crm_events_drop_last(&j->events);
	crm_shelf_settle(&j->shelf, &j->events, a->consumable);
	return a->product || a->evaluate ? print_table(j) : print_offers(j);
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1, .top = 10, .exclude = NO_DAYS, .as_of = CRM_NO_DATE };
	struct job j = { .a = &a, .model = CRM_BUF_INIT };

	crm_start("crm-recommend");
	crm_recommend_init(&a.model);
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1 || !usable(&a) || !crm_rejects_spare(&a.rejects, argv, argc))
		return crm_finish();
	if (a.as_of == CRM_NO_DATE)
		a.as_of = crm_date_today();
	crm_set_verbose(a.verbose);
	crm_events_init(&j.events);
	crm_shelf_init(&j.shelf);
	if (run(&j, argc, argv) != 0 && j.reading)
		finish(&j, NULL, -1);
	crm_reader_close(j.customers);
	crm_store_close(j.store);
	crm_events_release(&j.events);
	crm_shelf_release(&j.shelf);
	crm_buf_release(&j.model);
	return crm_finish();
}
