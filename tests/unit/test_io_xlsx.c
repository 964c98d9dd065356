/* Number formats as Excel shows them, and workbooks made here part by part. */
#include "tap.h"
#include "io_book.h"

#include <crm/cell_format.h>
#include <crm/diag.h>
#include <crm/xlsx.h>

#include <fcntl.h>

/* value, format, what Excel shows (dates: the same day in ISO 8601) */
static void test_formats(void)
{
	static const struct {
		double v;
		const char *code, *want;
	} cases[] = {
		{ 600000, "[<=999]000;[<=9999]000\\-00;000\\-0000", "060-0000" },
		{ 123, "[<=999]000;[<=9999]000\\-00;000\\-0000", "123" },
		{ 1234, "[<=999]000;[<=9999]000\\-00;000\\-0000", "012-34" },
		{ 9012345678, "000\\-0000\\-0000", "090-1234-5678" },
		{ 312345678, "[<=99999999]####\\-####;\\(00\\)\\ ####\\-####", "(03) 1234-5678" },
		{ 9012345678, "000\"-\"0000\"-\"0000", "090-1234-5678" },
		{ 123, "0000000", "0000123" },
		{ 12345678, "0000000", "12345678" },
		{ 1050011, "\"〒\"000-0000", "〒105-0011" },
		{ 0, "0000", "0000" },
		{ -5, "0000", "-5" },
		{ 1.5, "0000", "1.5" },
		{ 45365, "[$-411]ggge\"年\"m\"月\"d\"日\"", "2024-03-14" },
		{ 45365, "[$-ja-JP-x-gannen]ggge\"年\"m\"月\"d\"日\";@", "2024-03-14" },
		{ 45365, "[$-411]e.m.d", "2024-03-14" },
		{ 44197, "yyyy\"年\"m\"月\"", "2021-01-01" },
		{ 45365.5, "yyyy/m/d h:mm", "2024-03-14 12:00:00" },
		{ 45365.999999, "yyyy/m/d h:mm", "2024-03-15" },
		{ 45365.7, "yyyy/m/d", "2024-03-14" },
		{ 0.75, "h:mm:ss", "18:00:00" },
		{ 1.25, "[h]:mm", "30:00:00" },
		{ 1, "yyyy/m/d", "1900-01-01" },
		{ 60, "yyyy/m/d", "1900-02-29" },
		{ 61, "yyyy/m/d", "1900-03-01" },
		{ 0, "yyyy/m/d", "0" },
		{ -1, "yyyy/m/d", "-1" },
		{ 2958465, "yyyy/m/d", "9999-12-31" },
		{ 45365, "aaa", "2024-03-14" },
		{ 45365, "GENERAL", "45365" },
		{ 12345, "0.00E+00", "12345" },
		{ 5, "[Red]#,##0;[Blue]-#,##0", "5" },
		{ 1200, "#,##0\"円\"", "1200" },
		{ 3, "0\"個\"", "3" },
		{ 0.08, "0%", "0.08" },
		{ 0.1, "", "0.1" },
		{ 123456789012345, "", "123456789012345" },
		{ 12, "@", "12" },
		{ 12, "0000_ ", "0012" },
		{ 600000, "000\\-0000_);(000\\-0000)", "060-0000" },
		{ 12, "0000_", "12" },
		{ 12, "00\\", "12" },           /* found by fuzz_xlsx: a literal cut off */
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct crm_buf out = CRM_BUF_INIT;

		crm_cell_format_show(cases[i].v, crm_cell_format_kind(cases[i].code), cases[i].code, 0, &out);
		is_str(out.s, cases[i].want, cases[i].code);
		crm_buf_release(&out);
	}
}

static char *sheet_rows(const char *xml, const char *sheet)
{
	struct crm_reader_opts o = { .sheet = sheet };

	return sheet_rows_with(xml, &o);
}

