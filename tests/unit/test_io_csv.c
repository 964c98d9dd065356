/* CSV, TSV and NDJSON in; CSV, TSV and JSON out; encodings; rejects. */
#include "tap.h"
#include "io_file.h"

#include <crm/charset.h>
#include <crm/diag.h>
#include <crm/json.h>
#include <crm/reject.h>

static void rows_are(const char *in, const char *want, const char *name)
{
	static const struct crm_reader_opts none;
	char *got = io_rows_n(in, strlen(in), &none);

	is_str(got, want, name);
	free(got);
}

static void test_csv(void)
{
	rows_are("a,b\n1,2\n", "a|b\n1|2", "plain");
	rows_are("a,b\n1,2", "a|b\n1|2", "no final newline");
	rows_are("a,b\r\n1, 2 \r\n", "a|b\n1| 2 ", "CRLF; spaces are kept");
	rows_are("a,b\r1,2\r3,4", "a|b\n1|2\n3|4", "CR alone");
	rows_are("a,b\n\"x,\"\"y\"\"\",\"l1\r\nl2\"\n", "a|b\nx,\"y\"|l1\r\nl2", "quoted comma, quote and line end");
	rows_are("a,b\n", "a|b", "header only");
	rows_are("", "no", "empty");
	rows_are("a,b\n1\n2,3,4\n", "a|b\n!1\n!2|3|4", "ragged rows are given, not mended");
	rows_are("a,b\n1,2\n\n3,4\n\n\n", "a|b\n1|2\n!\n3|4", "a blank line inside is ragged, at the end nothing");
	rows_are("a\n1\n\n2\n", "a\n1\n\n2", "a blank line is a row of one column");
	rows_are("a,b\n1,6\" pipe\n", "a|b\nbroken", "a quote inside a cell");
	rows_are("a,b\n1,\"x\"y\n", "a|b\nbroken", "text behind a closing quote");
	rows_are("a,b\n1,\"x\n", "a|b\nbroken", "a quote never closed");
	rows_are("a,,b\n1,2,3\n", "no", "an empty name");
	rows_are("a,b,a\n1,2,3\n", "no", "a name twice");
	rows_are("sep=;\na;b\n1;2,5\n", "a|b\n1|2,5", "sep= names the delimiter");
	rows_are("a;b\n1;2,5\n", "a|b\n1|2,5", "semicolons are found");
	rows_are("a\tb\n1,5\t2\n", "a|b\n1,5|2", "TABs are found");
	rows_are("\xEF\xBB\xBF\"a\",b\n1,2\n", "a|b\n1|2", "a BOM before a quoted name");
	rows_are("\xEF\xBB\xBF", "no", "a BOM and nothing else");
	rows_are("<!DOCTYPE html><html>", "no", "a web page");
}

static int knows(const char *name)
{
	return !strcmp(name, "name") || !strcmp(name, "mail") || !strcmp(name, "tel");
}

static void test_header(void)
{
	struct crm_reader_opts o = { .knows_header = knows };
	char *got = io_rows_n("made by X\n\nname,mail,x\n1,2,3\n", 29, &o);

	is_str(got, "name|mail|x\n1|2|3", "titles above the header are passed over");
	free(got);
	got = io_rows_n("a,b,c\n1,2,3\n", 12, &o);
	is_str(got, "a|b|c\n1|2|3", "where nothing is known the first row is the header");
	free(got);
	o = (struct crm_reader_opts){ .header = "x,y" };
	got = io_rows_n("1,2\n", 4, &o);
	is_str(got, "x|y\n1|2", "--header");
	free(got);
}

static void test_nul(void)
{
	static const struct crm_reader_opts none;
	char *got = io_rows_n("a,b\n1,2\n3,\0\n", 12, &none);

	is_str(got, "a|b\n1|2\nbroken", "a NUL byte");
	free(got);
}

