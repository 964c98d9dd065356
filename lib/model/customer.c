#include <crm/customer.h>
#include <crm/golden.h>
#include <crm/insert.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

/* the person's 14 columns as parameters ?1…?14, then what each statement adds */
enum { FIND, NEXT_RECORD, UPDATE_RECORD, RESOLVE, PERSON, STATEMENTS };

#define GIVEN(i, column) column " = CASE WHEN ?20 >> " #i " & 1 THEN ?" #i " ELSE " column " END"

static const char *const text[STATEMENTS] = {
	[FIND] = "SELECT record_id, customer_id, digest, created_op, delivered_op, line FROM record WHERE source_id = ?1 AND key = ?2",
	[NEXT_RECORD] = "SELECT coalesce(max(record_id), 0) + 1 FROM record",
	/* bit i-1 of ?20 says that the delivery carries parameter i; columns it lacks stay */
	[UPDATE_RECORD] =
		"UPDATE record SET " GIVEN(1, "name") ", " GIVEN(2, "kana") ", " GIVEN(3, "company") ", "
		GIVEN(4, "postal") ", " GIVEN(5, "prefecture") ", " GIVEN(6, "city") ", " GIVEN(7, "address") ", "
		GIVEN(8, "building") ", " GIVEN(9, "phone") ", " GIVEN(10, "mobile") ", " GIVEN(11, "email") ", "
		GIVEN(12, "birthday") ", " GIVEN(13, "gender") ", " GIVEN(14, "joined") ", " GIVEN(15, "note") ","
		" custom = CASE WHEN ?16 IS NULL THEN custom ELSE nullif(json_patch(coalesce(custom, '{}'), ?16), '{}') END,"
		" layout_id = ?17, raw = ?18, digest = ?19, file = ?21, line = ?22, delivered_op = ?26,"
		" changed_op = ?26"
		" WHERE record_id = ?27",
	[PERSON] = "SELECT " CRM_PERSON_COLUMNS " FROM customer WHERE customer_id = ?1",
	[RESOLVE] = "SELECT coalesce((SELECT survivor_id FROM alias WHERE customer_id = ?1),"
		    " (SELECT customer_id FROM customer WHERE customer_id = ?1), 0)",
};

/* New rows wait here.  All columns in the order of the table: then SQLite need not copy them into it. */
static const char insert_customers[] = "INSERT OR ROLLBACK INTO customer (customer_id, " CRM_PERSON_COLUMNS ", household_id,"
				       " origin, created_op, changed_op) SELECT * FROM new_customer";
static const char insert_records[] =
	"INSERT OR ROLLBACK INTO record (record_id, source_id, key, customer_id, " CRM_PERSON_COLUMNS ", note, custom,"
	" layout_id, raw, digest, file, line, delivered_op, created_op, changed_op) SELECT * FROM new_record";

enum { CUSTOMER_COLUMNS = CRM_PERSON_FIELDS + 5, RECORD_COLUMNS = CRM_PERSON_FIELDS + 14 };

struct crm_customers {
	struct crm_store *store;
	struct crm_operation *op;
	struct crm_sql sql;
	struct crm_golden *golden;
	struct crm_insert *new_customers, *new_records;        /* NULL until a row is added */
	int64_t next_record;           /* 0: not asked for yet */
};

struct crm_customers *crm_customers_open(struct crm_store *s, struct crm_operation *op)
{
	struct crm_customers *m = crm_alloc(sizeof *m);

	m->store = s;
	m->op = op;
	m->golden = crm_golden_open(s, op);
	crm_sql_init(&m->sql, s, text, STATEMENTS);
	return m;
}

void crm_customers_close(struct crm_customers *m)
{
	if (!m)
		return;
	crm_golden_close(m->golden);
	crm_insert_close(m->new_customers);
	crm_insert_close(m->new_records);
	crm_sql_release(&m->sql);
	free(m);
}

int crm_customers_find(struct crm_customers *m, int64_t source_id, const char *key, struct crm_record_row *out)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, FIND);
	int got;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, source_id);
	crm_stmt_string(st, 2, key);
	if ((got = crm_stmt_step(st)) == 1) {
		out->record_id = crm_stmt_col_int(st, 0);
		out->customer_id = crm_stmt_col_int(st, 1);
		out->digest = crm_stmt_col_int(st, 2);
		out->created_op = crm_stmt_col_int(st, 3);
		out->delivered_op = crm_stmt_col_int(st, 4);
		out->line = crm_stmt_col_int(st, 5);
		crm_stmt_reset(st);
	}
	return got;
}

static void bind_person(struct crm_stmt *st, const struct crm_person *p)
{
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		crm_stmt_text(st, i + 1, p->text[i]);
}

/* what a delivery says beside the person: parameters 15-19, 21, 22, 26 */
static void bind_delivery(struct crm_stmt *st, const struct crm_delivery_row *d, int64_t op)
{
	bind_person(st, &d->person);
	crm_stmt_text(st, 15, d->note);
	crm_stmt_text(st, 16, d->custom);
	crm_stmt_int(st, 17, d->layout_id);
	crm_stmt_string(st, 18, d->raw);
	crm_stmt_int(st, 19, d->digest);
	crm_stmt_string(st, 21, d->file);
	crm_stmt_int(st, 22, d->line);
	crm_stmt_int(st, 26, op);
}

