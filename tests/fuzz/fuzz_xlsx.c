/* A raw file, or one part of an otherwise good workbook: the first byte says which. */
#include "fuzz.h"

#include <crm/cell_format.h>

#include <string.h>
#include <zip.h>

static const char *const paths[] = {
	"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/strings.xml", "xl/s1.xml",
};
static const char *const good[] = {
	"<Relationships><Relationship Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
	"<workbook><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>",
	"<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"s1.xml\"/>"
	"<Relationship Id=\"r2\" Type=\"x/styles\" Target=\"styles.xml\"/>"
	"<Relationship Id=\"r3\" Type=\"x/sharedStrings\" Target=\"strings.xml\"/></Relationships>",
	"<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"000\\-0000\"/></numFmts>"
	"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>",
	"<sst><si><t>a</t></si><si><t>b</t></si></sst>",
	"<worksheet><cols><col min=\"1\" max=\"2\" hidden=\"1\"/></cols><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row><row><c s=\"1\"><v>45365</v></c>"
	"<c s=\"2\"><v>600000</v></c></row></sheetData><mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>",
};

enum { PARTS = sizeof paths / sizeof *paths };

static void one_part(size_t which, const char *s, size_t n)
{
	struct crm_reader_opts o = { .from = CRM_FROM_XLSX, .merged = CRM_MERGED_FILL, .furigana = "a" };
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
	char *bytes = malloc(n + 8192);
	zip_int64_t size;

	zip_source_keep(source);
	for (size_t i = 0; i < PARTS; i++) {
		zip_int64_t at = zip_file_add(zip, paths[i], zip_source_buffer(zip, i == which ? s : good[i],
					      i == which ? n : strlen(good[i]), 0), 0);

		zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
	}
	if (zip_close(zip) != 0 || zip_source_open(source) != 0)
		abort();
	size = zip_source_read(source, bytes, n + 8192);
	zip_source_close(source);
	zip_source_free(source);
	fuzz_rows(fuzz_file(bytes, (size_t)size), &o);
	free(bytes);
}

static void format(const char *s, size_t n)
{
	struct crm_buf out = CRM_BUF_INIT;
	char *code;
	double v;

	if (n < sizeof v)
		return;
	memcpy(&v, s, sizeof v);
	code = malloc(n - sizeof v + 1);
	memcpy(code, s + sizeof v, n - sizeof v);
	code[n - sizeof v] = 0;
	if (v - v >= 0)                /* finite */
		crm_cell_format_show(v, crm_cell_format_kind(code), code, s[0] & 1, &out);
	crm_buf_release(&out);
	free(code);
}

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	struct crm_reader_opts o = { .from = CRM_FROM_XLSX };
	size_t which;

	if (!n)
		return 0;
	which = s[0] % (PARTS + 2);
	if (which < PARTS)
		one_part(which, (const char *)s + 1, n - 1);
	else if (which == PARTS)
		format((const char *)s + 1, n - 1);
	else
		fuzz_rows(fuzz_file(s + 1, n - 1), &o);
	return 0;
}
