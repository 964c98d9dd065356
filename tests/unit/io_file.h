/* Temporary inputs for the tests of lib/io. */
#ifndef IO_FILE_H
#define IO_FILE_H

#include <crm/buf.h>
#include <crm/reader.h>
#include <crm/writer.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char io_path[] = "/tmp/crm-test-XXXXXX";

/* the same file each time, with these bytes */
static inline const char *io_file(const char *s, size_t n)
{
	static int made;
	FILE *f;

	if (!made) {
		int fd = mkstemp(io_path);

		if (fd < 0)
			exit(2);
		close(fd);
		made = 1;
	}
	f = fopen(io_path, "w");
	if (!f || fwrite(s, 1, n, f) != n || fclose(f) != 0)
		exit(2);
	return io_path;
}

/* all records as text: cells joined by |, rows by LF, the header first; "!" before a row with an error, "broken"
 * at the end of a broken stream, "no" when it does not open */
static inline char *io_rows_of(const char *name, const struct crm_reader_opts *o)
{
	struct crm_reader *in = crm_reader_open(name, o);
	struct crm_buf out = CRM_BUF_INIT;
	struct crm_record r;
	int got = -1;

	if (!in) {
		crm_buf_puts(&out, "no");
		return crm_buf_take(&out);
	}
	for (size_t i = 0; i < crm_reader_fields(in)->n; i++)
		crm_buf_printf(&out, "%s%s", i ? "|" : "", crm_reader_fields(in)->name[i]);
	while ((got = crm_reader_next(in, &r)) == 1) {
		crm_buf_puts(&out, r.error ? "\n!" : "\n");
		for (size_t i = 0; i < r.n; i++)
			crm_buf_printf(&out, "%s%s", i ? "|" : "", r.cell[i].s);
	}
	if (got < 0)
		crm_buf_puts(&out, "\nbroken");
	crm_reader_close(in);
	return crm_buf_take(&out);
}

static inline char *io_rows_n(const char *s, size_t n, const struct crm_reader_opts *o)
{
	return io_rows_of(io_file(s, n), o);
}

/* the same through a pipe whose writer hands over `first` bytes, then the rest */
static inline char *io_rows_pipe(const char *s, size_t n, size_t first, const struct crm_reader_opts *o)
{
	int fd[2], kept = dup(STDIN_FILENO), status;
	char *rows;
	pid_t child;

	fflush(stdout);
	if (pipe(fd) != 0 || (child = fork()) < 0)
		exit(2);
	if (child == 0) {
		close(fd[0]);
		_exit(write(fd[1], s, first) < 0 || write(fd[1], s + first, n - first) < 0);
	}
	close(fd[1]);
	dup2(fd[0], STDIN_FILENO);
	close(fd[0]);
	rows = io_rows_of("-", o);
	dup2(kept, STDIN_FILENO);
	close(kept);
	waitpid(child, &status, 0);
	return rows;
}

static inline void io_end(void)
{
	unlink(io_path);
}

#endif
