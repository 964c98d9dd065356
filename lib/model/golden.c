#include <crm/golden.h>
#include <crm/array.h>
#include <crm/buf.h>

#include <stdlib.h>
#include <string.h>

enum { RULES, RECORDS_OF, SET_CUSTOMER, STATEMENTS };

#define PERSON_PARAMETERS "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14"

/* what RECORDS_OF has behind the person's columns */
enum { COL_RECORD = CRM_PERSON_FIELDS, COL_DELIVERED, COL_TRUST };

static const char *const text[STATEMENTS] = {
	[RULES] = "SELECT field, rules FROM survivorship",
	[RECORDS_OF] = "SELECT " CRM_PERSON_COLUMNS ", record_id, delivered_op,"
		       " (SELECT trust FROM source WHERE source.source_id = record.source_id)"
		       " FROM record WHERE customer_id = ?1 ORDER BY record_id",
	[SET_CUSTOMER] =
		"UPDATE customer SET (" CRM_PERSON_COLUMNS ", origin, changed_op) = (" PERSON_PARAMETERS ", ?15, ?16)"
		" WHERE customer_id = ?17 AND (" CRM_PERSON_COLUMNS ", origin) IS NOT (" PERSON_PARAMETERS ", ?15)",
};

/* a record as it stands: where its texts begin */
struct source_record {
	size_t at[CRM_PERSON_FIELDS], address;     /* address: all parts as one text */
	int64_t id, delivered, trust;
};

struct crm_golden {
	struct crm_operation *op;
	struct crm_sql sql;
	struct crm_survivor_rules rules;
	int have_rules;
	struct crm_buf texts, origin;
	struct source_record *record;
	struct crm_survivor_value *value;      /* of one field: the records that have one */
	size_t *owner;                         /* … and which they are */
	size_t n, cap;
};

struct crm_golden *crm_golden_open(struct crm_store *s, struct crm_operation *op)
{
	struct crm_golden *g = crm_alloc(sizeof *g);

	g->op = op;
	crm_sql_init(&g->sql, s, text, STATEMENTS);
	crm_buf_init(&g->texts);
	crm_buf_init(&g->origin);
	return g;
}

void crm_golden_close(struct crm_golden *g)
{
	if (!g)
		return;
	crm_sql_release(&g->sql);
	crm_buf_release(&g->texts);
	crm_buf_release(&g->origin);
	free(g->record);
	free(g->value);
	free(g->owner);
	free(g);
}

static int load_rules(struct crm_golden *g)
{
	struct crm_stmt *st = crm_sql_get(&g->sql, RULES);
	struct crm_buf lines = CRM_BUF_INIT;
	int got = -1;

	while (st && (got = crm_stmt_step(st)) == 1) {
		crm_buf_puts(&lines, crm_stmt_col_text(st, 0));
		crm_buf_putc(&lines, '\t');
		crm_buf_puts(&lines, crm_stmt_col_text(st, 1));
		crm_buf_putc(&lines, '\n');
	}
	if (got == 0)
		got = crm_survivor_parse(&g->rules, lines.n ? lines.s : crm_survivor_default, "survivorship");
	crm_buf_release(&lines);
	g->have_rules = got == 0;
	return got;
}

/* ---- one customer ---- */

static size_t keep_text(struct crm_golden *g, const char *s)
{
	size_t at = g->texts.n;

	crm_buf_add(&g->texts, s, strlen(s) + 1);
	return at;
}

static void take_record(struct crm_golden *g, struct crm_stmt *st)
{
	struct source_record *r;

	CRM_GROW(g->record, g->n, g->cap);
	r = &g->record[g->n++];
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		r->at[i] = keep_text(g, crm_stmt_col_text(st, i));
	r->address = g->texts.n;
	for (int i = CRM_PERSON_POSTAL; i <= CRM_PERSON_BUILDING; i++)
		crm_buf_puts(&g->texts, crm_stmt_col_text(st, i));
	crm_buf_putc(&g->texts, '\0');
	r->id = crm_stmt_col_int(st, COL_RECORD);
	r->delivered = crm_stmt_col_int(st, COL_DELIVERED);
	r->trust = crm_stmt_col_int(st, COL_TRUST);
}

static int read_records(struct crm_golden *g, int64_t customer_id)
{
	struct crm_stmt *st = crm_sql_get(&g->sql, RECORDS_OF);
	int got = -1;

	g->n = 0;
	crm_buf_reset(&g->texts);
	if (st)
		crm_stmt_int(st, 1, customer_id);
	while (st && (got = crm_stmt_step(st)) == 1)
		take_record(g, st);
	g->value = crm_realloc(g->value, (g->n + 1) * sizeof *g->value);
	g->owner = crm_realloc(g->owner, (g->n + 1) * sizeof *g->owner);
	return got;
}

