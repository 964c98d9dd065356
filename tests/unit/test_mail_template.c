/* Templates: the examples of the header's own table, and every fault found before the first message. */
#include <stdlib.h>
#include <unistd.h>

#include <crm/diag.h>
#include <crm/rowset.h>
#include <crm/template.h>
#include <crm/template_filter.h>

#include "tap.h"

#define HEADS "Subject: s\nFrom: shop@example.jp\n\n"
#define A4 "{{#a}}{{#a}}{{#a}}{{#a}}"

enum { COLUMNS = 4 };

static struct crm_fields fields;

static struct crm_template *open_text(const char *text)
{
	return crm_template_open(text, strlen(text), "t.txt");
}

static void add_row(struct crm_rowset *g, const char *const cells[COLUMNS], long line)
{
	struct crm_cell cell[COLUMNS];
	struct crm_record r = { &fields, cell, COLUMNS, "in.csv", line, NULL };

	for (int i = 0; i < COLUMNS; i++)
		cell[i] = (struct crm_cell){ cells[i], strlen(cells[i]) };
	crm_rowset_add(g, &r);
}

/* the whole template for two rows; want NULL: rendering must fail */
static void renders_whole(const char *template, enum crm_head head, const char *want, const char *name)
{
	static const char *const rows[2][COLUMNS] = {
		{ "𠮷野 \"太郎\"", "プリンター🖨", "19800", "" }, { "𠮷野 \"太郎\"", "インク", "980", "　 " },
	};
	struct crm_template *t = open_text(template);
	struct crm_rowset g = { 0 };
	struct crm_draft d;
	int result;

	crm_draft_init(&d);
	add_row(&g, rows[0], 2);
	add_row(&g, rows[1], 3);
	if (ok(t && !crm_template_bind(t, &fields), name)) {
		result = crm_template_render(t, g.row, g.n, &d);
		if (want)
			is_str(result ? "(refused)" : head < CRM_HEADS ? d.head[head].s : d.body.s, want,
				name);
		else
			is_int(result, -1, name);
	}
	crm_draft_release(&d);
	crm_rowset_release(&g);
	crm_template_free(t);
}

static void renders(const char *body, const char *want)
{
	char text[1000];

	snprintf(text, sizeof text, HEADS "%s", body);
	renders_whole(text, CRM_HEADS, want, body);
}

static void bodies(void)
{
	renders("{{name}} 様\n", "𠮷野 \"太郎\" 様\n");
	renders("no newline at the end", "no newline at the end\n");
	renders("{{ name }}{{note?お客様}}\n", "𠮷野 \"太郎\"お客様\n");
	renders("{{note?}}|{{absent?x}}|{{absent?}}\n", "|x|\n");
	renders("{{price|yen}} {{price|number}}\n", "19,800円 19,800\n");
	renders("{{note|yen?―}}\n", "―\n");
	renders("a\n{{#rows}}\n・{{product}} {{price|yen}}\n{{/rows}}\nb\n",
		"a\n・プリンター🖨 19,800円\n・インク 980円\nb\n");
	renders("{{#rows}}{{product}},{{/rows}}\n", "プリンター🖨,インク,\n");
	renders("{{#note}}x{{/note}}{{^note}}y{{/note}}\n", "y\n");
	renders("{{#name}}x{{/name}}{{^name}}y{{/name}}\n", "x\n");
	renders("{{#absent?}}{{absent}}{{/absent}}{{^absent?}}none{{/absent}}\n", "none\n");
	renders("  {{! a remark }}  \nx{{!y}}z\n", "xz\n");
	renders("{{#name}}\n  {{#rows}}\n-\n  {{/rows}}\n{{/name}}", "-\n-\n");
	renders("{ } }} {x}\n", "{ } }} {x}\n");
	renders("{{note}}\n", NULL);
	renders("{{name|yen}}\n", NULL);
}

static void heads(void)
{
	static const char text[] = "\xef\xbb\xbf" "subject: {{name}}様へ\r\nFrom: みどり屋 <shop@example.jp>\r\n"
		"Reply-To: b@example.jp\r\n"
		"List-Unsubscribe: <https://example.jp/{{product|url}}>\r\n\r\nx\r\n";

	renders_whole(text, CRM_HEAD_SUBJECT, "𠮷野 \"太郎\"様へ", "BOM, CRLF, a header in small letters");
	renders_whole(text, CRM_HEAD_FROM, "みどり屋 <shop@example.jp>", "From");
	renders_whole(text, CRM_HEAD_LIST_UNSUBSCRIBE,
		      "<https://example.jp/%E3%83%97%E3%83%AA%E3%83%B3%E3%82%BF%E3%83%BC%F0%9F%96%A8>",
			"List-Unsubscribe");
	renders_whole(text, CRM_HEADS, "x\n", "the text after CRLF headers");
}