static void test_json(void)
{
	rows_are("{\"a\":\"x\",\"b\":1.50,\"c\":null}\n\n{\"c\":true,\"a\":\"y\"}\n", "a|b|c\nx|1.5|\ny||true", "NDJSON");
	rows_are("{\"a\":1}\n{\"q\":2}\n", "a\n1\n!", "a name the first object lacks");
	rows_are("{\"a\":1}\n{\"a\":1,\"a\":2}\n", "a\n1\nbroken", "a name twice in one object");
	rows_are("{\"a\":9007199254740993}\n", "no", "an integer beyond 2^53");
	rows_are("{\"a\":-9007199254740991}\n", "a\n-9007199254740991", "the widest safe integer");
	rows_are("{\"a\":1}\n{\"a\":\n", "a\n1\nbroken", "cut JSON");
	rows_are("{\"a\":\"9007199254740993\",\"b\":{\"x\":[1]}}\n", "a|b\n9007199254740993|{\"x\":[1]}", "nested stays JSON");
}

/* 髙橋,表 in every encoding; by hand from the code charts (JIS X 0208, CP932 NEC/IBM rows, Unicode) */
static void test_encodings(void)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *want, *name;
	} cases[] = {
		{ "a,b\n\xE6\xA9\x8B,\xE8\xA1\xA8\n", 12, "a|b\n橋|表", "UTF-8" },
		{ "a,b\n\x8B\xB4,\x95\x5C\n", 10, "a|b\n橋|表", "CP932, 5C as second byte" },
		{ "a,b\n\xFB\xFC,\xB6\x1A", 9, "a|b\n髙|ｶ", "CP932 IBM row, half-width kana, DOS end of file" },
		{ "a,b\n\xB6\xB6,\xC9\xBD\n", 10, "a|b\n橋|表", "EUC-JP" },
		{ "a,b\n\x8F\xF3\xF3\xA1\xA1,\x8F\xF4\xFE\n", 14, "a|b\nⅰ　|\xE9\xBB\x91", "EUC-JP, IBM extensions" },
		{ "a\nb\x1A\x1A", 5, "a\nb\x1A", "only one DOS end of file is dropped (found by fuzz_csv)" },
		{ "a,b\n\x1B$B66I=\x1B(B,x\n", 17, "a|b\n橋表|x", "ISO-2022-JP" },
		{ "\xFF\xFE" "a\0,\0b\0\n\0\x4B\x6A,\0\x68\x88\n\0", 18, "a|b\n橋|表", "UTF-16LE" },
		{ "\xFE\xFF\0a\0,\0b\0\n\x6A\x4B\0,\x88\x68\0\n", 18, "a|b\n橋|表", "UTF-16BE" },
		{ "a\0,\0b\0\n\0\x4B\x6A,\0\x68\x88\n\0", 16, "a|b\n橋|表", "UTF-16LE without BOM" },
		{ "\0a\0,\0b\0\n\x6A\x4B\0,\x88\x68\0\n", 16, "a|b\n橋|表", "UTF-16BE without BOM" },
		{ "a,b\n\0x,y\n", 9, "a|b\nbroken", "a NUL alone is no UTF-16" },
		{ "a,b\n\xE6\xA9\x8B,\xFF\n", 10, "no", "mixed bytes" },
		{ "a,b\nx,\x82\n", 8, "no", "half of a character of CP932 is no EUC-JP" },
	};
	static const struct crm_reader_opts none;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *got = io_rows_n(cases[i].bytes, cases[i].n, &none);

		is_str(got, cases[i].want, cases[i].name);
		free(got);
		got = io_rows_pipe(cases[i].bytes, cases[i].n, 5, &none);
		is_str(got, cases[i].want, "the same through a pipe");
		free(got);
	}
}

static void test_named_encoding(void)
{
	struct crm_reader_opts o = { .encoding = "Shift_JIS" };
	char *got = io_rows_n("a,b\n\xB6\xB6,\xC9\xBD\n", 10, &o);

	is_str(got, "a|b\nｶｶ|ﾉｽ", "--encoding overrides validity");
	free(got);
	o.encoding = "utf-8";
	got = io_rows_n("a,b\n1,2\n\xB6,2\n", 12, &o);
	is_str(got, "a|b\n1|2\nbroken", "wrong bytes break the stream where they are");
	free(got);
	o.encoding = "latin1";
	got = io_rows_n("a\n", 2, &o);
	is_str(got, "no", "an encoding that is not ours");
	free(got);
}

