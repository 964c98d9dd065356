/* Filters of mail templates: a cell's text to text for people.
 *
 *	number       1234567       → 1,234,567
 *	yen          1980          → 1,980円
 *	date_ja      2026-03-31…   → 2026年3月31日     (a time after the date is dropped)
 *	date_md      2026-03-31…   → 3月31日
 *	date_wareki  2019-05-01…   → 令和元年5月1日    (from 1873, when Japan took this calendar)
 *	url          秋 &          → %E7%A7%8B%20%26   (RFC 3986 percent-encoding, all but unreserved) */
#ifndef CRM_TEMPLATE_FILTER_H
#define CRM_TEMPLATE_FILTER_H

#include <stddef.h>

#include <crm/buf.h>

typedef const char *crm_template_filter(const char *text, struct crm_buf *out);  /* NULL, or why not */

/* NULL: no filter has that name */
crm_template_filter *crm_template_filter_named(const char *name, size_t n);

#endif
