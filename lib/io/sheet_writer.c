#include <crm/sheet_writer.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/num.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { ROWS_MAX = 1048576, COLUMNS_MAX = 16384, TEXT_MAX = 32767, DIGITS = 15 };

struct crm_sheet_writer {
	char *path;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	long row;
};

struct crm_sheet_writer *crm_sheet_writer_open(void)
{
	const char *dir = getenv("TMPDIR");
	struct crm_sheet_writer *w = crm_alloc(sizeof *w);
	struct crm_buf path = CRM_BUF_INIT;
	lxw_workbook_options options = { .constant_memory = LXW_TRUE, .use_zip64 = LXW_TRUE };
	int fd;

	crm_buf_printf(&path, "%s/crm-sheet-XXXXXX", dir && *dir ? dir : "/tmp");
	w->path = crm_buf_take(&path);
	fd = mkstemp(w->path);                 /* 0600: customer data */
	if (fd >= 0 && close(fd) == 0 && (w->book = workbook_new_opt(w->path, &options))
	    && (w->sheet = workbook_add_worksheet(w->book, NULL)))
		return w;
	crm_error("%s: %s", w->path, strerror(errno));
	free(w->path);
	free(w);
	return NULL;
}

static size_t characters(const struct crm_cell *c)
{
	size_t units = 0;                      /* UTF-16, as Excel counts */

	for (size_t i = 0; i < c->n; i++)
		units += ((unsigned char)c->s[i] & 0xC0) != 0x80 ? 1 + ((unsigned char)c->s[i] >= 0xF0) : 0;
	return units;
}

static lxw_error put_cell(struct crm_sheet_writer *w, size_t column, int number, const struct crm_cell *c)
{
	double v;

	if (number && c->n <= DIGITS && crm_num_written(c->s) && crm_num_real(c->s, &v) == 0)
		return worksheet_write_number(w->sheet, (lxw_row_t)w->row, (lxw_col_t)column, v, NULL);
	return worksheet_write_string(w->sheet, (lxw_row_t)w->row, (lxw_col_t)column, c->s, NULL);
}

int crm_sheet_writer_put(struct crm_sheet_writer *w, const unsigned char *number, const struct crm_cell *cells,
			 size_t n)
{
	if (w->row >= ROWS_MAX || n > COLUMNS_MAX) {
		crm_error("an Excel sheet has room for 1,048,576 rows and 16,384 columns: write CSV instead");
		return -1;
	}
	for (size_t i = 0; i < n; i++) {
		if (!cells[i].n)
			continue;
		if (cells[i].n > TEXT_MAX && characters(&cells[i]) > TEXT_MAX) {
			crm_error("row %ld, column %zu: more than the 32,767 characters of an Excel cell",
				  w->row + 1, i + 1);
			return -1;
		}
		if (put_cell(w, i, number && number[i], &cells[i]) != LXW_NO_ERROR) {
			crm_error("row %ld, column %zu: cannot be written to the sheet", w->row + 1, i + 1);
			return -1;
		}
	}
	w->row++;
	return 0;
}

int crm_sheet_writer_finish(struct crm_sheet_writer *w)
{
	lxw_error bad = workbook_close(w->book);
	int fd = bad == LXW_NO_ERROR ? open(w->path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		crm_error("%s: %s", w->path, bad != LXW_NO_ERROR ? lxw_strerror(bad) : strerror(errno));
	unlink(w->path);
	free(w->path);
	free(w);
	return fd;
}