/* the rows of an input do not depend on how it comes in pieces */
static void test_split(void)
{
	static const char in[] = "氏名,住所\r\n\"山田 \"\"太郎\"\"\",\"1丁目\r\n2番\"\r\n\r\n田中,表\r\n";
	static const struct crm_reader_opts none;
	char *want = io_rows_n(in, sizeof in - 1, &none);
	int good = 1;

	for (size_t cut = 1; cut < sizeof in - 1; cut++) {
		char *got = io_rows_pipe(in, sizeof in - 1, cut, &none);

		good &= !strcmp(got, want);
		free(got);
	}
	ok(good, "split at every byte boundary");
	is_str(want, "氏名|住所\n山田 \"太郎\"|1丁目\r\n2番\n!\n田中|表", "and right as a whole");
	free(want);
}

/* every decoder gives the same text whatever the blocks */
static void test_decoder_blocks(void)
{
	static const char text[] = "ab\x8B\xB4\xB6\x95\x5C";
	int good = 1;

	for (size_t cut = 0; cut <= sizeof text - 1; cut++) {
		struct crm_decoder *d = crm_decoder_new(CRM_CP932);
		struct crm_buf out = CRM_BUF_INIT;

		good &= crm_decoder_feed(d, text, cut, 0, &out) == 0;
		good &= crm_decoder_feed(d, text + cut, sizeof text - 1 - cut, 1, &out) == 0;
		good &= !strcmp(out.s, "ab橋ｶ表");
		crm_decoder_free(d);
		crm_buf_release(&out);
	}
	ok(good, "CP932 in two blocks at every boundary");
}

static char *written(const struct crm_writer_opts *o, const char *const *cells, size_t columns, size_t rows)
{
	struct crm_fields f;
	struct crm_cell cell[8];
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	struct crm_writer *w;

	crm_fields_init(&f);
	for (size_t i = 0; i < columns; i++)
		crm_fields_add(&f, cells[i]);
	w = crm_writer_open(out, &f, o);
	for (size_t r = 1; w && r <= rows; r++) {
		for (size_t i = 0; i < columns; i++)
			cell[i] = (struct crm_cell){ cells[r * columns + i], strlen(cells[r * columns + i]) };
		crm_writer_put(w, cell, columns);
	}
	if (w)
		crm_writer_close(w);
	crm_fields_release(&f);
	fclose(out);
	return text;
}

static void test_writer(void)
{
	static const char *const cells[] = { "a", "b", "x,\"y\"", "l1\nl2", "", "=1+2", "-5", "+81-90-1" };
	struct crm_writer_opts o = { 0 };
	char *got = written(&o, cells, 2, 3);

	is_str(got, "a,b\n\"x,\"\"y\"\"\",\"l1\nl2\"\n,=1+2\n-5,+81-90-1\n", "CSV");
	free(got);
	o = (struct crm_writer_opts){ .to = CRM_TO_CSV, .excel = 1, .guard_formulas = 1, .fields = "b,z=a" };
	got = written(&o, cells, 2, 3);
	is_str(got, "\xEF\xBB\xBF" "b,z\r\n\"l1\nl2\",\"x,\"\"y\"\"\"\r\n'=1+2,\r\n+81-90-1,-5\r\n", "--excel --guard-formulas --fields");
	free(got);
	o = (struct crm_writer_opts){ .to = CRM_TO_JSON };
	got = written(&o, cells, 2, 2);
	is_str(got, "{\"a\":\"x,\\\"y\\\"\",\"b\":\"l1\\nl2\"}\n{\"a\":null,\"b\":\"=1+2\"}\n", "JSON");
	free(got);
	o = (struct crm_writer_opts){ .fields = "a,q" };
	got = written(&o, cells, 2, 0);
	is_str(got, "", "--fields with a column that is not there");
	free(got);
}

static void test_cp932_out(void)
{
	static const char *const cells[] = { "a", "表〜−髙", "𠮷①" };
	struct crm_writer_opts o = { .encoding = "cp932" };
	char *got = written(&o, cells, 1, 2);

	is_str(got, "a\n\x95\x5C\x81\x60\x81\x7C\xFB\xFC\n\x81\xAC\x87\x40\n", "CP932 out; what it lacks becomes 〓");
	is_int(crm_worst() >= CRM_FINDINGS, 1, "and is a finding");
	free(got);
	o.fold = 1;
	got = written(&o, cells, 1, 2);
	is_str(got, "a\n\x95\x5C\x81\x60\x81\x7C\xFB\xFC\n\x8B\x67\x87\x40\n", "--fold: 吉 for 𠮷; 髙 stays, CP932 has it");
	free(got);
}

