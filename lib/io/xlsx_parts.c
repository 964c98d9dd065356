#include "xlsx_parts.h"
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { BLOCK = 64 << 10, BOMB_SIZE = 4 << 20 };

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

int crm_xlsx_part_feed(const struct xlsx_part *p, struct xlsx_xml *x, const char *s, size_t n)
{
	const char *error;

	if (crm_xlsx_xml_feed(x, s, n, n == 0) == 0)
		return 0;
	if ((error = crm_xlsx_xml_error(x)))
		crm_error("%s: %s, byte %lld: %s", p->book, crm_quoted(p->path), crm_xlsx_xml_offset(x), error);
	return -1;
}

int crm_xlsx_part_parse(struct xlsx_part *p, struct xlsx_xml *x, unsigned ratio)
{
	static const size_t block = BLOCK;
	char *s = crm_alloc(block);
	int bad = 0;
	long got;

	do {
		got = crm_xlsx_part_read(p, s, block);
		bad = got < 0 || crm_xlsx_part_feed(p, x, s, (size_t)got) != 0;
		if (!bad && ratio && p->read > BOMB_SIZE && p->read / ratio > p->packed) {
			crm_error("%s: %s unpacks to over %u times its size: refused", p->book, crm_quoted(p->path),
				  ratio);
			bad = 1;
		}
	} while (!bad && got > 0);
	free(s);
	return bad ? -1 : 0;
}

long crm_xlsx_column(const char *name, long *row)
{
	long column = 0, n = 0;

	for (; (*name >= 'A' && *name <= 'Z') || (*name >= 'a' && *name <= 'z'); name++)
		if ((column = column * 26 + ((*name | 0x20) - 'a' + 1)) > XLSX_COLUMNS)
			return -1;
	if (*name < '0' || *name > '9')
		return -1;
	for (; row && *name >= '0' && *name <= '9' && n <= XLSX_ROWS; name++)
		n = n * 10 + (*name - '0');
	if (row)
		*row = n;
	return column - 1;
}

const char *crm_xlsx_local(const char *name, size_t *prefix_n)
{
	const char *local = name;

	for (const char *p = name; *p; p++)        /* names are short: no call for one */
		if (*p == ':')
			local = p + 1;
	*prefix_n = (size_t)(local - name);
	return local;
}

const char *crm_xlsx_attribute(const char **attributes, const char *name)
{
	size_t n;

	for (; *attributes; attributes += 2)
		if (!strcmp(crm_xlsx_local(*attributes, &n), name))
			return attributes[1];
	return NULL;
}
