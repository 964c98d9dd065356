#include "recommend_shop.h"
#include "tap.h"

#include <crm/matrix.h>

static const char *const SHOP_LINES[] = {
	"b p2 o9 3", "b p1 o7 1", "a p3 o2 5", "a p1 o1 5", "a p1 o1 4", "b p1 o8 3", "b p3 o9 2", "c p2 o5 1",
};

static void settled(int step)
{
	struct crm_events e;
	size_t *end;

	SHOP(&e, SHOP_LINES, step);
	is_int(e.customers, 3, "three customers");
	is_int(e.products, 3, "three products");
	is_int(e.orders, 6, "six orders");
	is_str(crm_events_customer(&e, 0), "a", "customers by bytes");
	is_str(crm_events_product(&e, 2), "p3", "products by bytes");
	is_int(crm_events_find_product(&e, "p2"), 1, "product found");
	is_int(crm_events_find_customer(&e, "z"), CRM_MAP_NONE, "unknown customer");
	is_int((long long)e.start[1], 3, "events of a");
	is_int(e.event[0].order == e.event[1].order, 1, "an order's lines stay together");
	is_int(e.event[0].when / 86400, 5, "an order is as late as its last line");
	is_int(e.event[2].product, 2, "same time: orders by id, o2 after o1");
	is_int(e.event[4].product, 0, "b: o8 before o9");
	is_int(e.event[5].product, 1, "b: o9, products ascending within a time");
	end = crm_events_hold_out(&e);
	is_int((long long)end[0], 2, "a: the last order is o2");
	is_int((long long)end[1], 5, "b: the last order has two lines");
	is_int((long long)(end[2] - e.start[2]), 0, "c: one order only");
	free(end);
	crm_events_drop_last(&e);
	is_int((long long)e.n, 2 + 2 + 1, "without the last orders, c's only one stays");
	is_int(e.orders, 1 + 2 + 1, "orders counted anew");
	is_int((long long)(e.start[2] - e.start[1]), 2, "b has two events left");
	is_int(e.event[4].order, 3, "and numbered anew");
	crm_events_release(&e);
}

static void matrix(void)
{
	struct crm_events e;
	struct crm_matrix m;

	SHOP(&e, SHOP_LINES, 1);
	crm_matrix_build(&m, &e, NULL, CRM_MATRIX_COUNT, 0);
	is_int((long long)m.pairs, 6, "six pairs");
	is_int(m.count[0], 1, "a product twice in an order counts once");
	is_int(m.count[m.row[1]], 2, "b bought p1 in two orders");
	is_int(m.ago[m.row[1]], 1, "last in the order before the last");
	is_int(m.last[m.row[1]], 3, "on day 3");
	near(m.value[m.row[1]], 2, 0, "value is the count");
	is_int(crm_matrix_buyers(&m, 0), 2, "two bought p1");
	is_int(m.customer[m.column[1] + 1], 2, "columns list customers ascending");
	crm_matrix_release(&m);
	crm_matrix_build(&m, &e, NULL, CRM_MATRIX_BINARY, 2);
	is_int((long long)m.capped_n, 1, "one customer over the cap");
	is_int(m.capped[0], 1, "it is b");
	is_int((long long)(m.used[1] - m.row[1]), 2, "two products teach");
	is_int((long long)(m.row[2] - m.row[1]), 3, "all three are known");
	is_int(m.product[m.row[1]] == 0 && m.product[m.row[1] + 1] == 1, 1, "most bought and first kept");
	crm_matrix_release(&m);
	crm_events_release(&e);
}

static void no_orders(void)
{
	static const char *const lines[] = { "a x - 1", "a y - 1", "a z - 2" };
	struct crm_events e;

	SHOP(&e, lines, 1);
	is_int(e.orders, 2, "without order ids a day is an order");
	crm_events_release(&e);
	crm_events_init(&e);
	crm_events_settle(&e);
	is_int(e.customers + e.products + e.orders, 0, "nobody bought nothing");
	crm_events_release(&e);
}

int main(void)
{
	settled(1);
	settled(-1);
	matrix();
	no_orders();
	return done_testing();
}
