#include <crm/match_model.h>
#include <crm/match_zone.h>

#include <math.h>
#include <string.h>

#define TWINS 0.02             /* how much of M there is in the pinned comparisons of H: twins, John and John junior */
#define JUNIORS 0.004          /* in given names in kanji and kana, which are not handed down */
#define PRIOR_PAIRS 200.0      /* what the shipped priors weigh */
#define PRIOR_RANDOM 20.0
#define MOST_DIFFER 0.3
#define MOST_GIVEN_DIFFER 0.03  /* in kanji and kana, which have no short forms like Bill for William */
#define MOST_HOMES 40.0        /* records that one shares a household with, at most, on the mean */
#define MAX_ROUNDS 60

/* Do namesakes agree at a level as one person's records do?  Otherwise as strangers do, or it is learned: not
 * that they live in one block, which would make them one. */
enum namesake { AS_PERSON, AS_STRANGERS, LEARNED };

static enum namesake namesake(enum crm_match_type type, size_t level)
{
	if (type == CRM_TYPE_FAMILY || type == CRM_TYPE_GIVEN || type == CRM_TYPE_SEX)
		return AS_PERSON;
	if (type == CRM_TYPE_ADDRESS && (level >= CRM_ADDR_OTHER_BLOCK))
		return LEARNED;
	return type == CRM_TYPE_POSTAL ? LEARNED : AS_STRANGERS;
}

/* from what M and U have, and the sums of N when they are there */
static void set_namesakes(struct crm_match_model *model, size_t c, const double *sum)
{
	const struct crm_match_type_info *info = crm_match_type(model->type[c]);
	double total[4] = { 0 }, rest[4] = { 1, 1, 1, 1 };

	for (size_t l = 1; l <= crm_match_type_levels(model->type[c]); l++) {
		unsigned group = info->level[l - 1].group;

		if (namesake(model->type[c], l) == LEARNED)
			total[group] += (sum ? sum[l] : 0) + PRIOR_PAIRS * info->level[l - 1].h;
		else
			rest[group] -= model->u[c][l];
	}
	for (size_t l = 1; l <= crm_match_type_levels(model->type[c]); l++) {
		unsigned group = info->level[l - 1].group;

		switch (namesake(model->type[c], l)) {
		case AS_PERSON: model->n[c][l] = model->m[c][l]; break;
		case AS_STRANGERS: model->n[c][l] = model->u[c][l]; break;
		default: model->n[c][l] = rest[group] * ((sum ? sum[l] : 0) + PRIOR_PAIRS * info->level[l - 1].h) / total[group];
		}
	}
}

/* are most given names written in kanji or kana? */
static int is_japanese(const struct crm_match_table *t)
{
	double japanese = 0, all = 0;

	for (int k = 0; t->person && k < 2; k++) {
		const struct crm_match_slot *slot = &t->slot[k ? CRM_SLOT_GIVEN_KANA : CRM_SLOT_GIVEN];

		all += slot->total;
		for (uint32_t v = 1; v <= crm_match_dict_count(slot->dict); v++) {
			size_t n;
			const uint16_t *s = crm_match_dict_letters(slot->dict, v, &n);

			japanese += n && s[0] >= 0x3000 ? slot->count[v] : 0;
		}
	}
	return japanese * 2 > all;
}