static void injection(void)
{
	static const char *const evil[COLUMNS] = { "山田\r\nBcc: all@example.com", "p", "1", "n" };
	struct crm_template *t = open_text("Subject: {{name}}\nFrom: shop@example.jp\n\n{{name}}\n");
	struct crm_rowset g = { 0 };
	struct crm_draft d;

	crm_draft_init(&d);
	add_row(&g, evil, 7);
	crm_template_bind(t, &fields);
	is_int(crm_template_render(t, g.row, g.n, &d), -1, "a line break in a header is refused");
	crm_template_free(t);
	t = open_text(HEADS "{{name}}\n");
	crm_template_bind(t, &fields);
	is_int(crm_template_render(t, g.row, g.n, &d), 0, "in the text it is a line break");
	is_str(d.body.s, "山田\nBcc: all@example.com\n", "and no more");
	crm_template_free(t);
	crm_draft_release(&d);
	crm_rowset_release(&g);
}

static void faulty(const char *text, const char *name)
{
	struct crm_template *t = open_text(text);

	ok(!t, name);
	crm_template_free(t);
}

static void faults(void)
{
	struct crm_template *t;

	faulty("", "nothing");
	faulty("Subject: s\n\nx\n", "no From");
	faulty("From: a@example.jp\n\nx\n", "no Subject");
	faulty(HEADS, "no text");
	faulty("Subject: s\nFrom: nobody\n\nx\n", "From is no address");
	faulty("Subject: s\nSubject: s\nFrom: a@example.jp\n\nx\n", "twice the same header");
	faulty("To: a@example.jp\nSubject: s\nFrom: a@example.jp\n\nx\n",
		"a header that is not the template's");
	faulty("こんにちは\n\nx\n", "no headers at all");
	faulty("Subject: \x8f\x48\nFrom: a@example.jp\n\nx\n", "CP932");
	faulty(HEADS "{{name\n}}\n", "a tag over two lines");
	faulty(HEADS "{{}}\n", "an empty tag");
	faulty(HEADS "{{name|shout}}\n", "no such filter");
	faulty(HEADS "{{#rows}}x\n", "never closed");
	faulty(HEADS "{{/rows}}x\n", "never opened");
	faulty(HEADS "{{#rows}}{{#name}}{{/rows}}{{/name}}\n", "crossed");
	faulty(HEADS "{{#rows}}{{#rows}}{{/rows}}{{/rows}}\n", "rows in rows");
	faulty(HEADS "{{^rows}}{{/rows}}\n", "no rows");
	faulty(HEADS A4 A4 A4 A4 "{{#a}}\n", "too deep");
	t = open_text(HEADS "{{name}}{{nmae}}\n");
	is_int(crm_template_bind(t, &fields), -1,
		"a column that is not there is found before the first message");
	crm_template_free(t);
	t = open_text(HEADS "{{#nmae}}x{{/nmae}}\n");
	is_int(crm_template_bind(t, &fields), -1, "in a section too");
	crm_template_free(t);
}

static void filtered(const char *filter, const char *text, const char *want)
{
	struct crm_buf out = CRM_BUF_INIT;
	crm_template_filter *f = crm_template_filter_named(filter, strlen(filter));
	const char *why = f ? f(text, &out) : "no such filter";

	if (want)
		is_str(why ? why : out.s, want, text);
	else
		ok(why != NULL, text);
	crm_buf_release(&out);
}

/* era borders: the government's notices of 1868, 1912, 1926, 1989 and 2019 */
static void filters(void)
{
	filtered("number", "0", "0");
	filtered("number", "999", "999");
	filtered("number", "-1234567", "-1,234,567");
	filtered("number", "-9223372036854775808", "-9,223,372,036,854,775,808");
	filtered("yen", "1,980", NULL);
	filtered("yen", "19.8", NULL);
	filtered("date_ja", "2026-03-31", "2026年3月31日");
	filtered("date_ja", "2026-03-31T10:00:00Z", "2026年3月31日");
	filtered("date_ja", "2026/3/31", NULL);
	filtered("date_md", "2026-12-05", "12月5日");
	filtered("date_wareki", "2026-03-31", "令和8年3月31日");
	filtered("date_wareki", "2019-05-01", "令和元年5月1日");
	filtered("date_wareki", "2019-04-30", "平成31年4月30日");
	filtered("date_wareki", "1989-01-08", "平成元年1月8日");
	filtered("date_wareki", "1989-01-07", "昭和64年1月7日");
	filtered("date_wareki", "1926-12-25", "昭和元年12月25日");
	filtered("date_wareki", "1926-12-24", "大正15年12月24日");
	filtered("date_wareki", "1912-07-29", "明治45年7月29日");
	filtered("date_wareki", "1873-01-01", "明治6年1月1日");
	filtered("date_wareki", "1872-12-31", NULL);
	filtered("url", "a b&秋~", "a%20b%26%E7%A7%8B~");
}

int main(void)
{
	static const char *const names[COLUMNS] = { "name", "product", "price", "note" };

	if (!freopen("/dev/null", "w", stderr))
		return 1;
	crm_fields_init(&fields);
	for (int i = 0; i < COLUMNS; i++)
		crm_fields_add(&fields, names[i]);
	bodies();
	heads();
	injection();
	faults();
	filters();
	crm_fields_release(&fields);
	return done_testing();
}
