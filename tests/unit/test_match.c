/* Matching as a whole: people found, kept apart, in any order of rows, by any number of threads. */
#include <crm/diag.h>
#include <crm/match.h>
#include <crm/match_zone.h>
#include <crm/mem.h>

#include <stdlib.h>

#include "tap.h"

enum { PEOPLE = 200, COLUMNS = 5 };

static const enum crm_match_kind kinds[COLUMNS] = {
	CRM_KIND_GIVEN, CRM_KIND_FAMILY, CRM_KIND_DATE, CRM_KIND_EMAIL, CRM_KIND_TEXT,
};

static const char *const syllable[10] = { "ba", "ke", "lin", "mo", "ner", "pu", "ra", "sto", "ti", "wel" };

static void name(char *out, unsigned k)
{
	/* Knuth's multiplicative hash: names unlike each other */
	k = k * 2654435761u >> 8;
	snprintf(out, 40, "%s%s%s", syllable[k % 10], syllable[k / 10 % 10], syllable[k / 100 % 10]);
}

struct row {
	char id[16], cell[COLUMNS][80];
};

/* person p twice: as first said, and with a wrong letter or digit and something missing */
static void make(struct row *r, unsigned p, int again)
{
	snprintf(r->id, sizeof r->id, "%u%c", p, again ? 'b' : 'a');
	name(r->cell[0], p * 7 + 3);
	name(r->cell[1], p * 13 + 5);
	snprintf(r->cell[2], 80, "%04u-%02u-%02u", 1930 + p * 11 % 70, 1 + p * 5 % 12, 1 + p * 3 % 28);
	snprintf(r->cell[3], 80, "%.40s%u@example.com", r->cell[1], p * 37 % 90);
	snprintf(r->cell[4], 80, "%s town", syllable[p % 7]);
	if (!again)
		return;
	switch (p % 4) {
	case 0: r->cell[0][1] = 'x'; break;
	case 1: r->cell[2][9] = r->cell[2][9] == '1' ? '2' : '1'; break;
	case 2: r->cell[3][0] = 0; break;
	default: r->cell[4][0] = 0; break;
	}
}

static void add(struct crm_match *m, unsigned k)
{
	struct crm_cell cell[COLUMNS];
	struct row r;

	make(&r, k / 2, k % 2);
	for (int c = 0; c < COLUMNS; c++)
		cell[c] = (struct crm_cell){ r.cell[c], strlen(r.cell[c]) };
	crm_match_add(m, r.id, cell);
}

static struct crm_match *match(unsigned step, unsigned threads, const char *model)
{
	struct crm_match_opts o = { kinds, NULL, COLUMNS, NULL, threads };
	struct crm_match *m = crm_match_new(&o);

	for (unsigned i = 0; i < 2 * PEOPLE; i++)
		add(m, i * step % (2 * PEOPLE));
	if (model)
		crm_match_use_model(m, model);
	return m;
}

static size_t find(const struct crm_match *m, const char *id)
{
	for (size_t i = 0; i < crm_match_records(m); i++)
		if (!strcmp(crm_match_record_id(m, i), id))
			return i;
	return SIZE_MAX;
}

static int together(const struct crm_match *m, const char *a, const char *b)
{
	return crm_match_cluster(m, find(m, a)) == crm_match_cluster(m, find(m, b));
}

/* everything that a match says, as text */
static char *all(const struct crm_match *m)
{
	struct crm_buf out = CRM_BUF_INIT;
	size_t n;
	const struct crm_match_pair *p = crm_match_pairs(m, &n);

	for (size_t i = 0; i < n; i++) {
		crm_buf_printf(&out, "%u %u %.6f %d ", (unsigned)p[i].a, (unsigned)p[i].b,
			       (double)p[i].score, p[i].class);
		crm_match_evidence(m, &p[i], &out);
		crm_buf_putc(&out, '\n');
	}
	for (size_t i = 0; i < crm_match_records(m); i++)
		crm_buf_printf(&out, "%s %u\n", crm_match_record_id(m, i), (unsigned)crm_match_cluster(m, i));
	crm_match_model_write(m, &out);
	return crm_buf_take(&out);
}

