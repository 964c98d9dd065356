/* The member lists.  Each goes through the people in an order of its own and gives ids as it goes. */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "shop.h"

FILE *shop_file(const struct shop *s, const char *name)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", s->dir, name);
	f = fopen(path, "wb");
	if (!f) {
		fprintf(stderr, "shop: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	return f;
}

void shop_close(FILE *f, const char *name)
{
	int bad = ferror(f);

	if (fclose(f) || bad) {
		fprintf(stderr, "shop: %s: write error\n", name);
		exit(2);
	}
}

void csv_row(FILE *f, const char *const cells[], int n, const char *eol)
{
	for (int i = 0; i < n; i++) {
		if (i)
			putc(',', f);
		if (!strpbrk(cells[i], ",\"\r\n")) {
			fputs(cells[i], f);
			continue;
		}
		putc('"', f);
		for (const char *c = cells[i]; *c; c++) {
			if (*c == '"')
				putc('"', f);
			putc(*c, f);
		}
		putc('"', f);
	}
	fputs(eol, f);
}

/* i → (start + i * step) mod n is a bijection when step and n have no common divisor */
static uint64_t step_of(uint64_t n)
{
	uint64_t step = n * 618 / 1000 + 1;

	for (;; step++) {
		uint64_t a = n, b = step;

		while (b) {
			uint64_t t = a % b;

			a = b;
			b = t;
		}
		if (a == 1)
			return step;
	}
}

struct walk {
	uint64_t n, step, at, done;
};

static struct walk walk_begin(const struct shop *s, enum source source, uint64_t n)
{
	struct rng r = rng_at(s->seed, DRAW, (uint64_t)source);
	struct walk w = { n, step_of(n), rng_next(&r) % n, 0 };

	return w;
}

/* the next slot, or -1; *day: when it joined, after FIRST_DAY */
static int64_t walk_next(struct walk *w, int *day)
{
	uint64_t slot = w->at;

	if (w->done == w->n)
		return -1;
	*day = (int)(w->done * (LAST_DAY - FIRST_DAY) / w->n);
	w->at = (w->at + w->step) % w->n;
	w->done++;
	return (int64_t)slot;
}

struct cp932 {
	iconv_t to;
	FILE *rows;                 /* a row in memory, before conversion */
	char *text;
	size_t n;
};

static void put_cp932(struct cp932 *c, FILE *f)
{
	char out[4096], *in = c->text, *o = out;
	size_t left = c->n, room = sizeof out;

	fflush(c->rows);
	left = c->n;
	in = c->text;
	if (iconv(c->to, &in, &left, &o, &room) == (size_t)-1) {
		fprintf(stderr, "shop: not in CP932: %s\n", in);
		exit(2);
	}
	fwrite(out, 1, sizeof out - room, f);
	rewind(c->rows);
}

static void zip_text(char *out, size_t size, const struct home *h, struct rng *r)
{
	static const char *const forms[] = { "%.3s-%s", "%.3s-%s", "%.3s%s", "〒%.3s-%s" };

	*out = '\0';
	if (h->town && rng_chance(r, 0.92))
		snprintf(out, size, forms[rng_below(r, 4)], h->town->zip, h->town->zip + 3);
}

static const char *remark(struct rng *r)
{
	static const char *const remarks[] = {
		"DM不可", "要電話, 午後", "\"常連\"", "改行\nあり", "領収書は会社名で", "駐車場利用", "ギフト包装を好む",
	};

	return rng_chance(r, 0.9) ? "" : remarks[rng_below(r, 7)];
}

static const char *company(struct rng *r)
{
	static const char *const companies[] = {
		"株式会社青空商店", "㈱みなと工務店", "有限会社丸中電機", "(株)ひまわり薬局", "合同会社リンク", "(有)松葉園",
		"医療法人若葉会", "株式会社　北斗システム",
	};

	return rng_chance(r, 0.96) ? "" : companies[rng_below(r, 8)];
}

static void pos_row(FILE *f, const char *id, const struct entry *e, int joined)
{
	static const char *const sexes[2][3] = { { "男", "男性", "1" }, { "女", "女性", "2" } };
	char name[96], kana[192] = "", zip[24], address[512] = "", tel[64] = "", mobile[64], birth[40],
		since[24];
	struct rng r = e->style;
	int ymd[3];
	const char *gap = rng_chance(&r, 0.5) ? " " : rng_chance(&r, 0.6) ? "　" : "";
	const char *sex = e->female < 0 ? "" : sexes[e->female][rng_below(&r, 3)];
	const char *works_at = company(&r), *note = remark(&r);

	snprintf(name, sizeof name, "%s%s%s", e->surname, gap, e->given);
	if (rng_chance(&r, 0.8)) {
		char both[96];

		snprintf(both, sizeof both, "%s", e->kana[0]);
		text_halfwidth(kana, sizeof kana, both);
		strncat(kana, " ", sizeof kana - strlen(kana) - 1);
		text_halfwidth(both, sizeof both, e->kana[1]);
		strncat(kana, both, sizeof kana - strlen(kana) - 1);
	}
	zip_text(zip, sizeof zip, &e->home, &r);
	if (e->home.town) {
		char blocks[300];

		style_blocks(blocks, sizeof blocks, &e->home, &r);
		snprintf(address, sizeof address, "%s%s%s%s", rng_chance(&r, 0.7) ? e->home.town->pref : "",
			 e->home.town->city, e->home.town->town, blocks);
		style_phone(tel, sizeof tel, e->tel, dial_digits(&e->home), &r);
	}
	style_phone(mobile, sizeof mobile, e->mobile, 3, &r);
	style_date(birth, sizeof birth, e->birth, rng_chance(&r, 0.6) ? 1 : rng_below(&r, 7));
	date_of(FIRST_DAY + joined, ymd);
	style_date(since, sizeof since, ymd, 1);
	csv_row(f, (const char *const[]){ id, name, kana, zip, address, tel, mobile, e->mail, birth,
		sex, since, works_at, note }, 13, "\r\n");
}

/* slots 0..customers-1 are people; after them, of every eight people one may come again with a new card */
static int pos_slot(const struct shop *s, uint64_t slot, uint32_t *id)
{
	struct rng r;

	if (slot < s->customers) {
		*id = (uint32_t)slot;
		return person_sources(s->seed, *id) >> POS & 1 ? 0 : -1;
	}
	r = rng_at(s->seed, SECOND, slot - s->customers);
	*id = (uint32_t)(slot - s->customers) * 8 + (uint32_t)rng_below(&r, 8);
	return *id < s->customers && person_sources(s->seed, *id) >> POS & 1 && rng_chance(&r, 0.4) ? 1 : -1;
}

static void pos_write(struct shop *s, FILE *truth)
{
	struct walk w = walk_begin(s, POS, s->customers + s->customers / 8);
	struct cp932 c = { s->cp932 ? iconv_open("CP932", "UTF-8") : NULL, NULL, NULL, 0 };
	FILE *f = shop_file(s, "shop_pos.csv"), *rows;
	uint32_t last = 0;
	int64_t slot;
	int day;

	c.rows = s->cp932 ? open_memstream(&c.text, &c.n) : NULL;
	rows = c.rows ? c.rows : f;
	csv_row(rows, (const char *const[]){ "会員コード", "会員名", "会員名カナ", "郵便番号", "住所", "電話番号",
		"携帯番号", "メールアドレス", "生年月日", "性別", "入会日", "会社名", "備考" }, 13, "\r\n");
	while ((slot = walk_next(&w, &day)) >= 0) {
		char key[16];
		uint32_t person;
		int copy = pos_slot(s, (uint64_t)slot, &person);
		struct entry e;

		if (copy < 0)
			continue;
		if (c.rows)
			put_cp932(&c, f);
		s->accounts[person].id[copy ? 2 : POS] = ++last;
		s->accounts[person].since[copy ? 2 : POS] = (uint16_t)day;
		snprintf(key, sizeof key, "S%07u", last);
		entry_make(&e, s->seed, person, POS, copy);
		pos_row(rows, key, &e, day);
		fprintf(truth, "pos,%s,%u\n", key, person + 1);
	}
	if (c.rows) {
		put_cp932(&c, f);
		fclose(c.rows);
		free(c.text);
		iconv_close(c.to);
	}
	shop_close(f, "shop_pos.csv");
}

static void ec_row(FILE *f, const char *id, const struct entry *e, int joined)
{
	char city[96] = "", blocks[300] = "", birth[16], since[40], zip[8] = "";
	const struct town *t = e->home.town;
	struct rng r = e->style;
	int ymd[3], second = rng_below(&r, 86400), news = rng_chance(&r, 0.6);

	if (t) {
		snprintf(zip, sizeof zip, "%s", t->zip);
		snprintf(city, sizeof city, "%s%s", t->city, t->town);
		style_blocks(blocks, sizeof blocks, &e->home, &r);
	}
	style_date(birth, sizeof birth, e->birth, 0);
	date_of(FIRST_DAY + joined, ymd);
	snprintf(since, sizeof since, "%04d-%02d-%02d %02d:%02d:%02d", ymd[0], ymd[1], ymd[2], second / 3600,
		 second / 60 % 60, second % 60);
	csv_row(f, (const char *const[]){ id, e->surname, e->given, e->kana[0], e->kana[1], zip,
		t ? t->pref : "", city, blocks, e->mail, e->mobile[0] ? e->mobile : e->tel,
		e->female < 0 ? "" : e->female ? "女性" : "男性", birth, news ? "1" : "0", since }, 15, "\n");
}

static void ec_write(struct shop *s, FILE *truth)
{
	struct walk w = walk_begin(s, EC, s->customers);
	FILE *f = shop_file(s, "ec_members.csv");
	uint32_t last = 100000;
	int64_t slot;
	int day;

	csv_row(f, (const char *const[]){ "会員ID", "姓", "名", "セイ", "メイ", "郵便番号", "都道府県", "住所1", "住所2",
		"メール", "TEL", "性別", "誕生日", "メルマガ", "登録日" }, 15, "\n");
	while ((slot = walk_next(&w, &day)) >= 0) {
		uint32_t person = (uint32_t)slot;
		struct entry e;
		char key[16];

		if (!(person_sources(s->seed, person) >> EC & 1))
			continue;
		s->accounts[person].id[EC] = ++last;
		s->accounts[person].since[EC] = (uint16_t)day;
		snprintf(key, sizeof key, "%u", last);
		entry_make(&e, s->seed, person, EC, 0);
		ec_row(f, key, &e, day);
		fprintf(truth, "ec,%s,%u\n", key, person + 1);
	}
	shop_close(f, "ec_members.csv");
}

static void cards_write(struct shop *s, FILE *truth)
{
	struct walk w = walk_begin(s, CARD, s->customers);
	uint32_t last = 0;
	int64_t slot;
	int day;

	cards_open(s);
	while ((slot = walk_next(&w, &day)) >= 0) {
		uint32_t person = (uint32_t)slot;
		struct entry e;

		if (!(person_sources(s->seed, person) >> CARD & 1))
			continue;
		entry_make(&e, s->seed, person, CARD, 0);
		cards_put(&e, ++last);
		fprintf(truth, "card,%u,%u\n", last, person + 1);
	}
	cards_close();
}

void lists_write(struct shop *s)
{
	FILE *truth = shop_file(s, "truth.csv");

	fputs("source,source_id,person_id\n", truth);
	pos_write(s, truth);
	ec_write(s, truth);
	cards_write(s, truth);
	shop_close(truth, "truth.csv");
}
