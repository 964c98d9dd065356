/* Sums by hand; quantiles against R: quantile(c(…), c(.2,.4,.6,.8)) of type 7. */
#include <crm/ledger.h>
#include <crm/rfm.h>
#include <crm/segment.h>

#include <stdlib.h>

#include "tap.h"

static void add(struct crm_ledger *l, uint32_t customer, int32_t day, uint64_t order, int64_t amount)
{
	crm_ledger_add(l, &(struct crm_ledger_row){ customer, day, order, amount }, 1);
}

enum { YEN = CRM_AMOUNT_SCALE };

static void rows_are_orders(void)
{
	struct crm_ledger *l = crm_ledger_new(CRM_LEDGER_ROWS, 0);
	const struct crm_sum *s;
	size_t n;

	add(l, 1, 100, 0, 500 * YEN);
	add(l, 1, 100, 0, 300 * YEN);
	add(l, 0, 90, 0, 1000 * YEN);
	add(l, 1, 80, 0, 0);
	add(l, 1, 120, 0, -300 * YEN);
	add(l, 3, 50, 0, -10 * YEN);
	is_int(crm_ledger_finish(l), 0, "sums fit");
	s = crm_ledger_sums(l, &n);
	is_int((long long)n, 4, "customers up to the highest id");
	is_int(s[1].orders, 3, "each row is an order, a refund is none");
	is_int(s[1].amount, 500 * YEN, "the refund is netted");
	is_int(s[1].first_day, 80, "first day: a free order counts");
	is_int(s[1].last_day, 100, "last day: a refund does not count");
	is_int(s[2].orders + s[2].amount, 0, "an id that never came is all zero");
	is_int(s[3].orders, 0, "only a refund: no order");
	is_int(s[3].amount, -10 * YEN, "only a refund: the sum is below zero");
	crm_ledger_free(l);
}

static void lines_of_orders(void)
{
	struct crm_ledger *l = crm_ledger_new(CRM_LEDGER_KEYED, CRM_LEDGER_ORDERS);
	const struct crm_sum *s;
	const struct crm_ledger_order *sale;
	size_t n;

	add(l, 0, 10, 77, 100 * YEN);
	add(l, 0, 10, 77, 50 * YEN);
	add(l, 1, 11, 77, 40 * YEN);        /* same key, another customer */
	add(l, 0, 30, 79, 20 * YEN);
	add(l, 0, 10, 78, 5 * YEN);         /* a second order on day 10 */
	add(l, 0, 40, 80, 60 * YEN);
	add(l, 0, 41, 80, -60 * YEN);       /* cancelled */
	add(l, 0, 12, 77, -30 * YEN);       /* one line of order 77 came back */
	add(l, 1, 12, 90, 30 * YEN);
	add(l, 1, 13, 91, -100 * YEN);      /* a refund larger than the sales */
	is_int(crm_ledger_finish(l), 0, "keyed sums fit");
	s = crm_ledger_sums(l, &n);
	is_int((long long)n, 2, "two customers");
	is_int(s[0].orders, 3, "orders, not lines; the cancelled one does not count");
	is_int(s[0].days, 2, "purchase days");
	is_int(s[0].amount, 145 * YEN, "net sum");
	is_int(s[0].first_amount, 125 * YEN, "net of the first day, both orders");
	is_int(s[0].last_day, 30, "a cancelled order is not the last");
	is_int(s[1].orders, 2, "keys are per customer");
	is_int(s[1].amount, -30 * YEN, "a refund larger than the sale");
	sale = crm_ledger_orders(l, &n);
	is_int((long long)n, 5, "sales that count");
	ok(sale[0].day == 10 && sale[1].day == 10 && sale[2].day == 30 && sale[3].customer == 1, "by customer, then day");
	is_int(sale[1].amount, 120 * YEN, "an order's net amount");
	crm_ledger_free(l);
}