static void test_people(void)
{
	struct crm_match *m = match(1, 1, NULL);
	size_t right = 0, wrong = 0;

	is_int(crm_match_run(m), 0, "a table is matched");
	is_int((long long)crm_match_records(m), 2 * PEOPLE, "all records are there");
	for (unsigned p = 0; p < PEOPLE; p++) {
		char a[16], b[16];

		snprintf(a, sizeof a, "%ua", p);
		snprintf(b, sizeof b, "%ub", p);
		right += (size_t)together(m, a, b);
	}
	for (size_t i = 0; i < crm_match_records(m); i++)
		wrong += strtoul(crm_match_record_id(m, i), NULL, 10)
		      != strtoul(crm_match_record_id(m, crm_match_cluster(m, i)), NULL, 10);
	ok(right >= PEOPLE * 98 / 100, "nearly everybody's two records are found");
	is_int((long long)wrong, 0, "nobody is taken for another");
	crm_match_free(m);
}

static void test_order(void)
{
	struct crm_match *a = match(1, 1, NULL), *b = match(7, 3, NULL), *c;
	struct crm_buf model = CRM_BUF_INIT;
	char *said_a, *said_b, *said_c;

	crm_match_run(a);
	crm_match_run(b);
	said_a = all(a);
	said_b = all(b);
	is_str(said_b, said_a, "shuffled rows and three threads say the same, byte for byte");
	crm_match_model_write(a, &model);
	c = match(1, 1, model.s);
	is_int(crm_match_run(c), 0, "a kept model is taken");
	said_c = all(c);
	is_str(said_c, said_a, "… and says the same");
	free(said_a);
	free(said_b);
	free(said_c);
	crm_buf_release(&model);
	crm_match_free(a);
	crm_match_free(b);
	crm_match_free(c);
}

static void test_decisions(void)
{
	struct crm_match *m = match(1, 2, NULL);

	crm_match_decide(m, "3a", "3b", 0);
	crm_match_decide(m, "5b", "9a", 1);
	crm_match_decide(m, "5b", "nobody", 1);
	crm_match_run(m);
	ok(!together(m, "3a", "3b"), "not the same, because somebody said so");
	ok(together(m, "5a", "9b"), "the same, because somebody said so, and with all their records");
	crm_match_free(m);
}

static void test_words(void)
{
	struct crm_match *m = match(1, 1, NULL);
	struct crm_buf out = CRM_BUF_INIT;
	double precision, recall;
	size_t pairs;

	crm_match_run(m);
	is_int(crm_match_explain(m, "1a", "1b", &out), 0, "a pair is explained");
	ok(strstr(out.s, "1a | 1b\n") == out.s && strstr(out.s, "one digit"), "… with levels in words");
	is_int(crm_match_explain(m, "1a", "nobody", &out), -1, "an unknown id is reported");
	crm_match_estimate(m, 2, &pairs, &precision, &recall);
	ok(pairs >= PEOPLE * 98 / 100 && precision > 0.95 && recall > 0.9,
	   "what to expect is near what there is");
	crm_buf_release(&out);
	crm_match_free(m);
}

/* Person p of 200 has two records, one with a birth date, one with an e-mail address, both with a phone; 20 have
 * a namesake in the same town with a phone of its own. */
static void add_townsman(struct crm_match *m, unsigned p, int namesake, int again)
{
	char id[16], cell[6][80];
	struct crm_cell c[6];

	snprintf(id, sizeof id, "%u%c%c", p, namesake ? 'n' : 'p', again ? 'b' : 'a');
	name(cell[0], p * 7 + 3);
	name(cell[1], p * 13 + 5);
	snprintf(cell[2], 80, "%04u-%02u-%02u", 1930 + (p * 11 + 29u * (unsigned)namesake) % 70,
		 1 + (p * 5 + 3u * (unsigned)namesake) % 12, 1 + (p * 3 + 5u * (unsigned)namesake) % 28);
	snprintf(cell[3], 80, "%.40s%u@example.com", cell[namesake], p * 37 % 90 + (unsigned)namesake);
	snprintf(cell[4], 80, "%05u", 10000 + p * 7919 % 1000 * 37);
	snprintf(cell[5], 80, "090%08u", (2 * p + (unsigned)namesake + 1) * 2654435761u % 100000000);
	cell[again ? 2 : 3][0] = 0;
	for (int i = 0; i < 6; i++)
		c[i] = (struct crm_cell){ cell[i], strlen(cell[i]) };
	crm_match_add(m, id, c);
}

