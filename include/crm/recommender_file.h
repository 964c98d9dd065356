/* A fitted recommender on disk (modelfile.h says how it looks). */
#ifndef CRM_RECOMMENDER_FILE_H
#define CRM_RECOMMENDER_FILE_H

#include <crm/modelfile.h>
#include <crm/recommend.h>

/* the bytes of a model, and its products made known to unsettled events.  0 or -1 (reported) */
int crm_recommender_read(const char *file, struct crm_buf *bytes, struct crm_events *e);

struct crm_recommender_wish {
	const char *load, *save;       /* files, or NULL */
	const struct crm_buf *bytes;   /* of load */
	const struct crm_recommend_opts *model;
	enum crm_rank_mode mode;
	size_t most;
	enum crm_recommend_by by;      /* set by crm_recommender_kind */
};

/* After settling: which kind.  That of the loaded one, or without load the one that was named or is best here; to
 * find that out takes a matrix of its own, so ask before there is another.  0 or -1 (reported) */
int crm_recommender_kind(struct crm_recommender_wish *w, const struct crm_events *e);
/* Then the recommender: the loaded one, or one of the kind fitted and saved where that is asked for (with load and
 * save: anew).  0 or -1 (reported) */
int crm_recommender_get(struct crm_recommender *r, const struct crm_matrix *m, const struct crm_events *e,
			const struct crm_recommender_wish *w);

#endif
