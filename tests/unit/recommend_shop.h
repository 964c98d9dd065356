/* A tiny shop for the tests of lib/recommend: "customer product order day" lines. */
#ifndef RECOMMEND_SHOP_H
#define RECOMMEND_SHOP_H

#include <crm/events.h>

#include <stdlib.h>
#include <string.h>

/* lines[i] is four words; step: 1 in the order given, -1 backwards */
static inline void shop_load(struct crm_events *e, const char *const *lines, int n, int step)
{
	crm_events_init(e);
	for (int i = step > 0 ? 0 : n - 1; i >= 0 && i < n; i += step) {
		char word[4][32];
		const char *s = lines[i];

		for (int w = 0; w < 4; w++) {
			size_t len = strcspn(s, " ");

			memcpy(word[w], s, len);
			word[w][len] = 0;
			s += len + (s[len] == ' ');
		}
		crm_events_add(e, word[0], strlen(word[0]), word[1], strlen(word[1]), word[2],
			       strcmp(word[2], "-") ? strlen(word[2]) : 0, (int64_t)atoi(word[3]) * 86400, 1);
	}
	crm_events_settle(e);
}

#define SHOP(e, lines, step) shop_load((e), (lines), (int)(sizeof (lines) / sizeof *(lines)), (step))

#endif
