#include <crm/name.h>

#include <crm/company.h>
#include <crm/fold.h>
#include <crm/lexicon.h>

static size_t honorific(const struct crm_runes *r)
{
	static const char *const always[] = { "様", "殿", "先生", "さま", "さん", "くん", "ちゃん", "御中" };
	static const char *const spaced[] = { " 氏", " 君", " サマ", " サン" };
	size_t n;

	if (!r->n || !crm_runes_in(r->s[r->n - 1], "様殿生まんく中氏君マン"))       /* how they end */
		return 0;
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		if ((n = crm_runes_end(r, always[i])) != 0)
			return n;
	for (size_t i = 0; i < sizeof spaced / sizeof *spaced; i++)
		if ((n = crm_runes_end(r, spaced[i])) != 0)
			return n;
	return 0;
}

static void read_value(struct crm_runes *r, const char *in)
{
	size_t n;

	crm_runes_read(r, in);
	crm_fold_clean(r);
	while ((n = honorific(r)) != 0 && n < r->n) {
		crm_runes_truncate(r, r->n - n);
		crm_runes_trim(r);
	}
}

int crm_name_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	read_value(&r, in);
	crm_runes_write(&r, 0, r.n, out);
	crm_runes_release(&r);
	return 0;
}

int crm_name_key(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;
	size_t n = 0;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	read_value(&r, in);
	crm_fold_key(&r);
	for (size_t i = 0; i < r.n; i++) {
		uint32_t c = r.s[i];

		if (c == ' ' || crm_runes_in(c, "・.,'’`-="))
			continue;
		r.s[n++] = c == 0x30F6 ? 0x30B1 : c == 0x30F5 ? 0x30AB : c;
	}
	crm_runes_truncate(&r, n);
	crm_fold_repeats(&r);
	crm_runes_write(&r, 0, n, out);
	crm_runes_release(&r);
	return 0;
}

static int is_japanese(uint32_t c)
{
	return c == 0x3005 || c == 0x303B || c == 0x3006 || (c >= 0x3041 && c <= 0x30FE) ||
	       (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* code points of the family name in r, or 0 */
static size_t by_lists(const struct crm_lexicon *lexicon, const struct crm_runes *r)
{
	struct crm_runes k;
	size_t best = 0, longest = 0;
	int64_t most = -1;

	crm_runes_init(&k);
	crm_runes_copy(&k, r);
	crm_fold_key(&k);
	crm_fold_repeats(&k);
	for (size_t i = 1; k.n == r->n && i < k.n; i++) {
		int64_t count = crm_lexicon_surname(lexicon, k.s, i);

		if (count < 0)
			continue;
		if (k.n - i <= 3)
			longest = i;
		if (count >= most && crm_lexicon_given(lexicon, k.s + i, k.n - i)) {
			best = i;
			most = count;
		}
	}
	crm_runes_release(&k);
	return best ? best : longest;
}

/* where the family name ends and the given name begins: 0 or -1 */
static int split(const struct crm_runes *r, size_t *end, size_t *begin, struct crm_norm *norm)
{
	size_t spaces = 0, at = 0;

	norm->error = "unknown";
	for (size_t i = 0; i < r->n; i++) {
		if (r->s[i] == ' ') {
			spaces++;
			at = i;
		} else if (!is_japanese(r->s[i])) {
			return -1;
		}
	}
	*end = at;
	*begin = at + 1;
	if (spaces > 1)
		norm->error = "parts";
	if (spaces == 0) {
		if (!norm->lexicon)
			norm->error = "tables";
		else
			*end = *begin = by_lists(norm->lexicon, r);
	}
	if (spaces > 1 || *end == 0)
		return -1;
	norm->error = NULL;
	return 0;
}

static int is_company(const struct crm_runes *r)
{
	struct crm_buf value = CRM_BUF_INIT, form = CRM_BUF_INIT;
	struct crm_norm norm = { 0 };
	int found;

	crm_runes_write(r, 0, r->n, &value);
	crm_company_form(value.s, &form, &norm);
	found = form.n > 0;
	crm_buf_release(&value);
	crm_buf_release(&form);
	return found;
}

int crm_name_parts(const char *in, struct crm_buf *family, struct crm_buf *given, struct crm_norm *norm)
{
	struct crm_runes r;
	size_t end = 0, begin = 0;

	crm_norm_begin(norm, family);
	crm_buf_reset(given);
	crm_runes_init(&r);
	read_value(&r, in);
	if (is_company(&r))
		norm->error = "unknown";
	else if (r.n && split(&r, &end, &begin, norm) == 0) {
		crm_runes_write(&r, 0, end, family);
		crm_runes_write(&r, begin, r.n, given);
	}
	crm_runes_release(&r);
	return norm->error ? -1 : 0;
}

int crm_name_split(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_buf given = CRM_BUF_INIT;
	int rc = crm_name_parts(in, out, &given, norm);

	if (rc == 0 && (out->n || given.n)) {
		crm_buf_putc(out, '|');
		crm_buf_add(out, given.s, given.n);
	}
	crm_buf_release(&given);
	return rc;
}
