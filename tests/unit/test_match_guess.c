/* What columns hold, from their names and values. */
#include <crm/diag.h>
#include <crm/match_english.h>
#include <crm/match_guess.h>
#include <crm/match_look.h>
#include <crm/match_repeat.h>
#include <crm/tables.h>

#include <string.h>

#include "tap.h"

static void is_kind(const char *column, enum crm_match_kind want)
{
	enum crm_match_kind got;

	crm_match_guess_columns(&column, 1, &got);
	is_str(crm_match_kind_name(got), crm_match_kind_name(want), column);
}

static void test_names(void)
{
	is_kind("given_name", CRM_KIND_GIVEN);
	is_kind("first_name", CRM_KIND_GIVEN);
	is_kind("forename", CRM_KIND_GIVEN);
	is_kind("surname", CRM_KIND_FAMILY);
	is_kind("LastName", CRM_KIND_FAMILY);
	is_kind("full_name", CRM_KIND_PERSON);
	is_kind("first_and_surname", CRM_KIND_PERSON);
	is_kind("dob", CRM_KIND_DATE);
	is_kind("date_of_birth", CRM_KIND_DATE);
	is_kind("birth_place", CRM_KIND_TEXT);
	is_kind("soc_sec_id", CRM_KIND_ID);
	is_kind("postcode_fake", CRM_KIND_POSTAL);
	is_kind("氏名", CRM_KIND_PERSON);
	is_kind("フリガナ", CRM_KIND_KANA);
	is_kind("お名前(姓)", CRM_KIND_FAMILY);
	is_kind("生年月日", CRM_KIND_DATE);
	is_kind("携帯番号", CRM_KIND_PHONE);
	is_kind("郵便番号", CRM_KIND_POSTAL);
	is_kind("住所", CRM_KIND_ADDRESS);
	is_kind("登録日", CRM_KIND_IGNORE);
	is_kind("qwerty", CRM_KIND_AUTO);
	is_kind("f_name", CRM_KIND_GIVEN);
	is_kind("l_name", CRM_KIND_FAMILY);
	is_kind("lname", CRM_KIND_FAMILY);
	is_kind("last", CRM_KIND_AUTO);
	is_kind("担当者", CRM_KIND_PERSON);
	is_kind("TEL1", CRM_KIND_AUTO);
}

static void test_beside(void)
{
	static const char *const name[] = { "担当者", "氏名", "last", "first" };
	enum crm_match_kind kind[4];

	crm_match_guess_columns(name, 4, kind);
	is_str(crm_match_kind_name(kind[0]), "ignore", "who is in charge of people is none of them");
	is_str(crm_match_kind_name(kind[1]), "person", "who they are, is");
	is_str(crm_match_kind_name(kind[2]), "family", "\"last\" beside \"first\" is a name");
	is_str(crm_match_kind_name(kind[3]), "given", "and \"first\" beside \"last\"");
}

static void test_compare(void)
{
	static char a[] = "a:b", b[] = "c";
	char *const name[2] = { a, b };
	enum crm_match_kind kind[2];

	is_int(crm_match_kinds_parse("a:b:date,c:person", name, 2, kind), 0, "a list of columns and kinds");
	ok(kind[0] == CRM_KIND_DATE && kind[1] == CRM_KIND_PERSON, "the last colon separates");
	is_int(crm_match_kinds_parse("c:colour", name, 2, kind), -1, "no such kind");
	is_int(crm_match_kinds_parse("d:date", name, 2, kind), -1, "no such column");
	is_int(crm_match_kinds_parse("c", name, 2, kind), -1, "no kind");
}

static void test_addresses(void)
{
	static const char *const ja[] = { "東京都港区芝1-2-3", "", "大阪市北区梅田1-1" };
	static const char *const en[] = { "12 high street", "a" };

	is_int(crm_match_guess_address(ja, 3), CRM_KIND_ADDRESS, "Japanese addresses");
	is_int(crm_match_guess_address(en, 2), CRM_KIND_TEXT, "others are words");
}

/* a table whose header says nothing: what each column is to be, and its values over 24 rows */
struct column {
	const char *value[4];          /* in turn; %d: another number in each row */
	enum crm_match_kind want;
};