void crm_match_model_init(struct crm_match_model *model, const struct crm_match_table *t)
{
	int japanese = is_japanese(t);

	memset(model, 0, sizeof *model);
	model->ncmp = t->ncmp;
	model->household = t->person;
	model->same = CRM_MATCH_SAME_BITS;
	for (size_t c = 0; c < t->ncmp; c++) {
		const struct crm_match_type_info *info = crm_match_type(t->cmp[c].type);

		model->type[c] = t->cmp[c].type;
		model->pinned[c] = (unsigned char)info->pinned;
		model->twins[c] = japanese && model->type[c] == CRM_TYPE_GIVEN ? JUNIORS : TWINS;
		model->most_differ[c] = japanese && model->type[c] == CRM_TYPE_GIVEN ? MOST_GIVEN_DIFFER
				      : info->pinned || model->type[c] == CRM_TYPE_FAMILY ? MOST_DIFFER : 1;
		model->m[c][0] = model->h[c][0] = model->n[c][0] = model->u[c][0] = 1;
		for (size_t l = 1; l <= crm_match_type_levels(t->cmp[c].type); l++) {
			const struct crm_match_level *level = &info->level[l - 1];

			model->m[c][l] = level->m;
			model->u[c][l] = level->u;
			model->h[c][l] = info->pinned ? (1 - model->twins[c]) * level->u + model->twins[c] * level->m : level->h;
		}
		set_namesakes(model, c, NULL);
	}
	model->lm = t->n > 1 ? 0.5 / (double)(t->n - 1) : 0.5;
	model->lh = model->household ? model->lm / 2 : 0;
	model->ln = model->household ? model->lm / 50 : 0;
	model->most_homes = t->n > 1 ? MOST_HOMES / (double)(t->n - 1) : 1;
	model->lu = 1 - model->lm - model->lh - model->ln;
	crm_match_model_ready(model);
}

void crm_match_pattern_of(const struct crm_match_outcome *o, size_t ncmp, struct crm_match_pattern *p)
{
	memset(p, 0, sizeof *p);
	for (size_t c = 0; c < ncmp; c++) {
		double r = -8 * (double)o->bits[c];

		p->levels |= (uint64_t)o->level[c] << (4 * c);
		p->rarity[c] = o->bits[c] < 0 ? (unsigned char)(r > 253 ? 254 : r + 1.5) : 0;
	}
	p->count = 1;
}

/* the weight of a pattern in each class; likelihood ratios to avoid underflow are not needed: 16 factors of at
 * least 1e-9 fit a double */
struct weights {
	double m, h, n, u;
};

static struct weights likelihood(const struct crm_match_model *model, const struct crm_match_pattern *p)
{
	struct weights w = { model->lm, model->lh, model->ln, model->lu };

	for (size_t c = 0; c < model->ncmp; c++) {
		unsigned l = p->levels >> (4 * c) & 15;
		double share = l && p->rarity[c] ? exp2(-(p->rarity[c] - 1) / 8.0) : model->u[c][l];

		w.m *= model->m[c][l];
		w.h *= l && p->rarity[c] && model->pinned[c] ? (1 - model->twins[c]) * share + model->twins[c] * model->m[c][l]
							   : model->h[c][l];
		w.n *= l && p->rarity[c] && namesake(model->type[c], l) == AS_STRANGERS ? share : model->n[c][l];
		w.u *= share;
	}
	return w;
}

struct sums {
	double m[CRM_MATCH_CMPS][CRM_MATCH_LEVELS], h[CRM_MATCH_CMPS][CRM_MATCH_LEVELS],
		n[CRM_MATCH_CMPS][CRM_MATCH_LEVELS];
	double nm, nh, nn;
};

static double expectation(const struct crm_match_model *model, const struct crm_match_pattern *p, size_t n,
			  struct sums *s)
{
	double total = 0;

	memset(s, 0, sizeof *s);
	for (size_t i = 0; i < n; i++) {
		struct weights w = likelihood(model, &p[i]);
		double sum = w.m + w.h + w.n + w.u;

		total += p[i].count * log2(sum);
		w.m *= p[i].count / sum;
		w.h *= p[i].count / sum;
		w.n *= p[i].count / sum;
		s->nm += w.m;
		s->nh += w.h;
		s->nn += w.n;
		for (size_t c = 0; c < model->ncmp; c++) {
			unsigned l = p[i].levels >> (4 * c) & 15;

			s->m[c][l] += w.m;
			s->h[c][l] += w.h;
			s->n[c][l] += w.n;
		}
	}
	return total;
}

