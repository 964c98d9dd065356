#include "xlsx_book.h"
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/num.h>

#include <stdlib.h>
#include <string.h>

/* a part of many styles may well shrink to a hundredth */
enum { BOMB_RATIO = 200 };

/* what a handler works on: the book, and where it is in the part */
struct reading {
	struct xlsx_book *b;
	size_t prefix;         /* of the root element: elements with another are extensions */
	int depth, in_xfs;
	const char *base;      /* of relations: the folder their targets are relative to */
	char *found;           /* the target looked for in _rels/.rels */
};


static int ends(const char *s, const char *tail)
{
	size_t n = strlen(s), k = strlen(tail);

	return n >= k && !strcmp(s + n - k, tail);
}

/* target relative to base, with "..", as a path in the zip; owned by the caller */
static char *resolve(const char *base, const char *target)
{
	struct crm_buf path = CRM_BUF_INIT;

	if (*target != '/')
		crm_buf_puts(&path, base);
	while (*target) {
		size_t n = strcspn(target, "/\\");

		if (n == 2 && !memcmp(target, "..", 2)) {
			if (path.n)
				crm_buf_truncate(&path, path.n - 1);
			while (path.n && path.s[path.n - 1] != '/')
				crm_buf_truncate(&path, path.n - 1);
		} else if (n && !(n == 1 && *target == '.')) {
			crm_buf_add(&path, target, n);
			if (target[n])
				crm_buf_putc(&path, '/');
		}
		target += n + (target[n] != 0);
	}
	return crm_buf_take(&path);
}

/* the folder of a part ("xl/") and the path of its relations ("xl/_rels/workbook.xml.rels"), both owned by the caller */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return crm_strndup(path, slash ? (size_t)(slash - path) + 1 : 0);
}

static char *relations_of(const char *path)
{
	char *folder = folder_of(path);
	struct crm_buf out = CRM_BUF_INIT;

	crm_buf_printf(&out, "%s_rels/%s.rels", folder, path + strlen(folder));
	free(folder);
	return crm_buf_take(&out);
}

/* parses a whole small part: 1 read, 0 no such part, -1 reported */
static int read_part(struct reading *r, const char *path, const struct xlsx_handlers *on)
{
	struct xlsx_part part;
	struct xlsx_xml *xml;
	int got = crm_xlsx_part_open(r->b->zip, r->b->name, path, &part);

	if (got != 1)
		return got;
	xml = crm_xlsx_xml_new(on, r, XLSX_EXPAT);
	got = crm_xlsx_part_parse(&part, xml, BOMB_RATIO);
	crm_xlsx_xml_free(xml);
	crm_xlsx_part_close(&part);
	return got == 0 ? 1 : -1;
}

/* --- relations --- */

static void on_root_relation(void *data, const char *name, const char **attributes)
{
	struct reading *r = data;
	const char *type = crm_xlsx_attribute(attributes, "Type"), *target = crm_xlsx_attribute(attributes, "Target");

	(void)name;
	if (type && target && ends(type, "/officeDocument") && !r->found)
		r->found = resolve("", target);
}

static void on_relation(void *data, const char *name, const char **attributes)
{
	struct reading *r = data;
	const char *type = crm_xlsx_attribute(attributes, "Type"), *target = crm_xlsx_attribute(attributes, "Target");
	const char *id = crm_xlsx_attribute(attributes, "Id");
	char *path;

	(void)name;
	if (!type || !target)
		return;
	path = resolve(r->base, target);
	if (ends(type, "/styles") && !r->b->styles_path)
		r->b->styles_path = crm_strdup(path);
	if (ends(type, "/sharedStrings") && !r->b->strings_path)
		r->b->strings_path = crm_strdup(path);
	for (size_t i = 0; id && ends(type, "/worksheet") && i < r->b->sheets; i++)
		if (!r->b->sheet[i].path && !strcmp(r->b->sheet[i].relation, id))
			r->b->sheet[i].path = crm_strdup(path);
	free(path);
}

/* --- workbook --- */

static int is_true(const char *s)
{
	return s && (!strcmp(s, "1") || !strcmp(s, "true") || !strcmp(s, "on"));
}

static void on_workbook(void *data, const char *name, const char **attributes)
{
	struct reading *r = data;
	struct xlsx_book *b = r->b;
	const char *state, *title, *relation;
	size_t prefix;

	name = crm_xlsx_local(name, &prefix);
	if (r->depth++ == 0)
		r->prefix = prefix;
	if (prefix != r->prefix)
		return;
	if (!strcmp(name, "workbookPr")) {
		b->date1904 |= is_true(crm_xlsx_attribute(attributes, "date1904"));
	} else if (!strcmp(name, "sheet")) {
		state = crm_xlsx_attribute(attributes, "state");
		title = crm_xlsx_attribute(attributes, "name");
		relation = crm_xlsx_attribute(attributes, "id");
		CRM_GROW(b->sheet, b->sheets, b->sheet_cap);
		b->sheet[b->sheets++] = (struct xlsx_sheet){
			.name = crm_strdup(title ? title : ""), .relation = crm_strdup(relation ? relation : ""),
			.hidden = state && strcmp(state, "visible") != 0,
		};
	}
}

static void on_depth_end(void *data, const char *name)
{
	struct reading *r = data;

	(void)name;
	r->depth--;
}

/* --- styles --- */