static void is_seen(const struct column *column, size_t n, const struct crm_lexicon *lexicon, const char *what)
{
	enum { ROWS = 24 };
	static char text[ROWS * 16][64];
	const char *cell[ROWS * 16] = { NULL };
	enum crm_match_kind kind[16];
	size_t wrong = 0;

	for (size_t i = 0; i < ROWS * n; i++) {
		int row = (int)(i / n);

		snprintf(text[i], sizeof *text, column[i % n].value[row % 4], row + 10, row + 11);
		cell[i] = text[i];
	}
	for (size_t i = 0; i < n; i++)
		kind[i] = CRM_KIND_AUTO;
	crm_match_look(cell, ROWS, n, lexicon, kind);
	for (size_t i = 0; i < n; i++)
		if (kind[i] != column[i].want) {
			printf("# column %d: %s, not %s\n", (int)i + 1, crm_match_kind_name(kind[i]),
			     crm_match_kind_name(column[i].want));
			wrong++;
		}
	is_int((long long)wrong, 0, what);
}

static void test_values(const struct crm_lexicon *lexicon)
{
	static const struct column japanese[] = {
		{ { "0%d", "1%d", "2%d", "3%d" }, CRM_KIND_AUTO },
		{ { "会員", "会員", "退会", "会員" }, CRM_KIND_AUTO },
		{ { "山田 太郎", "鈴木花子", "佐藤　健", "" }, CRM_KIND_AUTO },      /* four people again and again */
		{ { "a%d@example.jp", "b%d@example.com", "", "c%d@mail.example.jp" }, CRM_KIND_EMAIL },
		{ { "090-1234-10%d", "0312345%dx%d", "", "08012340%d0" }, CRM_KIND_PHONE },
		{ { "昭和%d年4月7日", "1978/4/%d", "19%d-01-02", "" }, CRM_KIND_DATE },
		{ { "2019/4/%d", "2021/6/%d", "2018-11-%d", "2024/01/%d" }, CRM_KIND_IGNORE },
		{ { "男", "女", "", "女性" }, CRM_KIND_SEX },
		{ { "東京都港区芝%d-%d", "大阪府大阪市北区梅田%d-%d", "港区芝公園%d丁目%d", "" }, CRM_KIND_ADDRESS },
		{ { "%d-3", "5丁目%d番1号", "%d番地", "１-%d" }, CRM_KIND_ADDRESS },
		{ { "1 %d", "0", "1", "0" }, CRM_KIND_AUTO },
	};
	static const struct column english[] = {
		{ { "12%d high street", "%d the lane", "flat %d", "" }, CRM_KIND_AUTO },
		{ { "16%d12", "71%d34", "%d2468", "94%d57" }, CRM_KIND_AUTO },
		{ { "19%d-02-14", "12/03/19%d", "19%d0607", "" }, CRM_KIND_DATE },
	};

	is_seen(japanese, sizeof japanese / sizeof *japanese, lexicon, "Japanese columns are known by their values");
	is_seen(english, sizeof english / sizeof *english, lexicon, "words and numbers are left to the table");
	is_seen(english, sizeof english / sizeof *english, NULL, "without names and places, too");
}

/* names: 24 surnames and given names */
static void test_name_columns(const struct crm_lexicon *lexicon)
{
	static const char *const family[] = { "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田",
		"山田", "佐々木", "山口", "松本", "井上", "木村", "林", "斎藤", "清水", "山崎", "森", "池田", "橋本" };
	static const char *const given[] = { "太郎", "花子", "健一", "美咲", "大輔", "陽子", "翔太", "恵子", "拓也", "由美", "健太",
		"直樹" };
	const char *cell[24 * 4];
	char whole[24][32];
	enum crm_match_kind kind[4] = { CRM_KIND_AUTO, CRM_KIND_AUTO, CRM_KIND_AUTO, CRM_KIND_AUTO };

	for (int i = 0; i < 24; i++) {
		snprintf(whole[i], sizeof *whole, "%s%s%s", family[i], i % 2 ? " " : "", given[i % 12]);
		cell[i * 4] = whole[i];
		cell[i * 4 + 1] = family[i];
		cell[i * 4 + 2] = given[i % 12];
		cell[i * 4 + 3] = i % 2 ? "スズキ ハナコ" : "ヤマダタロウ";
	}
	crm_match_look(cell, 24, 4, lexicon, kind);
	is_str(crm_match_kind_name(kind[0]), "person", "whole names");
	is_str(crm_match_kind_name(kind[3]), "auto", "two readings only: a category");
	for (int i = 0; i < 24; i++)
		cell[i * 4] = i % 2 ? "本店" : "駅前店";
	kind[0] = kind[1] = kind[2] = kind[3] = CRM_KIND_AUTO;
	crm_match_look(cell, 24, 4, lexicon, kind);
	is_str(crm_match_kind_name(kind[0]), "auto", "shops are not people");
	is_str(crm_match_kind_name(kind[1]), "family", "surnames beside …");
	is_str(crm_match_kind_name(kind[2]), "given", "… given names");
}

