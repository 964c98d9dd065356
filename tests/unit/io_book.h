/* Workbooks made part by part, for the tests of lib/io. */
#ifndef IO_BOOK_H
#define IO_BOOK_H

#include "io_file.h"

#include <zip.h>

#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "<workbook xmlns=\"m\" xmlns:r=\"r\">"

struct part {
	const char *path, *text;
};

/* the parts as a workbook at io_path */
static inline void book_write(const struct part *parts, size_t n)
{
	const char *path = io_file("", 0);
	int status;
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &status);

	for (size_t i = 0; zip && i < n; i++)
		zip_file_add(zip, parts[i].path, zip_source_buffer(zip, parts[i].text, strlen(parts[i].text), 0), 0);
	if (!zip || zip_close(zip) != 0)
		exit(2);
}

static inline char *book_rows(const struct part *parts, size_t n, const struct crm_reader_opts *o)
{
	book_write(parts, n);
	return io_rows_of(io_path, o);
}

static const char root[] = "<Relationships><Relationship Id=\"a\" Type=\"" RELS "/officeDocument\" Target=\"xl/workbook.xml\"/>"
	"</Relationships>";
static const char relations[] = "<Relationships><Relationship Id=\"r1\" Type=\"" RELS "/worksheet\" Target=\"s1.xml\"/>"
	"<Relationship Id=\"r2\" Type=\"" RELS "/worksheet\" Target=\"/xl/s2.xml\"/>"
	"<Relationship Id=\"r3\" Type=\"" RELS "/chartsheet\" Target=\"c.xml\"/>"
	"<Relationship Id=\"r4\" Type=\"" RELS "/styles\" Target=\"styles.xml\"/>"
	"<Relationship Id=\"r5\" Type=\"" RELS "/sharedStrings\" Target=\"strings.xml\"/></Relationships>";
static const char workbook[] = MAIN "<workbookPr/><sheets><sheet name=\"chart\" r:id=\"r3\"/>"
	"<sheet name=\"hidden\" state=\"hidden\" r:id=\"r2\"/><sheet name=\"名簿\" r:id=\"r1\"/></sheets>"
	"<extLst><ext><x15:workbookPr date1904=\"1\"/></ext></extLst></workbook>";
static const char styles[] = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"000\\-0000\"/></numFmts>"
	"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
	"<xf numFmtId=\"164\"/></cellXfs></styleSheet>";
static const char strings[] = "<sst><si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si>"
	"<si><r><t>rich </t></r><r><t>text</t></r></si><si><t>a_x000D_b_x005F_x0041_</t></si></sst>";
static const char hidden[] = "<worksheet><sheetData><row><c t=\"str\"><v>h</v></c></row><row><c><v>7</v></c></row>"
	"</sheetData></worksheet>";

static inline char *sheet_rows_with(const char *xml, const struct crm_reader_opts *o)
{
	const struct part parts[] = {
		{ "_rels/.rels", root }, { "xl/workbook.xml", workbook }, { "xl/_rels/workbook.xml.rels", relations },
		{ "xl/styles.xml", styles }, { "xl/strings.xml", strings }, { "xl/s1.xml", xml }, { "xl/s2.xml", hidden },
	};

	return book_rows(parts, sizeof parts / sizeof *parts, o);
}

#endif
