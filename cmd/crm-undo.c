/* crm-undo: takes one operation back; what somebody changed since is kept and reported. */
#include <crm/diag.h>
#include <crm/num.h>
#include <crm/operation.h>
#include <crm/opt.h>
#include <crm/refusal.h>
#include <crm/store.h>
#include <crm/undo.h>
#include <crm/undone.h>
#include <crm/writer.h>

struct args {
	struct crm_store_opts store;
	struct crm_operation_opts op;
	struct crm_writer_opts out;
	int not_same, again, verbose;
};

static const struct crm_opt options[] = {
	{ CRM_FLAG, 0, "not-same", offsetof(struct args, not_same), NULL,
	  "of a merge: a decision of the store, for crm-merge too, that it is not the same person", NULL },
	{ CRM_FLAG, 0, "again", offsetof(struct args, again), NULL,
	  "of a merge: crm-dedupe may propose what it had joined again", NULL },
	{ CRM_FLAG, 'v', "verbose", offsetof(struct args, verbose), NULL, "say what was done on stderr", NULL },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, op), NULL, "Operation", crm_operation_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... OPERATION",
	"Take one operation back; rows that were changed since are kept and printed",
	options,
	"OPERATION is a number of crm-audit.  The output has a row table,key,reason for each row that was kept\n"
	"(status 1); with --dry-run it is the difference.  An undo is an operation too and can be undone."
};

/* in a dry run the difference takes its place */
static int open_kept(const struct args *a, struct crm_writer **kept)
{
	static const char *const names[] = { "table", "key", "reason" };

	*kept = a->op.dry_run ? NULL : crm_writer_open_names(stdout, names, 3, &a->out);
	return a->op.dry_run || *kept ? 0 : -1;
}

/* whoever undoes a merge to make it in another way should know why crm-dedupe is silent */
static void say_remembered(int64_t joined)
{
	crm_warn("the %lld customer%s it had joined will not be proposed again; --again lets them",
		 (long long)joined, joined == 1 ? "" : "s");
}

/* takes the rows back; what a merge had joined is remembered when that is asked for */
static int take_back(struct crm_store *s, struct crm_operation *op, const struct args *a, int64_t id,
		     struct crm_writer *kept, int64_t *conflicts)
{
	struct crm_refusals *refusals = a->not_same ? crm_refusals_of(s, id) : NULL;
	int64_t reversed = 0;
	int bad = (a->not_same && !refusals) || crm_undo_rows(s, op, id, kept, &reversed, conflicts)
		  || (refusals && crm_refusals_remember(refusals, s, op));

	crm_refusals_free(refusals);
	crm_operation_count(op, "reversed", reversed);
	crm_operation_count(op, "kept", *conflicts);
	if (a->again)
		crm_operation_count(op, "again", 1);
	if (!bad)
		crm_note("operation %lld: %lld row changes taken back", (long long)id, (long long)reversed);
	return bad;
}

static int undo(struct crm_store *s, const struct args *a, int64_t id)
{
	struct crm_operation *op = crm_operation_begin(s, "undo", &a->op);
	struct crm_writer *kept;
	int64_t conflicts = 0, joined = 0;
	int bad;

	if (!op)
		return -1;
	if (crm_undo_allowed(s, id) != 0 || open_kept(a, &kept) != 0) {
		crm_operation_abandon(op);
		return -1;
	}
	crm_operation_undoes(op, id);
	bad = (joined = crm_undone_joined(s, id)) < 0 || take_back(s, op, a, id, kept, &conflicts);
	if (crm_writer_close(kept) != 0 || bad) {
		crm_operation_abandon(op);
		return -1;
	}
	if (conflicts)
		crm_finding("operation %lld: %lld rows were changed since and are kept", (long long)id,
			    (long long)conflicts);
	if (joined > 0 && !a->again && !a->op.dry_run)
		say_remembered(joined);
	return crm_operation_commit(op);
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1 };
	struct crm_store *s;
	int64_t id;

	crm_start("crm-undo");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	crm_set_verbose(a.verbose);
	if (a.not_same && a.again) {
		crm_error("--not-same and --again exclude each other");
		return crm_finish();
	}
	if (argc != 1 || crm_num_int(argv[0], &id) != 0) {
		crm_error("which operation? give one number; crm-audit lists them");
		return crm_finish();
	}
	if (!(s = crm_store_open(&a.store, CRM_STORE_WRITE)))
		return crm_finish();
	undo(s, &a, id);
	crm_store_close(s);
	return crm_finish();
}