static void test_repeats(void)
{
	static const char *const given[] = { "ann", "bert", "carla", "dora", "emil" };
	static const char *const family[] = { "smith", "jones", "taylor" };
	enum { ROWS = 30, N = 5 };
	static char text[ROWS][2][64];
	const char *cell[ROWS * N];
	enum crm_match_kind kind[N] = { CRM_KIND_AUTO, CRM_KIND_AUTO, CRM_KIND_AUTO, CRM_KIND_AUTO, CRM_KIND_AUTO };

	for (int i = 0; i < ROWS; i++) {
		snprintf(text[i][0], sizeof text[i][0], "%s, %s the elder", family[i % 3], given[i % 5]);
		snprintf(text[i][1], sizeof text[i][1], "%s %s", given[i % 5], family[i % 3]);
		cell[i * N] = text[i][0];
		cell[i * N + 1] = i % 7 ? family[i % 3] : "";
		cell[i * N + 2] = given[i % 5];
		cell[i * N + 3] = text[i][1];
		cell[i * N + 4] = i % 2 ? "leeds" : "york";
	}
	crm_match_repeat(cell, ROWS, N, kind);
	is_str(crm_match_kind_name(kind[0]), "ignore", "a title of both names says nothing new");
	is_str(crm_match_kind_name(kind[1]), "family", "the second word of a column is the family name");
	is_str(crm_match_kind_name(kind[2]), "given", "the first is the given name");
	is_str(crm_match_kind_name(kind[3]), "person", "both are a whole name");
	is_str(crm_match_kind_name(kind[4]), "auto", "a column of its own stays");
}

static void test_english(void)
{
	static const char *const given[] = { "Ann", "zoltan", "wilhelmina", "bo", "Mary" };
	static const char *const family[] = { "Smith", "o'hara", "van dyke", "li" };
	enum { ROWS = 40, N = 3 };
	static char whole[ROWS][64];
	const char *cell[ROWS * N], *one[ROWS];
	enum crm_match_kind kind[N] = { CRM_KIND_AUTO, CRM_KIND_AUTO, CRM_KIND_AUTO }, single = CRM_KIND_AUTO;

	for (int i = 0; i < ROWS; i++) {
		cell[i * N] = i % 2 ? "high street" : "mill lane";
		cell[i * N + 1] = family[i % 4];
		cell[i * N + 2] = given[i % 5];
		snprintf(whole[i], sizeof whole[i], "%s %s", given[i % 5], family[i % 4]);
		one[i] = whole[i];
	}
	crm_match_english(cell, ROWS, N, kind);
	is_str(crm_match_kind_name(kind[0]), "auto", "streets are not names");
	is_str(crm_match_kind_name(kind[1]), "family", "a smith among four: family names");
	is_str(crm_match_kind_name(kind[2]), "given", "ann and mary among five: given names");
	crm_match_english(one, ROWS, 1, &single);
	is_str(crm_match_kind_name(single), "person", "both in one column");
	kind[0] = CRM_KIND_PERSON;
	kind[1] = kind[2] = CRM_KIND_AUTO;
	crm_match_english(cell, ROWS, N, kind);
	is_str(crm_match_kind_name(kind[1]), "auto", "a table that has its names needs no others");
}

int main(void)
{
	struct crm_tables *tables;

	crm_start("test_match_guess");
	tables = crm_tables_open();
	test_beside();
	test_values(tables ? crm_tables_lexicon(tables) : NULL);
	test_name_columns(tables ? crm_tables_lexicon(tables) : NULL);
	crm_tables_close(tables);
	test_repeats();
	test_english();
	test_names();
	test_compare();
	test_addresses();
	return done_testing();
}
