#include <crm/recommend.h>
#include <crm/diag.h>

#include <math.h>
#include <stdlib.h>

#define AT(field) offsetof(struct crm_recommend_opts, field)

enum { CAP = 2000, MOST_THREADS = 64, ASKED_BY_AUTO = 20000, EASE_BY_AUTO = 5000, NAMED = 100 };

const struct crm_opt crm_recommend_options[] = {
	{ CRM_CHOICE, 0, "model", AT(model), "auto|cosine|ease|rp3b|popular|sequence|own",
	  "how to recommend (auto: what guesses the last orders best)", NULL },
	{ CRM_CHOICE, 0, "basket", AT(basket), "order|customer",
	  "for-product: together in an order, or with a customer", NULL },
	{ CRM_REAL, 0, "shrink", AT(shrink), "N", "damping of rare pairs (10; sequence 30)", NULL },
	{ CRM_INT, 0, "neighbours", AT(keep), "K", "products kept for a product (100; rp3b 200)", NULL },
	{ CRM_INT, 0, "min-support", AT(support), "N", "fewer customers with both say nothing (1)", NULL },
	{ CRM_CHOICE, 0, "similarity", AT(similarity), "cosine|asymmetric|jaccard|dice",
	  "of products, for --model cosine", NULL },
	{ CRM_CHOICE, 0, "weighting", AT(weighting), "none|tf-idf|bm25", "of customers, for --model cosine", NULL },
	{ CRM_REAL, 0, "lambda", AT(lambda), "L", "ease: regularisation (5 × mean buyers of a product)", NULL },
	{ CRM_INT, 0, "ease-products", AT(most), "N", "ease: the most bought products only (10000)", NULL },
	{ CRM_REAL, 0, "next", AT(next), "W", "sequence: weight of what follows the last order (3)", NULL },
	{ CRM_REAL, 0, "alpha", AT(alpha), "A", "rp3b, asymmetric: exponent (1; asymmetric .5)", NULL },
	{ CRM_REAL, 0, "beta", AT(beta), "B", "rp3b: exponent of popularity (.3)", NULL },
	{ CRM_FLAG, 0, "normalise", AT(normalise), NULL, "rp3b: the weights of a product sum to 1", NULL },
	{ CRM_CHOICE, 0, "values", AT(values), "binary|count|quantity|log", "what a purchase counts", NULL },
	{ CRM_INT, 0, "max-products", AT(cap), "N", "a customer teaches by so many products (2000; 0: all)", NULL },
	{ CRM_TEXT, 0, "at", AT(at), "K,...", "evaluate: measure lists of these lengths (that of --top)", NULL },
	{ CRM_INT, 0, "threads", AT(threads), "N", "(2); the output does not depend on it", NULL },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

void crm_recommend_init(struct crm_recommend_opts *o)
{
	*o = (struct crm_recommend_opts){
		.shrink = NAN, .lambda = NAN, .alpha = NAN, .beta = NAN, .next = NAN,
		.keep = -1, .support = 1, .cap = CAP, .most = -1, .threads = 2,
	};
}

void crm_recommend_settings(const struct crm_recommend_opts *o, enum crm_recommend_by by,
			    struct crm_recommender_opts *out)
{
	struct crm_neighbour_opts *n = &out->neighbour;

	crm_recommender_defaults(out, by);
	if (by != CRM_BY_RP3B) {
		n->similarity = (enum crm_similarity)o->similarity;
		n->weighting = (enum crm_weighting)o->weighting;
	}
	n->shrink = isnan(o->shrink) ? n->shrink : o->shrink;
	out->next_shrink = isnan(o->shrink) ? out->next_shrink : o->shrink;
	n->alpha = isnan(o->alpha) ? n->alpha : o->alpha;
	n->beta = isnan(o->beta) ? n->beta : o->beta;
	n->keep = o->keep < 0 ? n->keep : (uint32_t)o->keep;
	n->support = (uint32_t)o->support;
	n->normalise = o->normalise;
	n->threads = (int)o->threads;
	out->lambda = isnan(o->lambda) ? out->lambda : o->lambda;
	out->next = isnan(o->next) ? out->next : o->next;
	out->most = o->most < 0 ? out->most : (uint32_t)o->most;
}

static int in_range(const char *name, int64_t v, int64_t low, int64_t high)
{
	if (v >= low && v <= high)
		return 1;
	crm_error("--%s: from %lld to %lld, not %lld", name, (long long)low, (long long)high, (long long)v);
	return 0;
}

int crm_recommend_cutoffs(const struct crm_recommend_opts *o, size_t most, size_t at[CRM_RECOMMEND_CUTOFFS])
{
	int n = 0;

	at[0] = most;
	if (!o->at)
		return 1;
	for (const char *s = o->at, *end; n < CRM_RECOMMEND_CUTOFFS; s = end + 1) {
		int64_t v = 0;

		for (end = s; *end >= '0' && *end <= '9' && v <= CRM_RANK_MOST; end++)
			v = v * 10 + (*end - '0');
		if (v < 1 || v > CRM_RANK_MOST || (*end && *end != ','))
			break;
		at[n++] = (size_t)v;
		if (!*end)
			return n;
	}
	crm_error("--at: up to %d numbers from 1 to %d, as 5,10,20", CRM_RECOMMEND_CUTOFFS, CRM_RANK_MOST);
	return -1;
}

int crm_recommend_check(const struct crm_recommend_opts *o)
{
	size_t at[CRM_RECOMMEND_CUTOFFS];

	if (!in_range("neighbours", o->keep, -1, UINT32_MAX) || !in_range("min-support", o->support, 0,
									  UINT32_MAX) ||
	    !in_range("max-products", o->cap, 0, UINT32_MAX) || !in_range("ease-products", o->most, -1, 46000) ||
	    !in_range("threads", o->threads, 1, MOST_THREADS))
		return -1;
	if (crm_recommend_cutoffs(o, 1, at) < 0)
		return -1;
	if (o->next < 0) {
		crm_error("--next must be 0 or more");
		return -1;
	}
	if (o->shrink < 0 || o->lambda <= 0) {
		crm_error("--%s must be %s", o->shrink < 0 ? "shrink" : "lambda",
			  o->shrink < 0 ? "0 or more" : "more than 0");
		return -1;
	}
	return 0;
}

int crm_recommend_candidates(const struct crm_recommend_opts *o, enum crm_rank_mode mode, int automatic,
			     uint32_t products, struct crm_recommender_opts try[CRM_BY_KINDS])
{
	static const enum crm_recommend_by all[] = { CRM_BY_POPULAR, CRM_BY_COSINE, CRM_BY_RP3B, CRM_BY_EASE,
						     CRM_BY_SEQUENCE, CRM_BY_OWN };
	int n = 0;

	if (o->model != CRM_BY_AUTO) {
		crm_recommend_settings(o, (enum crm_recommend_by)o->model, &try[n++]);
		return n;
	}
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		int slow = all[i] == CRM_BY_EASE || all[i] == CRM_BY_SEQUENCE;

		if ((all[i] == CRM_BY_OWN && mode == CRM_RANK_NEW) || (automatic && slow && products > EASE_BY_AUTO))
			continue;
		crm_recommend_settings(o, all[i], &try[n++]);
	}
	return n;
}

