/* insert.h: rows that wait go in by one statement, with their kinds of values; what SQLite refuses is an error. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <crm/diag.h>
#include <crm/insert.h>
#include <crm/store.h>

#include "tap.h"

static struct crm_store *make_store(char *path, size_t n)
{
	struct crm_store_opts o = { path, -1 };
	int was_there;

	snprintf(path, n, "/tmp/crm-insert-%ld.db", (long)getpid());
	return crm_store_create(&o, &was_there);
}

static int64_t one(struct crm_store *s, const char *sql)
{
	struct crm_stmt *st = crm_stmt_prepare(s, sql);
	int64_t got = st && crm_stmt_step(st) == 1 ? crm_stmt_col_int(st, 0) : -1;

	crm_stmt_free(st);
	return got;
}

static void put(struct crm_insert *in, int64_t id, const char *key, const char *name)
{
	struct crm_value *v = crm_insert_row(in);
	char copied[32];

	crm_value_int(&v[0], id);
	snprintf(copied, sizeof copied, "%s", key);
	crm_insert_copy(in, &v[1], copied);
	crm_value_text(&v[2], name);
}

static void inserts(struct crm_store *s)
{
	struct crm_insert *in = crm_insert_open(s, "new_product", 3, "INSERT OR IGNORE INTO product (product_id, key, name,"
						" created_op, changed_op) SELECT c0, c1, c2, 1, 1 FROM new_product");
	struct crm_value *v;

	ok(in && crm_insert_run(in) == 0, "no rows: nothing to do");
	for (int i = 1; i <= 300; i++) {
		char key[16];

		snprintf(key, sizeof key, "P%03d", i);
		put(in, i, key, i % 2 ? "odd" : "");
	}
	is_int((long long)crm_insert_rows(in), 300, "300 wait");
	ok(crm_insert_run(in) == 0, "and are run");
	is_int((long long)crm_insert_rows(in), 0, "none waits after that");
	is_int(one(s, "SELECT count(*) FROM product"), 300, "all are there");
	is_int(one(s, "SELECT count(*) FROM product WHERE name IS NULL"), 150, "an empty text is NULL");
	is_int(one(s, "SELECT count(*) FROM product WHERE key = printf('P%03d', product_id)"), 300, "copies are kept apart");
	put(in, 1, "other", "");
	put(in, 301, "P300", "");
	put(in, 302, "new", "");
	ok(crm_insert_run(in) == 0, "OR IGNORE: taken ids and keys are no error");
	is_int(one(s, "SELECT max(product_id) FROM product"), 302, "what is new went in");
	is_int(one(s, "SELECT count(*) FROM product"), 301, "and nothing else");
	crm_insert_close(in);
	in = crm_insert_open(s, "new_product", 3, "INSERT OR ROLLBACK INTO product (product_id, key, name, created_op, changed_op)"
						  " SELECT c0, c1, c2, 1, 1 FROM new_product");
	ok(in != NULL, "the name is free again");
	v = crm_insert_row(in);
	crm_value_int(&v[0], 400);
	crm_value_string(&v[1], "");
	ok(crm_insert_run(in) == 0 && one(s, "SELECT count(*) FROM product WHERE key = ''") == 1, "a string may be empty");
	put(in, 401, "P300", "");
	ok(crm_insert_run(in) == -1, "OR ROLLBACK: a taken key is an error");
	crm_insert_close(in);
	ok(crm_insert_open(s, "new_x", 1, "INSERT INTO nowhere SELECT * FROM new_x") == NULL, "no such table");
}

int main(void)
{
	char path[64], name[80];
	struct crm_store *s;

	crm_start("test_store_insert");
	if (ok((s = make_store(path, sizeof path)) != NULL, "a store"))
		inserts(s);
	crm_store_close(s);
	unlink(path);
	for (int i = 0; i < 2; i++) {
		snprintf(name, sizeof name, "%s-%s", path, i ? "shm" : "wal");
		unlink(name);
	}
	return done_testing();
}
