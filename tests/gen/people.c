#include <string.h>

#include "shop.h"

static const char *const buildings[] = {
	"コーポ青空", "ハイツみどり", "メゾン若葉", "グランドパレス", "サンハイツ", "リバーサイド", "パークヒルズ",
	"第二中央ビル", "カーサ白樺", "ドミール花園", "フォレスト", "シティコート", "あさひ荘", "エクセル壱番館",
};

static const char *const domains[] = {
	"example.com", "example.net", "example.org", "example.jp", "example.ne.jp", "mail.example.com",
	"keitai.example.jp", "web.example.ne.jp",
};

#define COUNT(a) ((int)(sizeof (a) / sizeof (a)[0]))

int person_sources(uint64_t seed, uint32_t id)
{
	struct rng r = rng_at(seed, SOURCES, id);
	int in = rng_chance(&r, 0.78) << POS;

	in |= rng_chance(&r, 0.42) << EC;
	in |= rng_chance(&r, 0.20) << CARD;
	return in ? in : 1 << POS;
}

/* Four neighbours in the numbering make one to four households. */
static uint32_t household(uint64_t seed, uint32_t id, int *member)
{
	static const char layouts[][5] = { "0123", "0023", "0022", "0003", "0000" };
	static const double share[] = { 0.55, 0.75, 0.87, 0.95, 1 };
	struct rng r = rng_at(seed, BLOCK, id / 4);
	double u = rng_unit(&r);
	uint32_t head;
	int i = 0;

	while (u > share[i])
		i++;
	head = id / 4 * 4 + (uint32_t)(layouts[i][id % 4] - '0');
	*member = (int)(id - head);
	return head;
}

static const struct name *draw_name(struct rng *r, const struct name *list, int n)
{
	double u = rng_unit(r);

	return &list[(int)(n * u * u)];        /* density falls like 1/sqrt(rank) */
}

static void draw_home(struct home *h, struct rng *r)
{
	h->town = &towns[rng_below(r, n_towns)];
	h->chome = h->town->chome ? 1 + rng_below(r, 6) : 0;
	h->ban = 1 + rng_below(r, h->chome ? 40 : 900);
	h->go = 1 + rng_below(r, 30);
	h->building = rng_chance(r, 0.3) ? buildings[rng_below(r, COUNT(buildings))] : NULL;
	h->room = (1 + rng_below(r, 9)) * 100 + 1 + rng_below(r, 8);
	h->tel[0] = '\0';
	if (rng_chance(r, 0.6)) {
		int n = snprintf(h->tel, sizeof h->tel, "%s%d", h->town->dial, 2 + rng_below(r, 8));

		while (n < 10)
			h->tel[n++] = (char)('0' + rng_below(r, 10));
		h->tel[n] = '\0';
	}
}

static void draw_mobile(char out[12], struct rng *r)
{
	out[0] = out[2] = '0';
	out[1] = (char)('7' + rng_below(r, 3));
	out[3] = (char)('1' + rng_below(r, 9));
	for (int i = 4; i < 11; i++)
		out[i] = (char)('0' + rng_below(r, 10));
	out[11] = '\0';
}

static void draw_mail(char *out, size_t size, const struct person *p, struct rng *r)
{
	const char *domain = domains[rng_below(r, COUNT(domains))];
	char family[20], given[20];
	int number = (int)(p->id * 7919u % 9973u);

	text_romaji(family, sizeof family, p->surname->kana);
	text_romaji(given, sizeof given, p->given->kana);
	switch (rng_below(r, 4)) {
	case 0: snprintf(out, size, "%s.%s%d@%s", given, family, number, domain); break;
	case 1: snprintf(out, size, "%s_%c%d@%s", family, given[0], number, domain); break;
	case 2: snprintf(out, size, "%s%d@%s", given, number * 10 + rng_below(r, 10), domain); break;
	default: snprintf(out, size, "%c-%s%d@%s", given[0], family, number, domain); break;
	}
}

static int leap(int year)
{
	return (year % 4 == 0 && year % 100) || year % 400 == 0;
}

static void draw_birth(struct person *p, int year, struct rng *r)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	p->birth[0] = year > 2008 ? 2008 : year;
	p->birth[1] = 1 + rng_below(r, 12);
	p->birth[2] = 1 + rng_below(r, days[p->birth[1] - 1] + (p->birth[1] == 2 && leap(p->birth[0])));
}

