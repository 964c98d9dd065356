#include <crm/corpno.h>

#include <crm/fold.h>

static int check_digit(const uint32_t *digits)
{
	int sum = 0;

	for (int n = 1; n <= 12; n++)
		sum += (int)(digits[13 - n] - '0') * (n % 2 ? 1 : 2);
	return 9 - sum % 9;
}

int crm_corpno_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	static const char *const labels[] = {
		"法人番号", "登録番号", "インボイス番号", "適格請求書発行事業者登録番号", ":", "'", " ", "No.", "no.",
	};
	const char *reason = NULL;
	struct crm_runes r;
	size_t n, from = 0, to = 0;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	if (!crm_fold_ascii(&r, in)) {
		crm_runes_release(&r);
		return 0;
	}
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if ((n = crm_runes_at(&r, 0, labels[i])) != 0) {
			crm_runes_erase(&r, 0, n);
			i = (size_t)-1;
		}
	crm_fold_hyphens(&r);
	for (size_t i = 0; i < r.n; i++)
		if (r.s[i] != ' ' && r.s[i] != '-')
			r.s[to++] = r.s[i] == 't' ? 'T' : r.s[i];
	crm_runes_truncate(&r, to);
	from = r.n && r.s[0] == 'T';
	for (size_t i = from; i < r.n; i++)
		if (r.s[i] - '0' > 9)
			reason = "char";
	if (!reason && r.n - from != 13)
		reason = "length";
	if (!reason && check_digit(r.s + from) != (int)(r.s[from] - '0'))
		reason = "check";
	crm_runes_write(&r, 0, r.n, out);
	crm_runes_release(&r);
	return reason ? crm_norm_fail(norm, out, reason) : 0;
}
