/* crm-dedupe: which records are of one person, and who lives together. */
#include <crm/answers.h>
#include <crm/diag.h>
#include <crm/match.h>
#include <crm/match_file.h>
#include <crm/match_print.h>
#include <crm/match_read.h>
#include <crm/match_store.h>
#include <crm/match_stream.h>
#include <crm/operation.h>
#include <crm/opt.h>
#include <crm/tables.h>

#include <stdio.h>
#include <string.h>

struct args {
	struct crm_match_read in;
	struct crm_writer_opts out;
	struct crm_store_opts store;
	struct crm_operation_opts op;
	const char *answers, *model, *save;
	const char *explain[2];
	int clusters, household, review, estimate, verbose;
	int stream;                    /* rows of FILE are compared with the store's records */
	int64_t threads;
};

#define AT(field) offsetof(struct args, field)

static const struct crm_opt options[] = {
	{ CRM_TEXT, 0, "id", AT(in.id), "COLUMN", "the column of the record's id (record_id)", NULL },
	{ CRM_TEXT, 0, "compare", AT(in.compare), "COLUMN:KIND,…", "what to compare, instead of guessing", NULL },
	{ CRM_FLAG, 0, "clusters", AT(clusters), NULL, "print record_id,cluster_id for every record", NULL },
	{ CRM_FLAG, 0, "household", AT(household), NULL, "print record_id,household_id for every record", NULL },
	{ CRM_FLAG, 0, "review", AT(review), NULL, "print only the pairs to look at, the likeliest first", NULL },
	{ CRM_TEXT, 0, "answers", AT(answers), "FILE", "what was said of pairs: id_a,id_b,answer (yes or no)", NULL },
	{ CRM_TEXT, 0, "explain", AT(explain[0]), "A B", "print why the records A and B score as they do", NULL },
	{ CRM_FLAG, 0, "estimate", AT(estimate), NULL, "print expected precision and recall by threshold", NULL },
	{ CRM_TEXT, 0, "model", AT(model), "FILE", "use a kept model instead of learning one", NULL },
	{ CRM_TEXT, 0, "save-model", AT(save), "FILE", "keep the model, as text", NULL },
	{ CRM_INT, 0, "threads", AT(threads), "N", "work with N threads (2); the result is the same", NULL },
	{ CRM_FLAG, 'v', "verbose", AT(verbose), NULL, "say what is compared and what was learned", NULL },
	{ CRM_GROUP, 0, NULL, AT(in.reject), NULL, "Bad rows", crm_reject_options },
	{ CRM_GROUP, 0, NULL, AT(in.in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, AT(out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, AT(op), NULL, "Operation (--answers)", crm_operation_options },
	{ CRM_GROUP, 0, NULL, AT(store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [FILE]",
	"Find records of the same person, and of the same household",
	options,
	"Without FILE: the records of the store, as source:key.  With FILE (- is stdin) and --id, or without a store:\n"
	"any table.  With FILE and a store: each row of a customer list, as -:LINE, with the store's records.\n"
	"--answers without FILE: the store remembers them for ever, as an operation that crm-undo takes back.\n"
	"Without an option for the output: id_a,id_b,score,class,evidence, class same or review; the score is in\n"
	"bits, and the threshold the model's own.  Kinds: person family given kana family_kana given_kana date sex\n"
	"phone email postal address company id text exact number auto."
};

/* --explain takes two values: the second one is moved out of the arguments */
static void take_second(struct args *a, int *argc, char **argv)
{
	for (int i = 1; i + 2 < *argc; i++)
		if (!strcmp(argv[i], "--explain")) {
			a->explain[1] = argv[i + 2];
			memmove(&argv[i + 2], &argv[i + 3], (size_t)(*argc - i - 2) * sizeof *argv);
			--*argc;
			return;
		}
}

static int explain(const struct crm_match *m, const struct args *a)
{
	struct crm_buf text = CRM_BUF_INIT;
	int status = crm_match_explain(m, a->explain[0], a->explain[1], &text);

	fputs(text.s, stdout);
	crm_buf_release(&text);
	return status;
}

static int print(const struct crm_match *m, const struct args *a)
{
	if (a->save && crm_match_print_model(m, a->save) < 0)
		return -1;
	if (a->explain[0])
		return explain(m, a);
	if (a->estimate)
		return crm_match_print_estimate(m, &a->out);
	if (a->clusters || a->household)
		return crm_match_print_groups(m, a->household, &a->out);
	return crm_match_print_pairs(m, a->review, a->stream ? CRM_MATCH_STREAM : NULL, &a->out);
}

/* the match runs on what was read; answers and a kept model come before; 0 or -1 */
static int run(struct crm_match *m, struct args *a)
{
	int bad = !m;

	if (m && a->household)
		crm_match_want_households(m);
	if (m)
		bad = (a->answers && crm_match_read_answers(m, a->answers, &a->in.in) < 0)
		      || (a->model && crm_match_read_model(m, a->model) < 0) || crm_match_run(m) < 0 || print(m, a) < 0;
	crm_match_free(m);
	return bad ? -1 : 0;
}

/* all records, or rows of a list with those that they may be */
static void dedupe_store(struct args *a, const char *file)
{
	struct crm_store *s = crm_store_open(&a->store, CRM_STORE_READ);
	struct crm_reading *r = s ? crm_reading_begin(s, "read", a->op.why) : NULL;
	int other = a->answers || a->model || a->save || a->estimate || a->explain[0];
	struct crm_match_file *index = NULL;
	struct crm_match_file_out *keep = NULL;
	struct crm_match *m = NULL;
	int bad;

	if (r && file)
		m = crm_match_read_stream(s, file, &a->in, other ? NULL : &index);
	else if (r)
		m = crm_match_read_store(s, a->in.lexicon, a->in.threads);
	if (m && !file && !a->answers && !a->model && !a->household)
		keep = crm_match_file_write(s, m);
	bad = run(m, a);
	if (r)
		crm_reading_end(r, NULL);
	crm_match_file_written(keep, !bad);
	crm_match_file_close(index);
	crm_store_close(s);
}

/* what people said of records of the store is remembered there */
static void remember(struct args *a)
{
	struct crm_store *s = crm_store_open(&a->store, CRM_STORE_WRITE);

	if (s)
		crm_answers_keep(s, &a->op, a->answers, &a->in.in, &a->out);
	crm_store_close(s);
}

static void dedupe(struct args *a, const char *file)
{
	struct crm_tables *tables = crm_tables_open();

	if (!tables)
		return;
	a->in.lexicon = crm_tables_lexicon(tables);
	a->in.threads = (unsigned)a->threads;
	if (file && !a->stream)
		run(crm_match_read_file(file, &a->in), a);
	else
		dedupe_store(a, file);
	crm_tables_close(tables);
}

int main(int argc, char **argv)
{
	struct args a = { .threads = 2, .store.wait = -1 };

	crm_start("crm-dedupe");
	take_second(&a, &argc, argv);
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	crm_set_verbose(a.verbose);
	a.stream = argc && !a.in.id && !a.in.compare && crm_store_named(&a.store);
	if (argc > 1)
		crm_error("one FILE at a time: '%s'", crm_quoted(argv[1]));
	else if (a.explain[0] && !a.explain[1])
		crm_error("--explain needs two record ids");
	else if (a.threads < 1 || a.threads > 64)
		crm_error("--threads: 1 to 64");
	else if (a.clusters + a.household + a.review + a.estimate + (a.explain[0] != NULL) > 1)
		crm_error("one of --clusters, --household, --review, --estimate and --explain at a time");
	else if (a.stream && (a.clusters || a.household))
		crm_error("records of a stream have pairs with the store, no groups; for any table say --id COLUMN");
	else if (a.answers && !argc)
		remember(&a);
	else if (crm_rejects_spare(&a.in.reject, argv, argc))
		dedupe(&a, argc ? argv[0] : NULL);
	return crm_finish();
}
