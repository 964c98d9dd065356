/* The orders of a record as bytes: what goes in comes out; damage is seen. */
#include "tap.h"

#include <crm/diag.h>
#include <crm/history.h>

#include <string.h>

static const struct {
	int64_t day, amount;
} orders[] = {
	{ -1, 0 }, { 0, 1 }, { 0, -1 }, { 63, 63 }, { 64, 64 }, { 18000, 8191 }, { 18000, -8192 }, { 18365, 1000000 },
	{ 18366, INT64_MAX }, { 2932896, INT64_MIN }, { INT32_MAX, 5 },
};
enum { ORDERS = sizeof orders / sizeof *orders };

static void test_round(void)
{
	struct crm_history h;
	struct crm_history_reader r;
	int whole = 0;

	crm_history_init(&h);
	for (int turn = 0; turn < 2; turn++) {
		crm_history_reset(&h);
		for (int i = 0; i < ORDERS; i++)
			crm_history_put(&h, orders[i].day, orders[i].amount);
		crm_history_read(&r, h.bytes.s, h.bytes.n);
		for (int i = 0; i < ORDERS; i++)
			ok(crm_history_next(&r) == 1 && r.day == orders[i].day && r.amount == orders[i].amount, "order");
		is_int(crm_history_next(&r), 0, "the end");
	}
	for (size_t n = 0; n < h.bytes.n; n++) {
		int got;

		crm_history_read(&r, h.bytes.s, n);
		while ((got = crm_history_next(&r)) == 1)
			;
		whole += got == 0;
	}
	is_int(whole, ORDERS, "cut off between two orders it has fewer of them, cut off anywhere else it is damaged");
	crm_history_release(&h);
}

static void test_bytes(void)
{
	static const unsigned char endless[] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1 };
	static const unsigned char half[] = { 2 };
	struct crm_history h;
	struct crm_history_reader r;

	/* by hand: 100 = 200 zigzag = C8 01; 1000 = 2000 = D0 0F; a day later = 02; -3 = 05 */
	crm_history_init(&h);
	crm_history_put(&h, 100, 1000);
	crm_history_put(&h, 101, -3);
	ok(h.bytes.n == 6 && !memcmp(h.bytes.s, "\xC8\x01\xD0\x0F\x02\x05", 6), "the bytes");
	crm_history_release(&h);
	crm_history_read(&r, endless, sizeof endless);
	is_int(crm_history_next(&r), -1, "a number without end");
	crm_history_read(&r, half, sizeof half);
	is_int(crm_history_next(&r), -1, "a day without an amount");
}

int main(void)
{
	crm_start("test");
	test_round();
	test_bytes();
	return done_testing();
}
