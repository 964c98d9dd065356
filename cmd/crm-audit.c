/* crm-audit: who did what, when, on which machine; and whether the log is whole. */
#include <crm/chain.h>
#include <crm/diag.h>
#include <crm/log.h>
#include <crm/opt.h>
#include <crm/store.h>
#include <crm/writer.h>

#include <string.h>

struct args {
	struct crm_store_opts store;
	struct crm_writer_opts out;
};

static const struct crm_opt options[] = {
	{ CRM_GROUP, 0, NULL, offsetof(struct args, out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [verify | who FILE]",
	"List the operations of a store, check the log's hash chain, or find the run that wrote FILE",
	options,
	"Without an operand: one row per operation, oldest first.\n"
	"verify: recomputes the chain; each fault is named and the status is 1. A cut-off end shows only when the\n"
	"head was noted elsewhere: keep what verify prints, on paper or another machine.\n"
	"who FILE: the operations whose output had exactly these bytes."
};

static int print_log(struct crm_store *s, const struct args *a, const unsigned char *sha)
{
	struct crm_rows *log = crm_log_open(s, sha);
	struct crm_writer *w = log ? crm_writer_open(stdout, crm_rows_fields(log), &a->out) : NULL;
	struct crm_record r;
	int got = -1;

	while (w && (got = crm_rows_next(log, &r)) == 1)
		if (crm_writer_put(w, r.cell, r.n) != 0) {
			got = -1;
			break;
		}
	if (w && sha && !crm_writer_rows(w))
		crm_finding("no operation of this store wrote this file");
	if (w && crm_writer_close(w) != 0)
		got = -1;
	crm_rows_close(log);
	return got;
}

static int verify(struct crm_store *s)
{
	unsigned char head[CRM_SHA];
	int64_t rows, last, next;

	if (crm_chain_verify(s, &rows) != 0 || crm_chain_last(s, head, &last, &next) != 0)
		return -1;
	if (crm_worst() != CRM_OK)
		return 0;
	printf("%lld operations, the chain is whole\nhead ", (long long)rows);
	for (int i = 0; i < CRM_SHA; i++)
		printf("%02x", head[i]);
	putchar('\n');
	return 0;
}

static int who(struct crm_store *s, const struct args *a, const char *file)
{
	unsigned char sha[CRM_SHA];

	return crm_log_digest(file, sha) || print_log(s, a, sha) ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1 };
	struct crm_store *s;

	crm_start("crm-audit");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1 || !(s = crm_store_open(&a.store, CRM_STORE_READ)))
		return crm_finish();
	if (argc == 0)
		print_log(s, &a, NULL);
	else if (argc == 1 && !strcmp(argv[0], "verify"))
		verify(s);
	else if (argc == 2 && !strcmp(argv[0], "who"))
		who(s, &a, argv[1]);
	else if (!strcmp(argv[0], "who"))
		crm_error("who: name one file");
	else if (!strcmp(argv[0], "verify"))
		crm_error("verify: takes no operand, '%s' is one too many", crm_quoted(argv[1]));
	else
		crm_error("unknown operand '%s'; try 'crm-audit --help'", crm_quoted(argv[0]));
	crm_store_close(s);
	return crm_finish();
}
