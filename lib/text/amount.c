#include <crm/amount.h>

#include <crm/fold.h>
#include <crm/num.h>

#define SCALE 10000            /* fractions of a number before 万: four digits */

/* Chinese numerals, also the ones of contracts; -1: none */
static int kanji_digit(uint32_t c)
{
	static const char *const rows[] = { "〇零", "一壱壹", "二弐貳", "三参參", "四肆", "五伍", "六陸", "七漆質", "八捌", "九玖" };

	for (int d = 0; d < 10; d++)
		if (crm_runes_in(c, rows[d]))
			return d;
	return -1;
}

static int64_t small_unit(uint32_t c)
{
	return crm_runes_in(c, "十拾") ? 10 : crm_runes_in(c, "百佰陌") ? 100 : crm_runes_in(c, "千仟阡") ? 1000 : 0;
}

static int64_t big_unit(uint32_t c)
{
	return crm_runes_in(c, "万萬") ? 10000 : c == 0x5104 ? 100000000 : c == 0x5146 ? 1000000000000 : 0;
}

/* digits with or without groups of three: the end, or 0 with *reason */
static size_t digits_end(const struct crm_runes *r, size_t at, const char **reason)
{
	size_t i = at, group = 0;
	int commas = 0;

	for (; r->s[i] - '0' < 10 || (r->s[i] == ',' && i > at); i++) {
		if (r->s[i] != ',') {
			group++;
			continue;
		}
		if (commas ? group != 3 : group < 1 || group > 3)
			*reason = "group";
		commas++;
		group = 0;
	}
	if (commas && group != 3)
		*reason = "group";
	return i;
}

/* a number with digits at *at, times SCALE; decimals may follow */
static const char *number(const struct crm_runes *r, size_t *at, int64_t *out)
{
	const char *reason = NULL;
	size_t end = digits_end(r, *at, &reason);
	int64_t v = 0, scale = SCALE;

	for (size_t i = *at; i < end; i++)
		if (r->s[i] != ',' && (crm_num_mul(v, 10, &v) || crm_num_add(v, r->s[i] - '0', &v)))
			return "range";
	if (crm_num_mul(v, SCALE, &v))
		return "range";
	if (r->s[end] == '.') {
		for (end++; r->s[end] - '0' < 10; end++) {
			scale /= 10;
			if (!scale && r->s[end] != '0')
				return "fraction";
			v += (int64_t)(r->s[end] - '0') * scale;
		}
		if (r->s[end - 1] == '.' || r->s[end] == ',')
			return "format";
	}
	*at = end;
	*out = v;
	return reason;
}

struct sum {
	int64_t total, section, now;    /* times SCALE: closed by 億 or 万; by 千 百 十; the digits before a unit */
	int64_t last_big, last_small;   /* units must fall */
	int has_now, any;
};

static const char *small(struct sum *s, int64_t unit)
{
	int64_t v;

	if (s->last_small && unit >= s->last_small)
		return "format";
	if (crm_num_mul(s->has_now ? s->now : SCALE, unit, &v) || crm_num_add(s->section, v, &s->section))
		return "range";
	s->last_small = unit;
	s->now = s->has_now = 0;
	s->any = 1;
	return NULL;
}

static const char *big(struct sum *s, int64_t unit)
{
	int64_t v;

	if ((s->last_big && unit >= s->last_big) || (!s->section && !s->has_now))
		return "format";
	if (crm_num_add(s->section, s->now, &v) || crm_num_mul(v, unit, &v) || crm_num_add(s->total, v, &s->total))
		return "range";
	s->last_big = unit;
	s->section = s->now = s->last_small = s->has_now = 0;
	s->any = 1;
	return NULL;
}

/* digits and numerals with 億 万 千 百 十 from `from` to the end */
static const char *sum_up(const struct crm_runes *r, size_t from, int64_t *out)
{
	struct sum s = { 0 };
	const char *reason = NULL;

	for (size_t i = from; i < r->n && !reason;) {
		int64_t unit;
		int digit = kanji_digit(r->s[i]);

		if (r->s[i] - '0' < 10) {
			reason = s.has_now ? "format" : number(r, &i, &s.now);
			s.has_now = 1;
		} else if (digit >= 0) {
			if (crm_num_mul(s.now, 10, &s.now) || crm_num_add(s.now, digit * SCALE, &s.now))
				reason = "range";
			s.has_now = 1;
			i++;
		} else if ((unit = small_unit(r->s[i++])) != 0) {
			reason = small(&s, unit);
		} else if ((unit = big_unit(r->s[i - 1])) != 0) {
			reason = big(&s, unit);
		} else {
			reason = "format";
		}
	}
	if (!reason && !s.any && !s.has_now)
		reason = "format";
	if (!reason && (crm_num_add(s.total, s.section, out) || crm_num_add(*out, s.now, out)))
		reason = "range";
	if (!reason && *out % SCALE)
		reason = "fraction";
	*out /= SCALE;
	return reason;
}

/* what may stand after the number: 1 while something was taken off */
static int drop_end(struct crm_runes *r)
{
	static const char *const words[] = {
		"円", "圓", "也", "(税込)", "(税込み)", "(税抜)", "(税抜き)", "(税別)", "(内税)", "(外税)", "(非課税)",
		"税込", "税込み", "税抜", "税抜き", "税別", "JPY", "jpy", "yen", "-", "ー", " ",
	};
	size_t n;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if ((n = crm_runes_end(r, words[i])) != 0 && n < r->n) {
			crm_runes_truncate(r, r->n - n);
			return 1;
		}
	return 0;
}

/* sign and currency before the number, in any order */
static size_t skip_front(const struct crm_runes *r, int *negative)
{
	size_t i = 0, n;
	int signs = 0;

	for (; i < r->n; i++) {
		if (crm_runes_in(r->s[i], "-△▲") && !signs) {
			signs = 1;
			*negative ^= 1;
		} else if ((n = crm_runes_at(r, i, "JPY")) != 0) {
			i += n - 1;
		} else if (!crm_runes_in(r->s[i], "¥\\金' ")) {
			break;
		}
	}
	return i;
}

static const char *parse(struct crm_runes *r, int64_t *out)
{
	int negative = 0;
	const char *reason;
	size_t from;

	for (size_t i = 0; i < r->n; i++)
		if (crm_fold_is_hyphen(r->s[i]))
			r->s[i] = '-';
	if (crm_runes_equal(r, "無料")) {
		*out = 0;
		return NULL;
	}
	while (drop_end(r))
		;
	if (r->n > 2 && r->s[0] == '(' && r->s[r->n - 1] == ')') {
		negative = 1;
		crm_runes_truncate(r, r->n - 1);
		crm_runes_erase(r, 0, 1);
		while (drop_end(r))
			;
	}
	from = skip_front(r, &negative);
	reason = sum_up(r, from, out);
	if (negative && !reason)
		*out = -*out;
	return reason;
}

int crm_amount_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;
	const char *reason = NULL;
	int64_t yen = 0;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	if (crm_fold_ascii(&r, in)) {
		reason = parse(&r, &yen);
		if (!reason)
			crm_buf_printf(out, "%lld", (long long)yen);
	}
	crm_runes_release(&r);
	return reason ? crm_norm_fail(norm, out, reason) : 0;
}
