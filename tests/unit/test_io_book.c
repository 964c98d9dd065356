/* Workbooks that go wrong, or that most readers get wrong. */
#include "tap.h"
#include "io_book.h"
#include "../../lib/io/xlsx_xml.h"

#include <crm/diag.h>
#include <crm/xlsx.h>

#include <fcntl.h>
#include <stdint.h>
#include <sys/resource.h>
#include <zlib.h>

#if defined __has_feature                /* clang's way to say it */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

static const struct crm_reader_opts none;
static char messages[] = "/tmp/crm-test-XXXXXX";

/* what was said on stderr since the last call holds `want` */
static void said(const char *want, const char *name)
{
	char text[4096] = "";
	FILE *f = fopen(messages, "r");
	size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;

	text[n] = 0;
	if (!ok(strstr(text, want) != NULL, name))
		printf("# said '%s'\n", text);
	if (f)
		fclose(f);
	if (ftruncate(STDERR_FILENO, 0) != 0 || lseek(STDERR_FILENO, 0, SEEK_SET) != 0)
		exit(2);
}

static void rows_are(char *got, const char *want, const char *name)
{
	is_str(got, want, name);
	free(got);
}

/* --- merged cells, readings, hidden rows --- */

static const char form[] = "<worksheet><cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData>"
	"<row><c t=\"str\"><v>店</v></c><c t=\"str\"><v>氏名</v></c><c t=\"str\"><v>x</v></c></row>"
	"<row hidden=\"true\"><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>山田 太郎</t><rPh sb=\"0\" eb=\"2\"><t>ヤマダ</t></rPh>"
	"<rPh sb=\"3\" eb=\"5\"><t>タロウ</t></rPh></is></c></row>"
	"<row><c/><c t=\"inlineStr\"><is><t>Li</t></is></c><c><v>3</v></c></row><row><c s=\"1\"/></row>"
	"<row r=\"6\"><c r=\"B6\" t=\"str\"><v>q</v></c></row></sheetData>"
	"<mergeCells count=\"2\"><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"B6:C7\"/></mergeCells></worksheet>";

static void test_merged(void)
{
	struct crm_reader_opts o = { .merged = CRM_MERGED_FILL };

	rows_are(sheet_rows_with(form, &none), "店|氏名|x\n東京|山田 太郎|\n|Li|3\n|q|", "merged cells are empty as stored");
	rows_are(sheet_rows_with(form, &o), "店|氏名|x\n東京|山田 太郎|\n東京|Li|3\n|q|q", "--merged fill");
	rows_are(sheet_rows_with("<worksheet><mergeCells><mergeCell ref=\"B2:A1\"/></mergeCells></worksheet>", &o), "no",
		 "a range backwards");
	said("'B2:A1'", "and it is named");
	rows_are(io_rows_n("a\n1\n", 4, &o), "no", "--merged fill needs a sheet");
	said("--merged:", "and says so");
}

static void test_overlap(void)
{
	struct crm_reader_opts o = { .merged = CRM_MERGED_FILL };

	rows_are(sheet_rows_with("<worksheet><sheetData><row><c t=\"str\"><v>a</v></c></row><row><c><v>1</v></c></row></sheetData>"
				 "<mergeCells><mergeCell ref=\"A2:XFD2\"/><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>", &o),
		 "a\nbroken", "more merged columns than there are");
	said(":2: merged ranges overlap", "with the row");
}

static void test_readings(void)
{
	struct crm_reader_opts o = { .furigana = "氏名,店" };

	rows_are(sheet_rows_with(form, &o), "店|氏名|x|氏名_furigana|店_furigana\n東京|山田 太郎||ヤマダ タロウ|トウキョウ\n|Li|3||\n|q|||",
		 "--furigana: readings as columns, what no run covers stays");
	o.merged = CRM_MERGED_FILL;
	rows_are(sheet_rows_with(form, &o), "店|氏名|x|氏名_furigana|店_furigana\n東京|山田 太郎||ヤマダ タロウ|トウキョウ\n"
		 "東京|Li|3||トウキョウ\n|q|q||", "merged cells share the reading");
	o.furigana = "nosuch";
	rows_are(sheet_rows_with(form, &o), "no", "--furigana of no column");
	said("no column 'nosuch'", "is named");
}

