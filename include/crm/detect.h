/* In which encoding is an input?  By its BOM, or by NULs where only UTF-16 has them, or by validity of the WHOLE
 * file, never by statistics. */
#ifndef CRM_DETECT_H
#define CRM_DETECT_H

#include <stddef.h>
#include <sys/types.h>

#include <crm/charset.h>

struct crm_detect {
	int fd;                /* a file, judged from `start` to its end; its position is not moved */
	off_t start;           /* -1: a pipe, judged by what came of it so far */
	const char *s;         /* the first bytes */
	size_t n;
	int is_all;            /* there are no more */
	long long before;      /* how many came before them */
	char error[160];       /* of crm_detect_valid, not reported; */
	long line;             /* in this line */
};

/* CRM_CHARSET_UNKNOWN: it has none */
enum crm_charset crm_detect_bom(const struct crm_detect *d);
enum crm_charset crm_detect_utf16(struct crm_detect *d);       /* without its BOM */
/* CRM_CHARSET_UNKNOWN: no encoding fits, or the file cannot be read: d->error, d->line */
enum crm_charset crm_detect_valid(struct crm_detect *d);
int crm_detect_ascii(const char *s, size_t n);         /* 1/0 */

#endif
