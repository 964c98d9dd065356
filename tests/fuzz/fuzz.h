/* What the fuzzers of lib/io share: the input as a file, and all its rows read. */
#ifndef FUZZ_H
#define FUZZ_H

#include <crm/reader.h>

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t n);

/* one unlinked file, written anew each time; its name leads to a descriptor of its own */
static inline const char *fuzz_file(const void *s, size_t n)
{
	static char path[32];
	static int fd = -1;

	if (fd < 0) {
		char name[] = "/tmp/crm-fuzz-XXXXXX";

		fd = mkstemp(name);
		unlink(name);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	}
	if (ftruncate(fd, 0) != 0 || pwrite(fd, s, n, 0) != (ssize_t)n)
		abort();
	return path;
}

/* reads every cell; returns the number of rows */
static inline long fuzz_rows(const char *name, const struct crm_reader_opts *o)
{
	struct crm_reader *in = crm_reader_open(name, o);
	struct crm_record r;
	volatile size_t sum = 0;
	long rows = 0;

	while (in && crm_reader_next(in, &r) == 1) {
		for (size_t i = 0; i < r.n; i++) {
			if (r.cell[i].s[r.cell[i].n])
				abort();       /* every cell ends with a NUL */
			for (size_t k = 0; k < r.cell[i].n; k++)
				sum += (unsigned char)r.cell[i].s[k];
		}
		rows++;
	}
	crm_reader_close(in);
	return rows;
}

#endif
