#include <crm/company.h>

#include <string.h>

#include <crm/fold.h>
#include <crm/kana.h>

/* what stands between parentheses of either width */
static const char *const in_parentheses[][2] = {
	{ "株", "株式会社" }, { "有", "有限会社" }, { "同", "合同会社" }, { "名", "合名会社" }, { "資", "合資会社" },
	{ "一社", "一般社団法人" }, { "公社", "公益社団法人" }, { "一財", "一般財団法人" }, { "公財", "公益財団法人" },
	{ "社", "社団法人" }, { "財", "財団法人" }, { "福", "社会福祉法人" }, { "社福", "社会福祉法人" },
	{ "医社", "医療法人社団" }, { "医", "医療法人" }, { "学", "学校法人" }, { "宗", "宗教法人" },
	{ "特非", "特定非営利活動法人" }, { "独", "独立行政法人" }, { "協", "協同組合" },
};

static const char *const signs[][2] = {
	{ "㈱", "株式会社" }, { "㏍", "株式会社" }, { "㈲", "有限会社" }, { "㈴", "合名会社" }, { "㈾", "合資会社" },
	{ "㈳", "社団法人" }, { "㈶", "財団法人" }, { "㈻", "学校法人" }, { "㈿", "協同組合" },
	{ "NPO法人", "特定非営利活動法人" },
};

static const char *const forms[] = {
	"株式会社", "有限会社", "合同会社", "合名会社", "合資会社", "相互会社", "特定目的会社",
	"一般社団法人", "公益社団法人", "一般財団法人", "公益財団法人", "社団法人", "財団法人", "社会福祉法人",
	"医療法人社団", "医療法人財団", "社会医療法人", "医療法人", "学校法人", "準学校法人", "宗教法人",
	"特定非営利活動法人", "独立行政法人", "地方独立行政法人", "国立大学法人", "公立大学法人", "協同組合",
	"弁護士法人", "税理士法人", "司法書士法人", "行政書士法人", "監査法人", "有限責任監査法人", "弁理士法人",
	"社会保険労務士法人", "特許業務法人", "土地家屋調査士法人", "農事組合法人", "企業組合",
	"有限責任事業組合", "投資事業有限責任組合", "更生保護法人", "管理組合法人",
};

/* "(株)" at `at`: its length, and the form */
static size_t parenthesised(const struct crm_runes *r, size_t at, const char **form)
{
	if (r->s[at] != '(' && r->s[at] != 0xFF08)
		return 0;
	for (size_t i = 0; i < sizeof in_parentheses / sizeof *in_parentheses; i++) {
		size_t n = crm_runes_at(r, at + 1, in_parentheses[i][0]);

		if (n && (r->s[at + 1 + n] == ')' || r->s[at + 1 + n] == 0xFF09)) {
			*form = in_parentheses[i][1];
			return n + 2;
		}
	}
	return 0;
}

static size_t sign(const struct crm_runes *r, size_t at, const char **form)
{
	uint32_t c = r->s[at];
	size_t n;

	if (c != 'N' && (c < 0x3230 || c > 0x33CD))
		return 0;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if ((n = crm_runes_at(r, at, signs[i][0])) != 0) {
			*form = signs[i][1];
			return n;
		}
	return 0;
}

/* the longest form at the start, or at the end */
static size_t form_at(const struct crm_runes *r, int end, const char **form)
{
	size_t best = 0, n;

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		n = end ? crm_runes_end(r, forms[i]) : crm_runes_at(r, 0, forms[i]);
		if (n > best) {
			best = n;
			*form = forms[i];
		}
	}
	return best;
}

/* one thing taken off: 1, or 0 when there is nothing more */
static int tidy(struct crm_runes *r)
{
	static const char *const closing[] = { "御中", "様", "殿", "各位" };
	const char *form;
	size_t n;

	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
		if ((n = crm_runes_end(r, closing[i])) != 0 && n < r->n) {
			crm_runes_truncate(r, r->n - n);
			crm_runes_trim(r);
			return 1;
		}
	if ((n = form_at(r, 0, &form)) != 0 && r->s[n] == ' ') {
		crm_runes_erase(r, n, 1);
		return 1;
	}
	if ((n = form_at(r, 1, &form)) != 0 && n < r->n && r->s[r->n - n - 1] == ' ') {
		crm_runes_erase(r, r->n - n - 1, 1);
		return 1;
	}
	return 0;
}

static void read_value(struct crm_runes *r, const char *in)
{
	const char *form;
	size_t n;

	crm_runes_read(r, in);
	crm_fold_clean(r);
	if (crm_fold_is_null(r))
		crm_runes_truncate(r, 0);
	for (size_t i = 0; i < r->n; i++)
		if ((n = parenthesised(r, i, &form)) != 0 || (n = sign(r, i, &form)) != 0)
			crm_runes_replace(r, i, n, form);
	while (tidy(r))
		;
	if (crm_fold_is_null(r))
		crm_runes_truncate(r, 0);
}

int crm_company_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	read_value(&r, in);
	crm_runes_write(&r, 0, r.n, out);
	crm_runes_release(&r);
	return 0;
}

/* the form of a VALUE; *at: where it stands, *n its length */
static const char *find_form(const struct crm_runes *r, size_t *at, size_t *n)
{
	const char *front = NULL, *back = NULL;
	size_t before = form_at(r, 0, &front), after = form_at(r, 1, &back);

	*at = before >= after ? 0 : r->n - after;
	*n = before >= after ? before : after;
	return before >= after ? front : back;
}

int crm_company_form(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;
	const char *form;
	size_t at, n;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	read_value(&r, in);
	form = find_form(&r, &at, &n);
	if (form)
		crm_buf_puts(out, form);
	crm_runes_release(&r);
	return 0;
}

/* "abc co., ltd." → "abc": r is folded */
static void drop_english_form(struct crm_runes *r)
{
	static const char *const english[] = {
		" co ltd", " company limited", " corporation", " corp", " incorporated", " inc", " kk", " llc", " ltd",
		" limited", " gk", " kabushiki kaisha",
	};
	struct crm_runes t;
	size_t m;

	crm_runes_init(&t);
	for (size_t i = 0; i < r->n; i++)
		if (r->s[i] != '.')
			crm_runes_add(&t, r->s[i] == ',' ? ' ' : r->s[i]);
	crm_fold_spaces(&t);
	for (size_t i = 0; i < sizeof english / sizeof *english; i++)
		if ((m = crm_runes_end(&t, english[i])) != 0 && m < t.n) {
			crm_runes_truncate(&t, t.n - m);
			crm_runes_copy(r, &t);
			break;
		}
	crm_runes_release(&t);
}

int crm_company_key(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;
	size_t at, n, to = 0;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	read_value(&r, in);
	if (find_form(&r, &at, &n)) {
		crm_runes_erase(&r, at, n);
		crm_fold_key(&r);
	} else {
		crm_fold_key(&r);
		drop_english_form(&r);
	}
	crm_kana_katakana(&r);
	for (size_t i = 0; i < r.n; i++) {
		uint32_t c = r.s[i];

		if (c != ' ' && !crm_runes_in(c, "・.,'’\"-&+()（）「」『』/!~〜:;"))
			r.s[to++] = c == 0x30F6 ? 0x30B1 : c;
	}
	crm_runes_write(&r, 0, to, out);
	crm_runes_release(&r);
	return 0;
}