void person_make(struct person *p, uint64_t seed, uint32_t id)
{
	int member;
	uint32_t head = household(seed, id, &member);
	struct rng house = rng_at(seed, HOUSE, head), r = rng_at(seed, PERSON, id);
	int year = 1938 + rng_below(&house, 58), man = rng_below(&house, 2);
	int one_mailbox = rng_chance(&house, 0.05);

	p->id = id;
	p->surname = draw_name(&house, surnames, n_surnames);
	p->moved = rng_chance(&house, 0.10);
	draw_home(&p->home[0], &house);
	draw_home(&p->home[1], &house);
	if (!p->moved)
		p->home[1] = p->home[0];
	p->female = member == 0 ? !man : member == 1 ? man : rng_below(&r, 2);
	if (member)
		year += member == 1 ? rng_below(&r, 9) - 4 : 20 + rng_below(&r, 15);
	draw_birth(p, year, &r);
	p->given = p->female ? draw_name(&r, women, n_women) : draw_name(&r, men, n_men);
	p->former = p->female && rng_chance(&r, 0.04) ? draw_name(&r, surnames, n_surnames) : p->surname;
	for (int i = 0; i < 2; i++) {
		int same = i && rng_chance(&r, 0.88);

		draw_mobile(p->mobile[i], &r);
		draw_mail(p->mail[i], sizeof p->mail[i], p, &r);
		if (same) {
			memcpy(p->mobile[1], p->mobile[0], sizeof p->mobile[0]);
			memcpy(p->mail[1], p->mail[0], sizeof p->mail[0]);
		}
	}
	if (one_mailbox && member == 1) {
		struct person first;

		person_make(&first, seed, head);
		memcpy(p->mail, first.mail, sizeof p->mail);
	}
}

/* how often a list lacks a cell: birth, landline, mobile, mail, home, sex */
static const double missing[N_SOURCES][6] = {
	{ 0.12, 0.20, 0.20, 0.45, 0.05, 0.20 },
	{ 0.06, 0.70, 0.08, 0.02, 0.01, 0.10 },
	{ 0.15, 0.50, 0.25, 0.50, 0.12, 1.00 },
};

static void lose(struct entry *e, const double *rate, struct rng *r)
{
	if (rng_chance(r, rate[0]))
		memset(e->birth, 0, sizeof e->birth);
	if (rng_chance(r, rate[1]))
		e->tel[0] = '\0';
	if (rng_chance(r, rate[2]))
		e->mobile[0] = '\0';
	if (rng_chance(r, rate[3]))
		e->mail[0] = '\0';
	if (rng_chance(r, rate[4]))
		e->home.town = NULL;
	if (rng_chance(r, rate[5]))
		e->female = -1;
}

static void damage(struct entry *e, enum source source, struct rng *r)
{
	if (rng_chance(r, 0.15))
		text_variant(e->surname, sizeof e->surname, r, source == EC);
	if (rng_chance(r, 0.08))
		text_variant(e->given, sizeof e->given, r, source == EC);
	if (rng_chance(r, 0.02))
		text_typo(e->given, sizeof e->given, r);
	if (rng_chance(r, 0.015))
		text_typo(e->kana[1], sizeof e->kana[1], r);
	if (rng_chance(r, 0.02))
		text_swap_digits(e->mobile, r);
	if (rng_chance(r, 0.02))
		text_swap_digits(e->tel, r);
	if (rng_chance(r, 0.02) && e->birth[2] <= 12) {
		int day = e->birth[2];

		e->birth[2] = e->birth[1];
		e->birth[1] = day;
	}
	if (rng_chance(r, 0.02) && e->mail[0])
		memmove(e->mail, e->mail + 1, strlen(e->mail));
}

void entry_make(struct entry *e, uint64_t seed, uint32_t id, enum source source, int copy)
{
	static const double older[N_SOURCES] = { 0.6, 0.15, 0.4 };
	struct rng r = rng_at(seed, ENTRY + (int)source + 4 * copy, id);
	struct person p;
	int now;

	person_make(&p, seed, id);
	now = copy || !rng_chance(&r, older[source]);
	snprintf(e->surname, sizeof e->surname, "%s", (now ? p.surname : p.former)->kanji);
	snprintf(e->kana[0], sizeof e->kana[0], "%s", (now ? p.surname : p.former)->kana);
	snprintf(e->given, sizeof e->given, "%s", p.given->kanji);
	snprintf(e->kana[1], sizeof e->kana[1], "%s", p.given->kana);
	e->female = p.female;
	memcpy(e->birth, p.birth, sizeof e->birth);
	e->home = p.home[now];
	memcpy(e->tel, e->home.tel, sizeof e->tel);
	memcpy(e->mobile, p.mobile[now], sizeof e->mobile);
	memcpy(e->mail, p.mail[now], sizeof e->mail);
	damage(e, source, &r);
	lose(e, missing[source], &r);
	e->style = r;
}