/* write → read = identity, for cells of every awkward kind */
static void test_round_trip(void)
{
	static const char *const cells[] = { "a", "b", "", "", "\"", ",", "\n", "\r", "\r\n", " x ", "\t", ";", "'", "表\"表",
		"\"\"", "a\"b", "sep=;", "\\", "1\n2\n\n3", "ー" };
	static const char *const one[] = { "a", "", "x", "" };
	struct crm_writer_opts o = { 0 };
	struct crm_reader_opts in = { .from = CRM_FROM_CSV };
	struct crm_buf want = CRM_BUF_INIT;
	char *text, *got;

	for (size_t r = 0; r < 10; r++)
		crm_buf_printf(&want, "%s%s|%s", r ? "\n" : "", cells[2 * r], cells[2 * r + 1]);
	for (int to = CRM_TO_CSV; to <= CRM_TO_JSON; to++) {
		o.to = to;
		o.crlf = to == CRM_TO_TSV;
		in.from = to == CRM_TO_CSV ? CRM_FROM_CSV : to == CRM_TO_TSV ? CRM_FROM_TSV : CRM_FROM_JSON;
		text = written(&o, cells, 2, 9);
		got = io_rows_n(text, strlen(text), &in);
		is_str(got, want.s, "write, read: the same");
		free(text);
		free(got);
	}
	o.to = CRM_TO_CSV;
	in.from = CRM_FROM_CSV;
	text = written(&o, one, 1, 3);
	got = io_rows_n(text, strlen(text), &in);
	is_str(got, "a\n\nx\n", "one column: empty cells stay rows");
	free(text);
	free(got);
	crm_buf_release(&want);
}

static void test_digest(void)
{
	/* FIPS 180-2, B.1: "abc" */
	static const unsigned char abc[4] = { 0xBA, 0x78, 0x16, 0xBF };
	struct crm_reader_opts o = { .header = "x" };
	unsigned char out[32];
	struct crm_reader *in = crm_reader_open(io_file("abc", 3), &o);
	struct crm_record r;

	while (in && crm_reader_next(in, &r) == 1)
		;
	crm_reader_digest(in, out);
	ok(!memcmp(out, abc, 4), "SHA-256 of the input");
	crm_reader_close(in);
}

static void test_rejects(void)
{
	char path[] = "/tmp/crm-test-XXXXXX", text[400] = "";
	int fd = mkstemp(path);
	struct crm_reject_opts o = { path, "1" };
	struct crm_rejects *r = crm_rejects_open(&o);
	struct crm_reader_opts none = { 0 };
	struct crm_reader *in = crm_reader_open(io_file("a,b\n1,\"x,\"\n2\n3,4\n", 18), &none);
	struct crm_record rec;
	FILE *f;

	crm_reader_next(in, &rec);
	is_int(crm_reject(r, &rec, "b", "x,", "is bad"), 0, "one reject is allowed");
	is_int(crm_reject(r, &rec, "a", "1", "is bad too"), 0, "a second complaint of one row is no second row");
	is_int(crm_rejects_stop(r), 0, "go on");
	crm_reader_next(in, &rec);
	is_int(crm_reject(r, &rec, NULL, NULL, rec.error), -1, "two are too many");
	is_int(crm_rejects_stop(r), 1, "stop");
	crm_rejects_close(r);
	f = fdopen(fd, "r");
	text[fread(text, 1, sizeof text - 1, f)] = 0;
	is_str(text, "a,b,_line,_field,_error\n1,\"x,\",2,b,is bad\n2,3,,has 1 cell where the header has 2\n",
	       "rows as they came in, and why");
	fclose(f);
	unlink(path);
	o = (struct crm_reject_opts){ 0 };
	r = crm_rejects_open(&o);
	crm_reject(r, &rec, NULL, NULL, "x");
	is_int(crm_rejects_stop(r), 1, "without --rejects one is too many");
	crm_rejects_close(r);
	crm_reader_close(in);
}

int main(void)
{
	crm_start("test");
	if (!freopen("/dev/null", "w", stderr))
		return 2;
	test_csv();
	test_header();
	test_nul();
	test_json();
	test_encodings();
	test_named_encoding();
	test_split();
	test_decoder_blocks();
	test_writer();
	test_cp932_out();
	test_round_trip();
	test_digest();
	test_rejects();
	io_end();
	return done_testing();
}
