#include <crm/num.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int crm_num_add(int64_t a, int64_t b, int64_t *out)
{
	return __builtin_add_overflow(a, b, out) ? -1 : 0;
}

int crm_num_mul(int64_t a, int64_t b, int64_t *out)
{
	int64_t v;

	if (__builtin_mul_overflow(a, b, &v))
		return -1;
	*out = v;
	return 0;
}

int crm_num_int(const char *s, int64_t *out)
{
	int minus = *s == '-';
	uint64_t v = 0, limit = minus ? (uint64_t)INT64_MAX + 1 : INT64_MAX;

	if (*s == '-' || *s == '+')
		s++;
	if (!*s)
		return -1;
	for (; *s; s++) {
		unsigned d = (unsigned)(*s - '0');

		if (*s < '0' || *s > '9' || v > (limit - d) / 10)
			return -1;
		v = v * 10 + d;
	}
	*out = minus ? (int64_t)(0 - v) : (int64_t)v;
	return 0;
}

int crm_num_real(const char *s, double *out)
{
	char *end;
	double v;

	if (!*s || s[strspn(s, "+-.0123456789eE")])   /* strtod also reads spaces, hex, inf, nan */
		return -1;
	v = strtod(s, &end);
	if (*end || !isfinite(v))
		return -1;
	*out = v;
	return 0;
}

void crm_num_print(double v, int digits, char *out, size_t size)
{
	char *end;

	snprintf(out, size, "%.*f", digits, v);
	if (strchr(out, '.')) {
		end = out + strlen(out);
		while (end[-1] == '0')
			*--end = 0;
		if (end[-1] == '.')
			*--end = 0;
	}
	if (!strcmp(out, "-0"))
		memmove(out, out + 1, 2);
}

static const char *past_digits(const char *s)
{
	return s + strspn(s, "0123456789");
}

int crm_num_written(const char *s)
{
	const char *whole = s + (*s == '-'), *end = past_digits(whole), *part;

	if (end == whole || (*whole == '0' && end > whole + 1))
		return 0;
	if (*end == '.') {
		part = end + 1;
		if ((end = past_digits(part)) == part)
			return 0;
	}
	if (*end == 'e' || *end == 'E') {
		part = end + 1 + (end[1] == '-' || end[1] == '+');
		if ((end = past_digits(part)) == part)
			return 0;
	}
	return !*end;
}
