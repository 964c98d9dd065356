#include <crm/answers.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/map.h>
#include <crm/merge.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct crm_answers {
	struct crm_reader *in;
	int a, b, answer;              /* columns */
};

struct crm_answers *crm_answers_open(const char *file, const struct crm_reader_opts *o)
{
	struct crm_reader *in = crm_reader_open(file, o);
	struct crm_answers *s;

	if (!in)
		return NULL;
	s = crm_alloc(sizeof *s);
	s->in = in;
	s->a = crm_fields_find(crm_reader_fields(in), "id_a");
	s->b = crm_fields_find(crm_reader_fields(in), "id_b");
	s->answer = crm_fields_find(crm_reader_fields(in), "answer");
	if (s->a >= 0 && s->b >= 0 && s->answer >= 0)
		return s;
	crm_error("%s: answers need the columns id_a, id_b and answer", file);
	crm_answers_close(s);
	return NULL;
}

void crm_answers_close(struct crm_answers *s)
{
	if (!s)
		return;
	crm_reader_close(s->in);
	free(s);
}

/* 1 the same, 0 not, -1 no answer, -2 not understood */
static int read_answer(const char *s)
{
	static const struct { const char *word; int answer; } known[] = {
		{ "", -1 }, { "yes", 1 }, { "y", 1 }, { "same", 1 }, { "1", 1 }, { "true", 1 }, { "はい", 1 },
		{ "同一", 1 }, { "no", 0 }, { "n", 0 }, { "different", 0 }, { "0", 0 }, { "false", 0 },
		{ "いいえ", 0 }, { "別人", 0 },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcasecmp(s, known[i].word))     /* a spreadsheet makes TRUE of true */
			return known[i].answer;
	return -2;
}

int crm_answers_next(struct crm_answers *s, struct crm_answer *out)
{
	struct crm_record rec;
	int got;

	while ((got = crm_reader_next(s->in, &rec)) == 1) {
		const char *answer = crm_record_text(&rec, s->answer);
		int said = rec.error ? -2 : read_answer(answer);

		if (said == -2) {
			crm_error("%s:%ld: answer: '%s' is neither yes nor no", rec.file, rec.line,
				  rec.error ? rec.error : crm_quoted(answer));
			return -1;
		}
		*out = (struct crm_answer){ crm_record_text(&rec, s->a), crm_record_text(&rec, s->b), said };
		if (said >= 0)
			return 1;
	}
	return got;
}

/* ---- into the store ---- */

struct said {
	uint32_t a, b;                 /* names in the map */
	int same;
};

/* all of it before the store is locked: what feeds us may be reading the store itself */
struct keep {
	struct crm_map *names;
	struct said *list;
	size_t n, cap;
	int64_t *record;               /* per name; 0: there is none */
};

static int read_all(struct keep *k, const char *file, const struct crm_reader_opts *o)
{
	struct crm_answers *s = crm_answers_open(file, o);
	struct crm_answer x;
	int got = -1;

	while (s && (got = crm_answers_next(s, &x)) == 1) {
		CRM_GROW(k->list, k->n, k->cap);
		k->list[k->n] = (struct said){ crm_map_puts(k->names, x.a), 0, x.same };
		k->list[k->n++].b = crm_map_puts(k->names, x.b);
	}
	crm_answers_close(s);
	return got;
}

static int find_records(struct keep *k, struct crm_merge *m)
{
	uint32_t n = crm_map_count(k->names);

	k->record = crm_calloc(n + 1, sizeof *k->record);
	for (uint32_t i = 0; i < n; i++) {
		k->record[i] = crm_merge_record(m, crm_map_key(k->names, i));
		if (k->record[i] < 0)
			return -1;
		if (k->record[i] == 0)
			crm_finding("'%s' is no record of this store", crm_quoted(crm_map_key(k->names, i)));
	}
	return 0;
}

static int put_answer(struct crm_writer *w, const char *a, const char *b, int same)
{
	const char *answer = same ? "yes" : "no";
	struct crm_cell c[3] = { { a, strlen(a) }, { b, strlen(b) }, { answer, strlen(answer) } };

	return w ? crm_writer_put(w, c, 3) : 0;
}

static int keep_one(struct keep *k, struct crm_merge *m, const struct said *x, struct crm_writer *w)
{
	const char *a = crm_map_key(k->names, x->a), *b = crm_map_key(k->names, x->b);
	int64_t ra = k->record[x->a], rb = k->record[x->b];

	if (!ra || !rb)
		return 0;
	if (ra == rb) {
		crm_finding("'%s' is named twice in one answer", crm_quoted(a));
		return 0;
	}
	if (!x->same && crm_merge_customer(m, ra) == crm_merge_customer(m, rb))
		crm_finding("%s and %s are one customer; crm-merge --split takes them apart", crm_quoted(a), crm_quoted(b));
	return crm_merge_decide(m, ra, rb, x->same, 0, "answer") || put_answer(w, a, b, x->same);
}

static int keep_all(struct keep *k, struct crm_store *s, const struct crm_operation_opts *o,
		    const struct crm_writer_opts *out)
{
	static const char *const names[] = { "id_a", "id_b", "answer" };
	struct crm_operation *op = crm_operation_begin(s, "decide", o);
	struct crm_merge *m = op ? crm_merge_open(s, op) : NULL;
	int bad = !m || find_records(k, m) != 0;
	/* a dry run prints the difference instead */
	struct crm_writer *w = bad || o->dry_run ? NULL : crm_writer_open_names(stdout, names, 3, out);

	bad |= !o->dry_run && !w;
	for (size_t i = 0; i < k->n && !bad; i++)
		bad = keep_one(k, m, &k->list[i], w) || crm_operation_step(op);
	if (w && crm_writer_close(w) != 0)
		bad = 1;
	crm_merge_close(m);
	if (!bad)
		return crm_operation_commit(op);
	crm_operation_abandon(op);
	return -1;
}

int crm_answers_keep(struct crm_store *s, const struct crm_operation_opts *op, const char *file,
		     const struct crm_reader_opts *in, const struct crm_writer_opts *out)
{
	struct keep k = { .names = crm_map_new() };
	int bad = read_all(&k, file, in) || keep_all(&k, s, op, out);

	crm_map_free(k.names);
	free(k.list);
	free(k.record);
	return bad ? -1 : 0;
}
