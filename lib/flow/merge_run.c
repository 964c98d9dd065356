#include <crm/merge_run.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/golden.h>
#include <crm/mem.h>
#include <crm/num.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* what was done goes to stdout; a dry run prints the difference there instead */
static int open_result(struct crm_writer **w, const struct crm_merge_run *a, const char *second)
{
	const char *names[] = { "customer_id", second };

	*w = a->op->dry_run ? NULL : crm_writer_open_names(stdout, names, 2, a->out);
	return a->op->dry_run || *w ? 0 : -1;
}

static int put_row(struct crm_writer *w, int64_t id, const char *second)
{
	char text[24];
	struct crm_cell c[2] = { { text, 0 }, { second, strlen(second) } };

	if (!w)
		return 0;
	c[0].n = (size_t)snprintf(text, sizeof text, "%lld", (long long)id);
	return crm_writer_put(w, c, 2);
}

/* closes the result, and the operation with it; `bad` takes it back */
static int end(struct crm_operation *op, struct crm_writer *w, int bad)
{
	if (w && crm_writer_close(w) != 0)
		bad = 1;
	if (!bad)
		return crm_operation_commit(op);
	crm_operation_abandon(op);
	return -1;
}

/* ---- merging ---- */

static int put_absorbed(struct crm_operation *op, struct crm_writer *w, const struct crm_merge *m,
			int64_t survivor, size_t *absorbed)
{
	size_t n;
	const int64_t *id = crm_merge_absorbed(m, &n);
	char text[24];

	crm_operation_count(op, "groups", 1);
	crm_operation_count(op, "absorbed", (int64_t)n);
	*absorbed += n;
	for (size_t i = 0; i < n; i++) {
		snprintf(text, sizeof text, "%lld", (long long)id[i]);
		if (put_row(w, survivor, text) != 0)
			return -1;
	}
	return 0;
}

static int merge_groups(struct crm_operation *op, struct crm_merge *m, struct crm_writer *w,
			const struct crm_group_member *list, size_t n)
{
	int64_t *record = crm_calloc(n + 1, sizeof *record), survivor;
	size_t absorbed = 0;
	int got = 0;

	for (size_t i = 0, last; i < n && got >= 0; i = last) {
		const char *why;

		for (last = i; last < n && list[last].group == list[i].group; last++)
			record[last - i] = list[last].record;
		if ((got = crm_merge_group(m, record, last - i, &survivor, &why)) == 0 && why)
			crm_finding("a group of %zu records is left as it was: %s", last - i, why);
		if (got == 1)
			got = put_absorbed(op, w, m, survivor, &absorbed);
	}
	free(record);
	if (got >= 0 && n)
		crm_note("%zu customers absorbed", absorbed);
	return got < 0 ? -1 : 0;
}

static int settle_homes(struct crm_store *s, struct crm_operation *op, const struct crm_group_member *list,
			size_t n)
{
	int64_t homes = n ? crm_regroup_homes(s, op, list, n) : 0;

	if (homes > 0)
		crm_operation_count(op, "households", homes);
	if (homes >= 0 && n)
		crm_note("%lld households of several customers", (long long)homes);
	return homes < 0 ? -1 : 0;
}

int crm_merge_run_groups(const struct crm_merge_run *a, struct crm_merge_wish *w)
{
	struct crm_store *s = a->store;
	struct crm_operation *op = crm_operation_begin(s, "merge", a->op);
	struct crm_merge *m = op ? crm_merge_open(s, op) : NULL;
	struct crm_writer *out = NULL;
	size_t n = 0, residents = 0;
	struct crm_group_member *list = m ? crm_merge_wish_groups(w, m, 0, &n) : NULL;
	struct crm_group_member *homes = list ? crm_merge_wish_groups(w, m, 1, &residents) : NULL;
	int bad = !homes || open_result(&out, a, "absorbed_id") || merge_groups(op, m, out, list, n)
		  || settle_homes(s, op, homes, residents);

	free(list);
	free(homes);
	crm_merge_close(m);
	return end(op, out, bad);
}

/* ---- taking records out ---- */

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* the named records, sorted, each once: their number or -1 */
static int find_records(struct crm_merge *m, int names, char **name, int64_t *id)
{
	int n = 0;

	for (int i = 0; i < names; i++) {
		id[i] = crm_merge_record(m, name[i]);
		if (id[i] == 0)
			crm_error("'%s' is no record of this store", crm_quoted(name[i]));
		if (id[i] <= 0)
			return -1;
	}
	qsort(id, (size_t)names, sizeof *id, by_id);
	for (int i = 0; i < names; i++)
		if (!n || id[i] != id[n - 1])
			id[n++] = id[i];
	return n;
}

static int put_records(struct crm_writer *w, struct crm_merge *m, int64_t customer, const int64_t *record, int n)
{
	struct crm_buf name = CRM_BUF_INIT;
	int bad = 0;

	for (int i = 0; i < n && !bad; i++)
		bad = crm_merge_record_name(m, record[i], &name) || put_row(w, customer, name.s);
	crm_buf_release(&name);
	return bad;
}

int crm_merge_run_split(const struct crm_merge_run *a, int64_t customer, char **name, int names)
{
	struct crm_store *s = a->store;
	struct crm_operation *op = crm_operation_begin(s, "split", a->op);
	struct crm_merge *m = op ? crm_merge_open(s, op) : NULL;
	struct crm_writer *out = NULL;
	int64_t *record = crm_calloc((size_t)names + 1, sizeof *record), id;
	int n = m ? find_records(m, names, name, record) : -1;
	int bad = n < 0 || crm_regroup_split(s, op, m, customer, record, (size_t)n, &id)
		  || open_result(&out, a, "record_id") || put_records(out, m, id, record, n);

	crm_merge_close(m);
	free(record);
	return end(op, out, bad);
}

/* ---- which values customers get ---- */

static int set_trust(struct crm_store *s, const char *said)
{
	const char *equals = strchr(said, '=');
	struct crm_buf name = CRM_BUF_INIT;
	int64_t trust;
	int got = -1;

	if (!equals || crm_num_int(equals + 1, &trust) != 0) {
		crm_error("--trust '%s': SOURCE=NUMBER is wanted", crm_quoted(said));
		return -1;
	}
	crm_buf_add(&name, said, (size_t)(equals - said));
	if ((got = crm_golden_trust(s, name.s, trust)) == 0)
		crm_error("--trust: there is no source '%s'", crm_quoted(name.s));
	crm_buf_release(&name);
	return got == 1 ? 0 : -1;
}

int crm_merge_run_choose(const struct crm_merge_run *a, const struct crm_survivor_rules *rules,
			 const struct crm_opt_list *trust)
{
	struct crm_operation *op = crm_operation_begin(a->store, "choose", a->op);
	int bad = !op || (rules && crm_golden_set_rules(a->store, op, rules) != 0);
	int64_t changed = -1;

	for (size_t i = 0; i < trust->n && !bad; i++)
		bad = set_trust(a->store, trust->value[i]);
	if (!bad)
		changed = crm_golden_rebuild_all(a->store, op);
	if (changed > 0)
		crm_operation_count(op, "chosen", changed);
	if (changed >= 0)
		crm_note("%lld customers have other values", (long long)changed);
	return end(op, NULL, changed < 0);
}