static void test_namesakes(void)
{
	static const enum crm_match_kind town[6] = {
		CRM_KIND_GIVEN, CRM_KIND_FAMILY, CRM_KIND_DATE, CRM_KIND_EMAIL, CRM_KIND_POSTAL, CRM_KIND_PHONE,
	};
	struct crm_match_opts o = { town, NULL, 6, NULL, 1 };
	struct crm_match *m = crm_match_new(&o);
	char id[4][16];
	int right = 0, wrong = 0;

	for (unsigned p = 0; p < PEOPLE; p++)
		for (int k = 0; k < (p < 20 ? 4 : 2); k++)
			add_townsman(m, p, k / 2, k % 2);
	crm_match_run(m);
	for (unsigned p = 0; p < PEOPLE; p++) {
		for (int k = 0; k < 4; k++)
			snprintf(id[k], sizeof *id, "%u%c%c", p, k / 2 ? 'n' : 'p', k % 2 ? 'b' : 'a');
		right += together(m, id[0], id[1]);
		wrong += p < 20 && (together(m, id[0], id[2]) || together(m, id[0], id[3]) || together(m, id[1], id[2]));
	}
	is_int(right, PEOPLE, "people of one name, town and phone are one");
	is_int(wrong, 0, "namesakes in one town with other phones are not");
	crm_match_free(m);
}

static void add_text(struct crm_match *m, const char *id, const char *given, const char *mail)
{
	struct crm_cell cell[COLUMNS] = { { "", 0 }, { "smith", 5 }, { "", 0 }, { "", 0 }, { "", 0 } };

	cell[0] = (struct crm_cell){ given, strlen(given) };
	cell[3] = (struct crm_cell){ mail, strlen(mail) };
	crm_match_add(m, id, cell);
}

/* how the e-mail addresses of two records compare, in words */
static int mails_are(const char *given_a, const char *mail_a, const char *given_b, const char *mail_b, const char *want)
{
	struct crm_match_opts o = { kinds, NULL, COLUMNS, NULL, 1 };
	struct crm_match *m = crm_match_new(&o);
	struct crm_buf out = CRM_BUF_INIT;
	char *line, *end;
	int is;

	add_text(m, "x", given_a, mail_a);
	add_text(m, "y", given_b, mail_b);
	crm_match_run(m);
	crm_match_explain(m, "x", "y", &out);
	line = strstr(out.s, "\nemail");
	if (line && (end = strchr(line + 1, '\n')))
		*end = 0;
	is = line && strstr(line, want) != NULL;
	crm_buf_release(&out);
	crm_match_free(m);
	return is;
}

static void test_mails(void)
{
	ok(mails_are("ann", "a.smith12@example.com", "ann", "a.smith345@example.com", " differs:"),
	   "people of one name choose addresses alike: no evidence");
	ok(mails_are("ann", "a.smith12@example.com", "ann", "a.smyht12@example.com", " alike:"),
	   "letters that slipped are evidence");
	ok(mails_are("ann", "a.smith12@example.com", "ann", "a.smith12@example.org", " same before the @"),
	   "the same mailbox with another provider is");
}

