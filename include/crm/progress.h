/* A progress line on stderr, only when stderr is a terminal and the work takes over a second. */
#ifndef CRM_PROGRESS_H
#define CRM_PROGRESS_H

#include <stdint.h>

struct crm_progress {
	const char *what;
	int64_t total;         /* 0: unknown */
	int64_t started, shown;
	int on;
};

void crm_progress_start(struct crm_progress *p, const char *what, int64_t total);
void crm_progress_step(struct crm_progress *p, int64_t done);
void crm_progress_stop(struct crm_progress *p);        /* wipes the line */

#endif
