#include <crm/match_daily.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/feed.h>
#include <crm/map.h>
#include <crm/match_store.h>

#include <stdlib.h>
#include <string.h>

#define SHARE 500              /* one row of so many records takes about as long as reading all */

struct daily {
	struct crm_store *store;
	const struct crm_match_list *list;
	const struct crm_lexicon *lexicon;
	unsigned threads;
	size_t most;                   /* rows, and records that changed */
	struct crm_match_file *file;
	int64_t *changed;              /* since the index was made, ascending */
	size_t n_changed;
	struct crm_feed *record, *decision;
	struct crm_map *seen;          /* records that were thought of, as keys */
	uint32_t *wanted;              /* those numbers, in the order of seen */
	size_t n, cap;
};

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static int has_changed(const struct daily *d, int64_t record)
{
	return d->n_changed && bsearch(&record, d->changed, d->n_changed, sizeof record, by_id);
}

/* ---- the index ---- */

/* 1 there is one that is still good, 0 not, -1 */
static int open_index(struct daily *d)
{
	int got;

	if (!(d->file = crm_match_file_open(d->store)))
		return 0;
	got = crm_since_records(d->store, crm_match_file_state(d->file), d->most, &d->changed, &d->n_changed);
	if (got != 1) {
		crm_match_file_close(d->file);
		d->file = NULL;
		d->n_changed = 0;
	}
	return got;
}

/* By a run over the whole store; 1, 0 when it cannot be kept, -1.  Then *whole has what was read for it, and the
 * list: it need not be read again. */
static int make_index(struct daily *d, struct crm_match **whole)
{
	struct crm_match *m = crm_match_read_store(d->store, d->lexicon, d->threads);
	struct crm_match_file_out *out = m ? crm_match_file_write(d->store, m) : NULL;
	int bad;

	if (m && !out) {
		crm_match_list_add(d->list, m);
		*whole = m;
		return 0;
	}
	bad = !m || crm_match_run(m) < 0;
	crm_match_free(m);
	crm_match_file_written(out, !bad);
	return bad ? -1 : open_index(d);
}

/* ---- the records ---- */

static void want(struct daily *d, uint32_t number)
{
	uint32_t before = crm_map_count(d->seen);

	if (crm_map_put(d->seen, &number, sizeof number) < before)
		return;
	CRM_GROW(d->wanted, d->n, d->cap);
	d->wanted[d->n++] = number;
}

/* a record as it is now, if it is still there; 0 or -1 */
static int add_record(struct daily *d, struct crm_match *m, uint32_t number, int changed)
{
	struct crm_feed_record r;
	int got = crm_feed_find_record(d->record, number, &r);

	if (got == 1)
		crm_match_store_add(m, r.record, changed ? number | CRM_MATCH_NEW : number, &r.person);
	return got < 0 ? -1 : 0;
}

/* who the new people ask for: records of the index, and those that changed since */
static int ask(struct daily *d)
{
	struct crm_match *m = crm_match_store_new(d->lexicon, d->threads);
	uint32_t *wanted = NULL;
	size_t n = 0;
	int bad = 0;

	crm_match_use_index(m, crm_match_file_index(d->file));
	crm_match_list_add(d->list, m);
	for (size_t i = 0; i < d->n_changed && !bad; i++)
		bad = add_record(d, m, (uint32_t)d->changed[i], 1);
	if (!bad)
		bad = !(wanted = crm_match_wanted(m, &n));
	for (size_t i = 0; i < n; i++)
		want(d, wanted[i] & ~CRM_MATCH_NEW);
	free(wanted);
	crm_match_free(m);
	return bad ? -1 : 0;
}

/* those with whom a wanted record makes good pairs or was said to be one: groups are judged as a whole */
static int follow(struct daily *d, struct crm_match *m)
{
	for (size_t i = 0; i < d->n; i++) {
		struct crm_feed_decision said;
		size_t n = 0;
		int64_t other;
		int got;
		const struct crm_match_entry *e = crm_match_index_partners(crm_match_file_index(d->file), d->wanted[i], &n);

		for (size_t k = 0; k < n; k++)
			want(d, e[k].number);
		crm_feed_about(d->decision, d->wanted[i]);
		while ((got = crm_feed_next_about(d->decision, &said, &other)) == 1) {
			crm_match_decide(m, said.a, said.b, said.same);
			if (said.same)
				want(d, (uint32_t)other);
		}
		if (got < 0)
			return -1;
	}
	return 0;
}

static int gather(struct daily *d, struct crm_match *m)
{
	crm_match_use_index(m, crm_match_file_index(d->file));
	crm_match_list_add(d->list, m);
	if (ask(d) != 0 || follow(d, m) != 0 || crm_match_store_undone(d->store, m) != 0)
		return -1;
	for (size_t i = 0; i < d->n; i++)
		if (add_record(d, m, d->wanted[i], has_changed(d, d->wanted[i])) != 0)
			return -1;
	crm_note("%zu rows, compared with %zu of the store's records; %zu changed since the index was made", d->list->n,
		 d->n, d->n_changed);
	return 0;
}

static int read_few(struct daily *d, struct crm_match **m)
{
	int bad;

	d->seen = crm_map_new();
	d->record = crm_feed_any_record(d->store);
	d->decision = crm_feed_any_decision(d->store);
	*m = crm_match_store_new(d->lexicon, d->threads);
	bad = !d->record || !d->decision || gather(d, *m) != 0;
	crm_feed_close(d->record);
	crm_feed_close(d->decision);
	crm_map_free(d->seen);
	free(d->wanted);
	if (!bad)
		return 0;
	crm_match_free(*m);
	*m = NULL;
	return -1;
}

int crm_match_daily(struct crm_store *s, const struct crm_match_list *list, const struct crm_lexicon *lexicon,
		    unsigned threads, struct crm_match **m, struct crm_match_file **index)
{
	struct daily d = { .store = s, .list = list, .lexicon = lexicon, .threads = threads };
	struct crm_since now;
	int got;

	*m = NULL;
	*index = NULL;
	if (crm_since_now(s, &now) != 0)
		return -1;
	d.most = (size_t)now.record / SHARE;
	if (now.record < CRM_MATCH_FILE_RECORDS || list->n > d.most)
		return 0;
	if ((got = open_index(&d)) == 0)
		got = make_index(&d, m);
	if (got == 1)
		got = read_few(&d, m) != 0 ? -1 : 1;
	free(d.changed);
	*index = d.file;
	return got < 0 ? -1 : 0;
}
