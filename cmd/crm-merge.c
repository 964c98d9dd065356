/* crm-merge: makes one customer of records that are the same person, or several of one. */
#include <crm/diag.h>
#include <crm/merge_run.h>
#include <crm/opt.h>
#include <crm/survivor_file.h>

#include <stdlib.h>

struct args {
	struct crm_reader_opts in;
	struct crm_writer_opts out;
	struct crm_operation_opts op;
	struct crm_store_opts store;
	const char *rules;
	struct crm_opt_list trust;
	int64_t split;
	int review, rebuild, verbose;
};

#define AT(field) offsetof(struct args, field)

static const struct crm_opt options[] = {
	{ CRM_FLAG, 0, "review", AT(review), NULL, "merge pairs of class review as well", NULL },
	{ CRM_INT, 0, "split", AT(split), "CUSTOMER", "take the RECORDs out of this customer, into a new one", NULL },
	{ CRM_TEXT, 0, "rules", AT(rules), "FILE", "which value of several a customer gets, from now on", NULL },
	{ CRM_LIST, 0, "trust", AT(trust), "SOURCE=N", "how far a source is trusted (50; manual 100)", NULL },
	{ CRM_FLAG, 0, "rebuild", AT(rebuild), NULL, "choose the values of all customers again", NULL },
	{ CRM_FLAG, 'v', "verbose", AT(verbose), NULL, "say what was done on stderr", NULL },
	{ CRM_GROUP, 0, NULL, AT(op), NULL, "Operation", crm_operation_options },
	{ CRM_GROUP, 0, NULL, AT(in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, AT(out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, AT(store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [FILE]... | --split CUSTOMER RECORD...",
	"Merge customers: one operation for all pairs (id_a,id_b) or clusters (record_id,cluster_id) that are read",
	options,
	"Record ids are source:key, as crm-dedupe prints them.  Output: customer_id,absorbed_id.\n"
	"Absorbed ids stay aliases for ever.  crm-undo takes the whole run back.\n"
	"Rows record_id,household_id say who lives together: customers get a household_id."
};

/* all is read before the store is locked: what feeds us may be reading the store itself */
static int read_and_merge(const struct crm_merge_run *run, const struct args *a, int files, char **file)
{
	struct crm_merge_wish *w = crm_merge_wish_new();
	int bad = 0;

	for (int i = 0; i < (files ? files : 1) && !bad; i++)
		bad = crm_merge_wish_read(w, files ? file[i] : "-", &a->in, a->review);
	if (!bad)
		bad = crm_merge_run_groups(run, w);
	crm_merge_wish_free(w);
	return bad;
}

static int choose(const struct crm_merge_run *run, const struct args *a)
{
	struct crm_survivor_rules rules;

	if (a->rules && crm_survivor_file(&rules, a->rules) != 0)
		return -1;
	return crm_merge_run_choose(run, a->rules ? &rules : NULL, &a->trust);
}

static int usable(const struct args *a, int operands)
{
	int choosing = a->rules || a->trust.n || a->rebuild;

	if (choosing && (a->split || operands))
		crm_error("--rules, --trust and --rebuild go without FILE and without --split");
	else if (a->split && !operands)
		crm_error("--split needs the records to take out, as source:key");
	else if (a->split < 0)
		crm_error("--split: %lld is no customer", (long long)a->split);
	else
		return 1;
	return 0;
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1 };
	struct crm_merge_run run = { .op = &a.op, .out = &a.out };

	crm_start("crm-merge");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	crm_set_verbose(a.verbose);
	if (!usable(&a, argc) || !(run.store = crm_store_open(&a.store, CRM_STORE_WRITE)))
		return crm_finish();
	if (a.split)
		crm_merge_run_split(&run, a.split, argv, argc);
	else if (a.rules || a.trust.n || a.rebuild)
		choose(&run, &a);
	else
		read_and_merge(&run, &a, argc, argv);
	crm_store_close(run.store);
	free(a.trust.value);
	return crm_finish();
}
