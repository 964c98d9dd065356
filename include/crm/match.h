/* Finding records of the same person, and of the same household, in any table.
 *
 *	struct crm_match *m = crm_match_new(&opts);
 *	crm_match_add(m, "17", cells);  …  for every record, in any order
 *	crm_match_run(m);
 *	crm_match_pairs(m, &n), crm_match_cluster(m, i), …
 *
 * The threshold is the model's own: nothing has to be set.  Results do not depend on the order of the
 * records or the number of threads.  Records are numbered 0 … in the byte order of their ids. */
#ifndef CRM_MATCH_H
#define CRM_MATCH_H

#include <stdint.h>

#include <crm/buf.h>
#include <crm/match_index.h>
#include <crm/match_kind.h>
#include <crm/record.h>

struct crm_match;

enum crm_match_class { CRM_MATCH_NO, CRM_MATCH_REVIEW, CRM_MATCH_SAME };

struct crm_match_pair {
	uint32_t a, b;         /* records, a < b */
	float score;           /* bits: log2 of the odds that both are the same person */
	float home;            /* bits: … the same person or people of one household */
	unsigned char class;   /* enum crm_match_class */
};

struct crm_lexicon;

struct crm_match_opts {
	const enum crm_match_kind *kind;       /* of each of n columns */
	const char *const *name;               /* of each column, for people; NULL: the kinds' names */
	size_t n;
	const struct crm_lexicon *lexicon;     /* names and places (crm/lexicon.h), must outlive the match; NULL: no
	                                          names are split, no addresses taken apart */
	unsigned threads;                      /* 0 = 1 */
};

struct crm_match *crm_match_new(const struct crm_match_opts *o);
void crm_match_free(struct crm_match *m);              /* NULL is allowed */
/* n cells as in _new; the id and the cells are copied */
void crm_match_add(struct crm_match *m, const char *id, const struct crm_cell *cells);
/* with a number of the caller's, 1 … 2^31 - 1, by which an index names it */
void crm_match_add_numbered(struct crm_match *m, const char *id, uint32_t number, const struct crm_cell *cells);
/* What a person said of two records, before _run: they always or never end up together.  Ids that are not
 * there are ignored, because decisions outlive records. */
void crm_match_decide(struct crm_match *m, const char *id_a, const char *id_b, int same);
/* A model from _model_text instead of learning one; before _run.  The text is copied. */
void crm_match_use_model(struct crm_match *m, const char *text);
/* Without this, before _run, crm_match_household is the cluster. */
void crm_match_want_households(struct crm_match *m);
/* An index of the records (all of them with numbers) is put while _run works, unless households are wanted or a
 * model is given. */
void crm_match_keep(struct crm_match *m, crm_match_put_fn *put, void *to);

/* New records against many that an index knows (see match_index.h), before the first is added.  In two steps:
 * a match with the new records alone says which of the others they want; a second one gets those, with their
 * numbers, and the new records again, and runs.  Records that the index knows otherwise or not at all, but which
 * are not asked about, have number | CRM_MATCH_NEW in both.  The model and all frequencies are the index's. */
#define CRM_MATCH_NEW 0x80000000u
void crm_match_use_index(struct crm_match *m, const struct crm_match_index *all);
/* instead of _run: ascending, owned by the caller; NULL: reported */
uint32_t *crm_match_wanted(struct crm_match *m, size_t *n);

/* 0, or -1 (reported): an id occurs twice, nothing can be compared, the model does not fit */
int crm_match_run(struct crm_match *m);

size_t crm_match_records(const struct crm_match *m);
const char *crm_match_record_id(const struct crm_match *m, size_t i);
/* by a then b; owned by m.  Pairs of class NO among them are two people of one household. */
const struct crm_match_pair *crm_match_pairs(const struct crm_match *m, size_t *n);
uint32_t crm_match_cluster(const struct crm_match *m, size_t i);       /* the smallest record of its person */
/* the smallest record of its household */
uint32_t crm_match_household(const struct crm_match *m, size_t i);


/* texts are appended to out */
void crm_match_evidence(const struct crm_match *m, const struct crm_match_pair *p, struct crm_buf *out);
/* -1: no such id (reported) */
int crm_match_explain(const struct crm_match *m, const char *id_a, const char *id_b, struct crm_buf *out);
void crm_match_model_write(const struct crm_match *m, struct crm_buf *out);
/* What to expect, by the model alone, of the pairs that score at least `bits`: how many there are, the
 * share of right ones among them, and the share of all right ones that they are. */
void crm_match_estimate(const struct crm_match *m, double bits, size_t *pairs, double *precision,
			double *recall);

#endif
