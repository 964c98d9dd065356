#include <crm/email.h>

#include <string.h>

#include <crm/fold.h>

static size_t count_at(const struct crm_runes *r, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n += r->s[i] == '@';
	return n;
}

/* "Taro <x@y>" → "x@y".  1: another address stood behind it */
static int take_angle(struct crm_runes *r)
{
	for (size_t i = 0; i < r->n; i++) {
		size_t end = i + 1;

		if (r->s[i] != '<')
			continue;
		while (end < r->n && r->s[end] != '>')
			end++;
		if (end < r->n && count_at(r, i, end)) {
			int more = count_at(r, end, r->n) > 0;

			crm_runes_truncate(r, end);
			crm_runes_erase(r, 0, i + 1);
			return more;
		}
	}
	return 0;
}

static int is_mailto(const struct crm_runes *r)
{
	static const char word[] = "mailto";
	size_t i = 0;

	while (word[i] && i < r->n && (r->s[i] | 0x20) == (uint32_t)word[i])
		i++;
	return !word[i] && i < r->n && r->s[i] == ':';
}

/* one address, bare of everything around it.  1: another one went */
static int strip(struct crm_runes *r)
{
	size_t n = 0;
	int second = take_angle(r);

	crm_runes_trim(r);
	while (is_mailto(r))
		crm_runes_erase(r, 0, 7);
	for (size_t i = 0; i < r->n; i++)
		if (crm_runes_in(r->s[i], ";,、/ ") && count_at(r, 0, i) && count_at(r, i, r->n)) {
			crm_runes_truncate(r, i);
			second = 1;
			break;
		}
	for (size_t i = 0; i < r->n; i++)
		if (r->s[i] != ' ')
			r->s[n++] = r->s[i];
	crm_runes_truncate(r, n);
	while (r->n && crm_runes_in(r->s[r->n - 1], ".,;、。"))
		crm_runes_truncate(r, r->n - 1);
	return second;
}

static int is_alnum(uint32_t c)
{
	return c - '0' < 10 || (c | 0x20) - 'a' < 26;
}

static int good_local(const struct crm_runes *r, size_t at)
{
	if (at < 1 || at > 64)
		return 0;
	for (size_t i = 0; i < at; i++)
		if (!is_alnum(r->s[i]) && !crm_runes_in(r->s[i], ".!#$%&'*+/=?^_`{|}~-"))
			return 0;
	return 1;
}

static int good_domain(const struct crm_runes *r, size_t from)
{
	size_t start = from, dots = 0;
	int letters = 1;

	if (r->n - from > 253)
		return 0;
	for (size_t i = from; i <= r->n; i++) {
		if (i < r->n && r->s[i] != '.') {
			if (!is_alnum(r->s[i]) && r->s[i] != '-')
				return 0;
			letters &= (r->s[i] | 0x20) - 'a' < 26;
			continue;
		}
		if (i == start || i - start > 63 || r->s[start] == '-' || r->s[i - 1] == '-')
			return 0;
		if (i == r->n)
			break;
		dots++;
		start = i + 1;
		letters = 1;
	}
	return dots && (letters || crm_runes_at(r, start, "xn--")) && r->n - start >= 2;
}

static const char *read_value(struct crm_runes *r, const char *in, int *second)
{
	size_t at = 0;

	if (!crm_fold_ascii(r, in))
		return NULL;
	*second = strip(r);
	if (count_at(r, 0, r->n) != 1)
		return "at";
	while (r->s[at] != '@')
		at++;
	if (!good_local(r, at))
		return "local";
	for (size_t i = at; i < r->n; i++)
		if (r->s[i] - 'A' < 26)
			r->s[i] += 32;
	return good_domain(r, at + 1) ? NULL : "domain";
}

int crm_email_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	struct crm_runes r;
	const char *reason;

	crm_norm_begin(norm, out);
	crm_runes_init(&r);
	reason = read_value(&r, in, &norm->second);
	crm_runes_write(&r, 0, r.n, out);
	crm_runes_release(&r);
	return reason ? crm_norm_fail(norm, out, reason) : 0;
}

/* Gmail reads neither dots nor what follows a plus */
static void gmail_key(struct crm_buf *b)
{
	size_t n = 0;
	char *s = b->s;

	for (size_t i = 0; s[i] != '@' && s[i] != '+'; i++)
		if (s[i] != '.')
			s[n++] = s[i];
	crm_buf_truncate(b, n);
	crm_buf_puts(b, "@gmail.com");
}

int crm_email_key(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	const char *at;

	if (crm_email_value(in, out, norm))
		return -1;
	for (size_t i = 0; i < out->n; i++)
		if (out->s[i] >= 'A' && out->s[i] <= 'Z')
			out->s[i] += 32;
	at = strchr(out->s, '@');
	if (at && (!strcmp(at, "@gmail.com") || !strcmp(at, "@googlemail.com")))
		gmail_key(out);
	return 0;
}
