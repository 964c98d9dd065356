#include <crm/sales_store.h>
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/feed.h>
#include <crm/num.h>

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

static int add_sum(struct crm_ledger *l, const struct crm_owners *o, int64_t record, struct crm_sum *sum)
{
	int64_t customer = owner_of(o, record);

	if (customer < 0 || amount_of(sum->amount, &sum->amount) != 0)
		return -1;
	crm_ledger_add_sum(l, (uint32_t)customer, sum);
	return 0;
}

/* 1: the sums that imports keep are those of this day.  Orders of tomorrow are not looked for today. */
static int sums_hold(struct crm_store *s, int32_t as_of)
{
	int later = as_of < crm_date_today() ? crm_feed_later(s, as_of) : 0;

	return later < 0 ? -1 : !later;
}

/* 1 done; 0 some orders are later than as_of: the lines must be read; -1 */
static int add_sums(struct crm_store *s, const struct crm_owners *o, int32_t as_of, struct crm_ledger *l)
{
	struct crm_feed *f = crm_feed_sums(s);
	struct crm_feed_sum r;
	int got = -1;

	while (f && (got = crm_feed_next_sum(f, &r)) == 1 && r.last_day <= as_of) {
		struct crm_sum sum = { .orders = r.orders, .amount = r.amount, .first_day = (int32_t)r.first_day,
				       .last_day = (int32_t)r.last_day };

		if (add_sum(l, o, r.record_id, &sum) != 0) {
			got = -1;
			break;
		}
	}
	crm_feed_close(f);
	return got < 0 ? -1 : !got;
}

/* the lines of one order are neighbours, and so are the orders of one record */
struct order {
	int64_t amount;
	int lowered;           /* by a line below 0 */
};

static void end_order(struct crm_sum *sum, const struct order *o, int64_t day)
{
	if (o->amount < 0 || (o->amount == 0 && o->lowered))
		return;
	if (!sum->orders++)
		sum->first_day = (int32_t)day;
	sum->last_day = (int32_t)day;
}

static int add_line_sums(struct crm_store *s, const struct crm_owners *o, int32_t as_of, struct crm_ledger *l)
{
	struct crm_feed *f = crm_feed_sales(s, as_of);
	struct crm_feed_sale r, last = { 0 };
	struct crm_sum sum = { 0 };
	struct order order = { 0 };
	int got = -1, bad = 0;

	while (f && (got = crm_feed_next_sale(f, &r)) == 1 && !bad) {
		if (last.record_id && (r.order_id != last.order_id || r.record_id != last.record_id)) {
			end_order(&sum, &order, last.day);
			order = (struct order){ 0 };
		}
		if (last.record_id && r.record_id != last.record_id) {
			bad = add_sum(l, o, last.record_id, &sum);
			sum = (struct crm_sum){ 0 };
		}
		bad |= crm_num_add(sum.amount, r.amount, &sum.amount);
		order.amount += r.amount;
		order.lowered |= r.amount < 0;
		last = r;
	}
	if (!got && last.record_id) {
		end_order(&sum, &order, last.day);
		bad = add_sum(l, o, last.record_id, &sum);
	}
	crm_feed_close(f);
	return got || bad ? -1 : 0;
}

static int add_lines(struct crm_store *s, const struct crm_owners *o, int32_t as_of, struct crm_ledger *l)
{
	struct crm_feed *f = crm_feed_sales(s, as_of);
	struct crm_feed_sale r;
	int got = -1;

	while (f && (got = crm_feed_next_sale(f, &r)) == 1) {
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

static struct crm_ledger *read_sums(struct crm_store *s, const struct crm_owners *o, int32_t as_of)
{
	struct crm_ledger *l = crm_ledger_new(CRM_LEDGER_ROWS, 0);
	int done = sums_hold(s, as_of);

	if (done == 1)
		done = add_sums(s, o, as_of, l);
	if (done == 0) {
		crm_ledger_free(l);
		l = crm_ledger_new(CRM_LEDGER_ROWS, 0);
		done = add_line_sums(s, o, as_of, l) == 0 ? 1 : -1;
	}
	if (done == 1)
		return l;
	crm_ledger_free(l);
	return NULL;
}

static struct crm_ledger *read_orders(struct crm_store *s, const struct crm_owners *o, int32_t as_of)
{
	struct crm_ledger *l = crm_ledger_new(CRM_LEDGER_KEYED, CRM_LEDGER_ORDERS);

	if (add_lines(s, o, as_of, l) == 0)
		return l;
	crm_ledger_free(l);
	return NULL;
}

struct crm_ledger *crm_sales_store(struct crm_store *s, int32_t as_of, int orders)
{
	struct crm_owners o = { 0 };
	struct crm_ledger *l = NULL;

	if (crm_owners_load(s, &o) == 0)
		l = orders ? read_orders(s, &o, as_of) : read_sums(s, &o, as_of);
	crm_owners_release(&o);
	if (!l || crm_ledger_finish(l) == 0)
		return l;
	crm_error("the amounts of a customer do not fit 64 bits");
	crm_ledger_free(l);
	return NULL;
}
