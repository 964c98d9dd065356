/* --where and --map: what libjq may see and do. */
#include "tap.h"

#include <crm/diag.h>
#include <crm/jq_lex.h>
#include <crm/json.h>

#include <stdio.h>
#include <stdlib.h>

static struct crm_fields fields;
static struct crm_cell cells[] = { { "0120", 4 }, { "田中", 6 }, { "", 0 }, { "42", 2 } };
static const struct crm_record rec = { &fields, cells, 4, "f", 2, NULL };

static int test(const char *program)
{
	struct crm_jq *q = crm_jq_open(program, "--where");
	int got;

	if (!q)
		return -2;
	got = crm_jq_test(q, &rec);
	crm_jq_close(q);
	return got;
}

static void test_where(void)
{
	static const struct {
		const char *program;
		int want;
	} cases[] = {
		{ ".id == \"0120\"", 1 }, { ".id == 120", 0 }, { ".n > 41", 1 }, { ".e == null", 1 }, { ".e", 0 },
		{ ".氏名 == \"田中\"", 1 }, { ".\"氏名\" | test(\"^田\")", 1 }, { ".[\"氏名\"] | length == 2", 1 }, { "length", 1 },
		{ "keys | length == 4", 1 }, { ". | has(\"e\")", 1 }, { "empty", 0 }, { ".nosuch", 0 }, { "error(\"x\")", -1 },
		{ ".id.x", -1 }, { "(", -2 }, { ".氏名x == null", 1 }, { "\"\\(.id)円\" == \"0120円\"", 1 }, { ".id # .x", 1 },
		{ "env", -2 }, { "$ENV", -2 }, { "\"\\(env)\"", -2 }, { "input", -2 }, { "[inputs]", -2 }, { "debug", -2 },
		{ "stderr", -2 }, { "halt", -2 }, { "\"x\"|halt_error", -2 }, { "import \"a\" as a; .", -2 },
		{ "include \"a\"; .", -2 }, { "input_filename", -2 }, { "\"a\"|modulemeta", -2 }, { "get_search_list", -2 },
		{ ".env", 0 }, { "\"env\" == .id", 0 }, { ".id = \"x\"", -1 }, { ".", -1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_int(test(cases[i].program), cases[i].want, cases[i].program);
}

static void test_header(void)
{
	static const struct {
		const char *program;
		int want;
	} cases[] = {
		{ ".id == \"1\" and .n > 2", 0 }, { ".氏名", 0 }, { ".nosuch", -1 }, { ".id | test(.nosuch)", -1 },
		{ ".[\"nosuch\"] == null", -1 }, { "\"\\(.nosuch)\"", -1 }, { ". as $x | .nosuch", 0 },
		{ "{nosuch: .id} | .nosuch", 0 }, { "{\"nosuch\": .id} | .nosuch", 0 },
		{ ".id | capture(\"(?<nosuch>1)\") | .nosuch", 0 }, { "true", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_jq *q = crm_jq_open(cases[i].program, "--where");

		is_int(crm_jq_header(q, &fields), cases[i].want, cases[i].program);
		crm_jq_close(q);
	}
}

static void test_json(void)
{
	static const char *const texts[] = { "0", "-1.5", "12e3", "1E-7", "007", "+1", "1.", ".5", "-", "1e", "0x1", "nan", "" };
	static const char *const want[] = { "0", "-1.5", "12e3", "1E-7", "\"007\"", "\"+1\"", "\"1.\"", "\".5\"", "\"-\"",
					    "\"1e\"", "\"0x1\"", "\"nan\"", "null" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct crm_cell row[] = { { "7", 1 }, { "", 0 }, { "", 0 }, { texts[i], strlen(texts[i]) } };
		struct crm_buf got = CRM_BUF_INIT, all = CRM_BUF_INIT;

		crm_json_record(&got, &fields, row, 4);
		crm_buf_printf(&all, "{\"id\":\"7\",\"氏名\":null,\"e\":null,\"n\":%s}", want[i]);
		is_str(got.s, all.s, texts[i]);
		crm_buf_release(&got);
		crm_buf_release(&all);
	}
}

static void test_uses(void)
{
	static const struct {
		const char *program;
		int whole;
		size_t fields;
	} cases[] = {
		{ ".a == 1 and (.b|test(\"x\"))", 0, 2 }, { ".a|length", 0, 1 }, { "length", 1, 0 }, { ".", 1, 0 }, { ".[]", 1, 0 },
		{ "select(.a)|length", 1, 1 }, { ". as $x | 1", 1, 0 }, { ".a // length", 1, 1 }, { "\"\\(.a)\"", 0, 1 },
		{ "\"\\(.)\"", 1, 0 }, { ".a|=1", 0, 1 }, { ".5 < .a", 0, 1 }, { ".a | # c\n length", 0, 1 }, { "..", 1, 0 },
		{ "@json", 1, 0 }, { ".[\"a\\(1)\"]", 1, 0 }, { "tojson", 1, 0 }, { ".a|ltrimstr(\"x\")", 0, 1 },
		{ "ltrimstr(\"x\")|length", 1, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_jq_uses u;

		crm_jq_scan(cases[i].program, &u);
		ok(u.whole == cases[i].whole && u.fields.n == cases[i].fields, cases[i].program);
		crm_jq_uses_release(&u);
	}
}

/* the texts of all objects, NUL as "|" */
static void test_objects(void)
{
	static const struct { const char *program, *want; } cases[] = {
		{ "{y: (.n + 1), x: .id, z: null, w: [.氏名]}", "w|[\"田中\"]|x|0120|y|43|z|||" },
		{ "{a: .id}, {b: \"2\"}", "a|0120||b|2||" },
		{ "[{a: .id}, {b: \"2\"}]", "a|0120||b|2||" },
		{ "empty", "" }, { "[]", "" }, { "{}", "|" },
		{ ".id", "-the result is not an object" },
		{ "{a: 1}, error(\"no \" + .id)", "-no 0120" },
		{ "{a: 1}, error({b: 2})", "-{\"b\":2}" },
		{ "{a: \"x\\u0000y\"}", "-a value holds a NUL" },
	};
	struct crm_jq_objects out = { .texts = CRM_BUF_INIT };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_jq *q = crm_jq_open(cases[i].program, "--map-jq");

		if (crm_jq_objects(q, &rec, &out) != 0) {
			is_str(crm_jq_error(q), cases[i].want + 1, cases[i].program);
		} else {
			for (size_t k = 0; k < out.texts.n; k++)
				out.texts.s[k] = out.texts.s[k] ? out.texts.s[k] : '|';
			is_str(out.texts.s, cases[i].want, cases[i].program);
		}
		crm_jq_close(q);
	}
	crm_buf_release(&out.texts);
}

int main(void)
{
	static const char *const numbers[] = { "n", NULL };

	crm_start("test");
	if (!freopen("/dev/null", "w", stderr))
		return 2;
	setenv("SECRET", "x", 1);
	crm_fields_init(&fields);
	crm_fields_add(&fields, "id");
	crm_fields_add(&fields, "氏名");
	crm_fields_add(&fields, "e");
	crm_fields_add(&fields, "n");
	crm_fields_numbers(&fields, numbers);
	test_where();
	test_header();
	test_json();
	test_uses();
	test_objects();
	is_str(getenv("SECRET"), "x", "our own environment is as it was");
	crm_fields_release(&fields);
	return done_testing();
}
