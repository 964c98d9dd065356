#include <crm/purchase_feed.h>
#include <crm/array.h>
#include <crm/feed.h>

#include <stdlib.h>

enum { DAY = 86400 };

/* product_id → number on the shelf */
struct products {
	uint32_t *number;
	size_t n, cap;
};

static int feed_products(struct crm_store *s, struct crm_shelf *shelf, struct products *p)
{
	struct crm_feed *f = crm_feed_products(s);
	struct crm_feed_product row;
	int got = -1;

	while (f && (got = crm_feed_next_product(f, &row)) == 1) {
		crm_shelf_put(shelf, row.key, row.name, row.category, row.stock == 0 || row.discontinued);
		while (p->n <= (size_t)row.product_id) {
			CRM_GROW(p->number, p->n, p->cap);
			p->number[p->n++] = CRM_MAP_NONE;
		}
		p->number[row.product_id] = crm_map_finds(shelf->known, row.key);
	}
	crm_feed_close(f);
	return got;
}

/* the digits of n, at least so many, before end; where they begin */
static char *put_number(char *end, int64_t n, int least)
{
	for (; n > 0 || least > 0; n /= 10, least--)
		*--end = (char)('0' + n % 10);
	return end;
}

static void add_line(struct crm_events *e, const struct crm_feed_line *l, int64_t customer,
		     const char *product, size_t n)
{
	char who[24], order[24], *who_end = who + sizeof who, *order_end = order + sizeof order;
	char *who_at = put_number(who_end, customer, 1);
	/* zeros: orders of one day are taken in the order of their numbers */
	char *order_at = put_number(order_end, l->order_id, 10);

	crm_events_add(e, who_at, (size_t)(who_end - who_at), product, n, order_at, (size_t)(order_end - order_at),
		       l->day * DAY, (float)l->quantity);
}

static int feed_lines(struct crm_store *s, int64_t until, struct crm_events *e, const struct crm_shelf *shelf,
		      const struct products *p, const struct crm_owners *o)
{
	struct crm_feed *f = crm_feed_lines(s, until);
	struct crm_feed_line row;
	int got = -1;

	while (f && (got = crm_feed_next_line(f, &row)) == 1) {
		int64_t customer = (size_t)row.record_id < o->n ? o->customer[row.record_id] : 0;
		uint32_t product = (size_t)row.product_id < p->n ? p->number[row.product_id] : CRM_MAP_NONE;

		if (customer && product != CRM_MAP_NONE && row.quantity > 0)
			add_line(e, &row, customer, crm_map_key(shelf->known, product),
				 crm_map_key_len(shelf->known, product));
	}
	crm_feed_close(f);
	return got;
}

int crm_purchase_feed(struct crm_store *s, int64_t until, struct crm_events *e, struct crm_shelf *shelf)
{
	struct crm_owners owners = { NULL, 0 };
	struct products products = { NULL, 0, 0 };
	int bad = crm_owners_load(s, &owners);

	bad = bad || feed_products(s, shelf, &products) != 0 || feed_lines(s, until, e, shelf, &products,
									   &owners) != 0;
	crm_owners_release(&owners);
	free(products.number);
	return bad ? -1 : 0;
}
