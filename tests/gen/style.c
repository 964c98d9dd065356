#include <string.h>

#include "shop.h"

int dial_digits(const struct home *h)
{
	return (int)strlen(h->town->dial);
}

/* dial: digits before the first hyphen (3 for a mobile phone) */
void style_phone(char *out, size_t size, const char *digits, int dial, struct rng *r)
{
	int middle = (int)strlen(digits) - dial - 4, how = rng_below(r, 100);
	char plain[24];

	*out = '\0';
	if (!*digits)
		return;
	snprintf(plain, sizeof plain, "%.*s-%.*s-%s", dial, digits, middle, digits + dial,
		digits + dial + middle);
	if (how < 55)
		snprintf(out, size, "%s", plain);
	else if (how < 77)
		snprintf(out, size, "%s", digits);
	else if (how < 86)
		text_fullwidth(out, size, plain);
	else if (how < 94)
		snprintf(out, size, "%.*s(%.*s)%s", dial, digits, middle, digits + dial,
			digits + dial + middle);
	else if (how < 97)
		snprintf(out, size, "+81-%s", plain + 1);
	else
		snprintf(out, size, "%s", digits + 1);          /* Excel took it for a number */
}

static void era_date(char *out, size_t size, const int ymd[3], int letters)
{
	static const struct {
		int from;
		const char *name, *letter;
	} eras[] = { { 20190501, "令和", "R" }, { 19890108, "平成", "H" }, { 19261225, "昭和", "S" } };
	int day = ymd[0] * 10000 + ymd[1] * 100 + ymd[2], i = 0, year;

	while (i < 2 && day < eras[i].from)
		i++;
	year = ymd[0] - eras[i].from / 10000 + 1;
	if (letters)
		snprintf(out, size, "%s%d.%d.%d", eras[i].letter, year, ymd[1], ymd[2]);
	else if (year == 1)
		snprintf(out, size, "%s元年%d月%d日", eras[i].name, ymd[1], ymd[2]);
	else
		snprintf(out, size, "%s%d年%d月%d日", eras[i].name, year, ymd[1], ymd[2]);
}

void style_date(char *out, size_t size, const int ymd[3], int style)
{
	*out = '\0';
	if (!ymd[0])
		return;
	switch (style) {
	case 0: snprintf(out, size, "%04d-%02d-%02d", ymd[0], ymd[1], ymd[2]); break;
	case 1: snprintf(out, size, "%d/%02d/%02d", ymd[0], ymd[1], ymd[2]); break;
	case 2: snprintf(out, size, "%d/%d/%d", ymd[0], ymd[1], ymd[2]); break;
	case 3: snprintf(out, size, "%d%02d%02d", ymd[0], ymd[1], ymd[2]); break;
	case 4: snprintf(out, size, "%d年%d月%d日", ymd[0], ymd[1], ymd[2]); break;
	case 5: era_date(out, size, ymd, 0); break;
	default: era_date(out, size, ymd, 1); break;
	}
}

/* everything after the town: chome, block, house, building, room */
void style_blocks(char *out, size_t size, const struct home *h, struct rng *r)
{
	static const char *const kanji[] = { "一", "二", "三", "四", "五", "六" };
	char blocks[96], wide[200], room[64] = "";
	int how = rng_below(r, 6);

	if (how < 3 && h->chome)
		snprintf(blocks, sizeof blocks, "%d-%d-%d", h->chome, h->ban, h->go);
	else if (how < 3)
		snprintf(blocks, sizeof blocks, "%d-%d", h->ban, h->go);
	else if (!h->chome)
		snprintf(blocks, sizeof blocks, how == 3 ? "%d番地%d" : "%d番地の%d", h->ban, h->go);
	else if (how == 3)
		snprintf(blocks, sizeof blocks, "%s丁目%d番%d号", kanji[h->chome - 1], h->ban, h->go);
	else
		snprintf(blocks, sizeof blocks, how == 4 ? "%d丁目%d番%d号" : "%d丁目%d-%d", h->chome, h->ban,
			h->go);
	if (h->building) {
		static const char *const forms[] = { " %s %d", "　%s%d号室", "%s%d", " %s-%d" };

		snprintf(room, sizeof room, forms[rng_below(r, 4)], h->building, h->room);
	}
	if (rng_chance(r, 0.2))
		text_fullwidth(wide, sizeof wide, blocks);
	else
		snprintf(wide, sizeof wide, "%s", blocks);
	snprintf(out, size, "%s%s", wide, room);
}
