#include <crm/sales_store.h>
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

/* an order that only took back is money, but no purchase */
static int sum_history(struct crm_history_reader *h, int32_t as_of, struct crm_sum *sum)
{
	int got;

	*sum = (struct crm_sum){ 0 };
	while ((got = crm_history_next(h)) == 1 && h->day <= as_of) {
		if (crm_num_add(sum->amount, h->amount, &sum->amount) != 0)
			return -1;
		if (h->amount < 0)
			continue;
		if (!sum->orders++)
			sum->first_day = (int32_t)h->day;
		sum->last_day = (int32_t)h->day;
	}
	return got < 0 || crm_num_mul(sum->amount, CRM_AMOUNT_SCALE, &sum->amount) != 0 ? -1 : 0;
}

static int add_sum(struct crm_ledger *l, uint32_t customer, struct crm_history_reader *h, int32_t as_of)
{
	struct crm_sum sum;

	if (sum_history(h, as_of, &sum) != 0)
		return -1;
	if (sum.orders || sum.amount)
		crm_ledger_add_sum(l, customer, &sum);
	return 0;
}

static int add_orders(struct crm_ledger *l, uint32_t customer, struct crm_history_reader *h, int32_t as_of)
{
	int got;

	while ((got = crm_history_next(h)) == 1 && h->day <= as_of) {
		struct crm_ledger_row row = { customer, (int32_t)h->day, 0, 0 };

		if (crm_num_mul(h->amount, CRM_AMOUNT_SCALE, &row.amount) != 0)
			return -1;
		crm_ledger_add(l, &row, 1);
	}
	return got < 0 ? -1 : 0;
}

static int read_histories(struct crm_store *s, const struct crm_owners *o, int32_t as_of, int orders,
			  struct crm_ledger *l)
{
	struct crm_feed *f = crm_feed_histories(s);
	struct crm_history_reader h;
	int64_t record, customer;
	int got = -1;

	while (f && (got = crm_feed_next_history(f, &record, &h)) == 1) {
		if ((customer = owner_of(o, record)) < 0) {
			got = -1;
			break;
		}
		if ((orders ? add_orders : add_sum)(l, (uint32_t)customer, &h, as_of) == 0)
			continue;
		crm_error("the amounts of record %lld are too large, or its history is damaged", (long long)record);
		got = -1;
		break;
	}
	crm_feed_close(f);
	return got;
}

struct crm_ledger *crm_sales_store(struct crm_store *s, int32_t as_of, int orders, int homes)
{
	struct crm_owners o = { 0 };
	struct crm_ledger *l = crm_ledger_new(CRM_LEDGER_ROWS, orders ? CRM_LEDGER_ORDERS : 0);
	int bad = crm_owners_load(s, &o) || (homes && crm_owners_by_home(s, &o)) || read_histories(s, &o, as_of, orders, l);

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
