#include "spool.h"
#include <crm/buf.h>
#include <crm/diag.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int crm_spool_write(int fd, const char *s, size_t n)
{
	while (n) {
		ssize_t put = write(fd, s, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		s += put;
		n -= (size_t)put;
	}
	return 0;
}

int crm_spool_file(void)
{
	const char *dir = getenv("TMPDIR");
	struct crm_buf path = CRM_BUF_INIT;
	int fd;

	crm_buf_printf(&path, "%s/crm-spool-XXXXXX", dir && *dir ? dir : "/tmp");
	if ((fd = mkstemp(path.s)) >= 0)
		unlink(path.s);
	else
		crm_error("%s: %s", path.s, strerror(errno));
	crm_buf_release(&path);
	return fd;
}
