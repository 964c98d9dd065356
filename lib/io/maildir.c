#include <crm/maildir.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <crm/diag.h>
#include <crm/map.h>
#include <crm/mem.h>

enum { TMP, NEW, CUR, FOLDERS };

static const char *const folder[FOLDERS] = { "tmp", "new", "cur" };

struct crm_maildir {
	char *dir;
	int fd[FOLDERS];
	struct crm_map *have;          /* names in new and cur, without flags */
	int unsynced;
};

static int complain(const struct crm_maildir *m, const char *what)
{
	crm_error("%s%s%s: %s", m->dir, *what ? "/" : "", what, strerror(errno));
	return -1;
}

void crm_maildir_name(const char *message_id, struct crm_buf *out)
{
	crm_buf_printf(out, "%016" PRIx64 ".", crm_hash(message_id, strlen(message_id)));
	for (int i = 0; message_id[i] && i < 100; i++) {
		int c = message_id[i];
		int plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			(c && strchr("@.+-", c));

		crm_buf_putc(out, plain ? c : '_');
	}
}

/* names of one folder; what follows ':' are flags that the mail reader sets */
static int load_names(struct crm_maildir *m, int which)
{
	int fd = dup(m->fd[which]);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	int result;

	if (!d) {
		complain(m, folder[which]);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	while ((errno = 0, entry = readdir(d)))
		if (entry->d_name[0] != '.')
			crm_map_put(m->have, entry->d_name, strcspn(entry->d_name, ":"));
	result = errno ? complain(m, folder[which]) : 0;
	closedir(d);
	return result;
}

static int open_folder(struct crm_maildir *m, int dir, int which)
{
	if (mkdirat(dir, folder[which], 0700) && errno != EEXIST)
		return complain(m, folder[which]);
	m->fd[which] = openat(dir, folder[which], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return m->fd[which] < 0 ? complain(m, folder[which]) : 0;
}

static int open_all(struct crm_maildir *m)
{
	int dir, result = 0;

	if (mkdir(m->dir, 0700) && errno != EEXIST)
		return complain(m, "");
	dir = open(m->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return complain(m, "");
	for (int i = 0; i < FOLDERS && !result; i++)
		result = open_folder(m, dir, i);
	if (!result && fsync(dir))
		result = complain(m, "");
	close(dir);
	return result || load_names(m, NEW) || load_names(m, CUR) ? -1 : 0;
}

static void release(struct crm_maildir *m)
{
	for (int i = 0; i < FOLDERS; i++)
		if (m->fd[i] >= 0)
			close(m->fd[i]);
	crm_map_free(m->have);
	free(m->dir);
	free(m);
}

struct crm_maildir *crm_maildir_open(const char *dir)
{
	struct crm_maildir *m = crm_alloc(sizeof *m);

	m->dir = crm_strdup(dir);
	m->have = crm_map_new();
	for (int i = 0; i < FOLDERS; i++)
		m->fd[i] = -1;
	if (open_all(m)) {
		release(m);
		return NULL;
	}
	return m;
}

static int write_all(int fd, const char *s, size_t n)
{
	while (n) {
		ssize_t wrote = write(fd, s, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		s += wrote;
		n -= (size_t)wrote;
	}
	return 0;
}

/* 0, or -1 with errno; nothing is left of a failure */
static int write_tmp(struct crm_maildir *m, const char *name, const void *message, size_t n)
{
	int fd = openat(m->fd[TMP], name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), error = 0;

	if (fd < 0 && errno == EEXIST) {       /* left by a crash under the same process id */
		unlinkat(m->fd[TMP], name, 0);
		fd = openat(m->fd[TMP], name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	}
	if (fd < 0)
		return -1;
	if (write_all(fd, message, n) || fsync(fd))
		error = errno;
	if (close(fd) && !error)
		error = errno;
	if (error)
		unlinkat(m->fd[TMP], name, 0);
	errno = error;
	return error ? -1 : 0;
}

/* 1, 0 when another process was first, or -1 */
static int put_new(struct crm_maildir *m, const char *name, const void *message, size_t n)
{
	struct crm_buf tmp = CRM_BUF_INIT;
	int result = 1;

	crm_buf_printf(&tmp, "%s.%ld", name, (long)getpid());
	if (write_tmp(m, tmp.s, message, n)) {
		result = complain(m, folder[TMP]);
	} else {
		/* link, unlike rename, never replaces: of two processes one wins */
		if (linkat(m->fd[TMP], tmp.s, m->fd[NEW], name, 0))
			result = errno == EEXIST ? 0 : complain(m, folder[NEW]);
		unlinkat(m->fd[TMP], tmp.s, 0);
	}
	crm_buf_release(&tmp);
	return result;
}

int crm_maildir_deliver(struct crm_maildir *m, const char *message_id, const void *message, size_t n)
{
	struct crm_buf name = CRM_BUF_INIT;
	int result = 0;

	crm_maildir_name(message_id, &name);
	if (crm_map_finds(m->have, name.s) == CRM_MAP_NONE) {
		result = put_new(m, name.s, message, n);
		if (result >= 0)
			crm_map_puts(m->have, name.s);
		m->unsynced |= result > 0;
	}
	crm_buf_release(&name);
	return result;
}

int crm_maildir_sync(struct crm_maildir *m)
{
	if (m->unsynced && fsync(m->fd[NEW]))
		return complain(m, "new");
	m->unsynced = 0;
	return 0;
}

int crm_maildir_close(struct crm_maildir *m)
{
	int result = crm_maildir_sync(m);

	release(m);
	return result;
}
