/* Customer segments: named boxes in the cube of R, F and M scores, from a text.
 *
 * The text is tab-separated, one segment a line, the first that holds a customer wins; a line that
 * begins with # is a comment.  Columns:
 *	slug  name  name_ja  r_low  r_high  f_low  f_high  m_low  m_high */
#ifndef CRM_SEGMENT_H
#define CRM_SEGMENT_H

#include <stddef.h>

#include <crm/rfm.h>

struct crm_segment {
	char *slug, *name, *name_ja;           /* owned */
	unsigned char low[CRM_RFM_AXES], high[CRM_RFM_AXES];
};

struct crm_segments {
	struct crm_segment *segment;
	size_t n, cap;         /* the last two are always "others" (no box holds it) and "none" (no order) */
};

extern const char crm_segments_default[];      /* share/tables/segments.tsv as it was at build */

/* file: for messages.  0 or -1 (reported with file and line); release in both cases. */
int crm_segments_parse(struct crm_segments *s, const char *text, const char *file);
void crm_segments_release(struct crm_segments *s);

size_t crm_segment_of(const struct crm_segments *s, const struct crm_rfm_score *score);        /* index */
/* by slug, English or Japanese name, ASCII letters in either case: index, or -1 */
int crm_segment_named(const struct crm_segments *s, const char *name, size_t n);
/* "champions,loyal" → chosen[i] = 1 (s->n elements, zeroed by the caller); 0 or -1 (reported) */
int crm_segments_choose(const struct crm_segments *s, const char *list, unsigned char *chosen);

#endif
