/* The settings of recommenders as options: one table for programs. */
#ifndef CRM_RECOMMEND_H
#define CRM_RECOMMEND_H

#include <crm/choose.h>
#include <crm/opt.h>
#include <crm/recommender.h>

enum { CRM_RECOMMEND_CUTOFFS = 16 };

struct crm_recommend_opts {
	int model;             /* enum crm_recommend_by */
	int similarity, weighting, values;
	int normalise;
	int basket;            /* enum crm_basket, for together.h */
	const char *at;        /* "5,10,20", or NULL */
	double shrink, lambda, alpha, beta, next;      /* NAN: the model's own default */
	int64_t keep, support, cap, most, threads;     /* -1: the default */
};

extern const struct crm_opt crm_recommend_options[];

void crm_recommend_init(struct crm_recommend_opts *o);         /* nothing was given */
/* what was given over the defaults of a model */
void crm_recommend_settings(const struct crm_recommend_opts *o, enum crm_recommend_by by,
			    struct crm_recommender_opts *out);
/* The models to compare: the one that was named, or all that fit the mode; their number.
 * automatic: leave out what is slow with so many products. */
int crm_recommend_candidates(const struct crm_recommend_opts *o, enum crm_rank_mode mode, int automatic,
			     uint32_t products, struct crm_recommender_opts try[CRM_BY_KINDS]);
/* the model that was named, or the one that guesses the last orders best (-v says how well) */
enum crm_recommend_by crm_recommend_choose(const struct crm_recommend_opts *o, const struct crm_events *e,
					   enum crm_rank_mode mode, size_t most);
/* says on stderr which customers bought more than the cap and teach by a part only */
void crm_recommend_name_capped(const struct crm_events *e, const struct crm_matrix *m);
int crm_recommend_unsolved(const struct crm_recommender_opts *o);      /* reports; -1 */
/* --at as numbers, or `most` alone; how many, or -1 (reported) */
int crm_recommend_cutoffs(const struct crm_recommend_opts *o, size_t most, size_t at[CRM_RECOMMEND_CUTOFFS]);
/* -1: a value makes no sense (reported) */
int crm_recommend_check(const struct crm_recommend_opts *o);

#endif
