/* The small parts of a workbook, read at once: which sheets, how numbers are shown, the shared
 * strings.  Private to the xlsx modules. */
#ifndef CRM_IO_XLSX_BOOK_H
#define CRM_IO_XLSX_BOOK_H

#include "xlsx_parts.h"
#include "xlsx_phonetic.h"
#include <crm/buf.h>
#include <crm/cell_format.h>

struct xlsx_sheet {
	char *name, *relation, *path;  /* path is NULL for charts and dialogs */
	int hidden;
};

struct xlsx_style {
	enum crm_cell_kind kind;
	const char *code;              /* owned by formats, or static */
};

struct xlsx_format {
	int id;
	char *code;
};

struct xlsx_book {
	const char *name;              /* of the file */
	zip_t *zip;
	int date1904;
	int furigana;                  /* readings are wanted */
	enum xlsx_engine engine;       /* for the shared strings and the sheet */
	struct xlsx_sheet *sheet;
	size_t sheets, sheet_cap;
	struct xlsx_format *format;
	size_t formats, format_cap;
	struct xlsx_style *style;      /* by the s of a cell */
	size_t styles, style_cap;
	struct crm_buf text;           /* shared strings, each with a NUL, its reading and another NUL */
	size_t *string;                /* where each begins in text */
	size_t strings, string_cap;
	char *styles_path, *strings_path;
};

/* reads workbook, relations and styles: 0 or -1 (reported); the shared strings are read by themselves */
int crm_xlsx_book_read(struct xlsx_book *b, zip_t *zip, const char *name, int furigana, enum xlsx_engine engine);
void crm_xlsx_book_release(struct xlsx_book *b);
/* the sheet of that name or number (1-based), NULL: the first visible; reported when there is none */
const struct xlsx_sheet *crm_xlsx_book_sheet(const struct xlsx_book *b, const char *wanted);

int crm_xlsx_strings_read(struct xlsx_book *b);        /* in xlsx_strings.c */
/* ends the text that begins at `from`: a NUL, its reading, a NUL */
void crm_xlsx_text_end(struct crm_buf *b, size_t from, const struct xlsx_phonetic *p);
/* _xHHHH_ in the n bytes at the end of b becomes its character, in place */
void crm_xlsx_unescape(struct crm_buf *b, size_t from);

#endif
