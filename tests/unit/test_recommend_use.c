#include "recommend_shop.h"
#include "tap.h"

#include <crm/batch.h>
#include <crm/choose.h>
#include <crm/modelfile.h>
#include <crm/together.h>

static const char *const LINES[] = {
	"a p1 1 1", "a p2 1 1", "a p2 2 2", "b p1 3 1", "b p2 3 1", "b p3 3 1", "b p3 4 2", "c p1 5 1", "c p3 5 1",
	"c p2 6 2", "d p4 7 1", "d p1 8 2",
};

/* p1 in orders 1 3 5 8; with p2 in 1 3, with p3 in 3 5; p2 in 4 orders, p3 in 3; 8 orders */
static void together(const struct crm_events *e)
{
	struct crm_together t[4];
	unsigned char barred[4] = { 0, 1, 0, 0 };

	is_int((long long)crm_together_find(e, CRM_BASKET_ORDER, 0, 0, 1, NULL, t, 4), 2, "two others with p1");
	is_int(t[0].product, 2, "p3 first");
	near(t[0].score, 2 / sqrt(12), 1e-12, "cosine of baskets");
	is_int(t[1].support, 2, "support of p2");
	near(t[1].confidence, .5, 1e-12, "confidence of p2");
	near(t[1].lift, 2 * 8 / 16.0, 1e-12, "lift of p2");
	is_int((long long)crm_together_find(e, CRM_BASKET_ORDER, 0, 0, 3, NULL, t, 4), 0, "nothing three times");
	is_int((long long)crm_together_find(e, CRM_BASKET_ORDER, 0, 0, 1, barred, t, 4), 1, "p2 is out of stock");
	is_int((long long)crm_together_find(e, CRM_BASKET_CUSTOMER, 3, 0, 1, NULL, t, 4), 1, "d bought p4 and p1");
	near(t[0].lift, 1 * 4 / (1 * 4.0), 1e-12, "as all others did");
}

static void same_lists(const struct crm_recommender *x, const struct crm_matrix *mx,
		       const struct crm_recommender *y,
		       const struct crm_matrix *my, int threads, const char *name)
{
	static const uint32_t who[] = { 3, 0, 1, 2 };
	const struct crm_batch_lists *one, *two;
	struct crm_batch a, b;
	int same = 1;

	crm_batch_init(&a, x, mx, CRM_RANK_NEW, 3, 1);
	crm_batch_init(&b, y, my, CRM_RANK_NEW, 3, threads);
	crm_batch_start(&a, who, 4);
	crm_batch_start(&b, who, 4);
	one = crm_batch_wait(&a);
	two = crm_batch_wait(&b);
	for (size_t i = 0; i < 4; i++) {
		same &= one->length[i] == two->length[i];
		for (size_t j = 0; same && j < one->length[i]; j++)
			same &= one->item[i * 3 + j].offer.score == two->item[i * two->most + j].offer.score;
	}
	ok(same && one->length[0] > 0, name);
	crm_batch_release(&a);
	crm_batch_release(&b);
}

static void save(struct crm_buf *b, const struct crm_recommender *r, const struct crm_events *e)
{
	struct crm_buf piece = CRM_BUF_INIT;
	struct crm_modelfile f;

	crm_modelfile_start(&f, r, e);
	while (crm_modelfile_next(&f, &piece))
		crm_buf_add(b, piece.s, piece.n);
	crm_buf_release(&piece);
}

/* saved, then loaded beside purchases of one product more that sorts before all others */
static void round_trip(const struct crm_events *e, const struct crm_matrix *m, enum crm_recommend_by by)
{
	struct crm_buf bytes = CRM_BUF_INIT;
	struct crm_recommender_opts o;
	struct crm_recommender r, again;
	struct crm_events more;
	struct crm_matrix m2;
	const char *why = "";
	int refused = 0;

	crm_recommender_defaults(&o, by);
	crm_recommender_fit(&r, m, e, NULL, &o);
	same_lists(&r, m, &r, m, 3, "one thread and three");
	save(&bytes, &r, e);
	crm_events_init(&more);
	crm_events_add(&more, "e", 1, "p0", 2, "9", 1, 0, 1);
	is_int(crm_modelfile_products(bytes.s, bytes.n, &more, &why), 0, "the products of a model");
	for (size_t i = 0; i < e->n; i++) {
		const char *c = crm_events_customer(e, e->event[i].customer);
		const char *p = crm_events_product(e, e->event[i].product);
		char order[16];

		snprintf(order, sizeof order, "%u", e->event[i].order);
		crm_events_add(&more, c, strlen(c), p, strlen(p), order, strlen(order), e->event[i].when, 1);
	}
	crm_events_settle(&more);
	is_int(crm_modelfile_load(bytes.s, bytes.n, &more, &again, &why), 0, "loaded");
	crm_matrix_build(&m2, &more, NULL, CRM_MATRIX_BINARY, 0);
	same_lists(&r, m, &again, &m2, 1, crm_recommender_name(by));
	crm_recommender_release(&again);
	for (size_t n = 0; n < bytes.n; n++)
		refused += crm_modelfile_load(bytes.s, n, &more, &again, &why) != 0;
	is_int(refused, (long long)bytes.n, "a torn model is refused wherever it ends");
	crm_matrix_release(&m2);
	crm_events_release(&more);
	crm_recommender_release(&r);
	crm_buf_release(&bytes);
}

static void choose(const struct crm_events *e)
{
	static const size_t one = 1;
	struct crm_choose_opts o = { .mode = CRM_RANK_ALL, .at = &one, .cutoffs = 1 };
	struct crm_recommender_opts try[2];
	struct crm_evaluation v[2];
	size_t *end = crm_events_hold_out(e);
	int failed;

	crm_recommender_defaults(&try[0], CRM_BY_POPULAR);
	crm_recommender_defaults(&try[1], CRM_BY_OWN);
	is_int(crm_choose(e, end, &o, try, 2, v, &failed), 0, "popular guesses d's p1, own nothing");
	is_int(v[0].customers, 4, "all four are asked");
	near(v[0].recall, .25, 1e-12, "one of four");
	near(v[1].recall, 0, 1e-12, "none of four");
	crm_recommender_defaults(&try[1], CRM_BY_EASE);
	try[1].lambda = -100;
	is_int(crm_choose(e, end, &o, try, 2, v, &failed), -1, "ease without a solution");
	is_int(failed, 1, "and which one it was");
	free(end);
}

int main(void)
{
	struct crm_events e;
	struct crm_matrix m;

	SHOP(&e, LINES, 1);
	crm_matrix_build(&m, &e, NULL, CRM_MATRIX_BINARY, 0);
	together(&e);
	round_trip(&e, &m, CRM_BY_COSINE);
	round_trip(&e, &m, CRM_BY_EASE);
	round_trip(&e, &m, CRM_BY_SEQUENCE);
	choose(&e);
	crm_matrix_release(&m);
	crm_events_release(&e);
	return done_testing();
}
