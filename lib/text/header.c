#include <crm/header.h>

#include <string.h>

#include <crm/fold.h>

static const struct { const char *header, *field; } synonyms[] = {
#include <crm/headers_table.h>
};

static const char *look_up(const struct crm_buf *name)
{
	size_t lo = 0, hi = sizeof synonyms / sizeof *synonyms;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = strcmp(synonyms[mid].header, name->s);

		if (c == 0)
			return synonyms[mid].field;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static void drop_all(struct crm_runes *r, const char *word)
{
	size_t n;

	for (size_t i = 0; i < r->n; i++)
		while ((n = crm_runes_at(r, i, word)) != 0)
			crm_runes_erase(r, i, n);
}

static void normalise(struct crm_runes *r, const char *in)
{
	static const char *const marks[] = {
		"[必須]", "【必須】", "【任意】", "[任意]", "(必須)", "(任意)", "(※)", "※", "*", "★", "●",
	};
	size_t n = 0, m;

	crm_runes_read(r, in);
	crm_fold_clean(r);
	crm_fold_nfkc(r);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		drop_all(r, marks[i]);
	while ((m = crm_runes_end(r, "必須")) != 0 || (m = crm_runes_end(r, "任意")) != 0)
		crm_runes_truncate(r, r->n - m);
	for (size_t i = 0; i < r->n; i++) {
		uint32_t c = r->s[i];

		if (c == ' ' || c == '_')
			continue;
		if (c == 0x300C || c == '[')
			c = '(';
		else if (c == 0x300D || c == ']')
			c = ')';
		else if (crm_fold_is_hyphen(c))
			c = '-';
		r->s[n++] = c - 'A' < 26 ? c + 32 : c;
	}
	crm_runes_truncate(r, n);
	while (r->n && crm_runes_in(r->s[r->n - 1], ":;.#\"'"))
		crm_runes_truncate(r, r->n - 1);
	while (r->n && crm_runes_in(r->s[0], ":;.#\"'"))
		crm_runes_erase(r, 0, 1);
}

static const char *look_up_runes(const struct crm_runes *r, size_t from, size_t to)
{
	struct crm_buf name = CRM_BUF_INIT;
	const char *field;

	crm_runes_write(r, from, to, &name);
	field = look_up(&name);
	crm_buf_release(&name);
	return field;
}

/* whose column it is: "bill." or "ship."; from and to: the rest of the name */
static const char *scope(const struct crm_runes *r, size_t *from, size_t *to)
{
	static const struct { const char *word, *scope; } before[] = {
		{ "注文者", "bill." }, { "購入者", "bill." }, { "請求先", "bill." }, { "ご依頼主", "bill." },
		{ "billing", "bill." }, { "bill", "bill." }, { "送付先", "ship." }, { "配送先", "ship." },
		{ "お届け先", "ship." }, { "届け先", "ship." }, { "届先", "ship." }, { "お届先", "ship." },
		{ "shipping", "ship." }, { "ship", "ship." },
	}, after[] = {
		{ "(請求先)", "bill." }, { "(注文者)", "bill." }, { "(購入者)", "bill." }, { "(ご依頼主)", "bill." },
		{ "(配送先)", "ship." }, { "(送付先)", "ship." }, { "(お届け先)", "ship." },
	};
	size_t n;

	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		if ((n = crm_runes_at(r, 0, before[i].word)) != 0 && n < r->n) {
			*from = n;
			return before[i].scope;
		}
	for (size_t i = 0; i < sizeof after / sizeof *after; i++)
		if ((n = crm_runes_end(r, after[i].word)) != 0 && n < r->n) {
			*to = r->n - n;
			return after[i].scope;
		}
	return NULL;
}

/* "案内(0:拒否,1:許可)" without what stands in the last parentheses */
static size_t before_parentheses(const struct crm_runes *r, size_t from, size_t to)
{
	if (to == from || r->s[to - 1] != ')')
		return to;
	for (size_t i = to; i-- > from;)
		if (r->s[i] == '(')
			return i;
	return to;
}

static const char *find(const struct crm_runes *r, const char **prefix)
{
	size_t from = 0, to = r->n;
	const char *field = look_up_runes(r, 0, r->n), *s = NULL;

	*prefix = "";
	if (field)
		return field;
	s = scope(r, &from, &to);
	if (s && (field = look_up_runes(r, from, to)) == NULL)
		field = look_up_runes(r, from, before_parentheses(r, from, to));
	if (field) {
		*prefix = s;
		return field;
	}
	to = before_parentheses(r, 0, r->n);
	return to < r->n ? look_up_runes(r, 0, to) : NULL;
}

int crm_header_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;
	const char *prefix = "", *field = NULL;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	normalise(&r, in);
	if (r.n && (field = find(&r, &prefix)) == NULL)
		field = "?";
	crm_runes_release(&r);
	crm_buf_puts(out, prefix);
	crm_buf_puts(out, field ? field : "");
	return 0;
}

int crm_header_known(const char *name)
{
	struct crm_norm norm = { 0 };
	struct crm_buf out = CRM_BUF_INIT;
	int known = crm_header_value(name, &out, &norm) == 0 && out.n && strcmp(out.s, "?");

	crm_buf_release(&out);
	return known;
}
