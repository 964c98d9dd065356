#include <crm/recommend_print.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/num.h>
#include <crm/purchase.h>
#include <crm/together.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS = 11, WIDTH = 48, DIGITS = 5 };

/* a row of up to CELLS short texts */
struct row {
	char text[CELLS][WIDTH];
	struct crm_cell cell[CELLS];
	size_t n;
};

static void add_text(struct row *r, const char *s)
{
	r->cell[r->n++] = (struct crm_cell){ s, strlen(s) };
}

static void add_count(struct row *r, unsigned long long v)
{
	snprintf(r->text[r->n], WIDTH, "%llu", v);
	add_text(r, r->text[r->n]);
}

static void add_real(struct row *r, double v)
{
	crm_num_print(v, DIGITS, r->text[r->n], WIDTH);
	add_text(r, r->text[r->n]);
}

static void add_fixed(struct row *r, double v)
{
	snprintf(r->text[r->n], WIDTH, "%.4f", v);
	add_text(r, r->text[r->n]);
}

static void add_fields(struct crm_fields *f, const char *const *name, size_t n)
{
	static const char *const numbers[] = { "rank", "score", "support", "confidence", "lift", "at", "customers",
					       "targets", "recall", "ndcg", "precision", "hit_rate", "coverage",
					       "map", "mrr", NULL };

	crm_fields_init(f);
	for (size_t i = 0; i < n; i++)
		crm_fields_add(f, name[i]);
	crm_fields_numbers(f, numbers);
}

void crm_recommend_print_together_fields(struct crm_fields *f, int names)
{
	static const char *const plain[] = { "rank", "product_id", "score", "support", "confidence", "lift" };
	static const char *const named[] = { "rank", "product_id", "product_name", "score", "support",
					     "confidence", "lift" };

	if (names)
		add_fields(f, named, sizeof named / sizeof *named);
	else
		add_fields(f, plain, sizeof plain / sizeof *plain);
}

int crm_recommend_print_together(const struct crm_events *e, const struct crm_shelf *shelf,
				 const char *product,
				 const struct crm_recommend_opts *o, size_t most, int names, struct crm_writer *w)
{
	uint32_t which = crm_events_find_product(e, product);
	struct crm_together *t;
	size_t n;
	int bad = 0;

	if (which == CRM_MAP_NONE) {
		crm_error("--for-product: nobody bought '%s'", crm_quoted(product));
		return -1;
	}
	t = crm_calloc(most + 1, sizeof *t);
	n = crm_together_find(e, (enum crm_basket)o->basket, which, isnan(o->shrink) ? 0 : o->shrink,
			      (uint32_t)o->support, shelf->barred, t, most);
	for (size_t i = 0; i < n && !bad; i++) {
		const char *name = shelf->name[t[i].product];
		struct row r = { .n = 0 };

		add_count(&r, i + 1);
		add_text(&r, crm_events_product(e, t[i].product));
		if (names)
			add_text(&r, name ? name : "");
		add_real(&r, t[i].score);
		add_count(&r, t[i].support);
		add_real(&r, t[i].confidence);
		add_real(&r, t[i].lift);
		bad = crm_writer_put(w, r.cell, r.n) != 0;
	}
	free(t);
	return bad ? -1 : 0;
}

void crm_recommend_print_measure_fields(struct crm_fields *f)
{
	static const char *const name[] = { "model", "at", "customers", "targets", "recall", "ndcg", "precision",
					    "hit_rate", "coverage", "map", "mrr" };

	add_fields(f, name, sizeof name / sizeof *name);
}

static int print_measure(const struct crm_evaluation *v, enum crm_recommend_by by,
			 struct crm_writer *w)
{
	struct row r = { .n = 0 };

	add_text(&r, crm_recommender_name(by));
	add_count(&r, v->at);
	add_count(&r, v->customers);
	add_count(&r, v->targets);
	add_fixed(&r, v->recall);
	add_fixed(&r, v->ndcg);
	add_fixed(&r, v->precision);
	add_fixed(&r, v->hit);
	add_fixed(&r, v->coverage);
	add_fixed(&r, v->map);
	add_fixed(&r, v->mrr);
	return crm_writer_put(w, r.cell, r.n);
}

int crm_recommend_print_measures(const struct crm_events *e, const struct crm_recommend_opts *o,
				 enum crm_rank_mode mode, size_t most, int test, int no_single, struct crm_writer *w)
{
	size_t at[CRM_RECOMMEND_CUTOFFS], cutoffs = (size_t)crm_recommend_cutoffs(o, most, at);
	struct crm_choose_opts how = { (enum crm_matrix_values)o->values, (uint32_t)o->cap, mode, at, cutoffs, 0,
				       no_single || test };
	struct crm_recommender_opts try[CRM_BY_KINDS];
	struct crm_evaluation v[CRM_BY_KINDS * CRM_RECOMMEND_CUTOFFS] = { { 0 } };
	size_t *end = test ? crm_events_hold_from(e, CRM_PURCHASE_TEST) : crm_events_hold_out(e);
	int n = crm_recommend_candidates(o, mode, 0, e->products, try), failed, bad = 0;

	crm_choose(e, end, &how, try, n, v, &failed);
	free(end);
	if (failed >= 0)
		return crm_recommend_unsolved(&try[failed]);
	if (!v[0].customers)
		crm_warn("nobody has an order before the last one: nothing to guess");
	for (size_t i = 0; i < (size_t)n * cutoffs && !bad; i++)
		bad = print_measure(&v[i], try[i / cutoffs].by, w);
	return bad;
}
