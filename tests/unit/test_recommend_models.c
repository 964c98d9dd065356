#include "recommend_shop.h"
#include "tap.h"

#include <crm/ease.h>
#include <crm/neighbour.h>
#include <crm/sequence.h>
#include <crm/topn.h>

/* buyers 3 2 2; together p1p2 2, p1p3 1, p2p3 1 */
/* 0: none */
static float weight_of(const struct crm_weights *w, uint32_t from, uint32_t to)
{
	for (size_t i = w->row[from]; i < w->row[from + 1u]; i++)
		if (w->to[i] == to)
			return w->weight[i];
	return 0;
}

static const char *const LINES[] = {
	"a p1 - 1", "a p2 - 2", "b p1 - 1", "b p2 - 2", "b p3 - 2", "c p1 - 1", "c p1 - 2", "d p3 - 1",
};

static void topn(void)
{
	static const double score[] = { 1, 3, 2, 3, 5, 0, 3 };
	struct crm_topn t;

	crm_topn_init(&t, 4);
	for (uint32_t i = 0; i < 7; i++)
		crm_topn_offer(&t, i, score[i]);
	crm_topn_sort(&t);
	is_int((long long)t.n, 4, "four kept");
	is_int(t.best[0].item, 4, "the best first");
	is_int(t.best[1].item * 100 + t.best[2].item * 10 + t.best[3].item, 136, "equal scores by item");
	crm_topn_release(&t);
}

static float weight(const struct crm_matrix *m, struct crm_neighbour_opts o, uint32_t from, uint32_t to)
{
	struct crm_weights w;
	float v;

	crm_neighbour_build(&w, m, &o);
	v = weight_of(&w, from, to);
	crm_weights_release(&w);
	return v;
}

static void neighbours(const struct crm_matrix *m)
{
	struct crm_neighbour_opts o = { .similarity = CRM_COSINE, .keep = 10, .alpha = 1, .beta = .3, .threads = 1 };

	near(weight(m, o, 0, 1), 2 / sqrt(6), 1e-6, "cosine");
	near(weight(m, o, 0, 0), 0, 0, "no weight on itself");
	o.shrink = 10;
	near(weight(m, o, 1, 2), 1 / 12.0, 1e-6, "cosine shrunk");
	o.shrink = 0;
	o.support = 2;
	near(weight(m, o, 1, 2), 0, 0, "too few customers");
	near(weight(m, o, 1, 0), 2 / sqrt(6), 1e-6, "enough customers");
	o.support = 0;
	o.keep = 1;
	near(weight(m, o, 2, 0), 0, 0, "p1's only neighbour is p2");
	near(weight(m, o, 1, 2), 1 / 2.0, 1e-6, "p3's only neighbour is p2");
	o.keep = 10;
	o.similarity = CRM_JACCARD;
	near(weight(m, o, 0, 1), 2 / 3.0, 1e-6, "jaccard");
	o.similarity = CRM_DICE;
	near(weight(m, o, 0, 1), 4 / 5.0, 1e-6, "dice");
	o.similarity = CRM_ASYMMETRIC;
	near(weight(m, o, 0, 1), 2 / 3.0, 1e-6, "asymmetric: of p1's buyers");
	near(weight(m, o, 1, 0), 1, 1e-6, "asymmetric: of p2's buyers");
	o.similarity = CRM_RP3B;
	near(weight(m, o, 0, 1), 5 / 18.0 / pow(2, .3), 1e-6, "walk p1 to p2");
	near(weight(m, o, 1, 0), 5 / 12.0 / pow(3, .3), 1e-6, "walk p2 to p1");
	o.similarity = CRM_COSINE;
	o.weighting = CRM_WEIGHT_TFIDF;        /* idf²: a ln(3/3), b ln(3/4), c ln(3/2), d the same */
	near(weight(m, o, 0, 1), pow(log(.75), 2) / sqrt((pow(log(.75), 2) + pow(log(1.5), 2)) * pow(log(.75), 2)),
	     1e-6, "tf-idf");
}

static void ease(const struct crm_matrix *m)
{
	struct crm_ease e;

	/* G = [4 2 1; 2 3 1; 1 1 3], its inverse by cofactors over 21 */
	is_int(crm_ease_build(&e, m, 1, 100), 0, "solved");
	near(e.b[0 * 3 + 1], 5 / 11.0, 1e-5, "B12");
	near(e.b[1 * 3 + 0], 5 / 8.0, 1e-5, "B21");
	near(e.b[2 * 3 + 1], 2 / 11.0, 1e-5, "B32");
	near(e.b[1 * 3 + 2], 2 / 8.0, 1e-5, "B23");
	near(e.b[0], 0, 0, "diagonal 0");
	crm_ease_release(&e);
	is_int(crm_ease_build(&e, m, 1, 2), 0, "only the two most bought");
	is_int(e.n == 2 && e.product[0] == 0 && e.product[1] == 1 && e.place[2] == UINT32_MAX, 1, "p1 and p2");
	crm_ease_release(&e);
	is_int(crm_ease_build(&e, m, -5, 100), -1, "no inverse is said");
}

static void sequence(const struct crm_events *e)
{
	struct crm_weights w;

	crm_sequence_build(&w, e, NULL, 0, 10);
	near(weight_of(&w, 0, 1), 1, 1e-6, "after p1 always p2, when anything new");
	near(weight_of(&w, 0, 2), .5, 1e-6, "and p3 half the time");
	near(weight_of(&w, 1, 0), 0, 0, "never p1 after p2");
	crm_weights_release(&w);
}

/* a pseudo-random shop: 1 and 3 threads must agree to the byte */
static void threads(void)
{
	struct crm_neighbour_opts o = { .similarity = CRM_COSINE, .shrink = 2, .keep = 20, .threads = 1 };
	struct crm_events e;
	struct crm_matrix m;
	struct crm_weights one, three;
	uint32_t x = 1;

	crm_events_init(&e);
	for (int i = 0; i < 20000; i++) {
		char c[16], p[16];

		x = x * 1664525u + 1013904223u;
		snprintf(c, sizeof c, "%u", x >> 8 & 511);
		snprintf(p, sizeof p, "%u", (x >> 17) % 300 * ((x >> 9) % 3));
		crm_events_add(&e, c, strlen(c), p, strlen(p), "", 0, i, 1);
	}
	crm_events_settle(&e);
	crm_matrix_build(&m, &e, NULL, CRM_MATRIX_BINARY, 0);
	crm_neighbour_build(&one, &m, &o);
	o.threads = 3;
	crm_neighbour_build(&three, &m, &o);
	is_int((long long)one.row[one.products] > 1000, 1, "many weights");
	is_int(memcmp(one.row, three.row, (one.products + 1) * sizeof *one.row), 0, "the same rows");
	is_int(memcmp(one.to, three.to, one.row[one.products] * sizeof *one.to), 0, "the same products");
	is_int(memcmp(one.weight, three.weight, one.row[one.products] * sizeof *one.weight), 0, "the same weights");
	crm_weights_release(&one);
	crm_weights_release(&three);
	crm_matrix_release(&m);
	crm_events_release(&e);
}

int main(void)
{
	struct crm_events e;
	struct crm_matrix m;

	SHOP(&e, LINES, 1);
	crm_matrix_build(&m, &e, NULL, CRM_MATRIX_BINARY, 0);
	topn();
	neighbours(&m);
	ease(&m);
	sequence(&e);
	threads();
	crm_matrix_release(&m);
	crm_events_release(&e);
	return done_testing();
}
