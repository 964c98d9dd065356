#include <crm/chain.h>
#include <crm/diag.h>

#include <sodium.h>

#include <string.h>

/* the canonical form of a log row: its columns in order, blobs as hex, then the previous hash */
#define CANON "json_array(operation_id, at, kind, program, version, args, why, login, uid, sudo_user, host, machine," \
	      " tty, remote, undoes, counts, hex(input_sha), hex(output_sha), hex(change_sha), next_customer)"

static void link_hash(const unsigned char prev[CRM_SHA], const char *canon, unsigned char out[CRM_SHA])
{
	crypto_hash_sha256_state st;

	crypto_hash_sha256_init(&st);
	crypto_hash_sha256_update(&st, (const unsigned char *)"crm1", 4);
	crypto_hash_sha256_update(&st, prev, CRM_SHA);
	crypto_hash_sha256_update(&st, (const unsigned char *)canon, strlen(canon));
	crypto_hash_sha256_final(&st, out);
}

static int take_hash(struct crm_stmt *st, int column, unsigned char out[CRM_SHA])
{
	size_t n;
	const void *p = crm_stmt_col_blob(st, column, &n);

	memset(out, 0, CRM_SHA);
	if (n == CRM_SHA)
		memcpy(out, p, CRM_SHA);
	return n == CRM_SHA;
}

int crm_chain_last(struct crm_store *s, unsigned char hash[CRM_SHA], int64_t *id, int64_t *next_customer)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT hash, operation_id, next_customer FROM operation"
						  " ORDER BY operation_id DESC LIMIT 1");
	int got = st ? crm_stmt_step(st) : -1;

	memset(hash, 0, CRM_SHA);
	*id = 0;
	*next_customer = 1;
	if (got == 1) {
		take_hash(st, 0, hash);
		*id = crm_stmt_col_int(st, 1);
		*next_customer = crm_stmt_col_int(st, 2);
	}
	crm_stmt_free(st);
	return got < 0 ? -1 : 0;
}

/* runs a query of (prev, canonical text) for one id */
static int hash_row(struct crm_store *s, const char *sql, int64_t id, unsigned char out[CRM_SHA])
{
	struct crm_stmt *st = crm_stmt_prepare(s, sql);
	unsigned char prev[CRM_SHA];
	int got = -1;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, id);
	if ((got = crm_stmt_step(st)) == 1) {
		take_hash(st, 0, prev);
		link_hash(prev, crm_stmt_col_text(st, 1), out);
	}
	crm_stmt_free(st);
	return got == 1 ? 0 : -1;
}

int crm_chain_hash(struct crm_store *s, int64_t id, unsigned char hash[CRM_SHA])
{
	return hash_row(s, "SELECT prev, " CANON " FROM operation WHERE operation_id = ?1", id, hash);
}

int crm_chain_receipt_hash(struct crm_store *s, int64_t id, unsigned char hash[CRM_SHA])
{
	return hash_row(s, "SELECT o.hash, json_array(r.operation_id, r.at, r.rows, hex(r.output_sha))"
			   " FROM receipt r JOIN operation o USING (operation_id) WHERE operation_id = ?1", id, hash);
}

int crm_chain_change_hash(struct crm_store *s, int64_t id, unsigned char hash[CRM_SHA])
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT changeset FROM change WHERE operation_id = ?1 ORDER BY part");
	crypto_hash_sha256_state sum;
	int got;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, id);
	crypto_hash_sha256_init(&sum);
	while ((got = crm_stmt_step(st)) == 1) {
		size_t n;
		const void *p = crm_stmt_col_blob(st, 0, &n);

		crypto_hash_sha256_update(&sum, p, n);
	}
	crypto_hash_sha256_final(&sum, hash);
	crm_stmt_free(st);
	return got;
}

int crm_chain_change_whole(struct crm_store *s, int64_t id)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT change_sha, EXISTS (SELECT 1 FROM change WHERE operation_id = ?1)"
						  " FROM operation WHERE operation_id = ?1");
	unsigned char stored[CRM_SHA], hash[CRM_SHA];
	int has, there, whole = -1;

	if (!st)
		return -1;
	crm_stmt_int(st, 1, id);
	if (crm_stmt_step(st) == 1) {
		has = take_hash(st, 0, stored);
		there = crm_stmt_col_int(st, 1) != 0;
		if (crm_chain_change_hash(s, id, hash) == 0)
			whole = has == there && (!has || !memcmp(stored, hash, CRM_SHA));
	}
	crm_stmt_free(st);
	if (whole == 0)
		crm_finding("operation %lld: its undo data was changed", (long long)id);
	return whole;
}

/* undo data that belongs to no operation */
static int verify_changes(struct crm_store *s)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT DISTINCT operation_id FROM change WHERE operation_id NOT IN"
						  " (SELECT operation_id FROM operation)");
	int got = -1;

	while (st && (got = crm_stmt_step(st)) == 1)
		crm_finding("operation %lld: undo data of an operation that is not there",
			    (long long)crm_stmt_col_int(st, 0));
	crm_stmt_free(st);
	return got;
}

/* one log row against its neighbours; columns as selected in crm_chain_verify */
static int verify_row(struct crm_store *s, struct crm_stmt *st, unsigned char prev[CRM_SHA])
{
	int64_t id = crm_stmt_col_int(st, 0);
	unsigned char stored_prev[CRM_SHA], stored[CRM_SHA], hash[CRM_SHA];

	take_hash(st, 1, stored_prev);
	take_hash(st, 2, stored);
	if (memcmp(stored_prev, prev, CRM_SHA))
		crm_finding("operation %lld: the row before it was removed, added or changed", (long long)id);
	if (crm_chain_hash(s, id, hash) != 0)
		return -1;
	if (memcmp(stored, hash, CRM_SHA))
		crm_finding("operation %lld: its row was changed after it was written", (long long)id);
	if (crm_chain_change_whole(s, id) < 0)
		return -1;
	memcpy(prev, stored, CRM_SHA);
	return 0;
}

static int verify_receipts(struct crm_store *s)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT r.operation_id, r.hash, o.operation_id IS NULL FROM receipt r"
						  " LEFT JOIN operation o USING (operation_id)");
	unsigned char stored[CRM_SHA], hash[CRM_SHA];
	int got = -1;

	while (st && (got = crm_stmt_step(st)) == 1) {
		int64_t id = crm_stmt_col_int(st, 0);

		take_hash(st, 1, stored);
		if (crm_stmt_col_int(st, 2) || crm_chain_receipt_hash(s, id, hash) != 0 || memcmp(stored, hash, CRM_SHA))
			crm_finding("operation %lld: its receipt was changed", (long long)id);
	}
	crm_stmt_free(st);
	return got;
}

int crm_chain_verify(struct crm_store *s, int64_t *rows)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "SELECT operation_id, prev, hash FROM operation"
						  " ORDER BY operation_id");
	unsigned char prev[CRM_SHA] = { 0 };
	int64_t expected = 1;
	int got = -1;

	*rows = 0;
	while (st && (got = crm_stmt_step(st)) == 1) {
		int64_t id = crm_stmt_col_int(st, 0);

		if (id != expected)
			crm_finding("operation %lld: rows before it are missing", (long long)id);
		expected = id + 1;
		++*rows;
		if (verify_row(s, st, prev) != 0) {
			got = -1;
			break;
		}
	}
	crm_stmt_free(st);
	return got < 0 || verify_changes(s) < 0 || verify_receipts(s) < 0 ? -1 : 0;
}