static void test_one_word(void)
{
	static const enum crm_match_kind whole[2] = { CRM_KIND_PERSON, CRM_KIND_EMAIL };
	static const char *const name[6] = { "grace kelly", "ann kelly", "bob kelly", "tom kelly", "Kelly", "Thomas" };
	struct crm_match_opts o = { whole, NULL, 2, NULL, 1 };
	struct crm_match *m = crm_match_new(&o);
	struct crm_buf out = CRM_BUF_INIT;

	for (size_t i = 0; i < 6; i++) {
		const char id[2] = { (char)('a' + i), 0 };
		struct crm_cell cell[2] = { { name[i], strlen(name[i]) }, { "", 0 } };

		crm_match_add(m, id, cell);
	}
	crm_match_run(m);
	crm_match_explain(m, "a", "e", &out);
	ok(strstr(out.s, "same: kelly | kelly") != NULL, "a word that is a family name elsewhere is one alone");
	crm_buf_reset(&out);
	crm_match_explain(m, "a", "f", &out);
	ok(strstr(out.s, "nothing to compare: kelly | ") != NULL, "a word of which nothing is known is neither");
	crm_buf_release(&out);
	crm_match_free(m);
}

/* n pairs of one score beside 100 sure ones */
static double same_from(float score, size_t n)
{
	struct crm_match_pair *p = crm_calloc(n + 100, sizeof *p);
	double same;

	for (size_t i = 0; i < n + 100; i++)
		p[i].score = i < 100 ? 20.0f : score;
	same = crm_match_zone_same(p, n + 100);
	free(p);
	return same;
}

static void test_zone(void)
{
	/* odds of 4.3 to 1: 0.19 of them are wrong */
	ok(same_from(2.1f, 10) == CRM_MATCH_SAME_BITS, "a few doubtful pairs are taken");
	ok(same_from(2.1f, 30) == CRM_MATCH_SAME_BITS, "so are more, beside many sure ones: 5.7 of 130");
	ok(same_from(2.1f, 100) > 2.1, "100 of them are not: 19 of 200");
	ok(same_from(3.4f, 100000) < 3.4, "what is right ten times as often as wrong always is");
}

static void test_borders(void)
{
	struct crm_match_opts o = { kinds, NULL, COLUMNS, NULL, 1 };
	static const enum crm_match_kind nothing[1] = { CRM_KIND_IGNORE };
	struct crm_match_opts none = { nothing, NULL, 1, NULL, 1 };
	struct crm_cell empty = { "", 0 };
	struct crm_match *m;
	size_t n, joined = 0;

	m = crm_match_new(&o);
	is_int(crm_match_run(m), 0, "no records");
	crm_match_pairs(m, &n);
	is_int((long long)n, 0, "… no pairs");
	crm_match_free(m);

	m = crm_match_new(&o);
	add_text(m, "x", "ann", "");
	is_int(crm_match_run(m), 0, "one record");
	is_int(crm_match_cluster(m, 0), 0, "… is its own group");
	crm_match_free(m);

	m = crm_match_new(&o);
	add_text(m, "x", "ann", "");
	add_text(m, "x", "bob", "");
	is_int(crm_match_run(m), -1, "an id twice is an error");
	crm_match_free(m);

	m = crm_match_new(&none);
	crm_match_add(m, "x", &empty);
	is_int(crm_match_run(m), -1, "nothing to compare is an error");
	crm_match_free(m);

	m = crm_match_new(&o);
	for (int i = 0; i < 3000; i++) {
		char id[16];

		snprintf(id, sizeof id, "%d", i);
		add_text(m, id, "ann", "ann.smith7@example.com");
	}
	crm_match_run(m);
	for (size_t i = 0; i < 3000; i++)
		joined += crm_match_cluster(m, i) == 0;
	is_int((long long)joined, 3000, "3,000 copies of one record are one person");
	crm_match_free(m);

	m = crm_match_new(&o);
	for (int i = 0; i < 3000; i++) {
		char id[16];

		snprintf(id, sizeof id, "%d", i);
		add_text(m, id, "ann", "");
	}
	crm_match_run(m);
	joined = 0;
	for (uint32_t i = 0; i < 3000; i++)
		joined += crm_match_cluster(m, i) != i;
	is_int((long long)joined, 0, "3,000 records of one name and nothing else are not");
	crm_match_free(m);
}

int main(void)
{
	crm_start("test_match");
	test_people();
	test_order();
	test_decisions();
	test_words();
	test_namesakes();
	test_mails();
	test_one_word();
	test_zone();
	test_borders();
	return done_testing();
}
