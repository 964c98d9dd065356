/* What columns hold, from their names and values. */
#include <crm/diag.h>
#include <crm/match_guess.h>

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

int main(void)
{
	crm_start("test_match_guess");
	test_names();
	test_compare();
	test_addresses();
	return done_testing();
}
