/* Records that a run has met, and in which line: struct crm_seen s = { 0 }; */
#ifndef CRM_SEEN_H
#define CRM_SEEN_H

#include <stddef.h>
#include <stdint.h>

struct crm_seen {
	uint32_t *line;                /* by record_id; 0: not met */
	size_t cap;
};

void crm_seen_add(struct crm_seen *s, int64_t record_id, long line);
long crm_seen_line(const struct crm_seen *s, int64_t record_id);       /* 0: not met */
void crm_seen_release(struct crm_seen *s);

#endif
