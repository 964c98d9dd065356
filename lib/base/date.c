#include <crm/date.h>
#include <crm/num.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAY = 86400, JAPAN_HOURS = 9 };

int64_t crm_date_from_civil(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

void crm_date_to_civil(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

int crm_date_valid(int year, int month, int day)
{
	static const char length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= length[month - 1] + (month == 2 && leap);
}

/* n digits at s as a number, or -1 */
static int digits(const char *s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + s[i] - '0';
	}
	return v;
}

/* reads YYYY-MM-DD; the character behind it, or NULL */
static const char *parse_day(const char *s, int64_t *days)
{
	int y, m, d;

	if ((y = digits(s, 4)) < 0 || s[4] != '-' || (m = digits(s + 5, 2)) < 0 || s[7] != '-' ||
	    (d = digits(s + 8, 2)) < 0 || !crm_date_valid(y, m, d))
		return NULL;
	*days = crm_date_from_civil(y, m, d);
	return s + 10;
}

int crm_date_parse(const char *s, int64_t *days)
{
	int64_t v;
	const char *end = parse_day(s, &v);

	if (!end || *end)
		return -1;
	*days = v;
	return 0;
}

int crm_date_parse_time(const char *s, int64_t *days, int *second)
{
	int64_t v;
	int h, m, sec = 0;
	const char *p = parse_day(s, &v);

	if (!p)
		return -1;
	if (*p) {
		if ((*p != 'T' && *p != ' ') || (h = digits(p + 1, 2)) < 0 || p[3] != ':' ||
		    (m = digits(p + 4, 2)) < 0)
			return -1;
		p += 6;
		if (*p == ':') {
			if ((sec = digits(p + 1, 2)) < 0)
				return -1;
			p += 3;
			if (*p == '.')
				p += 1 + strspn(p + 1, "0123456789");
		}
		if (*p == 'Z')
			p++;
		if (*p || h > 23 || m > 59 || sec > 60)
			return -1;
		*second = h * 3600 + m * 60 + (sec > 59 ? 59 : sec);
	} else {
		*second = -1;
	}
	*days = v;
	return 0;
}

char *crm_date_print(int64_t days, char out[CRM_DATE_LEN])
{
	int y, m, d;

	crm_date_to_civil(days, &y, &m, &d);
	snprintf(out, CRM_DATE_LEN, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100, (unsigned)d % 100);
	return out;
}

int64_t crm_date_now(void)
{
	const char *fixed = getenv("CRM_NOW");
	int64_t days;
	int second;

	if (fixed && crm_date_parse_time(fixed, &days, &second) == 0)
		return days * DAY + (second < 0 ? 0 : second);
	return (int64_t)time(NULL);
}

int64_t crm_date_today(void)
{
	const char *offset = getenv("CRM_UTC_OFFSET");
	int64_t hours = JAPAN_HOURS, now;

	if (offset && (crm_num_int(offset, &hours) != 0 || hours < -14 || hours > 14))
		hours = JAPAN_HOURS;
	now = crm_date_now() + hours * 3600;
	return (now >= 0 ? now : now - DAY + 1) / DAY;
}

char *crm_instant_print(int64_t seconds, char out[CRM_INSTANT_LEN])
{
	int64_t days = (seconds >= 0 ? seconds : seconds - DAY + 1) / DAY;
	unsigned s = (unsigned)(seconds - days * DAY);

	crm_date_print(days, out);
	snprintf(out + 10, CRM_INSTANT_LEN - 10, "T%02u:%02u:%02uZ", s / 3600 % 24, s / 60 % 60, s % 60);
	return out;
}