/* one comparison's probabilities from weighted counts and priors, normalised inside each group */
static void maximise(const struct crm_match_type_info *info, const double *sum, double *p, int household)
{
	double total[4] = { 0 };

	for (size_t l = 1; l <= CRM_MATCH_LEVELS && info->level[l - 1].group; l++)
		total[info->level[l - 1].group] += sum[l];
	for (size_t l = 1; l <= CRM_MATCH_LEVELS && info->level[l - 1].group; l++) {
		double prior = household ? info->level[l - 1].h : info->level[l - 1].m;

		p[l] = (sum[l] + PRIOR_PAIRS * prior) / (total[info->level[l - 1].group] + PRIOR_PAIRS);
	}
}

/* One person's own data may not differ in most of the pairs: without this, columns that hang together
 * (all the Annas from Leeds) can pass for one person. */
static void limit_difference(const struct crm_match_type_info *info, double most, double *p)
{
	double differ = 0, scale;

	for (size_t l = 1; l <= CRM_MATCH_LEVELS && info->level[l - 1].group; l++)
		differ += info->level[l - 1].sign == '!' ? p[l] : 0;
	if (differ <= most)
		return;
	for (size_t l = 1; l <= CRM_MATCH_LEVELS && info->level[l - 1].group; l++) {
		scale = info->level[l - 1].sign == '!' ? most / differ : (1 - most) / (1 - differ);
		p[l] *= scale;
	}
}

/* what random pairs show, less what M and H contribute to it */
static void set_unrelated(struct crm_match_model *model, const double shown[CRM_MATCH_CMPS][CRM_MATCH_LEVELS])
{
	for (size_t c = 0; c < model->ncmp; c++)
		for (size_t l = 1; l <= crm_match_type_levels(model->type[c]); l++) {
			double rest = shown[c][l] - model->lm * model->m[c][l] - model->lh * model->h[c][l]
				    - model->ln * model->n[c][l];

			model->u[c][l] = rest > shown[c][l] / 10 ? rest : shown[c][l] / 10;
		}
}

static void maximisation(struct crm_match_model *model, const struct sums *s, double all_pairs,
			 const double shown[CRM_MATCH_CMPS][CRM_MATCH_LEVELS])
{
	for (size_t c = 0; c < model->ncmp; c++) {
		const struct crm_match_type_info *info = crm_match_type(model->type[c]);

		maximise(info, s->m[c], model->m[c], 0);
		limit_difference(info, model->most_differ[c], model->m[c]);
		if (!info->pinned)
			maximise(info, s->h[c], model->h[c], 1);
	}
	model->lm = (s->nm + 1) / (all_pairs + 3);
	model->lh = model->household ? (s->nh + 1) / (all_pairs + 3) : 0;
	if (model->lh > model->most_homes)
		model->lh = model->most_homes;
	model->ln = model->household ? (s->nn + 1) / (all_pairs + 3) : 0;
	model->lu = 1 - model->lm - model->lh - model->ln;
	if (model->lu < 1 / (all_pairs + 3))
		model->lu = 1 / (all_pairs + 3);
	set_unrelated(model, shown);
	for (size_t c = 0; c < model->ncmp; c++) {
		set_namesakes(model, c, s->n[c]);
		for (size_t l = 1; model->pinned[c] && l <= crm_match_type_levels(model->type[c]); l++)
			model->h[c][l] = (1 - model->twins[c]) * model->u[c][l] + model->twins[c] * model->m[c][l];
	}
}

static void count_random(const struct crm_match_model *model, const struct crm_match_pattern *p, size_t n,
			 double shown[CRM_MATCH_CMPS][CRM_MATCH_LEVELS])
{
	memset(shown, 0, sizeof(double) * CRM_MATCH_CMPS * CRM_MATCH_LEVELS);
	for (size_t i = 0; i < n; i++)
		for (size_t c = 0; c < model->ncmp; c++)
			shown[c][p[i].levels >> (4 * c) & 15] += p[i].count;
	for (size_t c = 0; c < model->ncmp; c++) {
		const struct crm_match_type_info *info = crm_match_type(model->type[c]);
		double total[4] = { 0 };

		for (size_t l = 1; l <= CRM_MATCH_LEVELS && info->level[l - 1].group; l++)
			total[info->level[l - 1].group] += shown[c][l];
		for (size_t l = 1; l <= CRM_MATCH_LEVELS && info->level[l - 1].group; l++) {
			double seen = shown[c][l] + PRIOR_RANDOM * info->level[l - 1].u;

			/* what never happened in n pairs may still happen once in 2n */
			shown[c][l] = (seen > 0.5 ? seen : 0.5) / (total[info->level[l - 1].group] + PRIOR_RANDOM);
		}
	}
}

