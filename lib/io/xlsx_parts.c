#include "xlsx_parts.h"
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { BLOCK = 64 << 10, BOMB_SIZE = 16 << 20, BOMB_RATIO = 200 };

/* --- what a file really is that is no workbook --- */

static int contains(int fd, const char *needle, size_t k)
{
	char block[16384];
	size_t kept = 0;
	ssize_t got;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return 0;
	while ((got = read(fd, block + kept, sizeof block - kept)) > 0) {
		size_t n = kept + (size_t)got;

		for (size_t i = 0; i + k <= n; i++)
			if (!memcmp(block + i, needle, k))
				return 1;
		kept = n < k ? n : k - 1;
		memmove(block, block + n - kept, kept);
	}
	return 0;
}

static void explain(int fd, const char *name)
{
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	char s[16] = "";
	ssize_t n = lseek(fd, 0, SEEK_SET) == 0 ? read(fd, s, sizeof s - 1) : -1;

	if (n == 0)
		crm_error("%s: is empty, not a workbook", name);
	else if (n >= 4 && !memcmp(s, "\xD0\xCF\x11\xE0", 4))
		crm_error(contains(fd, encrypted, sizeof encrypted - 1)
			  ? "%s: is protected with a password: save it without one"
			  : "%s: is an old Excel file (.xls): save it as .xlsx", name);
	else if (n >= 2 && !memcmp(s, "PK", 2))
		crm_error("%s: is a zip file that is cut off or damaged", name);
	else if (n > 0 && strchr("<", s[strspn(s, "\xEF\xBB\xBF \r\n\t")]))
		crm_error("%s: is a web page or XML, not a workbook: save it as .xlsx", name);
	else
		crm_error("%s: is text or something else, not a workbook (CSV? try --from csv)", name);
}

zip_t *crm_xlsx_unzip(int fd, const char *name)
{
	int copy = dup(fd), status = 0;
	zip_t *zip;

	/* libzip closes what it opened, and only then */
	if (copy >= 0 && lseek(copy, 0, SEEK_SET) == 0 && (zip = zip_fdopen(copy, 0, &status))) {
		close(fd);
		return zip;
	}
	if (copy >= 0)
		close(copy);
	explain(fd, name);
	close(fd);
	return NULL;
}

/* --- parts --- */

static zip_int64_t locate(zip_t *zip, const char *path)
{
	zip_int64_t i;
	char *other;

	while (*path == '/')
		path++;
	if ((i = zip_name_locate(zip, path, 0)) >= 0 || (i = zip_name_locate(zip, path, ZIP_FL_NOCASE)) >= 0)
		return i;
	other = crm_strdup(path);
	for (char *p = other; (p = strchr(p, '/')); )
		*p = '\\';
	i = zip_name_locate(zip, other, ZIP_FL_NOCASE);
	free(other);
	return i;
}

int crm_xlsx_part_open(zip_t *zip, const char *book, const char *path, struct xlsx_part *p)
{
	zip_int64_t i = locate(zip, path);
	zip_stat_t st;

	memset(p, 0, sizeof *p);
	p->book = book;
	p->path = path;
	if (i < 0)
		return 0;
	if (zip_stat_index(zip, (zip_uint64_t)i, 0, &st) == 0 && (p->file = zip_fopen_index(zip, (zip_uint64_t)i, 0))) {
		p->packed = st.comp_size;
		p->size = st.size;
		return 1;
	}
	crm_error("%s: %s cannot be unpacked: %s", book, crm_quoted(path), zip_strerror(zip));
	return -1;
}

long crm_xlsx_part_read(struct xlsx_part *p, char *to, size_t size)
{
	zip_int64_t got = zip_fread(p->file, to, size);

	if (got < 0)
		crm_error("%s: %s is damaged: %s", p->book, crm_quoted(p->path), zip_file_strerror(p->file));
	else
		p->read += (unsigned long long)got;
	return (long)got;
}

void crm_xlsx_part_close(struct xlsx_part *p)
{
	if (p->file)
		zip_fclose(p->file);
	p->file = NULL;
}

/* --- XML --- */

static void no_doctype(void *parser, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid, int subset)
{
	(void)name;
	(void)sysid;
	(void)pubid;
	(void)subset;
	crm_error("XML with a DOCTYPE: refused");
	XML_StopParser(parser, XML_FALSE);
}

XML_Parser crm_xlsx_parser(void *data)
{
	XML_Parser parser = XML_ParserCreate(NULL);

	if (!parser)
		abort();               /* out of memory */
	XML_SetUserData(parser, data);
	XML_UseParserAsHandlerArg(parser);
	XML_SetStartDoctypeDeclHandler(parser, no_doctype);
	return parser;
}

int crm_xlsx_parse_block(XML_Parser parser, const struct xlsx_part *p, const char *s, size_t n, int last)
{
	if (XML_Parse(parser, s, (int)n, last) != XML_STATUS_ERROR)
		return 0;
	if (XML_GetErrorCode(parser) != XML_ERROR_ABORTED)
		crm_error("%s: %s, line %lu: %s", p->book, crm_quoted(p->path),
			  (unsigned long)XML_GetCurrentLineNumber(parser), XML_ErrorString(XML_GetErrorCode(parser)));
	return -1;
}

int crm_xlsx_part_parse(struct xlsx_part *p, XML_Parser parser, int bomb)
{
	static const size_t block = BLOCK;
	char *s = crm_alloc(block);
	int bad = 0;
	long got;

	do {
		got = crm_xlsx_part_read(p, s, block);
		bad = got < 0 || crm_xlsx_parse_block(parser, p, s, (size_t)got, got == 0) != 0;
		if (!bad && bomb && p->read > BOMB_SIZE && p->read / BOMB_RATIO > p->packed) {
			crm_error("%s: %s unpacks to over %d times its size: refused", p->book, crm_quoted(p->path), BOMB_RATIO);
			bad = 1;
		}
	} while (!bad && got > 0);
	free(s);
	return bad ? -1 : 0;
}

const char *crm_xlsx_local(const char *name, size_t *prefix_n)
{
	const char *colon = strrchr(name, ':');

	*prefix_n = colon ? (size_t)(colon - name) + 1 : 0;
	return name + *prefix_n;
}

const char *crm_xlsx_attribute(const char **attributes, const char *name)
{
	size_t n;

	for (; *attributes; attributes += 2)
		if (!strcmp(crm_xlsx_local(*attributes, &n), name))
			return attributes[1];
	return NULL;
}