static void sheet_is(const char *cells, const char *want, const char *name)
{
	struct crm_buf xml = CRM_BUF_INIT;
	char *got;

	crm_buf_printf(&xml, "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c>"
		       "<c r=\"B1\" t=\"str\"><v>b</v></c><c r=\"C1\" s=\"1\"/></row>%s</sheetData></worksheet>", cells);
	got = sheet_rows(xml.s, NULL);
	is_str(got, want, name);
	free(got);
	crm_buf_release(&xml);
}

static void test_sheets(void)
{
	char *got;

	sheet_is("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c></row>", "a|b\n東京|rich text",
		 "shared strings: no furigana, rich runs joined");
	sheet_is("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c></row>", "a|b\na\rb_x0041_|", "_x000D_ and _x005F_");
	sheet_is("<row r='2'><c s='1' r='A2'><v>45365</v></c><c s='2' r='B2'><v>600000</v></c></row>", "a|b\n2024-03-14|060-0000",
		 "dates and digits by style, 1900 in spite of an extension");
	sheet_is("<row r=\"2\"><c r=\"B2\" t=\"b\"><v>1</v></c></row><row r=\"9\"><c r=\"A9\" t=\"e\"><v>#N/A</v></c></row>",
		 "a|b\n|TRUE\n#N/A|", "sparse cells and rows, booleans, errors");
	sheet_is("<row><c t=\"inlineStr\"><is><t>x</t><rPh><t>ふ</t></rPh></is></c><c><f>1+1</f><v>2</v></c></row>", "a|b\nx|2",
		 "no r=; a formula's value");
	sheet_is("<row r=\"2\"><c r=\"A2\"/><c r=\"B2\" s=\"1\"/></row><row r=\"1048576\"/>", "a|b", "styled but empty");
	sheet_is("<row r=\"2\"><c r=\"C2\"><v>1</v></c></row>", "a|b\n!||1", "a cell beyond the header");
	sheet_is("<row r=\"2\"><c r=\"A2\"><v>0.30000000000000004</v></c><c r=\"B2\" t=\"d\"><v>2024-03-14T00:00:00</v></c></row>",
		 "a|b\n0.30000000000000004|2024-03-14", "numbers exactly, ISO cells");
	sheet_is("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "a|b\nbroken", "a row that stands twice");
	sheet_is("<row r=\"2\"><c r=\"XFE2\"><v>1</v></c></row>", "a|b\nbroken", "column 16,385");
	sheet_is("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>9</v></c></row>", "a|b\nbroken", "a shared string that is not there");
	sheet_is("<row r=\"2\"><c r=\"A2\"><v>1</v>", "a|b\nbroken", "XML cut off");
	got = sheet_rows("<worksheet/>", "hidden");
	is_str(got, "h\n7", "a hidden sheet by name");
	free(got);
	got = sheet_rows("<worksheet/>", "1");
	is_str(got, "h\n7", "a sheet by number, charts not counted");
	free(got);
	got = sheet_rows("<worksheet/>", "nosuch");
	is_str(got, "no", "no such sheet");
	free(got);
	got = sheet_rows("<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>", NULL);
	is_str(got, "no", "DOCTYPE is refused");
	free(got);
}

static const struct crm_reader_opts none;

static int list_sheet(void *data, int number, const char *sheet, int is_hidden)
{
	crm_buf_printf(data, "%d %s%s|", number, sheet, is_hidden ? " hidden" : "");
	return 0;
}

/* the chart sheet has no cells and no number */
static void test_list(void)
{
	const struct part parts[] = {
		{ "_rels/.rels", root }, { "xl/workbook.xml", workbook }, { "xl/_rels/workbook.xml.rels", relations },
	};
	struct crm_buf got = CRM_BUF_INIT;

	book_write(parts, sizeof parts / sizeof *parts);
	is_int(crm_xlsx_sheets(open(io_path, O_RDONLY), "book", list_sheet, &got), 0, "sheets are listed");
	is_str(got.s, "1 hidden hidden|2 名簿|", "their numbers, names and states");
	crm_buf_release(&got);
}

static void test_prefixed_1904(void)
{
	const struct part parts[] = {
		{ "_rels/.rels", "<Relationships><Relationship Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/"
		  "officeDocument\" Target=\"/custom/book.xml\"/></Relationships>" },
		{ "custom/book.xml", "<x:workbook xmlns:x=\"s\"><x:workbookPr date1904=\"true\"/><x:sheets>"
		  "<x:sheet name=\"1\" r:id=\"q\" xmlns:r=\"r\"/></x:sheets></x:workbook>" },
		{ "custom/_rels/book.xml.rels", "<Relationships><Relationship Id=\"q\" Type=\"http://purl.oclc.org/ooxml/"
		  "officeDocument/relationships/worksheet\" Target=\"../Sheets/One.xml\"/>"
		  "<Relationship Id=\"s\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>" },
		{ "custom/styles.xml", styles },
		{ "sheets\\one.xml", "<x:worksheet xmlns:x=\"s\"><x:sheetData><x:row><x:c t=\"str\"><x:v>d</x:v></x:c></x:row>"
		  "<x:row><x:c s=\"1\"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>" },
	};
	char *got = book_rows(parts, 5, &none);

	is_str(got, "d\n1904-01-01", "strict, prefixed, own paths, backslash, 1904");
	free(got);
}

/* 20 MB of one string in a file of some KB */
static void test_bomb(void)
{
	size_t n = 20 << 20;
	char *text = malloc(n + 64), *got;
	struct part parts[] = {
		{ "_rels/.rels", root }, { "xl/workbook.xml", workbook }, { "xl/_rels/workbook.xml.rels", relations },
		{ "xl/strings.xml", text }, { "xl/s1.xml", hidden },
	};
	size_t at = (size_t)sprintf(text, "<sst>");

	while (at < n)
		at += (size_t)sprintf(text + at, "<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>");
	got = book_rows(parts, 5, &none);
	is_str(got, "no", "shared strings that blow up");
	free(got);
	free(text);
}

static void not_a_book(const char *s, size_t n, const char *name)
{
	struct crm_reader_opts o = { .from = CRM_FROM_XLSX };
	char *got = io_rows_n(s, n, &o);

	is_str(got, "no", name);
	free(got);
}

static void test_written(void)
{
	struct crm_fields f;
	struct crm_cell c[2] = { { "0001", 4 }, { "=1+2", 4 } };
	struct crm_writer_opts o = { .to = CRM_TO_XLSX };
	struct crm_reader_opts in = { 0 };
	FILE *out = fopen(io_file("", 0), "w");
	struct crm_writer *w;
	char *got;

	crm_fields_init(&f);
	crm_fields_add(&f, "会員番号");
	crm_fields_add(&f, "備考");
	w = crm_writer_open(out, &f, &o);
	crm_writer_put(w, c, 2);
	c[0] = (struct crm_cell){ "", 0 };
	c[1] = (struct crm_cell){ "改\n行", 7 };
	crm_writer_put(w, c, 2);
	is_int(crm_writer_close(w), 0, "a workbook is written");
	fclose(out);
	got = io_rows_of(io_path, &in);
	is_str(got, "会員番号|備考\n0001|=1+2\n|改\n行", "and read again: ids and formulas are text");
	free(got);
	crm_fields_release(&f);
}

int main(void)
{
	crm_start("test");
	if (!freopen("/dev/null", "w", stderr))
		return 2;
	test_formats();
	test_sheets();
	test_list();
	test_prefixed_1904();
	test_bomb();
	not_a_book("", 0, "empty");
	not_a_book("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 E\0n\0c\0", 15, ".xls");
	not_a_book("PK\3\4cut", 7, "a zip cut off");
	not_a_book("a,b\n", 4, "CSV");
	not_a_book("<html>", 6, "HTML");
	test_written();
	io_end();
	return done_testing();
}