/* the same rows in two orders give the same sums; customers with few and with many rows */
static void order_of_rows(void)
{
	enum { N = 500, CUSTOMERS = 7 };
	struct crm_ledger *l[2] = { crm_ledger_new(CRM_LEDGER_DAILY, CRM_LEDGER_ORDERS),
				    crm_ledger_new(CRM_LEDGER_DAILY, CRM_LEDGER_ORDERS) };
	const struct crm_sum *a, *b;
	size_t na, nb;
	long long orders = 0, days = 0, amount = 0;

	for (int k = 0; k < 2; k++)
		for (int i = 0; i < N; i++) {
			int j = k ? i * 77 % N : i;

			add(l[k], (uint32_t)(j % CUSTOMERS), j % 31 - 10, 0, (j % 13 - 1) * YEN);
		}
	ok(crm_ledger_finish(l[0]) == 0 && crm_ledger_finish(l[1]) == 0, "daily sums fit");
	a = crm_ledger_sums(l[0], &na);
	b = crm_ledger_sums(l[1], &nb);
	ok(na == CUSTOMERS && nb == CUSTOMERS && !memcmp(a, b, na * sizeof *a), "shuffled rows, same sums");
	for (size_t i = 0; i < na; i++) {
		orders += a[i].orders;
		days += a[i].days;
		amount += a[i].amount;
	}
	is_int(orders, days, "daily: as many orders as purchase days");
	is_int(amount, 2479LL * YEN, "nothing lost: 38 rounds of 65, and 9 of the last six rows");
	is_int(a[0].first_day, -10, "days before 1970");
	crm_ledger_free(l[0]);
	crm_ledger_free(l[1]);
}

static void overflow(void)
{
	struct crm_ledger *l = crm_ledger_new(CRM_LEDGER_ROWS, 0);

	add(l, 0, 1, 0, INT64_MAX);
	add(l, 0, 1, 0, 1);
	is_int(crm_ledger_finish(l), -1, "a sum beyond 64 bits is an error");
	crm_ledger_free(l);
}

static void fill(struct crm_sum *s, size_t n, const int *recency, const int *orders, const int *yen, int32_t as_of)
{
	memset(s, 0, n * sizeof *s);
	for (size_t i = 0; i < n; i++) {
		s[i].last_day = as_of - recency[i];
		s[i].orders = orders[i];
		s[i].amount = (int64_t)yen[i] * YEN;
	}
}

static void quantiles(void)
{
	static const int recency[] = { 3, 9, 27, 81, 243, 100, 7, 0 };
	static const int orders[] = { 1, 1, 1, 2, 2, 3, 9, 0 };
	static const int yen[] = { 10, 20, 30, 40, 50, 60, 70, 999 };
	struct crm_sum s[8];
	struct crm_rfm_breaks b;
	struct crm_rfm_score score;

	fill(s, 8, recency, orders, yen, 1000);
	crm_rfm_quantiles(s, 8, 1000, &b);
	/* sorted 3 7 9 27 81 100 243: places 1.2 2.4 3.6 4.8 */
	near(b.at[CRM_RFM_R][0], 7 + .2 * 2 + 1, 1e-12, "R 20 % + 1");
	near(b.at[CRM_RFM_R][1], 9 + .4 * 18 + 1, 1e-12, "R 40 % + 1");
	near(b.at[CRM_RFM_R][2], 27 + .6 * 54 + 1, 1e-12, "R 60 % + 1");
	near(b.at[CRM_RFM_R][3], 81 + .8 * 19 + 1, 1e-12, "R 80 % + 1");
	near(b.at[CRM_RFM_F][0], 2, 1e-12, "F 20 % + 1: ties");
	near(b.at[CRM_RFM_M][3], 59, 1e-12, "M 80 % + 1; the customer without orders is left out");
	crm_rfm_score(&s[0], 1000, &b, &score);
	ok(score.of[0] == 5 && score.of[1] == 1 && score.of[2] == 1, "most recent is 5, once is 1, least is 1");
	crm_rfm_score(&s[4], 1000, &b, &score);
	ok(score.of[0] == 1 && score.of[2] == 4, "longest ago is 1");
	crm_rfm_score(&s[7], 1000, &b, &score);
	ok(!score.of[0] && !score.of[1] && !score.of[2], "no order, no score");
}

static void equal_customers(void)
{
	static const int same[] = { 5, 5, 5 };
	struct crm_sum s[3];
	struct crm_rfm_breaks b;
	struct crm_rfm_score score[3];

	fill(s, 3, same, same, same, 10);
	crm_rfm_quantiles(s, 3, 10, &b);
	for (int i = 0; i < 3; i++)
		crm_rfm_score(&s[i], 10, &b, &score[i]);
	ok(!memcmp(&score[0], &score[1], sizeof *score) && !memcmp(&score[0], &score[2], sizeof *score),
	   "equal customers, equal scores");
	crm_rfm_quantiles(s, 1, 10, &b);
	near(b.at[CRM_RFM_M][0], 6, 0, "one customer: all breaks are his value + 1");
	crm_rfm_quantiles(s, 0, 10, &b);
	near(b.at[CRM_RFM_M][0], 0, 0, "no customer");
}