/* the record that gives a field, NULL when none has it */
static const struct source_record *choose(struct crm_golden *g, int field)
{
	size_t k = 0;

	for (size_t i = 0; i < g->n; i++) {
		const struct source_record *r = &g->record[i];
		const char *s = g->texts.s + (field == CRM_PERSON_ADDRESS ? r->address : r->at[field]);

		if (!*s)
			continue;
		g->value[k] = (struct crm_survivor_value){ s, r->trust, r->delivered, r->id };
		g->owner[k++] = i;
	}
	return k ? &g->record[g->owner[crm_survivor_choose(&g->rules, field, g->value, k)]] : NULL;
}

static void note_origin(struct crm_golden *g, int field, int64_t record)
{
	crm_buf_printf(&g->origin, "%c\"%s\":%lld", g->origin.n ? ',' : '{', crm_person_names[field],
		       (long long)record);
}

int crm_golden_rebuild(struct crm_golden *g, int64_t customer_id)
{
	struct crm_stmt *st = crm_sql_get(&g->sql, SET_CUSTOMER);
	const struct source_record *home;

	if (!st || (!g->have_rules && load_rules(g) != 0) || read_records(g, customer_id) != 0)
		return -1;
	crm_buf_reset(&g->origin);
	home = choose(g, CRM_PERSON_ADDRESS);
	for (int i = 0; i < CRM_PERSON_FIELDS; i++) {
		int part = i == CRM_PERSON_ADDRESS || crm_survivor_part_of_address(i);
		const struct source_record *from = part ? home : choose(g, i);
		const char *value = from ? g->texts.s + from->at[i] : "";

		crm_stmt_text(st, i + 1, value);
		if (*value && g->n > 1)
			note_origin(g, i, from->id);
	}
	if (g->origin.n)
		crm_buf_putc(&g->origin, '}');
	crm_stmt_text(st, 15, g->origin.s);
	crm_stmt_int(st, 16, crm_operation_id(g->op));
	crm_stmt_int(st, 17, customer_id);
	return crm_stmt_run(st);
}

/* ---- all customers ---- */

int64_t crm_golden_rebuild_all(struct crm_store *s, struct crm_operation *op)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT customer_id FROM customer ORDER BY customer_id");
	struct crm_golden *g = crm_golden_open(s, op);
	int64_t before = crm_store_changes(s), *id = NULL;
	size_t n = 0, cap = 0;
	int got = -1;

	/* the ids first: what is read must not change under the reader */
	while (st && (got = crm_stmt_step(st)) == 1) {
		CRM_GROW(id, n, cap);
		id[n++] = crm_stmt_col_int(st, 0);
	}
	for (size_t i = 0; i < n && got == 0; i++)
		got = crm_golden_rebuild(g, id[i]) || crm_operation_step(op) ? -1 : 0;
	free(id);
	crm_stmt_free(st);
	crm_golden_close(g);
	return got < 0 ? -1 : crm_store_changes(s) - before;
}

int crm_golden_set_rules(struct crm_store *s, struct crm_operation *op, const struct crm_survivor_rules *rules)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "INSERT INTO survivorship VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE"
						  " SET rules = ?2, changed_op = ?3 WHERE rules <> ?2");
	struct crm_buf said = CRM_BUF_INIT;
	int bad = !st;

	for (int i = 0; i < CRM_PERSON_FIELDS && !bad; i++) {
		if (crm_survivor_part_of_address(i))
			continue;
		crm_buf_reset(&said);
		crm_survivor_write(rules, i, &said);
		crm_stmt_string(st, 1, crm_person_names[i]);
		crm_stmt_string(st, 2, said.s);
		crm_stmt_int(st, 3, crm_operation_id(op));
		bad = crm_stmt_run(st);
	}
	crm_buf_release(&said);
	crm_stmt_free(st);
	return bad ? -1 : 0;
}

int crm_golden_trust(struct crm_store *s, const char *source, int64_t trust)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "UPDATE source SET trust = ?2 WHERE name = ?1"
						  " RETURNING source_id");
	int got;

	if (!st)
		return -1;
	crm_stmt_string(st, 1, source);
	crm_stmt_int(st, 2, trust);
	if ((got = crm_stmt_step(st)) == 1 && crm_stmt_step(st) < 0)
		got = -1;
	crm_stmt_free(st);
	return got;
}
