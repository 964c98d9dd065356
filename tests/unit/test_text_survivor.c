/* Which value survives: hand-made cases of every rule. */
#include <crm/survivor.h>
#include "tap.h"

#include <string.h>

static const struct crm_survivor_value names[] = {
	{ "山田太郎", 50, 7, 1 }, { "山田 太郎左衛門", 50, 3, 2 }, { "山田太郎", 40, 9, 3 }, { "山田 太朗", 100, 1, 4 },
};

static size_t chosen(const char *rules, int field, const struct crm_survivor_value *v, size_t n)
{
	struct crm_survivor_rules r;

	return crm_survivor_parse(&r, rules, "test") == 0 ? crm_survivor_choose(&r, field, v, n) : 99;
}

static void test_rules(void)
{
	static const struct crm_survivor_value days[] = { { "2020-01-02", 9, 9, 1 }, { "2019-12-31", 1, 1, 2 } };

	is_int(chosen("*\ttrusted\n", CRM_PERSON_NAME, names, 4), 3, "the most trusted");
	is_int(chosen("*\tnewest\n", CRM_PERSON_NAME, names, 4), 2, "the newest");
	is_int(chosen("*\tlongest\n", CRM_PERSON_NAME, names, 4), 1, "the longest, in characters");
	is_int(chosen("*\tfrequent\n", CRM_PERSON_NAME, names, 4), 0, "the most frequent; the oldest of those");
	is_int(chosen("*\tfrequent,newest\n", CRM_PERSON_NAME, names, 4), 2, "the most frequent; the newest of those");
	is_int(chosen("*\tearliest\n", CRM_PERSON_JOINED, days, 2), 1, "the earliest");
	is_int(chosen("*\tlatest\n", CRM_PERSON_JOINED, days, 2), 0, "the latest");
	is_int(chosen(crm_survivor_default, CRM_PERSON_JOINED, days, 2), 1, "by default the earliest day of joining");
	is_int(chosen(crm_survivor_default, CRM_PERSON_NAME, names, 3), 0, "by default trusted, then newest");
	is_int(chosen("", CRM_PERSON_NAME, names, 4), 3, "no line: trusted, newest");
}

static void test_text(void)
{
	struct crm_survivor_rules r;
	struct crm_buf b = CRM_BUF_INIT;

	is_int(crm_survivor_parse(&r, "# c\r\n*\tnewest\r\nname\tlongest,trusted", "test"), 0, "CR LF, no last line feed");
	crm_survivor_write(&r, CRM_PERSON_NAME, &b);
	is_str(b.s, "longest,trusted", "its own rules");
	crm_buf_reset(&b);
	crm_survivor_write(&r, CRM_PERSON_ADDRESS, &b);
	is_str(b.s, "newest", "those of the others");
	crm_buf_release(&b);
	is_int(crm_survivor_parse(&r, "name\tbest\n", "test"), -1, "an unknown rule");
	is_int(crm_survivor_parse(&r, "postal\tnewest\n", "test"), -1, "a part of the address");
	is_int(crm_survivor_parse(&r, "name newest\n", "test"), -1, "no tab");
	is_int(crm_survivor_parse(&r, "name\t\n", "test"), -1, "no rule");
	is_int(crm_survivor_parse(&r, "name\tnewest,newest,newest,newest,newest,newest,newest\n", "test"), -1, "too many");
}

int main(void)
{
	test_rules();
	test_text();
	return done_testing();
}
