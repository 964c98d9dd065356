#include <crm/template_filter.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <crm/date.h>
#include <crm/num.h>

static const char *number(const char *text, struct crm_buf *out)
{
	char digits[24];
	int64_t v;
	size_t n;

	if (crm_num_int(text, &v))
		return "is not a whole number";
	snprintf(digits, sizeof digits, "%llu", v < 0 ? 0 - (unsigned long long)v : (unsigned long long)v);
	if (v < 0)
		crm_buf_putc(out, '-');
	n = strlen(digits);
	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			crm_buf_putc(out, ',');
		crm_buf_putc(out, digits[i]);
	}
	return NULL;
}

static const char *yen(const char *text, struct crm_buf *out)
{
	const char *why = number(text, out);

	if (!why)
		crm_buf_puts(out, "円");
	return why;
}

static const char *date_of(const char *text, int ymd[3], int64_t *days)
{
	int second;

	if (crm_date_parse_time(text, days, &second))
		return "is not a date (YYYY-MM-DD)";
	crm_date_to_civil(*days, &ymd[0], &ymd[1], &ymd[2]);
	return NULL;
}

static const char *date_ja(const char *text, struct crm_buf *out)
{
	int ymd[3];
	int64_t days;
	const char *why = date_of(text, ymd, &days);

	if (!why)
		crm_buf_printf(out, "%d年%d月%d日", ymd[0], ymd[1], ymd[2]);
	return why;
}

static const char *date_md(const char *text, struct crm_buf *out)
{
	int ymd[3];
	int64_t days;
	const char *why = date_of(text, ymd, &days);

	if (!why)
		crm_buf_printf(out, "%d月%d日", ymd[1], ymd[2]);
	return why;
}

static const char *date_wareki(const char *text, struct crm_buf *out)
{
	static const struct {
		int year, month, day;
		int first;                     /* Gregorian year of the era's year 1 */
		const char *name;
	} eras[] = {
		{ 2019, 5, 1, 2019, "令和" }, { 1989, 1, 8, 1989, "平成" }, { 1926, 12, 25, 1926, "昭和" },
		{ 1912, 7, 30, 1912, "大正" }, { 1873, 1, 1, 1868, "明治" },
	};
	int ymd[3];
	int64_t days;
	const char *why = date_of(text, ymd, &days);

	if (why)
		return why;
	for (size_t i = 0; i < sizeof eras / sizeof eras[0]; i++) {
		int year = ymd[0] - eras[i].first + 1;

		if (days < crm_date_from_civil(eras[i].year, eras[i].month, eras[i].day))
			continue;
		if (year == 1)
			crm_buf_printf(out, "%s元年%d月%d日", eras[i].name, ymd[1], ymd[2]);
		else
			crm_buf_printf(out, "%s%d年%d月%d日", eras[i].name, year, ymd[1], ymd[2]);
		return NULL;
	}
	return "is before the Gregorian calendar of Japan (1873)";
}

static const char *url(const char *text, struct crm_buf *out)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-._~", c))
			crm_buf_putc(out, c);
		else
			crm_buf_printf(out, "%%%02X", c);
	}
	return NULL;
}

static const struct {
	const char *name;
	crm_template_filter *filter;
} filters[] = {
	{ "number", number }, { "yen", yen }, { "date_ja", date_ja }, { "date_md", date_md },
	{ "date_wareki", date_wareki }, { "url", url },
};

crm_template_filter *crm_template_filter_named(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++)
		if (strlen(filters[i].name) == n && !memcmp(filters[i].name, name, n))
			return filters[i].filter;
	return NULL;
}
