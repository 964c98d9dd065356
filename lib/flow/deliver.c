#include <crm/deliver.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/import.h>
#include <crm/import_order.h>
#include <crm/mem.h>
#include <crm/remap.h>
#include <crm/source.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct crm_deliver {
	struct crm_deliver_opts opts;
	struct crm_intake *intake;
	/* one of the three is set */
	struct crm_import *customers;
	struct crm_product_import *products;
	struct crm_order_import *orders;
	struct crm_rejects *rejects;
	int64_t rows, blank, rejected_before;
	/* with --map-jq the columns are known with the first object only */
	struct crm_remap *remap;
	struct crm_store *store;
	struct crm_operation *op;
	const struct crm_lexicon *lexicon;
};

int crm_deliver_usable(const struct crm_deliver_opts *d)
{
	if (d->as == CRM_AS_CUSTOMERS && !d->source)
		crm_error("which system delivers these customers? say --source NAME");
	else if (d->source && !crm_source_valid(d->source))
		crm_error("--source '%s': a name is 1 to 32 of a-z 0-9 _ -", crm_quoted(d->source));
	else if (d->as != CRM_AS_CUSTOMERS && (d->map || d->map_jq))
		crm_error("--map and --map-jq are for customers; use --columns");
	else if (d->map_jq && (d->map || d->key || d->columns))
		crm_error("--map-jq names all fields itself: no --map, --key or --columns beside it");
	else
		return 1;
	return 0;
}

/* the lines of --map, NUL at the end */
static int read_map(const char *name, struct crm_buf *out)
{
	FILE *f = fopen(name, "rb");
	char block[4096];
	size_t n;
	int bad;

	if (!f) {
		crm_error("--map: %s: %s", name, strerror(errno));
		return -1;
	}
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		crm_buf_add(out, block, n);
	bad = ferror(f);
	fclose(f);
	if (bad)
		crm_error("--map: %s: cannot read", name);
	return bad ? -1 : 0;
}

/* first: the columns before it are not looked at */
static int open_customers(struct crm_deliver *d, const struct crm_fields *header, size_t first)
{
	struct crm_import_opts o = { d->opts.source, d->rejects, d->opts.strict, d->opts.seen, &d->opts.norm };
	struct crm_intake_opts in = { .key = d->opts.key, .columns = d->opts.columns, .first = first,
				      .map_name = d->opts.map, .file = d->opts.file, .show = d->opts.show || crm_verbose() };
	struct crm_buf map = CRM_BUF_INIT;

	if (!d->opts.map || read_map(d->opts.map, &map) == 0) {
		in.map = strncmp(map.s, "\xEF\xBB\xBF", 3) ? map.s : map.s + 3;
		d->intake = crm_intake_open(header, &in);
	}
	crm_buf_release(&map);
	if (!d->intake || crm_intake_norm(d->intake, &d->opts.norm) != 0)
		return -1;
	crm_intake_lexicon(d->intake, d->lexicon);
	return (d->customers = crm_import_open(d->store, d->op, &o, header, d->intake)) ? 0 : -1;
}

struct crm_deliver *crm_deliver_open(struct crm_store *s, struct crm_operation *op, const struct crm_deliver_opts *o,
				     const struct crm_lexicon *lexicon, const struct crm_fields *header,
				     struct crm_rejects *rejects)
{
	struct crm_deliver *d = crm_alloc(sizeof *d);
	int bad;

	*d = (struct crm_deliver){ .opts = *o, .rejects = rejects, .store = s, .op = op, .lexicon = lexicon };
	d->rejected_before = crm_rejects_count(rejects);
	crm_rejects_width(rejects, 0);
	if (o->as == CRM_AS_PRODUCTS)
		bad = !(d->products = crm_product_import_open(s, op, header, o->file, o->columns));
	else if (o->as == CRM_AS_ORDERS)
		bad = !(d->orders = crm_order_import_open(s, op, header, o->file, o->source, o->columns));
	else if (o->map_jq)
		bad = !(d->remap = crm_remap_open(o->map_jq));
	else
		bad = open_customers(d, header, 0);
	if (bad) {
		crm_deliver_close(d);
		return NULL;
	}
	return d;
}

