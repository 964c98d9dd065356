/* crm-norm: one kind of value in its normal form, line by line or column by column. */
#include <crm/diag.h>
#include <crm/norm_columns.h>
#include <crm/opt.h>
#include <crm/reader.h>
#include <crm/reject.h>
#include <crm/runes.h>
#include <crm/tables.h>
#include <crm/writer.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct args {
	struct crm_reader_opts in;
	struct crm_writer_opts out;
	struct crm_reject_opts reject;
	const char *columns;
	struct crm_norm_opts norm;
	int escaped, verbose;
};

static const struct crm_opt options[] = {
	{ CRM_FLAG, 0, "escaped", offsetof(struct args, escaped), NULL, "input lines hold \\\\ \\t \\n \\r \\uXXXX \\UXXXXXXXX", NULL },
	{ CRM_TEXT, 0, "columns", offsetof(struct args, columns), "FIELD=COLUMN,…", "records in and out: append COLUMN_norm, COLUMN_key", NULL },
	{ CRM_FLAG, 'v', "verbose", offsetof(struct args, verbose), NULL, "say what was mended, and where", NULL },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, norm), NULL, "Values", crm_norm_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, reject), NULL, "Bad rows", crm_reject_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, out), NULL, "Output", crm_writer_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... FIELD [FILE]...  or  [OPTION]... --columns FIELD=COLUMN,… [FILE]...",
	"Bring values of Japanese customer lists into their normal form",
	options,
	"FIELD: name name.key name.split kana kana.key romaji.key company company.key company.form postal\n"
	"phone phone.key phone.disp email email.key date date.serial gender amount corpno addr addr.key addr.room header.\n"
	"A value that breaks its rule comes out as ERR:reason, and the status is 1."
};

/* the hex digits at s as a number, and how many are wanted there; 0: they are not */
static size_t hex_at(const char *s, uint32_t *value)
{
	size_t n = s[0] != '\\' ? 0 : s[1] == 'u' ? 4 : s[1] == 'U' ? 8 : 0;
	char hex[9] = "";

	if (!n || strspn(s + 2, "0123456789abcdefABCDEF") < n)
		return 0;
	memcpy(hex, s + 2, n);
	*value = (uint32_t)strtoul(hex, NULL, 16);
	return n + 2;
}

/* \uXXXX and the like in place; a NUL is no text and goes */
static void unescape(char *s)
{
	char *to = s;

	while (*s) {
		char plain = s[0] != '\\' ? 0 : s[1] == 't' ? '\t' : s[1] == 'n' ? '\n' : s[1] == 'r' ? '\r' :
			s[1] == '\\' ? '\\' : 0;
		uint32_t c, low;
		size_t n = hex_at(s, &c);

		if (n == 6 && c >= 0xD800 && c < 0xDC00 && hex_at(s + 6, &low) == 6 && low >= 0xDC00 && low < 0xE000) {
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			n = 12;
		}
		if (n) {
			to += c ? crm_runes_encode(c, to) : 0;
			s += n;
		} else if (plain) {
			*to++ = plain;
			s += 2;
		} else {
			*to++ = *s++;
		}
	}
	*to = 0;
}

static int filter_lines(const char *name, crm_norm_fn *fn, const struct args *a, struct crm_norm *norm)
{
	FILE *f = strcmp(name, "-") ? fopen(name, "r") : stdin;
	struct crm_buf out = CRM_BUF_INIT;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int bad;

	if (!f) {
		crm_error("%s: %s", crm_quoted(name), strerror(errno));
		return -1;
	}
	for (long number = 1; (n = getline(&line, &cap, f)) >= 0; number++) {
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			line[--n] = 0;
		if (a->escaped)
			unescape(line);
		puts(crm_norm_columns_run(fn, line, &out, norm));
		if (a->verbose && norm->warning)
			crm_note("%s:%ld: '%s' %s", crm_quoted(name), number, crm_quoted(line), norm->warning);
	}
	bad = ferror(f);
	if (bad)
		crm_error("%s: %s", crm_quoted(name), strerror(errno));
	if (f != stdin)
		fclose(f);
	free(line);
	crm_buf_release(&out);
	return bad ? -1 : 0;
}

static int copy_rows(struct crm_reader *in, struct crm_norm_columns *c, struct crm_writer *w, struct crm_rejects *rejects,
		     struct crm_norm *norm)
{
	size_t width = crm_norm_columns_width(c);
	struct crm_record rec;
	int got;

	while ((got = crm_reader_next(in, &rec)) == 1) {
		crm_reject_count_row(rejects);
		if (rec.error ? crm_reject(rejects, &rec, NULL, NULL, rec.error) :
		    crm_writer_put(w, crm_norm_columns_row(c, &rec, norm), width))
			return -1;
	}
	return got;
}

static int filter_records(const char *name, const struct args *a, struct crm_rejects *rejects, struct crm_norm *norm)
{
	struct crm_reader *in = crm_reader_open(name, &a->in);
	struct crm_norm_columns *c;
	struct crm_fields fields;
	struct crm_writer *w;
	int bad;

	if (!in)
		return -1;
	crm_fields_init(&fields);
	crm_fields_copy(&fields, crm_reader_fields(in));
	c = crm_norm_columns_new(a->columns, &fields);
	w = c ? crm_writer_open(stdout, &fields, &a->out) : NULL;
	bad = !w || copy_rows(in, c, w, rejects, norm);
	if (w && crm_writer_close(w))
		bad = 1;
	crm_norm_columns_free(c);
	crm_fields_release(&fields);
	crm_reader_close(in);
	return bad ? -1 : 0;
}

static int needs_tables(const char *fields)
{
	return strstr(fields, "addr") || strstr(fields, "name.split");
}

static int filter(const struct args *a, int argc, char **argv, crm_norm_fn *fn, struct crm_norm *norm)
{
	struct crm_rejects *rejects;
	int bad = 0;

	if (!a->columns) {
		for (int i = 0; !bad && i < (argc ? argc : 1); i++)
			bad = filter_lines(argc ? argv[i] : "-", fn, a, norm);
		return bad;
	}
	if (argc > 1) {
		crm_error("--columns reads one file; '%s' is the second", crm_quoted(argv[1]));
		return -1;
	}
	if (!crm_rejects_spare(&a->reject, argv, argc) || !(rejects = crm_rejects_open(&a->reject)))
		return -1;
	bad = filter_records(argc ? *argv : "-", a, rejects, norm);
	return crm_rejects_close(rejects) || bad ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct args a = { .verbose = 0 };
	struct crm_norm norm = { 0 };
	struct crm_tables *tables = NULL;
	crm_norm_fn *fn = NULL;
	const char *what;

	crm_start("crm-norm");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	crm_set_verbose(a.verbose);
	if (crm_norm_set(&norm, &a.norm) != 0)
		return crm_finish();
	what = a.columns ? a.columns : argc ? *argv : "";
	if (!a.columns && !(fn = crm_norm_find(what))) {
		crm_error("'%s' is not a field; see --help", crm_quoted(what));
		return crm_finish();
	}
	if (needs_tables(what)) {
		if (!(tables = crm_tables_open()))
			return crm_finish();
		norm.lexicon = crm_tables_lexicon(tables);
	}
	filter(&a, a.columns ? argc : argc - 1, a.columns ? argv : argv + 1, fn, &norm);
	crm_tables_close(tables);
	return crm_finish();
}
