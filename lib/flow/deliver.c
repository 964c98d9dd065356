#include <crm/deliver.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/import.h>
#include <crm/import_order.h>
#include <crm/mem.h>

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
	int64_t rows, rejected_before;
};

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

static int open_customers(struct crm_deliver *d, struct crm_store *s, struct crm_operation *op,
			  const struct crm_lexicon *lexicon, const struct crm_fields *header)
{
	struct crm_import_opts o = { d->opts.source, d->rejects, d->opts.strict };
	struct crm_intake_opts in = { .key = d->opts.key, .columns = d->opts.columns,
				      .show = d->opts.show || crm_verbose() };
	struct crm_buf map = CRM_BUF_INIT;

	if (!d->opts.map || read_map(d->opts.map, &map) == 0) {
		in.map = strncmp(map.s, "\xEF\xBB\xBF", 3) ? map.s : map.s + 3;
		d->intake = crm_intake_open(header, &in);
	}
	crm_buf_release(&map);
	if (!d->intake)
		return -1;
	crm_intake_lexicon(d->intake, lexicon);
	return (d->customers = crm_import_open(s, op, &o, header, d->intake)) ? 0 : -1;
}

struct crm_deliver *crm_deliver_open(struct crm_store *s, struct crm_operation *op, const struct crm_deliver_opts *o,
				     const struct crm_lexicon *lexicon, const struct crm_fields *header,
				     struct crm_rejects *rejects)
{
	struct crm_deliver *d = crm_alloc(sizeof *d);
	int bad;

	d->opts = *o;
	d->rejects = rejects;
	d->rejected_before = crm_rejects_count(rejects);
	if (o->as == CRM_AS_PRODUCTS)
		bad = !(d->products = crm_product_import_open(s, op, header, o->columns));
	else if (o->as == CRM_AS_ORDERS)
		bad = !(d->orders = crm_order_import_open(s, op, header, o->source, o->columns));
	else
		bad = open_customers(d, s, op, lexicon, header);
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
	crm_product_import_close(d->products);
	crm_order_import_close(d->orders);
	free(d);
}

int crm_deliver_put(struct crm_deliver *d, const struct crm_record *rec)
{
	d->rows++;
	crm_reject_count_row(d->rejects);
	if (d->customers)
		return crm_import_put(d->customers, rec);
	if (rec->error)
		return crm_reject(d->rejects, rec, NULL, "", rec->error);
	return d->orders ? crm_order_import_put(d->orders, rec, d->rejects) :
			   crm_product_import_put(d->products, rec, d->rejects);
}

int crm_deliver_finish(struct crm_deliver *d, const char *file, struct crm_deliver_counts *out)
{
	*out = (struct crm_deliver_counts){ .rows = d->rows };
	if (d->orders) {
		if (crm_order_import_finish(d->orders, d->rejects) != 0)
			return -1;
		crm_order_import_counts(d->orders, &out->added, &out->changed);
	} else if (d->products) {
		crm_product_import_counts(d->products, &out->added, &out->changed);
	} else {
		if (crm_import_finish(d->customers) != 0)
			return -1;
		crm_import_counts(d->customers, &out->added, &out->changed);
		out->doubtful = crm_import_doubtful(d->customers);
		crm_import_print_findings(d->customers, file);
	}
	out->rejected = crm_rejects_count(d->rejects) - d->rejected_before;
	out->equal = out->rows - out->added - out->changed - out->rejected;
	return 0;
}
