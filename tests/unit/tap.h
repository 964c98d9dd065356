/* TAP for unit tests: ok(), is_str(), is_int(), near(); return done_testing() from main. */
#ifndef TAP_H
#define TAP_H

#include <math.h>
#include <stdio.h>
#include <string.h>

static int tap_run, tap_failed;

static inline int ok(int good, const char *name)
{
	tap_run++;
	tap_failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", tap_run, name);
	return good;
}

static inline int is_str(const char *got, const char *want, const char *name)
{
	int good = got && want ? !strcmp(got, want) : got == want;

	if (!ok(good, name))
		printf("# got  '%s'\n# want '%s'\n", got ? got : "(null)", want ? want : "(null)");
	return good;
}

static inline int is_int(long long got, long long want, const char *name)
{
	if (!ok(got == want, name))
		printf("# got  %lld\n# want %lld\n", got, want);
	return got == want;
}

static inline int near(double got, double want, double tolerance, const char *name)
{
	int good = fabs(got - want) <= tolerance;

	if (!ok(good, name))
		printf("# got  %.10g\n# want %.10g +- %g\n", got, want, tolerance);
	return good;
}

static inline int done_testing(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed != 0;
}

#endif
