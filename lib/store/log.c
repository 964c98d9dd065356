#include <crm/log.h>
#include <crm/diag.h>
#include <crm/mem.h>

#include <sodium.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct crm_log {
	struct crm_stmt *st;
	struct crm_fields fields;
	struct crm_cell *cell;
	long row;
};

static const char SQL[] =
	"SELECT o.operation_id AS operation, strftime('%Y-%m-%dT%H:%M:%SZ', o.at, 'unixepoch') AS at, o.login, o.sudo_user,"
	" o.host, o.machine, o.tty, o.remote, o.kind, o.program, o.version, o.args, o.why, o.counts, r.rows AS rows_out,"
	" o.undoes, (SELECT max(u.operation_id) FROM operation u WHERE u.undoes = o.operation_id) AS undone_by,"
	" lower(hex(o.input_sha)) AS input_sha256, lower(hex(r.output_sha)) AS output_sha256, lower(hex(o.hash)) AS hash"
	" FROM operation o LEFT JOIN receipt r USING (operation_id) WHERE ?1 IS NULL OR r.output_sha = ?1"
	" ORDER BY o.operation_id";

struct crm_log *crm_log_open(struct crm_store *s, const unsigned char *sha)
{
	struct crm_stmt *st = crm_stmt_prepare(s, SQL);
	struct crm_log *l;

	if (!st)
		return NULL;
	l = crm_alloc(sizeof *l);
	l->st = st;
	if (sha)
		crm_stmt_blob(st, 1, sha, 32);
	for (int i = 0; i < crm_stmt_columns(st); i++)
		crm_fields_add(&l->fields, crm_stmt_column_name(st, i));
	l->cell = crm_calloc(l->fields.n, sizeof *l->cell);
	return l;
}

const struct crm_fields *crm_log_fields(const struct crm_log *l)
{
	return &l->fields;
}

int crm_log_next(struct crm_log *l, struct crm_record *out)
{
	int got = crm_stmt_step(l->st);

	if (got != 1)
		return got;
	for (size_t i = 0; i < l->fields.n; i++) {
		l->cell[i].s = crm_stmt_col_text(l->st, (int)i);
		l->cell[i].n = strlen(l->cell[i].s);
	}
	*out = (struct crm_record){ &l->fields, l->cell, l->fields.n, "log", ++l->row, NULL };
	return 1;
}

void crm_log_close(struct crm_log *l)
{
	if (!l)
		return;
	crm_stmt_free(l->st);
	crm_fields_release(&l->fields);
	free(l->cell);
	free(l);
}

int crm_log_digest(const char *file, unsigned char sha[32])
{
	FILE *f = fopen(file, "rb");
	crypto_hash_sha256_state st;
	unsigned char block[65536];
	size_t n;
	int bad;

	if (!f) {
		crm_error("%s: %s", crm_quoted(file), strerror(errno));
		return -1;
	}
	crypto_hash_sha256_init(&st);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		crypto_hash_sha256_update(&st, block, n);
	bad = ferror(f);
	if (bad)
		crm_error("%s: %s", crm_quoted(file), strerror(errno));
	crypto_hash_sha256_final(&st, sha);
	fclose(f);
	return bad ? -1 : 0;
}
