#include <crm/reject.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/num.h>
#include <crm/writer.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct crm_rejects {
	const char *name;
	FILE *file;
	struct crm_buf buf;
	int header_done, broken, emptied;
	size_t width;                  /* the cells behind it were made of those before; 0: none were */
	long last_line;                /* a row is written with its first complaint only */
	char *last_file;
	long long count, rows;
	int64_t max;                   /* -1: no limit */
	int percent;                   /* max is a share of the rows */
};

static const char *const added[] = { "_line", "_field", "_error" };

const struct crm_opt crm_reject_options[] = {
	{ CRM_TEXT, 0, "rejects", offsetof(struct crm_reject_opts, file), "FILE",
	  "rows that cannot go in come out here; the others go in", NULL },
	{ CRM_TEXT, 0, "max-rejects", offsetof(struct crm_reject_opts, max), "N|P%",
	  "more rejected rows than this and nothing goes in", NULL },
	{ .kind = CRM_OPT_END }
};

static int parse_max(struct crm_rejects *r, const char *max)
{
	size_t n = strlen(max);
	char *digits;
	int bad;

	r->percent = n && max[n - 1] == '%';
	digits = crm_strndup(max, n - (size_t)r->percent);
	bad = crm_num_int(digits, &r->max) != 0 || r->max < 0 || (r->percent && r->max > 100);
	free(digits);
	if (bad)
		crm_error("--max-rejects: '%s' is neither a number nor a percentage", crm_quoted(max));
	return bad ? -1 : 0;
}

int crm_rejects_spare(const struct crm_reject_opts *o, char **input, int inputs)
{
	struct stat out, in;

	if (!o->file || stat(o->file, &out) != 0 || !S_ISREG(out.st_mode))
		return 1;
	for (int i = 0; i < (inputs ? inputs : 1); i++) {
		const char *name = inputs ? input[i] : "-";

		if ((strcmp(name, "-") ? stat(name, &in) : fstat(STDIN_FILENO, &in)) == 0 && in.st_dev == out.st_dev &&
		    in.st_ino == out.st_ino) {
			crm_error("--rejects: '%s' is the input itself; name another file", crm_quoted(o->file));
			return 0;
		}
	}
	return 1;
}

/* What an earlier run left there stays until rows are read: it may be mended by hand, and this run may find no input. */
static FILE *open_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

	return fd < 0 ? NULL : fdopen(fd, "w");
}

static void empty_file(struct crm_rejects *r)
{
	struct stat st;

	if (r->emptied || !r->file)
		return;
	r->emptied = 1;
	if (fstat(fileno(r->file), &st) == 0 && S_ISREG(st.st_mode) && ftruncate(fileno(r->file), 0) != 0) {
		crm_error("%s: %s", r->name, strerror(errno));
		r->broken = 1;
	}
}

struct crm_rejects *crm_rejects_open(const struct crm_reject_opts *o)
{
	struct crm_rejects *r = crm_alloc(sizeof *r);

	crm_buf_init(&r->buf);
	r->max = -1;
	r->name = o->file;
	if (o->max && parse_max(r, o->max) != 0) {
		free(r);
		return NULL;
	}
	if (o->file && !(r->file = open_file(o->file))) {
		crm_error("%s: %s", o->file, strerror(errno));
		free(r);
		return NULL;
	}
	return r;
}

static void add_cell(struct crm_buf *b, const char *s, size_t n, int first)
{
	if (!first)
		crm_buf_putc(b, ',');
	if (strcspn(s, "\",\r\n") >= n) {
		crm_buf_add(b, s, n);
		return;
	}
	crm_buf_putc(b, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			crm_buf_putc(b, '"');
		crm_buf_putc(b, s[i]);
	}
	crm_buf_putc(b, '"');
}

