/* The Fellegi-Sunter model with four latent classes of pairs: M the same person, H two people of one
 * household, N namesakes, U unrelated.  (Fellegi and Sunter 1969; EM after Winkler 1988 and Jaro 1989.)
 *
 * For a pair with levels l_c, independent inside a class:
 *	score = log2( λM Π m / (λH Π h + λN Π n + λU Π u) )
 * A level that is weighed by its value has u = the value's own share of the records.  Given name, birth
 * date and personal numbers agree in H as they do in U, with 2 % as in M for twins and namesakes.
 * Namesakes are more than chance makes them: a family has its region, a name its years, and a member may have
 * been entered twice by mistake of another.  In N the names and the sex agree as in M, all else as in U, but
 * for the town: where they live apart is learned. */
#ifndef CRM_MATCH_MODEL_H
#define CRM_MATCH_MODEL_H

#include <crm/match_level.h>

struct crm_match_model {
	size_t ncmp;
	enum crm_match_type type[CRM_MATCH_CMPS];
	int household;         /* 0: no class H (nothing names a person) */
	double m[CRM_MATCH_CMPS][CRM_MATCH_LEVELS];    /* [comparison][level]; [c][0] is 1 */
	double h[CRM_MATCH_CMPS][CRM_MATCH_LEVELS];
	double n[CRM_MATCH_CMPS][CRM_MATCH_LEVELS];
	double u[CRM_MATCH_CMPS][CRM_MATCH_LEVELS];
	double lm, lh, ln, lu; /* λ: shares of all pairs */
	double same;           /* bits from which a pair is the same person: see match_zone.h */
	double most_homes;     /* limit of lh */
	int rounds;            /* of EM that it took */
	struct {               /* log2 of all of them, for scoring; by crm_match_model_ready */
		float m, h, n, u;
	} bits[CRM_MATCH_CMPS][CRM_MATCH_LEVELS];
	float bits_lm, bits_lh;        /* of the odds against U */
	unsigned char pinned[CRM_MATCH_CMPS];
	double twins[CRM_MATCH_CMPS];          /* how much of M there is in H, where pinned */
	double most_differ[CRM_MATCH_CMPS];    /* of one person's records, at most: limit of m of '!' */
	int homes;             /* pairs of one household are wanted too */
};

/* a pattern of levels and how often it occurs; rarity = 1 - 8 log2 of the shares, 0 none */
struct crm_match_pattern {
	uint64_t levels;       /* four bits a comparison */
	unsigned char rarity[CRM_MATCH_CMPS];
	double count;
};

struct crm_match_terms {       /* log2 of a likelihood in the three classes */
	double m, h, n, u;
};

/* from the shipped priors; n records */
void crm_match_model_init(struct crm_match_model *model, const struct crm_match_table *t);
void crm_match_pattern_of(const struct crm_match_outcome *o, size_t ncmp, struct crm_match_pattern *p);

/* Learns from the patterns of candidate pairs (count = how many of all candidates a line stands for) and
 * from those of random pairs; all_pairs = N(N-1)/2. */
void crm_match_model_learn(struct crm_match_model *model, const struct crm_match_pattern *candidate, size_t n,
			   const struct crm_match_pattern *random, size_t n_random, double all_pairs);

void crm_match_model_ready(struct crm_match_model *model);     /* after m, h or u were set by hand */
/* what comparison c says, in log2 */
struct crm_match_terms crm_match_terms_of(const struct crm_match_model *model, size_t c,
					  const struct crm_match_outcome *o);
/* bits: M against all others */
double crm_match_score(const struct crm_match_model *model, const struct crm_match_outcome *o);
/* bits: M and H against N and U */
double crm_match_home_score(const struct crm_match_model *model, const struct crm_match_outcome *o);
/* bits: M against H and N, who share more than strangers do */
double crm_match_other_score(const struct crm_match_model *model, const struct crm_match_outcome *o);

#endif