enum crm_recommend_by crm_recommend_choose(const struct crm_recommend_opts *o, const struct crm_events *e,
					   enum crm_rank_mode mode, size_t most)
{
	struct crm_choose_opts how = { (enum crm_matrix_values)o->values, (uint32_t)o->cap, mode, &most, 1,
				       ASKED_BY_AUTO, 0 };
	struct crm_recommender_opts try[CRM_BY_KINDS];
	struct crm_evaluation v[CRM_BY_KINDS];
	int best, failed, n;
	size_t *end;

	if (o->model != CRM_BY_AUTO)
		return (enum crm_recommend_by)o->model;
	if (mode != CRM_RANK_NEW)
		return CRM_BY_OWN;
	n = crm_recommend_candidates(o, mode, 1, e->products, try);
	end = crm_events_hold_out(e);
	best = crm_choose(e, end, &how, try, n, v, &failed);
	free(end);
	if (best < 0) {
		crm_note("nobody has two orders to compare models by: cosine");
		return CRM_BY_COSINE;
	}
	crm_note("%s guesses the last orders best: nDCG@%zu %.4f over %u customers",
		 crm_recommender_name(try[best].by), most, v[best].ndcg, (unsigned)v[best].customers);
	return try[best].by;
}

void crm_recommend_name_capped(const struct crm_events *e, const struct crm_matrix *m)
{
	for (size_t i = 0; i < m->capped_n && i < NAMED; i++) {
		uint32_t c = m->capped[i];

		crm_warn("customer %s bought %zu products: %zu of them teach (--max-products)",
			 crm_quoted(crm_events_customer(e, c)), m->row[c + 1u] - m->row[c], m->used[c] - m->row[c]);
	}
	if (m->capped_n > NAMED)
		crm_warn("… and so for %zu customers more", m->capped_n - NAMED);
}

int crm_recommend_unsolved(const struct crm_recommender_opts *o)
{
	crm_error("--model %s: the equations have no solution; a larger --lambda helps",
		  crm_recommender_name(o->by));
	return -1;
}
