#include <crm/strays.h>
#include <crm/array.h>
#include <crm/customer.h>
#include <crm/writer.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stray {
	int64_t customer_id, survivor_id;      /* survivor 0: it was nobody's alias */
};

int crm_strays_before(struct crm_store *s)
{
	return crm_store_exec(s, "DROP TABLE IF EXISTS temp.was_alias;"
				 "CREATE TEMP TABLE was_alias AS SELECT * FROM alias");
}

static int find(struct crm_store *s, struct stray **list, size_t *n)
{
	struct crm_stmt *st = crm_stmt_prepare(s,
		"SELECT c.customer_id, coalesce(w.survivor_id, 0) FROM customer c LEFT JOIN temp.was_alias w USING (customer_id)"
		" WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.customer_id = c.customer_id)");
	size_t cap = 0;
	int got = -1;

	while (st && (got = crm_stmt_step(st)) == 1) {
		CRM_GROW(*list, *n, cap);
		(*list)[(*n)++] = (struct stray){ crm_stmt_col_int(st, 0), crm_stmt_col_int(st, 1) };
	}
	crm_stmt_free(st);
	return got;
}

static int run(struct crm_store *s, const char *sql, const struct stray *x)
{
	struct crm_stmt *st = crm_stmt_prepare(s, sql);
	int bad;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, x->customer_id);
	bad = crm_stmt_run(st);
	crm_stmt_free(st);
	return bad;
}

static int report(struct crm_writer *kept, const struct stray *x)
{
	char key[24];
	struct crm_cell c[3] = { { "customer", 8 }, { key, 0 } };

	c[1].n = (size_t)snprintf(key, sizeof key, "%lld", (long long)x->customer_id);
	c[2].s = "its records are kept elsewhere";
	c[2].n = strlen(c[2].s);
	return kept ? crm_writer_put(kept, c, 3) : 0;
}

static int remove_stray(struct crm_store *s, struct crm_customers *m, const struct stray *x)
{
	if (run(s, "DELETE FROM customer WHERE customer_id = ?1", x) != 0)
		return -1;
	if (!x->survivor_id)
		return 0;
	return run(s, "INSERT INTO alias SELECT * FROM temp.was_alias WHERE customer_id = ?1 ON CONFLICT DO NOTHING", x) ||
	       crm_customers_rebuild(m, x->survivor_id) ? -1 : 0;
}

int crm_strays_after(struct crm_store *s, struct crm_operation *op, struct crm_writer *kept, int64_t *conflicts)
{
	struct crm_customers *m = crm_customers_open(s, op);
	struct stray *list = NULL;
	size_t n = 0;
	int bad = find(s, &list, &n);

	for (size_t i = 0; i < n && !bad; i++) {
		bad = remove_stray(s, m, &list[i]) || report(kept, &list[i]);
		++*conflicts;
	}
	crm_customers_close(m);
	free(list);
	return bad ? -1 : 0;
}
