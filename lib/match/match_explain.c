#include <crm/match_explain.h>
#include <crm/diag.h>

#include <math.h>
#include <string.h>

static const struct crm_match_level *level_of(const struct crm_match_table *t, size_t c,
					      const struct crm_match_outcome *o)
{
	return &crm_match_type(t->cmp[c].type)->level[o->level[c] - 1];
}

void crm_match_evidence_text(const struct crm_match_table *t, const uint32_t *a, const uint32_t *b,
			     struct crm_buf *out)
{
	struct crm_match_outcome o;
	size_t from = out->n;

	crm_match_compare(t, a, b, &o);
	for (size_t c = 0; c < t->ncmp; c++)
		if (o.level[c]) {
			if (out->n > from)
				crm_buf_putc(out, ' ');
			crm_buf_puts(out, t->cmp[c].name);
			crm_buf_putc(out, level_of(t, c, &o)->sign);
		}
}

static void put_slot(const struct crm_match_table *t, const uint32_t *row, unsigned slot, struct crm_buf *out)
{
	if (!row[slot])
		return;
	if (out->n)
		crm_buf_putc(out, ' ');
	crm_buf_puts(out, crm_match_dict_text(t->slot[slot].dict, row[slot]));
}

/* what a comparison sees of a record */
static void put_values(const struct crm_match_table *t, size_t c, const uint32_t *row, struct crm_buf *out)
{
	const struct crm_match_cmp *cmp = &t->cmp[c];
	unsigned block;

	crm_buf_reset(out);
	switch (cmp->type) {
	case CRM_TYPE_FAMILY:
	case CRM_TYPE_GIVEN:
		put_slot(t, row, cmp->slot, out);
		put_slot(t, row, cmp->slot + CRM_SLOT_FAMILY_KANA, out);
		if (!out->n) {
			put_slot(t, row, CRM_SLOT_FULL, out);
			put_slot(t, row, CRM_SLOT_FULL_KANA, out);
		}
		break;
	case CRM_TYPE_ADDRESS:
		put_slot(t, row, cmp->slot + CRM_ADDR_SLOT_POSTAL, out);
		block = cmp->slot + CRM_ADDR_SLOT_BLOCK;
		put_slot(t, row, row[block] ? block : cmp->slot + CRM_ADDR_SLOT_TOWN, out);
		put_slot(t, row, cmp->slot + CRM_ADDR_SLOT_ROOM, out);
		break;
	default:
		for (unsigned i = 0; i < cmp->values; i++)
			put_slot(t, row, cmp->slot + i, out);
	}
	if (!out->n)
		crm_buf_putc(out, '-');
}

static void put_line(const struct crm_match_table *t, const struct crm_match_model *model, size_t c,
		     const uint32_t *a, const uint32_t *b, const struct crm_match_outcome *o, struct crm_buf *out)
{
	struct crm_buf va = CRM_BUF_INIT, vb = CRM_BUF_INIT;
	struct crm_match_terms one = crm_match_terms_of(model, c, o);

	put_values(t, c, a, &va);
	put_values(t, c, b, &vb);
	crm_buf_printf(out, "%-14s %+8.2f %+8.2f  %s: %s | %s\n", t->cmp[c].name, one.m - one.u,
		       one.h - one.u,
		       o->level[c] ? level_of(t, c, o)->name : "nothing to compare", va.s, vb.s);
	crm_buf_release(&va);
	crm_buf_release(&vb);
}

void crm_match_explain_text(const struct crm_match_table *t, const struct crm_match_model *model, size_t a,
			    size_t b, struct crm_buf *out)
{
	const uint32_t *x = crm_match_row(t, a), *y = crm_match_row(t, b);
	struct crm_match_outcome o;
	double score, home;

	crm_match_compare(t, x, y, &o);
	score = crm_match_score(model, &o);
	home = model->lh > 0 ? crm_match_home_score(model, &o) : score;
	crm_buf_printf(out, "%s | %s\n", crm_match_id(t, a), crm_match_id(t, b));
	crm_buf_printf(out, "%-14s %8s %8s  %s\n", "comparison", "person", "home", "level: values");
	crm_buf_printf(out, "%-14s %+8.2f %+8.2f  %s\n", "(before)", log2(model->lm / model->lu),
		       model->lh > 0 ? log2(model->lh / model->lu) : -99.0,
		       "how often two records are of one person, of one household");
	for (size_t c = 0; c < t->ncmp; c++)
		put_line(t, model, c, x, y, &o, out);
	crm_buf_printf(out, "%-14s %+8.2f %+8.2f  %s\n", "score", score, home,
		       "bits: against household and strangers; both against strangers");
}