static void add_style(struct xlsx_book *b, const char *id_text)
{
	int64_t id = 0;
	const char *code = NULL;

	if (id_text && crm_num_int(id_text, &id) != 0)
		id = 0;
	for (size_t i = 0; i < b->formats && !code; i++)
		if (b->format[i].id == id)
			code = b->format[i].code;
	if (!code)
		code = crm_cell_format_builtin((int)id);
	CRM_GROW(b->style, b->styles, b->style_cap);
	b->style[b->styles++] = (struct xlsx_style){ crm_cell_format_kind(code), code };
}

static void on_style(void *data, const char *name, const char **attributes)
{
	struct reading *r = data;
	struct xlsx_book *b = r->b;
	const char *id = crm_xlsx_attribute(attributes, "numFmtId"), *code;
	size_t prefix;
	int64_t number;

	name = crm_xlsx_local(name, &prefix);
	if (!strcmp(name, "cellXfs")) {
		r->in_xfs = 1;
	} else if (!strcmp(name, "xf") && r->in_xfs) {
		add_style(b, id);
	} else if (!strcmp(name, "numFmt") && id && (code = crm_xlsx_attribute(attributes, "formatCode"))
		   && crm_num_int(id, &number) == 0) {
		CRM_GROW(b->format, b->formats, b->format_cap);
		b->format[b->formats++] = (struct xlsx_format){ (int)number, crm_strdup(code) };
	}
}

static void on_style_end(void *data, const char *name)
{
	struct reading *r = data;
	size_t prefix;

	if (!strcmp(crm_xlsx_local(name, &prefix), "cellXfs"))
		r->in_xfs = 0;
}

/* --- all of it --- */

static int not_a_workbook(const struct xlsx_book *b)
{
	if (zip_name_locate(b->zip, "xl/workbook.bin", ZIP_FL_NOCASE) >= 0)
		crm_error("%s: is a binary Excel file (.xlsb): save it as .xlsx", b->name);
	else if (zip_name_locate(b->zip, "mimetype", 0) >= 0)
		crm_error("%s: is an OpenDocument file: save it as .xlsx", b->name);
	else
		crm_error("%s: is a zip file, but not a workbook", b->name);
	return -1;
}

/* the path of the workbook part, owned by the caller; NULL: reported */
static char *find_workbook(struct reading *r)
{
	static const struct xlsx_handlers on = { .start = on_root_relation };

	if (read_part(r, "_rels/.rels", &on) < 0)
		return NULL;
	if (!r->found)
		r->found = crm_strdup("xl/workbook.xml");
	return r->found;
}

static int read_workbook(struct reading *r, const char *path)
{
	static const struct xlsx_handlers on_book = { on_workbook, on_depth_end, NULL };
	static const struct xlsx_handlers on_relations = { .start = on_relation };
	static const struct xlsx_handlers on_styles = { on_style, on_style_end, NULL };
	char *relations = relations_of(path), *base = folder_of(path);
	int got = ends(path, ".bin") ? 0 : read_part(r, path, &on_book);

	if (got == 0)
		not_a_workbook(r->b);
	r->base = base;
	if (got == 1)
		got = read_part(r, relations, &on_relations);
	if (got == 1 && r->b->styles_path)
		got = read_part(r, r->b->styles_path, &on_styles) < 0 ? -1 : 1;
	free(relations);
	free(base);
	return got == 1 ? 0 : -1;
}

int crm_xlsx_book_read(struct xlsx_book *b, zip_t *zip, const char *name, int furigana, enum xlsx_engine engine)
{
	struct reading r = { .b = b };
	char *path;
	int bad;

	memset(b, 0, sizeof *b);
	crm_buf_init(&b->text);
	b->zip = zip;
	b->name = name;
	b->furigana = furigana;
	b->engine = engine;
	if (!(path = find_workbook(&r)))
		return -1;
	bad = read_workbook(&r, path);
	free(path);
	return bad;
}

void crm_xlsx_book_release(struct xlsx_book *b)
{
	for (size_t i = 0; i < b->sheets; i++) {
		free(b->sheet[i].name);
		free(b->sheet[i].relation);
		free(b->sheet[i].path);
	}
	for (size_t i = 0; i < b->formats; i++)
		free(b->format[i].code);
	free(b->sheet);
	free(b->format);
	free(b->style);
	free(b->string);
	free(b->styles_path);
	free(b->strings_path);
	crm_buf_release(&b->text);
	if (b->zip)
		zip_discard(b->zip);
}

const struct xlsx_sheet *crm_xlsx_book_sheet(const struct xlsx_book *b, const char *wanted)
{
	int64_t number = 0, at = 0;

	for (size_t i = 0; i < b->sheets; i++)
		if (wanted && b->sheet[i].path && !strcmp(b->sheet[i].name, wanted))
			return &b->sheet[i];
	if (wanted && crm_num_int(wanted, &number) != 0)
		number = 0;
	for (size_t i = 0; i < b->sheets; i++) {
		if (!b->sheet[i].path)
			continue;
		at++;
		if (wanted ? at == number : !b->sheet[i].hidden)
			return &b->sheet[i];
	}
	if (wanted)
		crm_error("%s: no sheet '%s'", b->name, crm_quoted(wanted));
	else
		crm_error("%s: has no visible sheet with cells", b->name);
	return NULL;
}
