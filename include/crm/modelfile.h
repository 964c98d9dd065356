/* A fitted recommender as bytes: little-endian, versioned, with the ids of its products.
 * Written piece by piece, so that a large model needs no second copy. */
#ifndef CRM_MODELFILE_H
#define CRM_MODELFILE_H

#include <crm/buf.h>
#include <crm/recommender.h>

struct crm_modelfile {
	const struct crm_recommender *r;
	const struct crm_events *e;
	int part;
	uint32_t next;
};

void crm_modelfile_start(struct crm_modelfile *f, const struct crm_recommender *r,
			 const struct crm_events *e);
int crm_modelfile_next(struct crm_modelfile *f, struct crm_buf *piece);        /* 1: a piece; 0: the end */

/* Loading, first step: the model's products become known to unsettled events.
 * Second step, after settling: the recommender in the numbers of these events.
 * 0, or -1 and *why: not a model, another version, damaged. */
int crm_modelfile_products(const char *bytes, size_t n, struct crm_events *e, const char **why);
int crm_modelfile_load(const char *bytes, size_t n, const struct crm_events *e, struct crm_recommender *r,
		       const char **why);

#endif
