#include "recommend_shop.h"
#include "tap.h"

#include <crm/evaluate.h>

static const char *const LINES[] = {
	"a p1 - 1", "a p2 - 2", "b p1 - 1", "b p2 - 2", "b p3 - 2", "c p1 - 1", "c p1 - 2", "d p3 - 1",
};

static struct crm_events events;
static struct crm_matrix matrix;

static void list_of(char *out, size_t size, struct crm_rank *k, uint32_t customer)
{
	size_t n = 0;

	crm_rank_customer(k, customer);
	out[0] = 0;
	for (size_t i = 0; i < k->top.n && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, "%s%s", i ? " " : "",
				      crm_events_product(&events, k->top.best[i].item));
}

static void lists(enum crm_recommend_by by, enum crm_rank_mode mode, uint32_t customer, const char *want,
		  const char *name)
{
	struct crm_recommender_opts o;
	struct crm_recommender r;
	struct crm_rank k;
	char got[64];

	crm_recommender_defaults(&o, by);
	o.lambda = 1;
	is_int(crm_recommender_fit(&r, &matrix, &events, NULL, &o), 0, name);
	crm_rank_init(&k, &r, &matrix, mode, 5);
	list_of(got, sizeof got, &k, customer);
	is_str(got, want, name);
	list_of(got, sizeof got, &k, customer);
	is_str(got, want, "the same again");
	crm_rank_release(&k);
	crm_recommender_release(&r);
}

static void rules(void)
{
	unsigned char barred[3] = { 1, 0, 0 };
	struct crm_recommender_opts o;
	struct crm_recommender r;
	struct crm_rank k;
	struct crm_rank_reasons why[5];
	char got[64];

	crm_recommender_defaults(&o, CRM_BY_COSINE);
	crm_recommender_fit(&r, &matrix, &events, NULL, &o);
	crm_rank_init(&k, &r, &matrix, CRM_RANK_NEW, 5);
	k.barred = barred;
	list_of(got, sizeof got, &k, 3);
	is_str(got, "p2", "out of stock is never offered");
	k.barred = NULL;
	k.fill = 0;
	list_of(got, sizeof got, &k, 2);
	is_str(got, "p2 p3", "not filled up, nothing scored 0");
	list_of(got, sizeof got, &k, 0);
	crm_rank_because(&k, 0, why);
	is_str(got, "p3", "a bought the other two");
	is_int((long long)why[0].n, 2, "two reasons for p3");
	is_int(why[0].product[0] * 10 + why[0].product[1], 10, "p2 speaks louder than p1");
	near(why[0].part[0] + why[0].part[1], k.top.best[0].score, 1e-9, "they are the whole score");
	list_of(got, sizeof got, &k, 3);
	crm_rank_because(&k, 3, why);
	is_int((long long)why[0].n, 1, "one reason");
	crm_rank_release(&k);
	crm_rank_init(&k, &r, &matrix, CRM_RANK_ALL, 5);
	crm_rank_exclude(&k, 2, NULL, 0);
	list_of(got, sizeof got, &k, 0);
	is_str(got, "p3 p1", "p2 was bought on day 2; 1/(√6+10) + 1/12 is more than 2/(√6+10)");
	crm_rank_release(&k);
	crm_recommender_release(&r);
}

/* popularity before the last orders: p1 3, p3 1 (d has one order, a history but nothing to guess) */
static void measures(void)
{
	size_t *end = crm_events_hold_out(&events);
	struct crm_recommender_opts o;
	struct crm_recommender r;
	struct crm_matrix m;
	struct crm_evaluation v = { .at = 2 };
	struct crm_rank k;

	end[3] = events.start[4];
	crm_matrix_build(&m, &events, end, CRM_MATRIX_BINARY, 0);
	crm_recommender_defaults(&o, CRM_BY_POPULAR);
	crm_recommender_fit(&r, &m, &events, end, &o);
	crm_rank_init(&k, &r, &m, CRM_RANK_NEW, 2);
	crm_evaluate(&v, 1, &k, &events, end, 1);
	is_int(v.customers, 2, "a and b have something new to guess");
	is_int((long long)v.targets, 3, "three targets");
	near(v.recall, .25, 1e-12, "b: p3 of p2 and p3, a: nothing");
	near(v.ndcg, .5 / (1 + 1 / log2(3)), 1e-12, "a hit at rank 1 of two");
	near(v.precision, .25, 1e-12, "1 of 2 and 0 of 2");
	near(v.map, .25, 1e-12, "b: precision 1 at rank 1, of two possible");
	near(v.mrr, .5, 1e-12, "b's first hit is at rank 1");
	near(v.coverage, 1 / 3.0, 1e-12, "p3 only");
	crm_rank_release(&k);
	crm_rank_init(&k, &r, &m, CRM_RANK_ALL, 2);
	crm_evaluate(&v, 1, &k, &events, end, 1);
	is_int(v.customers, 3, "whole baskets: c as well");
	near(v.recall, (0 + .5 + 1) / 3, 1e-12, "whole baskets");
	crm_rank_release(&k);
	crm_recommender_release(&r);
	crm_matrix_release(&m);
	free(end);
}

int main(void)
{
	SHOP(&events, LINES, 1);
	crm_matrix_build(&matrix, &events, NULL, CRM_MATRIX_BINARY, 0);
	lists(CRM_BY_POPULAR, CRM_RANK_NEW, 3, "p1 p2", "popular");
	lists(CRM_BY_COSINE, CRM_RANK_NEW, 3, "p2 p1", "cosine");
	lists(CRM_BY_EASE, CRM_RANK_NEW, 3, "p2 p1", "ease");
	lists(CRM_BY_RP3B, CRM_RANK_NEW, 2, "p2 p3", "rp3b");
	lists(CRM_BY_SEQUENCE, CRM_RANK_NEW, 2, "p2 p3", "sequence");
	lists(CRM_BY_OWN, CRM_RANK_REPEAT, 1, "p1 p2 p3", "own: the better seller first");
	lists(CRM_BY_OWN, CRM_RANK_REPEAT, 2, "p1", "own: nothing else");
	rules();
	measures();
	crm_matrix_release(&matrix);
	crm_events_release(&events);
	return done_testing();
}
