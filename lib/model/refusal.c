#include <crm/refusal.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/merge.h>

#include <stdlib.h>

struct joined {
	int64_t record, survivor;      /* the first record of the absorbed customer */
};

struct crm_refusals {
	struct joined *list;
	size_t n, cap;
};

void crm_refusals_free(struct crm_refusals *r)
{
	if (!r)
		return;
	free(r->list);
	free(r);
}

struct crm_refusals *crm_refusals_of(struct crm_store *s, int64_t id)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT record_id, survivor_id FROM alias WHERE changed_op = ?1"
						  " AND record_id IS NOT NULL ORDER BY customer_id");
	struct crm_refusals *r = crm_alloc(sizeof *r);
	int got = -1;

	if (st)
		crm_stmt_int(st, 1, id);
	while (st && (got = crm_stmt_step(st)) == 1) {
		CRM_GROW(r->list, r->n, r->cap);
		r->list[r->n++] = (struct joined){ crm_stmt_col_int(st, 0), crm_stmt_col_int(st, 1) };
	}
	crm_stmt_free(st);
	if (got == 0 && r->n)
		return r;
	if (got == 0)
		crm_error("--not-same: operation %lld joined no customers", (long long)id);
	crm_refusals_free(r);
	return NULL;
}

/* the survivor's first record, where the other one is a customer of its own again: 1, 0, -1 */
static int find_other(struct crm_stmt *st, const struct joined *j, int64_t *other)
{
	int got;

	crm_stmt_int(st, 1, j->record);
	crm_stmt_int(st, 2, j->survivor);
	if ((got = crm_stmt_step(st)) == 1) {
		*other = crm_stmt_col_int(st, 0);
		crm_stmt_reset(st);
	}
	return got;
}

int crm_refusals_remember(struct crm_refusals *r, struct crm_store *s, struct crm_operation *op)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT min(b.record_id) FROM record a, record b WHERE a.record_id = ?1"
						  " AND a.customer_id <> ?2 AND b.customer_id = ?2 GROUP BY a.record_id");
	struct crm_merge *m = st ? crm_merge_open(s, op) : NULL;
	int64_t other, refused = 0;
	int got = m ? 0 : -1;

	for (size_t i = 0; i < r->n && got >= 0; i++) {
		if ((got = find_other(st, &r->list[i], &other)) != 1)
			continue;
		got = crm_merge_decide(m, r->list[i].record, other, 0, 0, "undone merge") || crm_operation_step(op)
			      ? -1 : 1;
		refused++;
	}
	if (got >= 0)
		crm_operation_count(op, "refused", refused);
	crm_merge_close(m);
	crm_stmt_free(st);
	return got < 0 ? -1 : 0;
}
