/* A fitted recommender on disk (modelfile.h says how it looks). */
#ifndef CRM_RECOMMENDER_FILE_H
#define CRM_RECOMMENDER_FILE_H

#include <crm/modelfile.h>

/* written beside and renamed, so that a model is whole or not there.  0 or -1 (reported) */
int crm_recommender_save(const char *file, const struct crm_recommender *r, const struct crm_events *e);

/* the bytes of a model, and its products made known to unsettled events.  0 or -1 (reported) */
int crm_recommender_read(const char *file, struct crm_buf *bytes, struct crm_events *e);
/* after settling: the recommender.  0 or -1 (reported) */
int crm_recommender_load(const char *file, const struct crm_buf *bytes, const struct crm_events *e,
			 struct crm_recommender *r);

#endif