static void test_hidden(void)
{
	crm_set_verbose(1);
	free(sheet_rows_with(form, &none));
	crm_set_verbose(0);
	said("hidden rows (1) and columns (1)", "hidden rows and columns are said with -v");
}

/* --- sizes --- */

static void test_wide(void)
{
	struct crm_buf xml = CRM_BUF_INIT;
	struct crm_record r = { 0 };
	struct crm_reader *in;
	char name[8] = "";

	crm_buf_puts(&xml, "<worksheet><sheetData><row>");
	for (int i = 0; i < 16384; i++)
		crm_buf_printf(&xml, "<c t=\"str\"><v>c%d</v></c>", i);
	crm_buf_puts(&xml, "</row><row r=\"1048576\"><c r=\"XFD1048576\"><v>9</v></c></row></sheetData></worksheet>");
	free(sheet_rows_with(xml.s, &none));
	in = crm_reader_open(io_path, &none);
	is_int(in && crm_reader_next(in, &r) == 1 ? (long long)r.n : 0, 16384, "16,384 columns");
	is_int(r.line, 1048576, "a row alone at the end of the sheet");
	is_str(r.n ? r.cell[r.n - 1].s : name, "9", "its last cell");
	crm_reader_close(in);
	crm_buf_release(&xml);
}

