/* Text as code points: what the rules of lib/text work on.
 * A short text needs no heap; the struct must not be copied (s may point into it). */
#ifndef CRM_RUNES_H
#define CRM_RUNES_H

#include <stddef.h>
#include <stdint.h>

#include <crm/buf.h>

#define CRM_RUNES_ROOM 120

struct crm_runes {
	uint32_t *s;           /* n code points, none of them 0; s[n] is 0 */
	size_t n, cap;
	uint32_t room[CRM_RUNES_ROOM];
};

void crm_runes_init(struct crm_runes *r);
void crm_runes_release(struct crm_runes *r);
void crm_runes_read(struct crm_runes *r, const char *utf8);        /* replaces; a wrong byte is U+FFFD */
void crm_runes_copy(struct crm_runes *to, const struct crm_runes *from);
void crm_runes_add(struct crm_runes *r, uint32_t c);
void crm_runes_puts(struct crm_runes *r, const char *utf8);        /* appends */
void crm_runes_truncate(struct crm_runes *r, size_t n);
void crm_runes_erase(struct crm_runes *r, size_t at, size_t n);
/* n code points at `at` become the text */
void crm_runes_replace(struct crm_runes *r, size_t at, size_t n, const char *utf8);
void crm_runes_trim(struct crm_runes *r);                          /* ASCII spaces at both ends */

/* length in code points of the UTF-8 text when it stands at `at` (or ends at the end), else 0 */
static inline size_t crm_runes_at(const struct crm_runes *r, size_t at, const char *utf8);
size_t crm_runes_end(const struct crm_runes *r, const char *utf8);
int crm_runes_equal(const struct crm_runes *r, const char *utf8);  /* 1 or 0 */
int crm_runes_in(uint32_t c, const char *utf8);                    /* is c one of these characters? */
void crm_runes_write(const struct crm_runes *r, size_t from, size_t to, struct crm_buf *out); /* appends UTF-8 */

uint32_t crm_runes_next(const char **p);                           /* decodes one and steps on; 0 at the end */
size_t crm_runes_encode(uint32_t c, char out[4]);

size_t crm_runes_match(const struct crm_runes *r, size_t at, const char *utf8);    /* for crm_runes_at */

/* most words differ in their first character, and that most often in being ASCII or not */
static inline size_t crm_runes_at(const struct crm_runes *r, size_t at, const char *utf8)
{
	unsigned char c = (unsigned char)*utf8;

	if (at >= r->n || (c < 0x80 ? r->s[at] != c : r->s[at] < 0x80))
		return 0;
	return crm_runes_match(r, at, utf8);
}

#endif
