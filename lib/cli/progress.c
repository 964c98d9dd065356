#include <crm/progress.h>
#include <crm/diag.h>

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static int64_t milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void crm_progress_start(struct crm_progress *p, const char *what, int64_t total)
{
	p->what = what;
	p->total = total;
	p->on = isatty(STDERR_FILENO);
	p->started = p->shown = p->on ? milliseconds() : 0;
}

void crm_progress_step(struct crm_progress *p, int64_t done)
{
	int64_t now;

	if (!p->on || (done & 1023))           /* a clock call per 1,024 rows costs nothing */
		return;
	now = milliseconds();
	if (now - p->started < 1000 || now - p->shown < 200)
		return;
	p->shown = now;
	if (p->total > 0)
		fprintf(stderr, "\r%s: %s %lld of %lld (%lld %%)\033[K", crm_program(), p->what, (long long)done,
			(long long)p->total, (long long)(done * 100 / p->total));
	else
		fprintf(stderr, "\r%s: %s %lld\033[K", crm_program(), p->what, (long long)done);
}

void crm_progress_stop(struct crm_progress *p)
{
	if (p->on && p->shown != p->started)
		fputs("\r\033[K", stderr);
}