static int begin_adding(struct crm_customers *m)
{
	struct crm_stmt *st;

	if (m->next_record)
		return 0;
	st = crm_sql_get(&m->sql, NEXT_RECORD);
	m->new_customers = crm_insert_open(m->store, "new_customer", CUSTOMER_COLUMNS, insert_customers);
	m->new_records = crm_insert_open(m->store, "new_record", RECORD_COLUMNS, insert_records);
	if (!st || !m->new_customers || !m->new_records || crm_stmt_step(st) != 1)
		return -1;
	m->next_record = crm_stmt_col_int(st, 0);
	crm_stmt_reset(st);
	return 0;
}

static struct crm_value *put_person(struct crm_value *v, const struct crm_person *p)
{
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		crm_value_text(v++, p->text[i]);
	return v;
}

static void add_customer(struct crm_customers *m, const struct crm_person *p, int64_t id, int64_t op)
{
	struct crm_value *v = crm_insert_row(m->new_customers);

	crm_value_int(v++, id);
	v = put_person(v, p);
	v += 2;                        /* no household, no origin */
	crm_value_int(v++, op);
	crm_value_int(v, op);
}

static void add_record(struct crm_customers *m, const struct crm_delivery_row *d, const struct crm_record_row *row, int64_t op)
{
	struct crm_value *v = crm_insert_row(m->new_records);

	crm_value_int(v++, row->record_id);
	crm_value_int(v++, d->source_id);
	crm_value_string(v++, d->key);
	crm_value_int(v++, row->customer_id);
	v = put_person(v, &d->person);
	crm_value_text(v++, d->note);
	if (d->custom && *d->custom)
		crm_insert_copy(m->new_records, v, d->custom);
	v++;
	crm_value_int(v++, d->layout_id);
	crm_value_string(v++, d->raw);
	crm_value_int(v++, d->digest);
	crm_value_string(v++, d->file);
	crm_value_int(v++, d->line);
	crm_value_int(v++, op);
	crm_value_int(v++, op);
	crm_value_int(v, op);
}

int crm_customers_add(struct crm_customers *m, const struct crm_delivery_row *d, struct crm_record_row *out)
{
	int64_t op = crm_operation_id(m->op);

	if (begin_adding(m) != 0)
		return -1;
	*out = (struct crm_record_row){ .record_id = m->next_record++, .customer_id = crm_operation_new_customer(m->op),
					.digest = d->digest, .created_op = op, .delivered_op = op, .line = d->line };
	add_customer(m, &d->person, out->customer_id, op);
	add_record(m, d, out, op);
	return 0;
}

int crm_customers_flush(struct crm_customers *m)
{
	int bad;

	if (!m->new_records || !crm_insert_rows(m->new_records))
		return 0;
	if (crm_operation_keep(m->op, 0) != 0)
		return -1;
	bad = crm_insert_run(m->new_customers) || crm_insert_run(m->new_records);
	return crm_operation_keep(m->op, 1) || bad ? -1 : 0;
}

int crm_customers_update(struct crm_customers *m, const struct crm_delivery_row *d, const struct crm_record_row *row)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, UPDATE_RECORD);
	/* a row added by this very operation is undone by created_op */
	int own = row->created_op == crm_operation_id(m->op), bad;

	if (!st || d->digest == row->digest)
		return st ? 0 : -1;
	if (crm_operation_keep(m->op, !own) != 0)
		return -1;
	bind_delivery(st, d, crm_operation_id(m->op));
	crm_stmt_int(st, 20, (int64_t)(d->given | (unsigned)d->has_note << CRM_PERSON_FIELDS) << 1);
	crm_stmt_int(st, 27, row->record_id);
	bad = crm_stmt_run(st) || crm_customers_rebuild(m, row->customer_id);
	return crm_operation_keep(m->op, 1) || bad ? -1 : 1;
}

int crm_customers_rebuild(struct crm_customers *m, int64_t customer_id)
{
	return crm_golden_rebuild(m->golden, customer_id);
}

int64_t crm_customers_resolve(struct crm_customers *m, int64_t customer_id)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, RESOLVE);
	int64_t id = -1;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, customer_id);
	if (crm_stmt_step(st) == 1) {
		id = crm_stmt_col_int(st, 0);
		crm_stmt_reset(st);
	}
	return id;
}

int crm_customers_person(struct crm_customers *m, int64_t customer_id, struct crm_person *out)
{
	struct crm_stmt *st = crm_sql_get(&m->sql, PERSON);
	int got;

	if (!st)
		return -1;
	crm_stmt_reset(st);
	crm_stmt_int(st, 1, customer_id);
	if ((got = crm_stmt_step(st)) == 1)
		for (int i = 0; i < CRM_PERSON_FIELDS; i++)
			out->text[i] = crm_stmt_col_text(st, i);
	return got;
}
