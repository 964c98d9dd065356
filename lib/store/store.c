#include <crm/store.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/mem.h>
#include <crm/migrate.h>

#include <sqlite3.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEFAULT_WAIT = 5, MOST_WAIT = 86400, PAGE_SIZE = 16384, CACHE_KIB = 65536 };

struct crm_store {
	sqlite3 *db;
	char *path;
};

const struct crm_opt crm_store_options[] = {
	{ CRM_TEXT, 0, "db", offsetof(struct crm_store_opts, db), "FILE", "the store; else $CRM_DB", NULL },
	{ CRM_INT, 0, "wait", offsetof(struct crm_store_opts, wait), "SECONDS",
	  "how long to wait for a busy store (5)", NULL },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const char *path_of(const struct crm_store_opts *o)
{
	const char *env = getenv("CRM_DB");

	return o->db ? o->db : env && *env ? env : NULL;
}

int crm_store_named(const struct crm_store_opts *o)
{
	return path_of(o) != NULL;
}

int crm_store_fail(struct crm_store *s, int rc, const char *what)
{
	int code = rc & 0xff;

	if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
		crm_busy("%s: the store is busy; nothing was changed, try again", s->path);
	else if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
		crm_error("%s: is not a crm store, or is damaged (%s)", s->path, sqlite3_errmsg(s->db));
	else if (code == SQLITE_FULL)
		crm_error("%s: the disk is full; nothing was changed", s->path);
	else if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM)
		crm_error("%s: cannot be written (%s); every use of a store is logged in it", s->path,
			  sqlite3_errmsg(s->db));
	else
		crm_error("%s: %s: %s", s->path, what, sqlite3_errmsg(s->db));
	return -1;
}

int crm_store_exec(struct crm_store *s, const char *sql)
{
	int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : crm_store_fail(s, rc, "cannot execute");
}

void crm_store_rollback(struct crm_store *s)
{
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

void crm_store_wait(struct crm_store *s, int64_t seconds)
{
	sqlite3_busy_timeout(s->db, (int)(seconds > MOST_WAIT ? MOST_WAIT : seconds) * 1000);
}

/* refuses what a hostile or damaged file could do to us */
static void harden(sqlite3 *db)
{
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
}

/* Only one thread of a program speaks to SQLite at a time: no mutex, no counting of its memory.  Refused by
 * SQLite, without harm, once it is in use. */
static void configure(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static struct crm_store *connect_to(const char *path, int64_t wait)
{
	struct crm_store *s = crm_alloc(sizeof *s);
	struct crm_buf pragma = CRM_BUF_INIT;
	int rc, bad;

	s->path = crm_strdup(path);
	configure();
	rc = sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE, NULL);
	if (rc != SQLITE_OK) {
		crm_store_fail(s, rc, "cannot open");
		crm_store_close(s);
		return NULL;
	}
	sqlite3_extended_result_codes(s->db, 1);
	crm_store_wait(s, wait < 0 ? DEFAULT_WAIT : wait);
	harden(s->db);
	crm_buf_printf(&pragma, "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA temp_store=FILE;"
		       "PRAGMA cache_size=-%d; PRAGMA cache_spill=ON;", CACHE_KIB);
	bad = crm_store_exec(s, pragma.s);
	crm_buf_release(&pragma);
	if (bad) {
		crm_store_close(s);
		return NULL;
	}
	return s;
}

static int readable_file(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0) {
		if (errno == ENOENT)
			crm_error("%s: there is no store; crm-init makes one", path);
		else
			crm_error("%s: %s", path, strerror(errno));
		return -1;
	}
	if (!S_ISREG(st.st_mode) || st.st_size == 0) {
		crm_error("%s: is not a crm store", path);
		return -1;
	}
	return 0;
}

/* An import refers only to rows that it has just made or found: a look at each of them again costs a fifth of
 * its time.  The sanitized build looks, so that the tests would tell. */
static int trust_references(struct crm_store *s)
{
#ifdef CRM_PREPARE_ALL
	(void)s;
	return 0;
#else
	return crm_store_exec(s, "PRAGMA foreign_keys=OFF");
#endif
}

struct crm_store *crm_store_open(const struct crm_store_opts *o, enum crm_store_mode mode)
{
	const char *path = path_of(o);
	struct crm_store *s;

	if (!path) {
		crm_error("which store? say --db FILE or set CRM_DB");
		return NULL;
	}
	if (readable_file(path) != 0 || !(s = connect_to(path, o->wait)))
		return NULL;
	if (crm_migrate_check(s, mode != CRM_STORE_READ) != 0 || (mode == CRM_STORE_IMPORT && trust_references(s) != 0)) {
		crm_store_close(s);
		return NULL;
	}
	return s;
}

static int fill_new(const char *path, int64_t wait)
{
	struct crm_buf pragma = CRM_BUF_INIT;
	struct crm_store *s = connect_to(path, wait);
	int bad = !s;

	crm_buf_printf(&pragma, "PRAGMA page_size=%d; PRAGMA journal_mode=WAL;", PAGE_SIZE);
	if (s)
		bad = crm_store_exec(s, pragma.s) || crm_migrate_create(s);
	crm_buf_release(&pragma);
	crm_store_close(s);
	return bad ? -1 : 0;
}

/* The store appears under its name only when it is whole: two crm-init at once or a kill leave no half of one.
 * The file is made by us, 0600, before SQLite could make it wider. */
static int make_file(const char *path, int64_t wait, int *was_there)
{
	struct crm_buf draft = CRM_BUF_INIT;
	int fd, bad;

	crm_buf_printf(&draft, "%s.%ld.new", path, (long)getpid());
	if ((fd = open(draft.s, O_RDWR | O_CREAT | O_EXCL, 0600)) < 0) {
		crm_error("%s: %s", path, strerror(errno));
		crm_buf_release(&draft);
		return -1;
	}
	close(fd);
	bad = fill_new(draft.s, wait);
	if (!bad && link(draft.s, path) != 0) {
		*was_there = errno == EEXIST;
		if (!*was_there)
			crm_error("%s: %s", path, strerror(errno));
		bad = !*was_there;
	}
	unlink(draft.s);
	crm_buf_release(&draft);
	return bad ? -1 : 0;
}

struct crm_store *crm_store_create(const struct crm_store_opts *o, int *was_there)
{
	const char *path = path_of(o);
	struct crm_store *s;

	if (!path) {
		crm_error("which store? say --db FILE or set CRM_DB");
		return NULL;
	}
	*was_there = access(path, F_OK) == 0;
	if (!*was_there && make_file(path, o->wait, was_there) != 0)
		return NULL;
	if (readable_file(path) != 0 || !(s = connect_to(path, o->wait)))
		return NULL;
	if (*was_there && crm_migrate_upgrade(s) != 0) {
		crm_store_close(s);
		return NULL;
	}
	return s;
}

void crm_store_close(struct crm_store *s)
{
	if (!s)
		return;
	sqlite3_close_v2(s->db);
	free(s->path);
	free(s);
}

const char *crm_store_path(const struct crm_store *s)
{
	return s->path;
}

void crm_store_trim(struct crm_store *s)
{
	sqlite3_db_release_memory(s->db);
}

int64_t crm_store_changes(const struct crm_store *s)
{
	return sqlite3_total_changes64(s->db);
}

struct sqlite3 *crm_store_handle(struct crm_store *s)
{
	return s->db;
}
