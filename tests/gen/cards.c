/* The office's list of cards filled in by hand: as CSV, and as the workbook somebody keeps. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

#include "shop.h"

enum { NO, NAME, KANA, ZIP, ADDRESS, TEL, MAIL, BIRTH, REASON, N_COLUMNS };

static const char *const header[N_COLUMNS] = {
	"No", "氏名", "ふりがな", "〒", "ご住所", "TEL", "メール", "誕生日", "来店きっかけ",
};

static struct {
	FILE *csv;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *zip, *mobile, *date, *era, *tel[6];
	lxw_row_t row;
} out;

static lxw_format *number_format(const char *code)
{
	lxw_format *f = workbook_add_format(out.book);

	format_set_num_format(f, code);
	return f;
}

void cards_open(const struct shop *s)
{
	static char path[4096];
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	char book_title[] = "来店カード名簿";
	lxw_doc_properties properties = { .title = book_title, .created = (time_t)LAST_DAY * 86400 };
	lxw_format *title;

	out.csv = shop_file(s, "cards.csv");
	csv_row(out.csv, header, N_COLUMNS, "\n");
	snprintf(path, sizeof path, "%s/cards.xlsx", s->dir);
	out.book = workbook_new_opt(path, &options);
	workbook_set_properties(out.book, &properties);
	out.sheet = workbook_add_worksheet(out.book, "名簿");
	out.zip = number_format("000\\-0000");
	out.mobile = number_format("000\\-0000\\-0000");
	out.tel[2] = number_format("00\\-0000\\-0000");
	out.tel[3] = number_format("000\\-000\\-0000");
	out.tel[4] = number_format("0000\\-00\\-0000");
	out.date = number_format("yyyy/m/d");
	out.era = number_format("[$-411]ggge\"年\"m\"月\"d\"日\"");
	title = workbook_add_format(out.book);
	format_set_bold(title);
	worksheet_write_string(out.sheet, 0, 0, "来店カード名簿　2026年3月現在", title);
	for (lxw_col_t i = 0; i < N_COLUMNS; i++)
		worksheet_write_string(out.sheet, 2, i, header[i], NULL);
	out.row = 3;
}

static void put_text(int column, const char *s)
{
	if (*s)
		worksheet_write_string(out.sheet, out.row, (lxw_col_t)column, s, NULL);
}

static void put_number(int column, const char *digits, lxw_format *f)
{
	worksheet_write_number(out.sheet, out.row, (lxw_col_t)column, (double)strtoll(digits, NULL, 10), f);
}

static void sheet_phone(const struct entry *e, const char *text, struct rng *r)
{
	int dial = e->home.town ? dial_digits(&e->home) : 0;

	if (rng_chance(r, 0.5) || !*text)
		put_text(TEL, text);
	else if (e->mobile[0])
		put_number(TEL, e->mobile, out.mobile);
	else
		put_number(TEL, e->tel, out.tel[dial]);
}

static void sheet_row(const char *const cell[], const struct entry *e, uint32_t no, struct rng *r)
{
	worksheet_write_number(out.sheet, out.row, NO, no, NULL);
	put_text(NAME, cell[NAME]);
	put_text(KANA, cell[KANA]);
	if (*cell[ZIP] && rng_chance(r, 0.6))
		put_number(ZIP, e->home.town->zip, out.zip);
	else
		put_text(ZIP, cell[ZIP]);
	put_text(ADDRESS, cell[ADDRESS]);
	sheet_phone(e, cell[TEL], r);
	put_text(MAIL, cell[MAIL]);
	if (e->birth[0] && rng_chance(r, 0.7)) {
		lxw_datetime day = { .year = e->birth[0], .month = e->birth[1], .day = e->birth[2] };

		worksheet_write_datetime(out.sheet, out.row, BIRTH, &day, rng_chance(r,
			0.6) ? out.date : out.era);
	} else {
		put_text(BIRTH, cell[BIRTH]);
	}
	put_text(REASON, cell[REASON]);
	out.row++;
}

void cards_put(const struct entry *e, uint32_t no)
{
	static const char *const titles[] = { "", "", "", "", "様", " 様" };
	static const char *const reasons[] = { "", "チラシ", "SNS", "紹介", "看板", "通りがかり" };
	static const char *const gaps[] = { "", " ", "　" };
	char key[16], name[128], kana[200] = "", hira[2][64], zip[16] = "", address[512] = "", tel[64] = "",
		birth[40];
	struct rng r = e->style;
	const char *gap = gaps[rng_below(&r, 3)], *title = titles[rng_below(&r, 6)],
		*reason = reasons[rng_below(&r, 6)];

	snprintf(key, sizeof key, "%u", no);
	snprintf(name, sizeof name, "%s%s%s%s", e->surname, gap, e->given, title);
	text_hiragana(hira[0], sizeof hira[0], e->kana[0]);
	text_hiragana(hira[1], sizeof hira[1], e->kana[1]);
	if (rng_chance(&r, 0.85))
		snprintf(kana, sizeof kana, "%s%s%s", hira[0], gaps[rng_below(&r, 3)], hira[1]);
	if (e->home.town) {
		char blocks[300];

		snprintf(zip, sizeof zip, "%.3s-%s", e->home.town->zip, e->home.town->zip + 3);
		style_blocks(blocks, sizeof blocks, &e->home, &r);
		snprintf(address, sizeof address, "%s%s%s%s", rng_chance(&r, 0.5) ? e->home.town->pref : "",
			 e->home.town->city, e->home.town->town, blocks);
	}
	if (e->mobile[0])
		style_phone(tel, sizeof tel, e->mobile, 3, &r);
	else if (e->home.town)
		style_phone(tel, sizeof tel, e->tel, dial_digits(&e->home), &r);
	style_date(birth, sizeof birth, e->birth, rng_below(&r, 7));
	const char *cells[N_COLUMNS] = { key, name, kana, zip, address, tel, e->mail, birth, reason };
	csv_row(out.csv, cells, N_COLUMNS, "\n");
	sheet_row(cells, e, no, &r);
}

void cards_close(void)
{
	lxw_error error = workbook_close(out.book);

	shop_close(out.csv, "cards.csv");
	if (error) {
		fprintf(stderr, "shop: cards.xlsx: %s\n", lxw_strerror(error));
		exit(2);
	}
}
