#include <crm/gender.h>

#include <crm/fold.h>

#include <string.h>

/* as keys are compared, and without spaces */
static void fold(struct crm_runes *r)
{
	size_t n = 0;

	crm_fold_key(r);
	for (size_t i = 0; i < r->n; i++)
		if (r->s[i] != ' ')
			r->s[n++] = r->s[i];
	crm_runes_truncate(r, n);
}

/* "0=m,1=f": what the folded text stands for at this source, or NULL */
static const char *of_source(const struct crm_runes *r, const char *map)
{
	const char *value = NULL;
	struct crm_buf word = CRM_BUF_INIT;
	struct crm_runes w;

	crm_runes_init(&w);
	while (!value && map && *map) {
		size_t n = strcspn(map, ","), eq = strcspn(map, "=");

		crm_buf_reset(&word);
		crm_buf_add(&word, map, eq);
		crm_runes_read(&w, word.s);
		fold(&w);
		if (w.n == r->n && !memcmp(w.s, r->s, w.n * sizeof *w.s))
			value = map[eq + 1] == 'm' ? "m" : map[eq + 1] == 'f' ? "f" : map[eq + 1] == 'x' ? "x" : "";
		map += n + (map[n] != 0);
	}
	crm_runes_release(&w);
	crm_buf_release(&word);
	return value;
}

int crm_gender_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	static const struct { const char *word, *value; } words[] = {
		{ "男", "m" }, { "男性", "m" }, { "男子", "m" }, { "m", "m" }, { "male", "m" }, { "man", "m" },
		{ "♂", "m" }, { "おとこ", "m" }, { "オトコ", "m" }, { "1", "m" }, { "1:男性", "m" }, { "1:男", "m" },
		{ "女", "f" }, { "女性", "f" }, { "女子", "f" }, { "f", "f" }, { "female", "f" }, { "woman", "f" },
		{ "♀", "f" }, { "おんな", "f" }, { "オンナ", "f" }, { "2", "f" }, { "2:女性", "f" }, { "2:女", "f" },
		{ "その他", "x" }, { "other", "x" }, { "x", "x" }, { "3", "x" }, { "3:その他", "x" },
		{ "0", "" }, { "9", "" }, { "不明", "" }, { "未回答", "" }, { "無回答", "" }, { "回答しない", "" },
		{ "unknown", "" }, { "0:不明", "" }, { "9:不明", "" }, { "0:未回答", "" }, { "9:未回答", "" },
	};
	struct crm_runes r;
	const char *value = NULL, *mapped;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	crm_runes_read(&r, in);
	crm_fold_clean(&r);
	if (crm_fold_is_null(&r))
		value = "";
	fold(&r);
	if (norm->gender_map && r.n && (mapped = of_source(&r, norm->gender_map)) != NULL)
		value = mapped;
	for (size_t i = 0; !value && i < sizeof words / sizeof *words; i++)
		if (crm_runes_equal(&r, words[i].word))
			value = words[i].value;
	crm_runes_release(&r);
	if (!value)
		return crm_norm_fail(norm, out, "value");
	crm_buf_puts(out, value);
	return 0;
}
