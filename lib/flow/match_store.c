#include <crm/match_store.h>
#include <crm/feed.h>
#include <crm/person.h>
#include <crm/progress.h>
#include <crm/undone.h>

#include <string.h>

/* what each field of a person is for the comparison; when somebody joined says nothing of who it is */
static const enum crm_match_kind kinds[CRM_PERSON_FIELDS] = {
	[CRM_PERSON_NAME] = CRM_KIND_PERSON, [CRM_PERSON_KANA] = CRM_KIND_KANA, [CRM_PERSON_COMPANY] = CRM_KIND_COMPANY,
	[CRM_PERSON_POSTAL] = CRM_KIND_POSTAL, [CRM_PERSON_PREFECTURE] = CRM_KIND_ADDRESS,
	[CRM_PERSON_CITY] = CRM_KIND_ADDRESS, [CRM_PERSON_ADDRESS] = CRM_KIND_ADDRESS,
	[CRM_PERSON_BUILDING] = CRM_KIND_ADDRESS, [CRM_PERSON_PHONE] = CRM_KIND_PHONE,
	[CRM_PERSON_MOBILE] = CRM_KIND_PHONE, [CRM_PERSON_EMAIL] = CRM_KIND_EMAIL,
	[CRM_PERSON_BIRTHDAY] = CRM_KIND_DATE, [CRM_PERSON_GENDER] = CRM_KIND_SEX,
	[CRM_PERSON_JOINED] = CRM_KIND_IGNORE,
};

void crm_match_store_add(struct crm_match *m, const char *id, uint32_t number, const struct crm_person *p)
{
	struct crm_cell cell[CRM_PERSON_FIELDS];

	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		cell[i] = (struct crm_cell){ p->text[i], strlen(p->text[i]) };
	crm_match_add_numbered(m, id, number, cell);
}

static int add_records(struct crm_store *s, struct crm_match *m)
{
	struct crm_feed *f = crm_feed_records(s);
	struct crm_feed_record r;
	struct crm_progress p;
	int64_t n = 0;
	int got = -1;

	crm_progress_start(&p, "records", 0);
	while (f && (got = crm_feed_next_record(f, &r)) == 1) {
		crm_match_store_add(m, r.record, (uint32_t)r.record_id, &r.person);
		crm_progress_step(&p, ++n);
	}
	crm_progress_stop(&p);
	crm_feed_close(f);
	return got;
}

static int add_decisions(struct crm_store *s, struct crm_match *m)
{
	struct crm_feed *f = crm_feed_decisions(s);
	struct crm_feed_decision d;
	int got = -1;

	while (f && (got = crm_feed_next_decision(f, &d)) == 1)
		crm_match_decide(m, d.a, d.b, d.same);
	crm_feed_close(f);
	return got;
}

int crm_match_store_undone(struct crm_store *s, struct crm_match *m)
{
	struct crm_undone *u = crm_undone_open(s);
	struct crm_feed_decision d;
	int got = -1;

	while (u && (got = crm_undone_next(u, &d)) == 1)
		crm_match_decide(m, d.a, d.b, d.same);
	crm_undone_close(u);
	return got;
}

struct crm_match *crm_match_store_new(const struct crm_lexicon *lexicon, unsigned threads)
{
	struct crm_match_opts o = { kinds, crm_person_names, CRM_PERSON_FIELDS, lexicon, threads };

	return crm_match_new(&o);
}

struct crm_match *crm_match_read_store(struct crm_store *s, const struct crm_lexicon *lexicon, unsigned threads)
{
	struct crm_match *m = crm_match_store_new(lexicon, threads);

	if (m && add_records(s, m) == 0 && add_decisions(s, m) == 0 && crm_match_store_undone(s, m) == 0) {
		crm_store_trim(s);
		return m;
	}
	crm_match_free(m);
	return NULL;
}
