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
	struct crm_rejects *rejects;
	int64_t rows, rejected_before;
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
	struct crm_import_opts o;

	if (!(d->intake = crm_intake_open(header, d->opts.key, d->opts.columns)))
		return -1;
	crm_intake_lexicon(d->intake, lexicon);
	show_mapping(header, d->intake);
	o = (struct crm_import_opts){ d->opts.source, d->rejects, d->opts.strict };
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
