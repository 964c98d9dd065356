#include <crm/sheet_list.h>
#include <crm/bytes.h>
#include <crm/xlsx.h>

#include <stdio.h>
#include <string.h>

static const char *const names[] = { "file", "number", "sheet", "state" };

enum { COLUMNS = sizeof names / sizeof *names };

struct list {
	struct crm_writer *w;
	const char *file;
};

struct crm_writer *crm_sheet_list_open(FILE *out, const struct crm_writer_opts *o)
{
	return crm_writer_open_names(out, names, COLUMNS, o);
}

static int put(void *data, int number, const char *sheet, int hidden)
{
	struct list *l = data;
	char text[16];
	const char *const s[COLUMNS] = { l->file, text, sheet, hidden ? "hidden" : "visible" };
	struct crm_cell cell[COLUMNS];

	snprintf(text, sizeof text, "%d", number);
	for (int i = 0; i < COLUMNS; i++)
		cell[i] = (struct crm_cell){ s[i], strlen(s[i]) };
	return crm_writer_put(l->w, cell, COLUMNS);
}

int crm_sheet_list_put(struct crm_writer *w, const char *file)
{
	struct crm_bytes *in = crm_bytes_open(file);
	struct list l = { w, file };
	int fd = in ? crm_bytes_spool(in) : -1, bad = fd < 0 || crm_xlsx_sheets(fd, file, put, &l);

	crm_bytes_close(in);
	return bad ? -1 : 0;
}
