#include <crm/deliver.h>
#include <crm/diag.h>
#include <crm/import.h>
#include <crm/import_order.h>
#include <crm/mem.h>

#include <stdlib.h>

struct crm_deliver {
	struct crm_deliver_opts opts;
	struct crm_intake *intake;
	/* one of the three is set */
	struct crm_import *customers;
	struct crm_product_import *products;
	struct crm_order_import *orders;
	int64_t rows, rejected_before, doubtful;
};

static void show_mapping(const struct crm_fields *f, const struct crm_intake *intake)
{
	for (size_t i = 0; i < f->n; i++)
		crm_note("column %zu '%s' is %s", i + 1, crm_quoted(f->name[i]),
			 crm_intake_custom(intake, i) ? "kept under its own name" : crm_intake_field(intake, i));
}

static int open_customers(struct crm_deliver *d, struct crm_store *s, struct crm_operation *op,
			  const struct crm_lexicon *lexicon, const struct crm_fields *header)
{
	if (!(d->intake = crm_intake_open(header, d->opts.key, d->opts.columns)))
		return -1;
	crm_intake_lexicon(d->intake, lexicon);
	show_mapping(header, d->intake);
	return (d->customers = crm_import_open(s, op, d->opts.source, header, d->intake)) ? 0 : -1;
}

struct crm_deliver *crm_deliver_open(struct crm_store *s, struct crm_operation *op, const struct crm_deliver_opts *o,
				     const struct crm_lexicon *lexicon, const struct crm_fields *header)
{
	struct crm_deliver *d = crm_alloc(sizeof *d);
	int bad;

	d->opts = *o;
	d->rejected_before = -1;
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

/* Values that could not be read or were mended.  1 the row goes in, 0 it was rejected, -1 */
static int heed_findings(struct crm_deliver *d, const struct crm_record *rec, const struct crm_intake_row *row,
			 struct crm_rejects *rejects)
{
	for (size_t i = 0; i < row->findings; i++) {
		const struct crm_intake_finding *f = &row->finding[i];

		if (d->opts.strict && !f->warning)
			return crm_reject(rejects, rec, f->column, f->value, f->reason);
		crm_note("%s:%ld: %s: '%s' %s%s", rec->file, rec->line, f->column, crm_quoted(f->value),
			 f->warning ? "was mended: " : "is not taken over: ", f->reason);
		d->doubtful += !f->warning;
	}
	return 1;
}

static int put_customer(struct crm_deliver *d, const struct crm_record *rec, struct crm_rejects *rejects)
{
	struct crm_intake_row row;
	const char *why = crm_intake_take(d->intake, rec, &row);
	int got;

	if (why)
		return crm_reject(rejects, rec, NULL, "", why);
	if ((got = heed_findings(d, rec, &row, rejects)) != 1)
		return got;
	if ((got = crm_import_put(d->customers, rec, &row, &why)) == 0)
		return crm_reject(rejects, rec, NULL, row.key, why);
	return got < 0 ? -1 : 0;
}

int crm_deliver_put(struct crm_deliver *d, const struct crm_record *rec, struct crm_rejects *rejects)
{
	if (d->rejected_before < 0)
		d->rejected_before = crm_rejects_count(rejects);
	d->rows++;
	crm_reject_count_row(rejects);
	if (rec->error)
		return crm_reject(rejects, rec, NULL, "", rec->error);
	if (d->orders)
		return crm_order_import_put(d->orders, rec, rejects);
	if (d->products)
		return crm_product_import_put(d->products, rec, rejects);
	return put_customer(d, rec, rejects);
}

int crm_deliver_finish(struct crm_deliver *d, struct crm_rejects *rejects, struct crm_deliver_counts *out)
{
	if (d->orders && crm_order_import_finish(d->orders, rejects) != 0)
		return -1;
	*out = (struct crm_deliver_counts){ .rows = d->rows, .doubtful = d->doubtful };
	if (d->rows)
		out->rejected = crm_rejects_count(rejects) - d->rejected_before;
	if (d->customers)
		crm_import_counts(d->customers, &out->added, &out->changed);
	if (d->products)
		crm_product_import_counts(d->products, &out->added, &out->changed);
	if (d->orders)
		crm_order_import_counts(d->orders, &out->added, &out->changed);
	out->equal = out->rows - out->added - out->changed - out->rejected;
	return 0;
}
