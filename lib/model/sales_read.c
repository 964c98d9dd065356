#include <crm/sales_read.h>
#include <crm/custids.h>
#include <crm/diag.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

struct reading {
	struct crm_sales *sales;
	const struct crm_sales_read_opts *opts;
	const int *column;
	struct crm_rejects *rejects;
	long long rows, later;
};

/* 0, or -1: the run cannot go on (reported) */
static int take(struct reading *r, const struct crm_record *rec)
{
	const struct crm_cell *id;
	struct crm_salesrow row;
	const char *why = rec->error;
	int role = -1;

	if (!why)
		why = crm_salesrow_take(rec, r->column, &row, &role);
	if (!why && row.day > r->opts->as_of) {
		if (!r->opts->future) {
			r->later++;
			return 0;
		}
		why = "is in the future";
		role = CRM_SALESROW_DATE;
	}
	if (why && role < 0)
		return crm_reject(r->rejects, rec, NULL, NULL, why);
	if (why)
		return crm_reject(r->rejects, rec, rec->fields->name[r->column[role]],
				  crm_record_text(rec, r->column[role]), why);
	id = &rec->cell[r->column[CRM_SALESROW_CUSTOMER]];
	crm_ledger_add(r->sales->ledger, crm_map_put(r->sales->ids, id->s, id->n), row.day, row.order, row.amount);
	return 0;
}

static int read_rows(struct reading *r, struct crm_reader *in)
{
	struct crm_record rec;
	int got, bad;

	if (!(r->rejects = crm_rejects_open(&r->opts->reject)))
		return -1;
	while ((got = crm_reader_next(in, &rec)) == 1) {
		r->rows++;
		crm_reject_count_row(r->rejects);
		if ((got = take(r, &rec)) != 0)
			break;
	}
	bad = got != 0 || crm_rejects_stop(r->rejects);
	return crm_rejects_close(r->rejects) != 0 || bad ? -1 : 0;
}

static int finish(struct crm_sales *s)
{
	uint32_t *place = crm_calloc(crm_map_count(s->ids), sizeof *place);

	s->id = crm_calloc(crm_map_count(s->ids), sizeof *s->id);
	crm_custids_order(s->ids, place, s->id);
	crm_ledger_relabel(s->ledger, place);
	free(place);
	if (crm_ledger_finish(s->ledger) == 0)
		return 0;
	crm_error("the amounts of a customer do not fit 64 bits");
	return -1;
}

int crm_sales_read(struct crm_sales *s, struct crm_reader *in, const int column[CRM_SALESROW_ROLES],
		   const struct crm_sales_read_opts *o)
{
	struct reading r = { .sales = s, .opts = o, .column = column };
	enum crm_ledger_mode mode = o->daily ? CRM_LEDGER_DAILY :
				    column[CRM_SALESROW_ORDER] >= 0 ? CRM_LEDGER_KEYED : CRM_LEDGER_ROWS;

	*s = (struct crm_sales){ .ledger = crm_ledger_new(mode, o->orders ? CRM_LEDGER_ORDERS : 0),
				 .ids = crm_map_new() };
	if (read_rows(&r, in) != 0 || finish(s) != 0)
		return -1;
	crm_note("%lld rows, %u customers; %lld rows are later than --as-of and left out", r.rows,
		 (unsigned)crm_map_count(s->ids), r.later);
	return 0;
}

void crm_sales_release(struct crm_sales *s)
{
	crm_ledger_free(s->ledger);
	crm_map_free(s->ids);
	free(s->id);
	memset(s, 0, sizeof *s);
}
