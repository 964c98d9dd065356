#include <crm/match_near.h>

#include <string.h>

static float gain(const struct crm_match_model *model, size_t c, const struct crm_match_outcome *o)
{
	unsigned l = o->level[c];

	if (!l)
		return 0;
	return model->bits[c][l].m - (o->bits[c] < 0 ? o->bits[c] : model->bits[c][l].u);
}

void crm_match_near_start(struct crm_match_near *n, const struct crm_match_model *model,
			  const struct crm_match_table *t, double limit)
{
	memset(n, 0, sizeof *n);
	n->model = model;
	n->t = t;
	n->limit = (float)limit;
	for (size_t c = 0; c < t->ncmp; c++) {
		const struct crm_match_type_info *info = crm_match_type(t->cmp[c].type);

		n->late[c] = t->cmp[c].type == CRM_TYPE_TEXT || (t->person && c < 2);
		n->equal[c] = n->unequal[c] = -100;
		for (size_t l = 1; l <= crm_match_type_levels(t->cmp[c].type); l++) {
			float m = model->bits[c][l].m, against = m - model->bits[c][l].u;

			if (info->level[l - 1].rare)
				n->equal[c] = m > n->equal[c] ? m : n->equal[c];
			else
				n->unequal[c] = against > n->unequal[c] ? against : n->unequal[c];
		}
	}
}

/* the most that a late comparison may say */
static float most(const struct crm_match_near *n, size_t c, const uint32_t *a, const uint32_t *b)
{
	float bits = crm_match_rarest_equal(n->t, c, a, b), equal;

	if (bits >= 0)
		return n->unequal[c] > 0 ? n->unequal[c] : 0;
	equal = n->equal[c] - bits;
	return equal > n->unequal[c] ? equal : n->unequal[c];
}

static int near_home(const struct crm_match_near *n, const uint32_t *a, const uint32_t *b)
{
	struct crm_match_outcome o;

	crm_match_compare(n->t, a, b, &o);
	return crm_match_home_score(n->model, &o) >= n->limit;
}

int crm_match_near_known(const struct crm_match_near *n, const struct crm_match_outcome *o)
{
	const struct crm_match_model *model = n->model;
	float sum = model->bits_lm;

	if (model->homes)
		return crm_match_home_score(model, o) >= n->limit;
	for (size_t c = 0; c < model->ncmp; c++)
		sum += gain(model, c, o);
	return sum >= n->limit;
}

int crm_match_near(const struct crm_match_near *n, const uint32_t *a, const uint32_t *b)
{
	const struct crm_match_model *model = n->model;
	struct crm_match_outcome o;
	float bound = model->bits_lm, late[CRM_MATCH_CMPS];

	if (model->homes)
		return near_home(n, a, b);
	memset(&o, 0, sizeof o);
	for (size_t c = 0; c < model->ncmp; c++)
		if (n->late[c])
			bound += late[c] = most(n, c, a, b);
	for (size_t c = 0; c < model->ncmp; c++) {
		if (n->late[c])
			continue;
		crm_match_compare_one(n->t, c, a, b, &o);
		bound += gain(model, c, &o);
	}
	for (size_t c = model->ncmp; c-- > 0;) {         /* the names last: both come with the first */
		if (!n->late[c] || (n->t->person && c == 1))
			continue;
		if (bound < n->limit)
			return 0;
		crm_match_compare_one(n->t, c, a, b, &o);
		bound += gain(model, c, &o) - late[c];
		if (n->t->person && c == 0)
			bound += gain(model, 1, &o) - late[1];
	}
	return bound >= n->limit;
}
