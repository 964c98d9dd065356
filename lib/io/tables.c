#include <crm/tables.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/mem.h>

#define FILE_NAME "places.dat"

struct crm_tables {
	void *data;
	size_t n;
	struct crm_lexicon *lexicon;
};

/* the folder of the program, or "" */
static void own_folder(struct crm_buf *out)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	crm_buf_reset(out);
	if (n <= 0)
		return;
	path[n] = 0;
	*strrchr(path, '/') = 0;
	crm_buf_puts(out, path);
}

static int try_open(struct crm_buf *path)
{
	crm_buf_puts(path, "/" FILE_NAME);
	return open(path->s, O_RDONLY | O_CLOEXEC);
}

/* path: the file that was opened, or the last one tried */
static int find(struct crm_buf *path)
{
	const char *share = getenv("CRM_SHARE");
	int fd = -1;

	if (share && *share) {
		crm_buf_puts(path, share);
		return try_open(path);
	}
	own_folder(path);
	if (path->n) {
		crm_buf_puts(path, "/../share/crm-tools");
		fd = try_open(path);
	}
	if (fd < 0) {
		crm_buf_reset(path);
		crm_buf_puts(path, CRM_PREFIX "/share/crm-tools");
		fd = try_open(path);
	}
	return fd;
}

struct crm_tables *crm_tables_open(void)
{
	struct crm_tables *t = crm_alloc(sizeof *t);
	struct crm_buf path = CRM_BUF_INIT;
	struct stat st;
	int fd = find(&path);

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0) {
		t->n = (size_t)st.st_size;
		t->data = mmap(NULL, t->n, PROT_READ, MAP_SHARED, fd, 0);
		if (t->data == MAP_FAILED)
			t->data = NULL;
	}
	if (fd < 0 || !t->data)
		crm_error("%s: %s (CRM_SHARE names its folder)", crm_quoted(path.s), strerror(errno));
	else if ((t->lexicon = crm_lexicon_new(t->data, t->n)) == NULL)
		crm_error("%s: not a table file of this version", crm_quoted(path.s));
	if (fd >= 0)
		close(fd);
	crm_buf_release(&path);
	if (t->lexicon)
		return t;
	crm_tables_close(t);
	return NULL;
}

const struct crm_lexicon *crm_tables_lexicon(const struct crm_tables *t)
{
	return t->lexicon;
}

void crm_tables_close(struct crm_tables *t)
{
	if (!t)
		return;
	crm_lexicon_free(t->lexicon);
	if (t->data)
		munmap(t->data, t->n);
	free(t);
}
