#include <crm/whole.h>
#include <crm/diag.h>

#include "spool.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int copy_stdin(int fd)
{
	char block[65536];
	ssize_t n;

	while ((n = read(STDIN_FILENO, block, sizeof block)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || crm_spool_write(fd, block, (size_t)n) != 0) {
			crm_error("standard input: %s", strerror(errno));
			return -1;
		}
	}
	return 0;
}

int crm_whole_stdin(void)
{
	struct stat st;
	int fd, bad;

	if (fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode))
		return 0;
	if ((fd = crm_spool_file()) < 0)
		return -1;
	bad = copy_stdin(fd);
	if (!bad && (lseek(fd, 0, SEEK_SET) != 0 || dup2(fd, STDIN_FILENO) < 0)) {
		crm_error("standard input: %s", strerror(errno));
		bad = -1;
	}
	close(fd);
	return bad;
}
