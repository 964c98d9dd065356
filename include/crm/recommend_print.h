/* Tables of crm-recommend beside its lists (offers.h). */
#ifndef CRM_RECOMMEND_PRINT_H
#define CRM_RECOMMEND_PRINT_H

#include <crm/recommend.h>
#include <crm/shelf.h>
#include <crm/writer.h>

/* rank,product_id[,product_name],score,support,confidence,lift: see together.h; shelf is settled */
void crm_recommend_print_together_fields(struct crm_fields *f, int names);
/* -1 also when nobody bought the product (reported) */
int crm_recommend_print_together(const struct crm_events *e, const struct crm_shelf *shelf,
				 const char *product,
				 const struct crm_recommend_opts *o, size_t most, int names, struct crm_writer *w);

/* model,at,customers,targets,recall,ndcg,precision,hit_rate,coverage: see evaluate.h.
 * test: what was read as CRM_PURCHASE_TEST is held out, else every last order */
void crm_recommend_print_measure_fields(struct crm_fields *f);
int crm_recommend_print_measures(const struct crm_events *e, const struct crm_recommend_opts *o,
				 enum crm_rank_mode mode, size_t most, int test, int no_single, struct crm_writer *w);

#endif
