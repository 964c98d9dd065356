#include <crm/log.h>
#include <crm/diag.h>

#include <sodium.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char SQL[] =
	"SELECT o.operation_id AS operation, strftime('%Y-%m-%dT%H:%M:%SZ', o.at, 'unixepoch') AS at, o.login, o.sudo_user,"
	" o.host, o.machine, o.tty, o.remote, o.kind, o.program, o.version, o.args, o.why, o.counts, r.rows AS rows_out,"
	" o.undoes, (SELECT max(u.operation_id) FROM operation u WHERE u.undoes = o.operation_id) AS undone_by,"
	" lower(hex(o.input_sha)) AS input_sha256, lower(hex(r.output_sha)) AS output_sha256, lower(hex(o.hash)) AS hash"
	" FROM operation o LEFT JOIN receipt r USING (operation_id) WHERE ?1 IS NULL OR r.output_sha = ?1"
	" ORDER BY o.operation_id";

struct crm_rows *crm_log_open(struct crm_store *s, const unsigned char *sha)
{
	static const char *const numbers[] = { "rows_out", NULL };
	struct crm_stmt *st = crm_stmt_prepare(s, SQL);

	if (st && sha)
		crm_stmt_blob(st, 1, sha, 32);
	return crm_rows_open(st, "log", numbers);
}

void crm_log_digest_bytes(const void *bytes, size_t n, unsigned char sha[32])
{
	crypto_hash_sha256(sha, bytes, n);
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
