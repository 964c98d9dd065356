#include <crm/migrate.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/schema_sql.h>       /* built from share/schema: crm_schema_step[], CRM_SCHEMA_STEPS */

#include <stdio.h>

enum {
	APPLICATION_ID = 0x63726d31,      /* "crm1" */
	MAJOR = 1,
	VERSION = MAJOR * 1000 + CRM_SCHEMA_STEPS - 1,    /* 1000 after the first step */
};

static int pragma_value(struct crm_store *s, const char *sql, int64_t *out)
{
	struct crm_stmt *st = crm_stmt_prepare(s, sql);
	int got = st ? crm_stmt_step(st) : -1;

	if (got == 1)
		*out = crm_stmt_col_int(st, 0);
	crm_stmt_free(st);
	return got == 1 ? 0 : -1;
}

static int set_version(struct crm_store *s)
{
	struct crm_buf b = CRM_BUF_INIT;
	int rc;

	crm_buf_printf(&b, "PRAGMA application_id=%d; PRAGMA user_version=%d;", APPLICATION_ID, VERSION);
	rc = crm_store_exec(s, b.s);
	crm_buf_release(&b);
	return rc;
}

static int run_steps(struct crm_store *s, int first)
{
	if (crm_store_exec(s, "BEGIN IMMEDIATE") != 0)
		return -1;
	for (int i = first; i < CRM_SCHEMA_STEPS; i++)
		if (crm_store_exec(s, crm_schema_step[i]) != 0)
			return -1;
	return set_version(s) || crm_store_exec(s, "COMMIT") ? -1 : 0;
}

int crm_migrate_create(struct crm_store *s)
{
	return run_steps(s, 0);
}

static int version_of(struct crm_store *s, int64_t *version)
{
	int64_t id;

	if (pragma_value(s, "PRAGMA application_id", &id) != 0 || pragma_value(s, "PRAGMA user_version", version) != 0)
		return -1;
	if (id != APPLICATION_ID) {
		crm_error("%s: is not a crm store", crm_store_path(s));
		return -1;
	}
	if (*version / 1000 > MAJOR) {
		crm_error("%s: this store has format %lld.%lld, newer than this program's %d.%d; nothing was changed",
			  crm_store_path(s), (long long)*version / 1000, (long long)*version % 1000, MAJOR,
			  VERSION % 1000);
		return -1;
	}
	return 0;
}

static int backup(struct crm_store *s, int64_t version)
{
	struct crm_stmt *st = crm_stmt_prepare(s, "VACUUM INTO ?1");
	struct crm_buf name = CRM_BUF_INIT;
	int rc = -1;

	if (st) {
		crm_buf_printf(&name, "%s.before-%lld", crm_store_path(s), (long long)version);
		crm_stmt_string(st, 1, name.s);
		rc = crm_stmt_run(st);
		crm_stmt_free(st);
	}
	crm_buf_release(&name);
	return rc;
}

int crm_migrate_upgrade(struct crm_store *s)
{
	int64_t version;

	if (version_of(s, &version) != 0)
		return -1;
	if (version >= VERSION)
		return 0;
	return backup(s, version) || run_steps(s, (int)(version % 1000) + 1) ? -1 : 0;
}

int crm_migrate_check(struct crm_store *s, int for_write)
{
	int64_t version;

	if (version_of(s, &version) != 0)
		return -1;
	if (version < VERSION) {
		crm_error("%s: this store has an older format; crm-init upgrades it (and keeps a copy)", crm_store_path(s));
		return -1;
	}
	if (version > VERSION && for_write) {
		crm_error("%s: this store has a newer format; this program may only read it", crm_store_path(s));
		return -1;
	}
	return 0;
}