/* resident memory of a process that does it, in MB; 0 under a sanitizer */
static long megabytes(void (*make)(void), const char *want)
{
	struct rusage used;
	int status;
	pid_t child = fork();

	if (child == 0) {
		make();
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		return -1;
	if ((child = fork()) == 0) {
		char *got = io_rows_of(io_path, &none);
		int same = !strcmp(got, want);

		getrusage(RUSAGE_SELF, &used);
#ifdef __SANITIZE_ADDRESS__
		used.ru_maxrss = 0;
#endif
		_exit(same ? (int)(used.ru_maxrss >> 10 > 250 ? 250 : used.ru_maxrss >> 10) : 255);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void make_styled(void)
{
	struct crm_buf xml = CRM_BUF_INIT;

	crm_buf_puts(&xml, "<worksheet><sheetData><row><c t=\"str\"><v>a</v></c></row>");
	for (int i = 0; i < 2000000; i++)
		crm_buf_puts(&xml, i % 100 ? "<c s=\"1\"/>" : i ? "</row><row><c s=\"1\"/>" : "<row><c s=\"1\"/>");
	crm_buf_puts(&xml, "</row><row><c><v>1</v></c></row></sheetData></worksheet>");
	free(sheet_rows_with(xml.s, &none));
}

static void blow_up(const char *piece)
{
	size_t n = strlen(piece);
	char *text = malloc(24000000);
	struct part parts[] = {
		{ "_rels/.rels", root }, { "xl/workbook.xml", workbook }, { "xl/_rels/workbook.xml.rels", relations },
		{ "xl/strings.xml", text }, { "xl/s1.xml", hidden },
	};
	size_t at = 0;

	for (memcpy(text, "<sst>", 6), at = 5; at + n < 24000000; at += n)
		memcpy(text + at, piece, n + 1);
	book_write(parts, 5);
}

static void make_strings(void)
{
	blow_up("<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>");
}

static void make_empty_strings(void)
{
	blow_up("<si/>");
}

static void test_memory(void)
{
	long mb = megabytes(make_styled, "a\n1");

	ok(mb >= 0 && mb < 12, "two million styled empty cells: little memory");
	mb = megabytes(make_strings, "no");
	ok(mb >= 0 && mb < 20, "shared strings that blow up: refused below 20 MB");
	mb = megabytes(make_empty_strings, "no");
	ok(mb >= 0 && mb < 20, "and empty ones");
	said("times its size", "as what they are");
}

/* --- zips that libzip would not write: stored parts with what the flags ask for --- */

enum { DESCRIPTOR = 1, ZIP64 = 2, WRONG_CRC = 4, BACKSLASH = 8, CUT = 16 };

static void put16(struct crm_buf *b, unsigned v)
{
	crm_buf_putc(b, (int)(v & 0xFF));
	crm_buf_putc(b, (int)(v >> 8 & 0xFF));
}

static void put32(struct crm_buf *b, unsigned long v)
{
	put16(b, (unsigned)(v & 0xFFFF));
	put16(b, (unsigned)(v >> 16 & 0xFFFF));
}

static void put64(struct crm_buf *b, uint64_t v)
{
	put32(b, (unsigned long)(v & 0xFFFFFFFF));
	put32(b, (unsigned long)(v >> 32));
}

/* from "version needed" to the lengths of name and extra field: the same in both headers */
static void put_common(struct crm_buf *b, const struct part *p, int flags, int central)
{
	size_t n = strlen(p->text);
	unsigned long crc = crc32(0, (const unsigned char *)p->text, (unsigned)n);
	int later = flags & DESCRIPTOR && !central, zip64 = flags & ZIP64;

	put16(b, zip64 ? 45 : 20);
	put16(b, flags & DESCRIPTOR ? 8 : 0);
	put16(b, 0);
	put32(b, 0);
	put32(b, later ? 0 : flags & WRONG_CRC && strstr(p->path, "s1") ? crc ^ 1 : crc);
	put32(b, zip64 ? 0xFFFFFFFF : later ? 0 : (unsigned long)n);
	put32(b, zip64 ? 0xFFFFFFFF : later ? 0 : (unsigned long)n);
	put16(b, (unsigned)strlen(p->path));
	put16(b, zip64 ? 20 : 0);
	if (central) {
		put16(b, 0);
		put32(b, 0);
		put32(b, 0);
	}
}

static void put_name(struct crm_buf *b, const struct part *p, int flags)
{
	size_t from = b->n;

	crm_buf_puts(b, p->path);
	for (size_t i = from; i < b->n && flags & BACKSLASH; i++)
		if (b->s[i] == '/')
			b->s[i] = '\\';
	if (flags & ZIP64) {
		put16(b, 1);
		put16(b, 16);
		put64(b, strlen(p->text));
		put64(b, strlen(p->text));
	}
}

static void put_end(struct crm_buf *b, size_t parts, size_t directory, int flags)
{
	size_t end = b->n;

	if (flags & ZIP64) {
		put32(b, 0x06064b50);
		put64(b, 44);
		put16(b, 45);
		put16(b, 45);
		put64(b, 0);
		put64(b, parts);
		put64(b, parts);
		put64(b, end - directory);
		put64(b, directory);
		put32(b, 0x07064b50);
		put32(b, 0);
		put64(b, end);
		put32(b, 1);
	}
	put32(b, 0x06054b50);
	put32(b, 0);
	put16(b, flags & ZIP64 ? 0xFFFF : (unsigned)parts);
	put16(b, flags & ZIP64 ? 0xFFFF : (unsigned)parts);
	put32(b, flags & ZIP64 ? 0xFFFFFFFF : (unsigned long)(end - directory));
	put32(b, flags & ZIP64 ? 0xFFFFFFFF : (unsigned long)directory);
	put16(b, 0);
}

static char *raw_rows(int flags)
{
	static const struct part parts[] = {
		{ "_rels/.rels", root }, { "xl/workbook.xml", workbook }, { "xl/_rels/workbook.xml.rels", relations },
		{ "xl/s1.xml", hidden },
	};
	enum { PARTS = sizeof parts / sizeof *parts };
	struct crm_buf b = CRM_BUF_INIT;
	size_t at[PARTS], directory;
	char *got;

	for (size_t i = 0; i < PARTS; i++) {
		at[i] = b.n;
		put32(&b, 0x04034b50);
		put_common(&b, &parts[i], flags, 0);
		put_name(&b, &parts[i], flags);
		crm_buf_puts(&b, parts[i].text);
		if (flags & DESCRIPTOR) {
			put32(&b, 0x08074b50);
			put32(&b, crc32(0, (const unsigned char *)parts[i].text, (unsigned)strlen(parts[i].text)));
			put32(&b, (unsigned long)strlen(parts[i].text));
			put32(&b, (unsigned long)strlen(parts[i].text));
		}
	}
	directory = b.n;
	for (size_t i = 0; i < PARTS; i++) {
		put32(&b, 0x02014b50);
		put16(&b, 45);
		put_common(&b, &parts[i], flags, 1);
		put32(&b, (unsigned long)at[i]);
		put_name(&b, &parts[i], flags);
	}
	put_end(&b, PARTS, directory, flags);
	got = io_rows_n(b.s, flags & CUT ? b.n / 2 : b.n, &none);
	crm_buf_release(&b);
	return got;
}

static void test_zips(void)
{
	rows_are(raw_rows(0), "h\n7", "a stored zip");
	rows_are(raw_rows(DESCRIPTOR), "h\n7", "sizes behind the data");
	rows_are(raw_rows(ZIP64), "h\n7", "zip64");
	rows_are(raw_rows(BACKSLASH), "h\n7", "backslashes in names");
	said("", "quietly");
	rows_are(raw_rows(CUT), "no", "a zip cut off");
	said("cut off", "is named");
	rows_are(raw_rows(WRONG_CRC), "h\n7\nbroken", "a wrong CRC breaks the stream at its end");
	said("s1.xml is damaged", "and names the part");
}

/* --- files that are something else --- */

static void is_not(const char *s, size_t n, const char *want)
{
	struct crm_reader_opts o = { .from = CRM_FROM_XLSX };

	rows_are(io_rows_n(s, n, &o), "no", want);
	said(want, "and that is said");
}

static void test_others(void)
{
	char lock[165] = "\x06TANAKA";         /* ~$list.xlsx, beside a workbook that is open */
	char ole[4096] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

	is_not("", 0, "is empty");
	is_not(lock, sizeof lock, "not a workbook");
	is_not("<html><table><tr>", 17, "web page");
	is_not("a,b\n1,2\n", 8, "--from csv");
	is_not("PK\3\4", 4, "cut off");
	is_not(ole, sizeof ole, "old Excel file");
	memcpy(ole + 1700, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);
	is_not(ole, sizeof ole, "password");
}

static void test_backwards(void)
{
	rows_are(sheet_rows_with("<worksheet><sheetData><row r=\"5\"><c t=\"str\"><v>a</v></c></row><row r=\"3\"/></sheetData></worksheet>",
				 &none), "a\nbroken", "rows that go backwards");
	said("row '3' stands behind row 5", "with their numbers");
}

/* --- the two engines --- */

static void on_start(void *data, const char *name, const char **attributes)
{
	crm_buf_printf(data, "<%s", name);
	for (; *attributes; attributes += 2)
		crm_buf_printf(data, " %s=[%s]", attributes[0], attributes[1]);
	crm_buf_putc(data, '>');
}

static void on_end(void *data, const char *name)
{
	crm_buf_printf(data, "</%s>", name);
}

static void on_text(void *data, const char *s, size_t n)
{
	crm_buf_add(data, s, n);
}

/* "!" behind what came before a fault */
static char *events(const char *s, enum xlsx_engine engine, size_t block)
{
	static const struct xlsx_handlers on = { on_start, on_end, on_text };
	struct crm_buf out = CRM_BUF_INIT;
	struct xlsx_xml *x = crm_xlsx_xml_new(&on, &out, engine);
	size_t n = strlen(s), at = 0;
	int bad = 0;

	for (; !bad && at <= n; at += block)
		bad = crm_xlsx_xml_feed(x, s + at, n - at < block ? n - at : block, n - at < block);
	if (bad)
		crm_buf_reset(&out);
	crm_buf_puts(&out, bad ? "!" : "");
	crm_xlsx_xml_free(x);
	return crm_buf_take(&out);
}

static void test_engines(void)
{
	static const char *const documents[] = {
		"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='yes'?>\r\n<a b='>' c = \"'&quot;&#x3042;&#65;\"/>",
		"\xEF\xBB\xBF<x:a xmlns:x='u'><!-- a - b --><x:b>1 &lt; 2 &amp;&apos; ]] ></x:b><?pi x?></x:a>\n",
		"<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]>\r\r\n\t</a >", "<a b='x\ty\r\nz&#10;'>東京&#128512;</a>",
		"<a><b></a></b>", "<a>", "<a/><b/>", "<a>&nosuch;</a>", "<a b=c/>", "<a b='<'/>", "<a b='1'c='2'/>", "<a>]]></a>",
		"<a>&#0;</a>", "<a>\x01</a>", "<a>\xEF\xBF\xBE</a>", "<a>\xFF</a>", "text", "", "<a><!-- -- --></a>", "<a>&#xD800;</a>",
		"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a></ a>", "< a/>", "<a/ >", " <?xml version='1.0'?><a/>", "<a>&amp</a>",
		"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>", "<?xml version='1.0' encoding='us-ascii'?><a>b</a>",
	};

	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		char name[64];
		char *expat = events(documents[i], XLSX_EXPAT, 4096), *got = events(documents[i], XLSX_SCANNER, 4096);

		snprintf(name, sizeof name, "XML document %zu by both engines", i + 1);
		is_str(got, expat, name);
		free(got);
		for (size_t block = 64; block < 70; block++) {     /* longer than any declaration that chooses the engine */
			got = events(documents[i], XLSX_SCANNER, block);
			if (strcmp(got, expat) != 0)
				is_str(got, expat, "cut into blocks");
			free(got);
		}
		free(expat);
	}
}

static char *xlsx_rows(int expat)
{
	struct crm_xlsx_opts o = { .expat = expat, .furigana = 1, .fill_merged = 1 };
	struct crm_xlsx *x = crm_xlsx_open(open(io_path, O_RDONLY), io_path, &o);
	struct crm_buf out = CRM_BUF_INIT;
	struct crm_record r;
	int got = -1;

	while (x && (got = crm_xlsx_next(x, &r)) == 1) {
		crm_buf_printf(&out, "%ld:", r.line);
		for (size_t i = 0; i < r.n; i++)
			crm_buf_printf(&out, " [%s %s]", r.cell[i].s, crm_xlsx_reading(&r.cell[i]));
	}
	crm_xlsx_close(x);
	crm_buf_printf(&out, " %d", got);
	return crm_buf_take(&out);
}

static void test_same_rows(void)
{
	char *expat, *scan;

	free(sheet_rows_with(form, &none));
	expat = xlsx_rows(1);
	scan = xlsx_rows(0);
	is_str(scan, expat, "both engines read the same rows");
	ok(strstr(scan, "[山田 太郎 ヤマダ タロウ]") != NULL, "with readings");
	free(expat);
	free(scan);
}

int main(void)
{
	int fd = mkstemp(messages);

	crm_start("test");
	if (fd < 0 || dup2(fd, STDERR_FILENO) < 0)
		return 2;
	test_merged();
	test_overlap();
	test_readings();
	test_hidden();
	test_wide();
	test_memory();
	test_zips();
	test_others();
	test_backwards();
	test_engines();
	test_same_rows();
	unlink(messages);
	io_end();
	return done_testing();
}
