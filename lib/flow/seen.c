#include <crm/seen.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

void crm_seen_add(struct crm_seen *s, int64_t record_id, long line)
{
	size_t i = (size_t)record_id;

	if (i >= s->cap) {
		size_t cap = i + i / 2 + 64;

		s->line = crm_realloc(s->line, cap * sizeof *s->line);
		memset(s->line + s->cap, 0, (cap - s->cap) * sizeof *s->line);
		s->cap = cap;
	}
	s->line[i] = (uint32_t)line;
}

long crm_seen_line(const struct crm_seen *s, int64_t record_id)
{
	return (size_t)record_id < s->cap ? (long)s->line[record_id] : 0;
}

void crm_seen_release(struct crm_seen *s)
{
	free(s->line);
	*s = (struct crm_seen){ NULL, 0 };
}
