#include <crm/match_read.h>
#include <crm/answers.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/file.h>
#include <crm/header.h>
#include <crm/match_english.h>
#include <crm/match_guess.h>
#include <crm/match_look.h>
#include <crm/match_repeat.h>
#include <crm/progress.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROWS 1000        /* looked at to tell what columns hold */

/* the first rows, kept until it is known what to compare */
struct first_rows {
	struct crm_buf text;
	size_t *at;                    /* row × column → text */
	size_t n;
};

static int find_id(const struct crm_fields *f, const char *name)
{
	int id = crm_fields_find(f, name ? name : "record_id");

	if (id >= 0)
		return id;
	if (name)
		crm_error("there is no column '%s'", crm_quoted(name));
	else
		crm_error("which column is the record's id? say --id COLUMN");
	return -1;
}

static void keep_row(struct first_rows *rows, const struct crm_record *rec)
{
	size_t columns = rec->n;

	rows->at = crm_realloc(rows->at, (rows->n + 1) * columns * sizeof *rows->at);
	for (size_t c = 0; c < columns; c++) {
		rows->at[rows->n * columns + c] = rows->text.n;
		crm_buf_add(&rows->text, rec->cell[c].s, rec->cell[c].n + 1);
	}
	rows->n++;
}

/* by the first rows: columns whose names say nothing; and every address column is Japanese or none is */
static void look_at_rows(enum crm_match_kind *kind, size_t columns, const struct first_rows *rows,
			 const struct crm_lexicon *lexicon)
{
	const char **cell = crm_calloc(rows->n * columns + 1, sizeof *cell), **value;
	enum crm_match_kind whole;
	size_t n = 0;

	for (size_t i = 0; i < rows->n * columns; i++)
		cell[i] = rows->text.s + rows->at[i];
	crm_match_look(cell, rows->n, columns, lexicon, kind);
	crm_match_repeat(cell, rows->n, columns, kind);
	crm_match_english(cell, rows->n, columns, kind);
	value = crm_calloc(rows->n * columns + 1, sizeof *value);
	for (size_t i = 0; i < rows->n * columns; i++)
		if (kind[i % columns] == CRM_KIND_ADDRESS)
			value[n++] = cell[i];
	whole = crm_match_guess_address(value, n);
	for (size_t c = 0; c < columns; c++)
		if (kind[c] == CRM_KIND_ADDRESS)
			kind[c] = whole;
	free(value);
	free(cell);
}

static struct crm_match *new_match(const struct crm_match_read *o, const struct crm_fields *f, int id,
				   const struct first_rows *rows)
{
	enum crm_match_kind *kind = crm_calloc(f->n + 1, sizeof *kind);
	struct crm_match_opts opts = { kind, (const char *const *)f->name, f->n, o->lexicon, o->threads };
	struct crm_match *m = NULL;
	int good = 1;

	if (o->compare) {
		good = crm_match_kinds_parse(o->compare, f->name, f->n, kind) == 0;
	} else {
		crm_match_guess_columns((const char *const *)f->name, f->n, kind);
		kind[id] = CRM_KIND_IGNORE;
		look_at_rows(kind, f->n, rows, o->lexicon);
	}
	for (size_t i = 0; i < f->n; i++)
		crm_note("column '%s' is %s", crm_quoted(f->name[i]), (int)i == id ? "the id" : crm_match_kind_name(kind[i]));
	if (good)
		m = crm_match_new(&opts);
	free(kind);
	return m;
}

static void add_first(struct crm_match *m, const struct first_rows *rows, size_t columns, int id)
{
	struct crm_cell *cell = crm_calloc(columns + 1, sizeof *cell);

	for (size_t i = 0; i < rows->n; i++) {
		for (size_t c = 0; c < columns; c++) {
			cell[c].s = rows->text.s + rows->at[i * columns + c];
			cell[c].n = strlen(cell[c].s);
		}
		crm_match_add(m, cell[id].s, cell);
	}
	free(cell);
}

/* 1 a good row, 0 rejected, -1 */
static int check_row(struct crm_rejects *rejects, const struct crm_record *rec, int id)
{
	const char *why = rec->error ? rec->error : rec->cell[id].n ? NULL : "has no id";

	crm_reject_count_row(rejects);
	if (!why)
		return 1;
	return crm_reject(rejects, rec, NULL, "", why) < 0 ? -1 : 0;
}

static int read_rows(struct crm_reader *in, struct crm_rejects *rejects, const struct crm_match_read *o, int id,
		     struct crm_match **m)
{
	const struct crm_fields *f = crm_reader_fields(in);
	struct first_rows rows = { CRM_BUF_INIT, NULL, 0 };
	struct crm_progress p;
	struct crm_record rec;
	int64_t n = 0;
	int got;

	crm_progress_start(&p, "records", 0);
	while ((got = crm_reader_next(in, &rec)) == 1) {
		int good = check_row(rejects, &rec, id);

		if (good < 0) {
			got = -1;
			break;
		}
		if (good && *m)
			crm_match_add(*m, rec.cell[id].s, rec.cell);
		else if (good)
			keep_row(&rows, &rec);
		if (!*m && rows.n == FIRST_ROWS) {
			if (!(*m = new_match(o, f, id, &rows)))
				break;
			add_first(*m, &rows, f->n, id);
		}
		crm_progress_step(&p, ++n);
	}
	crm_progress_stop(&p);
	if (got == 0 && !*m && (*m = new_match(o, f, id, &rows)))
		add_first(*m, &rows, f->n, id);
	crm_buf_release(&rows.text);
	free(rows.at);
	return got == 0 && *m ? 0 : -1;
}

/* an office's table may have a title above its header */
static struct crm_reader *open_table(const char *file, const struct crm_reader_opts *o)
{
	struct crm_reader_opts with_title = *o;

	with_title.knows_header = crm_header_known;
	return crm_reader_open(file, &with_title);
}

struct crm_match *crm_match_read_file(const char *file, const struct crm_match_read *o)
{
	struct crm_reader *in = open_table(file, &o->in);
	struct crm_rejects *rejects = in ? crm_rejects_open(&o->reject) : NULL;
	struct crm_match *m = NULL;
	int id = in ? find_id(crm_reader_fields(in), o->id) : -1;
	int bad = !rejects || id < 0 || read_rows(in, rejects, o, id, &m) < 0;

	if (!bad && crm_rejects_stop(rejects)) {
		crm_error("%lld rows cannot be compared (--rejects FILE goes on without them)", crm_rejects_count(rejects));
		bad = 1;
	}
	if (rejects && crm_rejects_close(rejects) < 0)
		bad = 1;
	crm_reader_close(in);
	if (!bad)
		return m;
	crm_match_free(m);
	return NULL;
}

int crm_match_read_answers(struct crm_match *m, const char *file, const struct crm_reader_opts *in)
{
	struct crm_answers *said = crm_answers_open(file, in);
	struct crm_answer x;
	int got = -1;

	while (said && (got = crm_answers_next(said, &x)) == 1)
		crm_match_decide(m, x.a, x.b, x.same);
	crm_answers_close(said);
	return got;
}

int crm_match_read_model(struct crm_match *m, const char *file)
{
	struct crm_buf text = CRM_BUF_INIT;
	int bad = crm_file_read(file, &text);

	if (!bad)
		crm_match_use_model(m, text.s);
	crm_buf_release(&text);
	return bad;
}
