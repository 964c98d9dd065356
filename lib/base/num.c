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

/* v × 10^digits to the nearest integer, exactly as printf rounds, or -1: printf must do it.  The product's
 * rounding error is what fma leaves; with it the true distance from the half is known. */
static int64_t scaled(double v, int digits)
{
	static const double ten[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };
	double product, error, below, over;

	if (digits < 0 || digits > 9 || !(v >= 0 && v < 1e6))
		return -1;
	product = v * ten[digits];
	error = fma(v, ten[digits], -product);
	below = floor(product);
	over = product - below - .5;           /* exact: product is less than 2^50 */
	if (over == -error)
		return -1;                     /* the half itself, or too near to say */
	return (int64_t)below + (over > -error);
}

static char *put_digits(char *end, int64_t n, int least)
{
	for (; n || least > 0; n /= 10, least--)
		*--end = (char)('0' + n % 10);
	return end;
}

static int print_scaled(int64_t n, int digits, char *out, size_t size)
{
	static const int64_t ten[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000 };
	char text[32], *end = text + sizeof text, *s = end;
	size_t length;

	if (n % ten[digits]) {
		s = put_digits(end, n % ten[digits], digits);
		while (end[-1] == '0')
			end--;
		*--s = '.';
	}
	s = put_digits(s, n / ten[digits], 1);
	length = (size_t)(end - s);
	if (length >= size)
		return -1;
	memcpy(out, s, length);
	out[length] = 0;
	return 0;
}

void crm_num_print(double v, int digits, char *out, size_t size)
{
	int64_t n = scaled(v, digits);
	char *end;

	if (n >= 0 && print_scaled(n, digits, out, size) == 0)
		return;
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

int crm_num_is_scientific(const char *s)
{
	const char *plus = strchr(s, '+');     /* few texts have one */
	size_t n;

	if (!plus || plus == s || (plus[-1] != 'E' && plus[-1] != 'e'))
		return 0;
	n = strspn(s, "0123456789.");
	plus++;
	return n && s + n + 2 == plus && *plus && !plus[strspn(plus, "0123456789")];
}