void crm_match_model_learn(struct crm_match_model *model, const struct crm_match_pattern *candidate, size_t n,
			   const struct crm_match_pattern *random, size_t n_random, double all_pairs)
{
	double shown[CRM_MATCH_CMPS][CRM_MATCH_LEVELS], before = -HUGE_VAL;
	struct sums sums;

	count_random(model, random, n_random, shown);
	set_unrelated(model, shown);
	for (model->rounds = 0; model->rounds < MAX_ROUNDS; model->rounds++) {
		double now = expectation(model, candidate, n, &sums);

		maximisation(model, &sums, all_pairs, shown);
		if (fabs(now - before) < 1e-7 * fabs(now))
			break;
		before = now;
	}
	crm_match_model_ready(model);
}

void crm_match_model_ready(struct crm_match_model *model)
{
	model->bits_lm = (float)log2(model->lm / model->lu);
	model->bits_lh = model->lh > 0 ? (float)log2(model->lh / model->lu) : -HUGE_VALF;
	for (size_t c = 0; c < model->ncmp; c++)
		for (size_t l = 1; l <= crm_match_type_levels(model->type[c]); l++) {
			model->bits[c][l].m = (float)log2(model->m[c][l]);
			model->bits[c][l].h = (float)log2(model->h[c][l]);
			model->bits[c][l].n = (float)log2(model->n[c][l]);
			model->bits[c][l].u = (float)log2(model->u[c][l]);
		}
}

struct crm_match_terms crm_match_terms_of(const struct crm_match_model *model, size_t c,
					  const struct crm_match_outcome *o)
{
	unsigned l = o->level[c];
	struct crm_match_terms one = { 0, 0, 0, 0 };
	float bits = o->bits[c];

	if (!l)
		return one;
	one.m = model->bits[c][l].m;
	one.h = model->bits[c][l].h;
	one.n = model->bits[c][l].n;
	one.u = model->bits[c][l].u;
	if (bits < 0) {
		one.u = bits;
		if (namesake(model->type[c], l) == AS_STRANGERS)
			one.n = bits;
		if (model->pinned[c])
			one.h = log2((1 - model->twins[c]) * exp2(bits) + model->twins[c] * model->m[c][l]);
	}
	return one;
}

static struct crm_match_terms terms_of(const struct crm_match_model *model, const struct crm_match_outcome *o)
{
	struct crm_match_terms sum = { log2(model->lm), model->lh > 0 ? log2(model->lh) : -HUGE_VAL,
				      model->ln > 0 ? log2(model->ln) : -HUGE_VAL, log2(model->lu) };

	for (size_t c = 0; c < model->ncmp; c++) {
		struct crm_match_terms one = crm_match_terms_of(model, c, o);

		sum.m += one.m;
		sum.h += one.h;
		sum.n += one.n;
		sum.u += one.u;
	}
	return sum;
}

double crm_match_score(const struct crm_match_model *model, const struct crm_match_outcome *o)
{
	struct crm_match_terms sum = terms_of(model, o);

	return sum.m - log2(exp2(sum.h) + exp2(sum.n) + exp2(sum.u));
}

double crm_match_home_score(const struct crm_match_model *model, const struct crm_match_outcome *o)
{
	struct crm_match_terms sum = terms_of(model, o);

	return log2(exp2(sum.m) + exp2(sum.h)) - log2(exp2(sum.n) + exp2(sum.u));
}

double crm_match_other_score(const struct crm_match_model *model, const struct crm_match_outcome *o)
{
	struct crm_match_terms sum = terms_of(model, o);

	return sum.m - log2(exp2(sum.h) + exp2(sum.n));
}