void crm_deliver_close(struct crm_deliver *d)
{
	if (!d)
		return;
	crm_import_close(d->customers);
	crm_intake_close(d->intake);
	crm_remap_close(d->remap);
	crm_product_import_close(d->products);
	crm_order_import_close(d->orders);
	free(d);
}

/* the records of one row, each counted; a row that is refused is one, and comes out as it came in */
static int put_mapped(struct crm_deliver *d, const struct crm_record *rec)
{
	const struct crm_rowset *rows = crm_remap_row(d->remap, rec);
	struct crm_record bad = *rec;

	if (rows && rows->n && !d->customers) {
		crm_rejects_width(d->rejects, rec->fields->n);
		if (open_customers(d, crm_remap_fields(d->remap), rec->fields->n) != 0)
			return -1;
	}
	for (size_t i = 0; i < (rows ? rows->n : 1); i++) {
		d->rows++;
		crm_reject_count_row(d->rejects);
		bad.error = rows ? NULL : crm_remap_error(d->remap);
		if (d->customers ? crm_import_put(d->customers, rows ? &rows->row[i] : &bad)
		    : crm_reject(d->rejects, &bad, NULL, "", bad.error))
			return -1;
	}
	return 0;
}

static int has_text(const char *s)
{
	for (;; s += *s == ' ' || *s == '\t' ? 1 : 3)
		if (*s != ' ' && *s != '\t' && strncmp(s, "\xE3\x80\x80", 3))       /* the wide space */
			return *s != 0;
}

/* `,,,` as a spreadsheet leaves it below a list, or a blank line; a row that could not be read has no cells */
static int is_blank(const struct crm_record *rec)
{
	for (size_t i = 0; i < rec->n; i++)
		if (has_text(rec->cell[i].s))
			return 0;
	return rec->n > 0;
}

int crm_deliver_put(struct crm_deliver *d, const struct crm_record *rec)
{
	if (is_blank(rec)) {
		d->blank++;
		return 0;
	}
	if (d->remap)
		return put_mapped(d, rec);
	d->rows++;
	crm_reject_count_row(d->rejects);
	if (d->customers)
		return crm_import_put(d->customers, rec);
	if (d->orders)
		return crm_order_import_put(d->orders, rec, d->rejects);
	if (rec->error)
		return crm_reject(d->rejects, rec, NULL, "", rec->error);
	return crm_product_import_put(d->products, rec, d->rejects);
}

int crm_deliver_finish(struct crm_deliver *d, const char *file, struct crm_deliver_counts *out)
{
	*out = (struct crm_deliver_counts){ .rows = d->rows, .blank = d->blank };
	if (d->orders) {
		if (crm_order_import_finish(d->orders, d->rejects) != 0)
			return -1;
		crm_order_import_counts(d->orders, &out->added, &out->changed);
	} else if (d->products) {
		crm_product_import_counts(d->products, &out->added, &out->changed);
	} else if (d->customers) {
		if (crm_import_finish(d->customers) != 0)
			return -1;
		crm_import_counts(d->customers, &out->added, &out->changed);
		out->doubtful = crm_import_doubtful(d->customers);
		crm_import_print_findings(d->customers, file);
	}
	if (d->blank)
		crm_warn("%s: %lld row%s without any text %s left out", file, (long long)d->blank, d->blank == 1 ? "" : "s",
			 d->blank == 1 ? "is" : "are");
	out->rejected = crm_rejects_count(d->rejects) - d->rejected_before;
	out->equal = out->rows - out->added - out->changed - out->rejected;
	return 0;
}
