#include <crm/postal.h>

#include <crm/fold.h>

/* 〒, "郵便番号:", a T typed for 〒, the apostrophe of a spreadsheet */
static void drop_labels(struct crm_runes *r)
{
	size_t n;

	for (;;) {
		while (r->n && crm_runes_in(r->s[0], " ':'’〒"))
			crm_runes_erase(r, 0, 1);
		if ((n = crm_runes_at(r, 0, "郵便番号")) != 0)
			crm_runes_erase(r, 0, n);
		else if (r->n > 1 && (r->s[0] | 0x20) == 't' && r->s[1] - '0' < 10)
			crm_runes_erase(r, 0, 1);
		else
			return;
	}
}

/* digits and hyphens as a shape: "NNN-NNNN"; the reason when they make none */
static const char *shape(struct crm_runes *r, struct crm_norm *norm)
{
	size_t hyphens = 0, at = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (r->s[i] == '-') {
			hyphens++;
			at = i;
		} else if (r->s[i] - '0' > 9) {
			return "char";
		}
	}
	if (r->n == 3 && !hyphens)
		return "old";
	if (r->n == 6 && hyphens == 1 && at == 3)
		return "old";
	if ((r->n == 6 && !hyphens) || (r->n == 7 && hyphens == 1 && at == 2)) {
		crm_runes_replace(r, 0, 0, "0");
		norm->warning = "zero-padded";
		at++;
	}
	if (r->n == 7 && !hyphens)
		crm_runes_replace(r, 3, 0, "-");
	else if (r->n != 8 || hyphens != 1 || at != 3)
		return "length";
	return NULL;
}

int crm_postal_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;
	const char *reason = NULL;
	size_t n = 0;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	if (crm_fold_ascii(&r, in)) {
		crm_fold_hyphens(&r);
		drop_labels(&r);
		for (size_t i = 0; i < r.n; i++)
			if (r.s[i] != ' ')
				r.s[n++] = r.s[i];
		crm_runes_truncate(&r, n);
		if (r.n > 2 && crm_runes_end(&r, ".0"))
			crm_runes_truncate(&r, r.n - 2);
		/* a form's empty "〒   -    " says nothing */
		reason = crm_fold_is_null(&r) ? NULL : shape(&r, norm);
		if (!crm_fold_is_null(&r))
			crm_runes_write(&r, 0, r.n, out);
	}
	crm_runes_release(&r);
	return reason ? crm_norm_fail(norm, out, reason) : 0;
}
