/* crm-init: makes an empty store, or brings an old one to today's format. */
#include <crm/diag.h>
#include <crm/opt.h>
#include <crm/store.h>

struct args {
	struct crm_store_opts store;
};

static const struct crm_opt options[] = {
	{ CRM_GROUP, 0, NULL, offsetof(struct args, store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[--db FILE]",
	"Make an empty store (mode 0600), or upgrade an old one after a backup beside it",
	options, NULL
};

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1 };
	struct crm_store *s;
	int was_there, got;

	crm_start("crm-init");
	if ((got = crm_opt_parse(&usage, &a, &argc, &argv)) != 1)
		return crm_finish();
	if (argc) {
		crm_error("unexpected operand '%s'; the store is named by --db or $CRM_DB", crm_quoted(argv[0]));
		return crm_finish();
	}
	if (!(s = crm_store_create(&a.store, &was_there)))
		return crm_finish();
	if (was_there)
		crm_warn("%s: is a store already; its format is not older than this program", crm_store_path(s));
	crm_store_close(s);
	return crm_finish();
}
