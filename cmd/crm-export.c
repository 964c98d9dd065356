/* crm-export: the last step out of the house: a stream in the form that the receiver needs, logged. */
#include <crm/diag.h>
#include <crm/operation.h>
#include <crm/opt.h>
#include <crm/reader.h>
#include <crm/writer.h>

struct args {
	struct crm_store_opts store;
	struct crm_reader_opts in;
	struct crm_writer_opts out;
	struct crm_operation_opts op;
};

static const struct crm_opt options[] = {
	{ CRM_TEXT, 0, "encoding", offsetof(struct args, out.encoding), "NAME", "of the output: utf-8 or cp932 (Excel's Shift_JIS)",
	  NULL },
	{ CRM_FLAG, 0, "fold", offsetof(struct args, out.fold), NULL,
	  "cp932: a kanji it lacks becomes its common form, else 〓", NULL },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, out), NULL, "Output", crm_writer_options },
	{ CRM_CHOICE, 0, "from", offsetof(struct args, in.from), "auto|csv|tsv|json|xlsx", "format of the input (auto)", NULL },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, op), NULL, "Log", crm_why_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"[OPTION]... [FILE]",
	"Write records for Excel, a spreadsheet, another system; the store's log keeps who, why and the digest",
	options,
	"crm-audit who FILE finds the run that wrote a file.  --excel: CSV that Excel opens with a double click;\n"
	"--to xlsx: a workbook, numbers of customers, phones and postal codes as text."
};

static int copy(struct crm_reader *in, struct crm_writer *w)
{
	struct crm_record r;
	int got;

	while ((got = crm_reader_next(in, &r)) == 1) {
		if (r.error) {
			crm_error("%s:%ld: %s", r.file, r.line, r.error);
			return -1;
		}
		crm_writer_from(w, r.file, r.line);
		if (crm_writer_put(w, r.cell, r.n) != 0)
			return -1;
	}
	return got;
}

static int export(struct crm_store *s, struct crm_reader *in, const struct args *a)
{
	struct crm_reading *reading = crm_reading_begin(s, "export", a->op.why);
	struct crm_writer *w = reading ? crm_writer_open(stdout, crm_reader_fields(in), &a->out) : NULL;
	int bad = !w || copy(in, w) != 0;

	return reading && crm_reading_end(reading, w) == 0 && !bad ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1, .out.digest = 1 };
	struct crm_store *s;
	struct crm_reader *in = NULL;

	crm_start("crm-export");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	if (argc > 1) {
		crm_error("one input at a time: '%s'", crm_quoted(argv[1]));
		return crm_finish();
	}
	/* the input first: the program before us logs its own reading before its first byte */
	if ((s = crm_store_open(&a.store, CRM_STORE_READ)) && (in = crm_reader_open(argc ? argv[0] : "-", &a.in)))
		export(s, in, &a);
	crm_reader_close(in);
	crm_store_close(s);
	return crm_finish();
}
