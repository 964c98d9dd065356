#include <crm/consent.h>
#include <crm/insert.h>
#include <crm/mem.h>

#include <stdlib.h>

enum { OF_RECORD, OF_CUSTOMER, SUPPRESSED, STATEMENTS };

static const char *const text[STATEMENTS] = {
	[OF_RECORD] = "SELECT granted FROM consent WHERE record_id = ?1 AND channel = ?2 ORDER BY consent_id DESC LIMIT 1",
	/* the latest word of each of the customer's records */
	[OF_CUSTOMER] = "SELECT min(granted), count(granted) FROM (SELECT (SELECT granted FROM consent c"
			" WHERE c.record_id = r.record_id AND c.channel = ?2 ORDER BY consent_id DESC LIMIT 1) AS granted"
			" FROM record r WHERE r.customer_id = ?1)",
	[SUPPRESSED] = "SELECT 1 FROM suppression WHERE address = ?1 AND (scope = 'all' OR ?2)",
};

static const char insert_consents[] =
	"INSERT OR ROLLBACK INTO consent (consent_id, record_id, channel, purpose, granted, at, method, evidence, created_op)"
	" SELECT * FROM new_consent";

enum { COLUMNS = 9 };

struct crm_consents {
	struct crm_store *store;
	struct crm_operation *op;
	struct crm_sql sql;
	struct crm_insert *added;      /* NULL until one is added */
};

struct crm_consents *crm_consents_open(struct crm_store *s, struct crm_operation *op)
{
	struct crm_consents *m = crm_alloc(sizeof *m);

	m->store = s;
	m->op = op;
	crm_sql_init(&m->sql, s, text, STATEMENTS);
	return m;
}

void crm_consents_close(struct crm_consents *m)
{
	if (!m)
		return;
	crm_insert_close(m->added);
	crm_sql_release(&m->sql);
	free(m);
}

int crm_consents_add(struct crm_consents *m, int64_t record_id, const char *channel, int granted, const char *method,
		     const char *evidence)
{
	struct crm_value *v;

	if (!m->added && !(m->added = crm_insert_open(m->store, "new_consent", COLUMNS, insert_consents)))
		return -1;
	v = crm_insert_row(m->added) + 1;      /* the id is the store's */
	crm_value_int(v++, record_id);
	crm_value_string(v++, channel);
	crm_value_string(v++, "ad");
	crm_value_int(v++, granted != 0);
	crm_value_int(v++, crm_operation_at(m->op));
	crm_value_string(v++, method);
	crm_insert_copy(m->added, v++, evidence);
	crm_value_int(v, crm_operation_id(m->op));
	return 0;
}

int crm_consents_flush(struct crm_consents *m)
{
	int bad;

	if (!m->added || !crm_insert_rows(m->added))
		return 0;
	if (crm_operation_keep(m->op, 0) != 0)
		return -1;
	bad = crm_insert_run(m->added);
	return crm_operation_keep(m->op, 1) || bad ? -1 : 0;
}

int crm_consents_of_record(struct crm_consents *m, int64_t record_id, const char *channel)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, OF_RECORD);
	int got, granted;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, record_id);
	crm_stmt_string(st, 2, channel);
	if ((got = crm_stmt_step(st)) != 1)
		return got < 0 ? -1 : 2;
	granted = crm_stmt_col_int(st, 0) != 0;
	crm_stmt_reset(st);
	return granted;
}

static int suppressed(struct crm_consents *m, const char *address_key, int ad)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, SUPPRESSED);
	int got;

	if (!st)
		return -1;
	crm_stmt_string(st, 1, address_key);
	crm_stmt_int(st, 2, ad);
	if ((got = crm_stmt_step(st)) == 1)
		crm_stmt_reset(st);
	return got;
}

int crm_consents_may_mail(struct crm_consents *m, int64_t customer_id, const char *address_key, int ad, const char **why)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, OF_CUSTOMER);
	int got = suppressed(m, address_key, ad);
	int64_t worst, words;

	*why = "suppressed";
	if (got != 0 || !ad)
		return got < 0 ? -1 : !got;
	if (!st)
		return -1;
	crm_stmt_int(st, 1, customer_id);
	crm_stmt_string(st, 2, "mail");
	if (crm_stmt_step(st) != 1)
		return -1;
	worst = crm_stmt_col_int(st, 0);
	words = crm_stmt_col_int(st, 1);
	crm_stmt_reset(st);
	*why = words ? "refused" : "no consent";
	return words && worst;
}
