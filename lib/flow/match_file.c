#include <crm/match_file.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/map.h>
#include <crm/mem.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_RECORD 0x7fffffff         /* numbers of an index have 31 bits */

/* before the index */
struct head {
	uint64_t program;              /* keys are the business of one program file */
	uint64_t size;                 /* of the index */
	struct crm_since state;
};

/* this very program file: another one may make other keys */
static uint64_t program_mark(void)
{
	struct { int64_t size, second, nano; } x = { 0, 0, 0 };
	struct stat st;

	if (stat("/proc/self/exe", &st) == 0) {
		x.size = st.st_size;
		x.second = st.st_mtim.tv_sec;
		x.nano = st.st_mtim.tv_nsec;
	}
	return crm_hash(&x, sizeof x) ^ crm_hash(CRM_VERSION, strlen(CRM_VERSION));
}

static void name_of(const struct crm_store *s, struct crm_buf *out)
{
	crm_buf_reset(out);
	crm_buf_printf(out, "%s-match", crm_store_path(s));
}

/* ---- writing ---- */

struct crm_match_file_out {
	FILE *file;
	struct head head;
	struct crm_buf name, draft;
};

static int put(void *to, const void *data, size_t n)
{
	struct crm_match_file_out *f = to;

	f->head.size += n;
	return fwrite(data, 1, n, f->file) == n ? 0 : -1;
}

static void release(struct crm_match_file_out *f)
{
	crm_buf_release(&f->name);
	crm_buf_release(&f->draft);
	free(f);
}

/* One draft at a time, whose name is always the same: what a killed program left is written over, what another one
 * is writing is left to it. */
static int open_draft(struct crm_match_file_out *f)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct stat mine, named;
	int fd;

	crm_buf_printf(&f->draft, "%s.new", f->name.s);
	fd = open(f->draft.s, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	/* the other may have just finished: then this file is the index */
	if (fcntl(fd, F_SETLK, &lock) == 0 && fstat(fd, &mine) == 0 && stat(f->draft.s, &named) == 0
	    && mine.st_ino == named.st_ino && mine.st_dev == named.st_dev && mine.st_uid == geteuid()
	    && fchmod(fd, 0600) == 0 && ftruncate(fd, 0) == 0)
		f->file = fdopen(fd, "wb");
	if (!f->file) {
		close(fd);
		return -1;
	}
	return fwrite(&f->head, sizeof f->head, 1, f->file) == 1 ? 0 : -1;
}

struct crm_match_file_out *crm_match_file_write(struct crm_store *s, struct crm_match *m)
{
	struct crm_match_file_out *f = crm_alloc(sizeof *f);

	crm_buf_init(&f->name);
	crm_buf_init(&f->draft);
	name_of(s, &f->name);
	if (crm_since_now(s, &f->head.state) == 0 && f->head.state.record >= CRM_MATCH_FILE_RECORDS
	    && f->head.state.record <= MOST_RECORD) {
		if (open_draft(f) == 0) {
			crm_match_keep(m, put, f);
			return f;
		}
		crm_note("%s: cannot be written: %s", f->name.s, strerror(errno));
		if (f->file)
			fclose(f->file);
	}
	release(f);
	return NULL;
}

void crm_match_file_written(struct crm_match_file_out *f, int good)
{
	if (!f)
		return;
	f->head.program = program_mark();
	good = good && f->head.size && fflush(f->file) == 0 && fseek(f->file, 0, SEEK_SET) == 0
	       && fwrite(&f->head, sizeof f->head, 1, f->file) == 1 && fflush(f->file) == 0
	       && fdatasync(fileno(f->file)) == 0;
	if (!good || rename(f->draft.s, f->name.s) != 0)
		unlink(f->draft.s);
	fclose(f->file);               /* with it goes the lock */
	release(f);
}

/* ---- reading ---- */

struct crm_match_file {
	void *data;
	size_t n;
	struct crm_match_index *index;
};

/* an index of somebody else could say anything */
static int map_own_file(struct crm_match_file *f, const char *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	void *data;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > (off_t)sizeof(struct head)
	    && !(st.st_mode & (S_IWGRP | S_IWOTH)) && (st.st_uid == geteuid() || st.st_uid == 0)) {
		data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
		f->data = data == MAP_FAILED ? NULL : data;
		f->n = (size_t)st.st_size;
	}
	close(fd);
	return f->data ? 0 : -1;
}

struct crm_match_file *crm_match_file_open(struct crm_store *s)
{
	struct crm_match_file *f = crm_alloc(sizeof *f);
	struct crm_buf name = CRM_BUF_INIT;
	const struct head *head;

	name_of(s, &name);
	if (map_own_file(f, name.s) == 0) {
		head = f->data;
		if (head->program == program_mark() && head->size == f->n - sizeof *head)
			f->index = crm_match_index_new(head + 1, f->n - sizeof *head);
	}
	crm_buf_release(&name);
	if (f->index)
		return f;
	crm_match_file_close(f);
	return NULL;
}

void crm_match_file_close(struct crm_match_file *f)
{
	if (!f)
		return;
	crm_match_index_free(f->index);
	if (f->data)
		munmap(f->data, f->n);
	free(f);
}

const struct crm_match_index *crm_match_file_index(const struct crm_match_file *f)
{
	return f->index;
}

const struct crm_since *crm_match_file_state(const struct crm_match_file *f)
{
	return &((const struct head *)f->data)->state;
}