/* the three columns of an earlier round are not carried along, nor what was made of the row */
static int is_added(const struct crm_rejects *r, const struct crm_record *rec, size_t i)
{
	if (r->width && i >= r->width && rec->fields && rec->fields->n > r->width)
		return 1;
	if (!rec->fields || i >= rec->fields->n)
		return 0;
	for (size_t k = 0; k < 3; k++)
		if (!strcmp(rec->fields->name[i], added[k]))
			return 1;
	return 0;
}

static int write_row(struct crm_rejects *r, const struct crm_record *rec, const char *field, const char *reason)
{
	char line[24];
	int first = 1;

	crm_buf_reset(&r->buf);
	for (size_t i = 0; !r->header_done && rec->fields && i < rec->fields->n; i++)
		if (!is_added(r, rec, i)) {
			add_cell(&r->buf, rec->fields->name[i], strlen(rec->fields->name[i]), first);
			first = 0;
		}
	if (!r->header_done)
		crm_buf_printf(&r->buf, "%s_line,_field,_error\n", first ? "" : ",");
	r->header_done = 1;
	first = 1;
	for (size_t i = 0; i < rec->n; i++)
		if (!is_added(r, rec, i)) {
			add_cell(&r->buf, rec->cell[i].s, rec->cell[i].n, first);
			first = 0;
		}
	snprintf(line, sizeof line, "%ld", rec->line);
	add_cell(&r->buf, line, strlen(line), first);
	add_cell(&r->buf, field ? field : "", field ? strlen(field) : 0, 0);
	add_cell(&r->buf, reason, strlen(reason), 0);
	crm_buf_putc(&r->buf, '\n');
	if (fwrite(r->buf.s, 1, r->buf.n, r->file) == r->buf.n)
		return 0;
	crm_error("%s: %s", r->name, strerror(errno));
	r->broken = 1;
	return -1;
}

static void complain(const struct crm_record *rec, const char *field, const char *value, const char *reason)
{
	if (field && value)
		crm_finding("%s:%ld: %s: '%s' %s", rec->file, rec->line, crm_quoted(field), crm_quoted(value), reason);
	else if (field)
		crm_finding("%s:%ld: %s: %s", rec->file, rec->line, crm_quoted(field), reason);
	else
		crm_finding("%s:%ld: %s", rec->file, rec->line, reason);
}

int crm_reject(struct crm_rejects *r, const struct crm_record *rec, const char *field, const char *value,
	       const char *reason)
{
	complain(rec, field, value, reason);
	empty_file(r);
	if (r->last_file && r->last_line == rec->line && !strcmp(r->last_file, rec->file))
		return r->broken ? -1 : 0;
	free(r->last_file);
	r->last_file = crm_strdup(rec->file);
	r->last_line = rec->line;
	r->count++;
	if (r->file && (r->broken || write_row(r, rec, field, reason) != 0))
		return -1;
	if (r->max >= 0 && !r->percent && r->count > r->max) {
		crm_error("more than %lld rejected rows (--max-rejects)", (long long)r->max);
		return -1;
	}
	return 0;
}

void crm_rejects_width(struct crm_rejects *r, size_t width)
{
	r->width = width;
}

void crm_reject_count_row(struct crm_rejects *r)
{
	empty_file(r);
	r->rows++;
}

long long crm_rejects_count(const struct crm_rejects *r)
{
	return r->count;
}

int crm_rejects_stop(struct crm_rejects *r)
{
	empty_file(r);
	if (r->broken || (r->count > 0 && !r->file && r->max < 0))
		return 1;
	if (r->max < 0)
		return 0;
	return r->percent ? r->count * 100 > r->max * r->rows : r->count > r->max;
}

int crm_rejects_close(struct crm_rejects *r)
{
	int bad = r->broken;

	if (r->file && fclose(r->file) != 0 && !bad) {
		crm_error("%s: %s", r->name, strerror(errno));
		bad = 1;
	}
	crm_buf_release(&r->buf);
	free(r->last_file);
	free(r);
	return bad ? -1 : 0;
}
