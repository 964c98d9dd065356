#include <crm/match_stream.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/intake.h>
#include <crm/match_daily.h>
#include <crm/match_list.h>
#include <crm/match_store.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

/* A customer list need not have numbers: the line stands in for them, as one more column. */
struct stream {
	struct crm_reader *in;
	struct crm_rejects *rejects;
	struct crm_intake *intake;
	struct crm_fields header;      /* the list's, and the line */
	struct crm_cell *cell;
	int own;                       /* the column record_id, or -1 */
	struct crm_buf id;
};

static void close_stream(struct stream *t)
{
	crm_intake_close(t->intake);
	crm_reader_close(t->in);
	crm_fields_release(&t->header);
	crm_buf_release(&t->id);
	free(t->cell);
}

static int open_stream(struct stream *t, const char *file, const struct crm_match_read *o)
{
	static const char line[] = "-:line";
	struct crm_intake_opts opts = { .key = line };

	memset(t, 0, sizeof *t);
	crm_buf_init(&t->id);
	crm_fields_init(&t->header);
	if (!(t->in = crm_reader_open(file, &o->in)) || !(t->rejects = crm_rejects_open(&o->reject)))
		return -1;
	crm_fields_copy(&t->header, crm_reader_fields(t->in));
	crm_fields_add(&t->header, line);
	t->own = crm_fields_find(&t->header, "record_id");
	t->cell = crm_calloc(t->header.n, sizeof *t->cell);
	if (!(t->intake = crm_intake_open(&t->header, &opts)))
		return -1;
	crm_intake_lexicon(t->intake, o->lexicon);
	return 0;
}

static void add_row(struct stream *t, const struct crm_record *rec, struct crm_match_list *list)
{
	struct crm_record wide = *rec;
	struct crm_intake_row row;
	const char *own = crm_record_text(rec, t->own);

	crm_buf_reset(&t->id);
	if (*own)
		crm_buf_printf(&t->id, "%s%s", CRM_MATCH_STREAM, own);
	else
		crm_buf_printf(&t->id, "%s%ld", CRM_MATCH_STREAM, rec->line);
	memcpy(t->cell, rec->cell, rec->n * sizeof *t->cell);
	t->cell[rec->n] = (struct crm_cell){ t->id.s, t->id.n };
	wide.fields = &t->header;
	wide.cell = t->cell;
	wide.n = t->header.n;
	crm_intake_take(t->intake, &wide, &row);
	crm_match_list_put(list, t->id.s, &row.person);
}

static int add_rows(struct stream *t, struct crm_match_list *list)
{
	struct crm_record rec;
	int got;

	while ((got = crm_reader_next(t->in, &rec)) == 1) {
		crm_reject_count_row(t->rejects);
		if (!rec.error)
			add_row(t, &rec, list);
		else if (crm_reject(t->rejects, &rec, NULL, "", rec.error) < 0)
			return -1;
	}
	if (got == 0 && crm_rejects_stop(t->rejects)) {
		crm_error("%lld rows cannot be compared (--rejects FILE goes on without them)",
			  crm_rejects_count(t->rejects));
		got = -1;
	}
	return got;
}

static int read_list(const char *file, const struct crm_match_read *o, struct crm_match_list *list)
{
	struct stream t;
	int bad = open_stream(&t, file, o) || add_rows(&t, list);

	if (t.rejects && crm_rejects_close(t.rejects) < 0)
		bad = 1;
	close_stream(&t);
	return bad ? -1 : 0;
}

struct crm_match *crm_match_read_stream(struct crm_store *s, const char *file, const struct crm_match_read *o,
					struct crm_match_file **index)
{
	struct crm_match_list list = { .n = 0 };
	struct crm_match *m = NULL;
	int bad = read_list(file, o, &list) || (index && crm_match_daily(s, &list, o->lexicon, o->threads, &m, index));

	if (!bad && !m && (m = crm_match_read_store(s, o->lexicon, o->threads)))
		crm_match_list_add(&list, m);
	crm_match_list_release(&list);
	return m;
}
