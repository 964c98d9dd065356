#include <crm/sales_store.h>
#include <crm/diag.h>
#include <crm/feed.h>

/* the customer of a record; -1: the store contradicts itself */
static int64_t owner_of(const struct crm_owners *o, int64_t record)
{
	int64_t customer = record >= 0 && (size_t)record < o->n ? o->customer[record] : 0;

	if (customer > 0 && customer < UINT32_MAX)
		return customer;
	crm_error("record %lld belongs to no customer", (long long)record);
	return -1;
}

static int amount_of(int64_t yen, int64_t *out)
{
	if (__builtin_mul_overflow(yen, (int64_t)CRM_AMOUNT_SCALE, out)) {
		crm_error("an amount of %lld is too large", (long long)yen);
		return -1;
	}
	return 0;
}

/* 1 done; 0 some orders are later than as_of: the lines must be read; -1 */
static int add_sums(struct crm_store *s, const struct crm_owners *o, int32_t as_of, struct crm_ledger *l)
{
	struct crm_feed *f = crm_feed_sums(s);
	struct crm_feed_sum r;
	int got = -1;

	while (f && (got = crm_feed_next_sum(f, &r)) == 1) {
		struct crm_sum sum = { .orders = r.orders, .first_day = (int32_t)r.first_day,
				       .last_day = (int32_t)r.last_day };
		int64_t customer = owner_of(o, r.record_id);

		if (r.last_day > as_of)
			break;
		got = -1;
		if (customer < 0 || amount_of(r.amount, &sum.amount) != 0)
			break;
		crm_ledger_add_sum(l, (uint32_t)customer, &sum);
	}
	crm_feed_close(f);
	return got < 0 ? -1 : !got;
}

static int add_lines(struct crm_store *s, const struct crm_owners *o, int32_t as_of, struct crm_ledger *l)
{
	struct crm_feed *f = crm_feed_lines(s, as_of);
	struct crm_feed_line r;
	int got = -1;

	while (f && (got = crm_feed_next_line(f, &r)) == 1) {
		int64_t customer = owner_of(o, r.record_id);
		struct crm_ledger_row row = { (uint32_t)customer, (int32_t)r.day, (uint64_t)r.order_id, 0 };

		if (customer < 0 || amount_of(r.amount, &row.amount) != 0) {
			got = -1;
			break;
		}
		crm_ledger_add(l, &row, 1);
	}
	crm_feed_close(f);
	return got;
}

struct crm_ledger *crm_sales_store(struct crm_store *s, int32_t as_of, int orders)
{
	struct crm_ledger *l = crm_ledger_new(CRM_LEDGER_ROWS, 0);
	struct crm_owners o = { 0 };
	int bad = crm_owners_load(s, &o) != 0, all = 0;

	if (!bad && !orders && (all = add_sums(s, &o, as_of, l)) < 0)
		bad = 1;
	if (!bad && !all) {
		crm_ledger_free(l);
		l = crm_ledger_new(CRM_LEDGER_KEYED, orders ? CRM_LEDGER_ORDERS : 0);
		bad = add_lines(s, &o, as_of, l) != 0;
	}
	crm_owners_release(&o);
	if (!bad && crm_ledger_finish(l) != 0) {
		crm_error("the amounts of a customer do not fit 64 bits");
		bad = 1;
	}
	if (!bad)
		return l;
	crm_ledger_free(l);
	return NULL;
}
