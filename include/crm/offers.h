/* Lists of offers as records: customer_id (or the columns of a stream of customers), then
 * rank, product_id, product_name (when names is set), score, due (to be bought
 * again: CRM_RANK_REPEAT only), because.  A name that the stream has already becomes offer_NAME. */
#ifndef CRM_OFFERS_H
#define CRM_OFFERS_H

#include <crm/batch.h>
#include <crm/reader.h>
#include <crm/shelf.h>
#include <crm/store.h>
#include <crm/writer.h>

struct crm_offers_opts {
	enum crm_rank_mode mode;
	size_t most;
	int fill, threads, names;
	int32_t since;         /* see crm_rank_exclude */
};

struct crm_offers;

/* All are kept by reference; shelf is settled.  lead: the columns of a stream of customers, or NULL. */
struct crm_offers *crm_offers_open(const struct crm_recommender *r, const struct crm_matrix *m,
				   const struct crm_events *e, const struct crm_shelf *shelf,
				   const struct crm_offers_opts *o, const struct crm_fields *lead);
void crm_offers_close(struct crm_offers *f);
const struct crm_fields *crm_offers_fields(const struct crm_offers *f);
/* every customer with purchases, in the order of their ids.  0 or -1 */
int crm_offers_all(struct crm_offers *f, struct crm_writer *w);
/* each row of a stream of customers with its offers; its customers need not have bought anything.
 * columns: --columns, or NULL.  s: the store that the customers are of, where an absorbed id stands for its
 * survivor and one that is no customer's is reported; or NULL.  0 or -1 (reported) */
int crm_offers_stream(struct crm_offers *f, struct crm_reader *customers, const char *columns, struct crm_store *s,
		      struct crm_writer *w);

#endif