static void ntiles(void)
{
	/* NTILE(5) over 7 rows: groups of 2 2 1 1 1 */
	static const int recency[] = { 10, 20, 30, 40, 50, 60, 70 };
	static const int orders[] = { 1, 1, 1, 1, 1, 1, 1 };
	static const int yen[] = { 7, 6, 5, 4, 3, 2, 1 };
	static const unsigned char r[] = { 5, 4, 3, 2, 2, 1, 1 }, f[] = { 1, 1, 2, 2, 3, 4, 5 };
	struct crm_sum s[7];
	struct crm_rfm_score score[7];
	int good = 1;

	fill(s, 7, recency, orders, yen, 100);
	crm_rfm_ntiles(s, 7, 100, score);
	for (int i = 0; i < 7; i++)
		good &= score[i].of[0] == r[i] && score[i].of[1] == f[i] && score[i].of[2] == r[i];
	ok(good, "as SQL's NTILE(5): larger groups first, ties by the order of ids");
}

static void breaks(void)
{
	struct crm_rfm_breaks b = { .at = { { 0 } } };

	is_int(crm_rfm_parse_breaks("r=115,181,297.4,482 f=4,5,6,8", &b), 0, "breaks of two axes");
	near(b.at[CRM_RFM_R][2], 297.4, 0, "a break with a fraction");
	near(b.at[CRM_RFM_F][3], 8, 0, "the last break");
	near(b.at[CRM_RFM_M][0], 0, 0, "an axis not named stays");
	is_int(crm_rfm_parse_breaks("M=1,2,3,4", &b), 0, "a capital letter");
	is_int(crm_rfm_parse_breaks("m=1,2,3", &b), -1, "too few");
	is_int(crm_rfm_parse_breaks("m=1,2,3,4,5", &b), -1, "too many");
	is_int(crm_rfm_parse_breaks("m=1,3,2,4", &b), -1, "not ascending");
	is_int(crm_rfm_parse_breaks("q=1,2,3,4", &b), -1, "no such axis");
	is_int(crm_rfm_parse_breaks("", &b), -1, "nothing");
}

static void segments(void)
{
	static const char text[] = "# comment\n"
				   "best\tBest Ones\t最良\t5\t5\t4\t5\t1\t5\n"
				   "\n"
				   "good\tGood\t良\t4\t5\t1\t5\t1\t5\r\n";
	struct crm_segments s;

	is_int(crm_segments_parse(&s, text, "t"), 0, "a segment file");
	is_int((long long)s.n, 4, "two segments, others, none");
	is_int((long long)crm_segment_of(&s, &(struct crm_rfm_score){ { 5, 5, 1 } }), 0, "first match wins");
	is_int((long long)crm_segment_of(&s, &(struct crm_rfm_score){ { 5, 3, 1 } }), 1, "second");
	is_int((long long)crm_segment_of(&s, &(struct crm_rfm_score){ { 1, 3, 1 } }), 2, "others");
	is_int((long long)crm_segment_of(&s, &(struct crm_rfm_score){ { 0, 0, 0 } }), 3, "no order");
	is_int(crm_segment_named(&s, "BEST ones", 9), 0, "by English name, any case");
	is_int(crm_segment_named(&s, "良", 3), 1, "by Japanese name");
	is_int(crm_segment_named(&s, "good,best", 4), 1, "by slug, counted");
	is_int(crm_segment_named(&s, "bes", 3), -1, "a part of a name is no name");
	crm_segments_release(&s);
	is_int(crm_segments_parse(&s, "a\tb\tc\t1\t2\n", "t"), -1, "too few columns");
	crm_segments_release(&s);
	is_int(crm_segments_parse(&s, "a\tb\tc\t4\t2\t1\t5\t1\t5\n", "t"), -1, "low above high");
	crm_segments_release(&s);
}

int main(void)
{
	rows_are_orders();
	lines_of_orders();
	order_of_rows();
	overflow();
	quantiles();
	equal_customers();
	ntiles();
	breaks();
	segments();
	return done_testing();
}
