#include <crm/purchase_read.h>
#include <crm/date.h>
#include <crm/diag.h>

/* 0: taken, left out or rejected; -1 */
static int take(struct crm_purchase_read *p, const struct crm_purchase_opts *o, const struct crm_record *rec,
		struct crm_events *e, struct crm_shelf *shelf)
{
	const char *why = rec->error;
	int keep = 1, role = 0, column, took;

	p->rows++;
	crm_reject_count_row(p->rejects);
	if (why)
		return crm_reject(p->rejects, rec, NULL, NULL, why);
	if (p->where && (keep = crm_jq_test(p->where, rec)) < 0)
		return -1;
	took = keep ? crm_purchase_take(e, rec, o, &why, &role) : 0;
	if (took < 0) {
		column = o->column[role];
		return crm_reject(p->rejects, rec, rec->fields->name[column], crm_record_text(rec, column), why);
	}
	p->left_out += keep && !took;
	p->later += took == CRM_PURCHASE_LATER;
	if (took == 1 && o->column[CRM_PURCHASE_CATEGORY] >= 0)
		crm_shelf_put(shelf, crm_record_text(rec, o->column[CRM_PURCHASE_PRODUCT]), "",
			      crm_record_text(rec, o->column[CRM_PURCHASE_CATEGORY]), 0);
	return 0;
}

static int read_all(struct crm_purchase_read *p, const struct crm_purchase_opts *o, struct crm_reader *in,
		    struct crm_events *e, struct crm_shelf *shelf)
{
	struct crm_record rec;
	int got;

	while ((got = crm_reader_next(in, &rec)) == 1)
		if (take(p, o, &rec, e, shelf) < 0)
			return -1;
	return got;
}

int crm_purchase_read(struct crm_purchase_read *p, const char *name, int test, struct crm_events *e,
		      struct crm_shelf *shelf, struct crm_reader **customers)
{
	struct crm_purchase_opts o = { .as_of = p->as_of, .future = p->future, .test = test };
	struct crm_reader *in = crm_reader_open(name, p->in);
	int bad;

	if (!in)
		return -1;
	bad = crm_purchase_columns(name, crm_reader_fields(in), p->columns, o.column);
	if (!bad && o.column[CRM_PURCHASE_PRODUCT] < 0) {
		if (!*customers && !test) {
			*customers = in;
			return 0;
		}
		crm_error("%s: no column is known to be product_id; name it with --columns product_id=COLUMN", name);
		bad = -1;
	}
	bad = bad || (p->where && crm_jq_header(p->where, crm_reader_fields(in)) != 0) ||
	      read_all(p, &o, in, e, shelf) != 0;
	crm_reader_close(in);
	return bad ? -1 : 0;
}

void crm_purchase_read_say(const struct crm_purchase_read *p)
{
	char day[CRM_DATE_LEN];

	if (p->rows)
		crm_note("%lld rows; %lld are returned or cancelled", p->rows, p->left_out);
	if (p->later)
		crm_warn("%lld rows are later than %s and do not count", p->later, crm_date_print(p->as_of, day));
}
