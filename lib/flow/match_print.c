#include <crm/match_print.h>
#include <crm/diag.h>
#include <crm/mem.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct crm_writer *open_table(const char *const *name, size_t n, const struct crm_writer_opts *o)
{
	static const char *const numbers[] = { "score", "threshold", "pairs", "precision", "recall", NULL };
	struct crm_fields f;
	struct crm_writer *w;

	crm_fields_init(&f);
	for (size_t i = 0; i < n; i++)
		crm_fields_add(&f, name[i]);
	crm_fields_numbers(&f, numbers);
	w = crm_writer_open(stdout, &f, o);
	crm_fields_release(&f);
	return w;
}

static int put_row(struct crm_writer *w, const char *const *text, size_t n)
{
	struct crm_cell cell[8];

	for (size_t i = 0; i < n; i++)
		cell[i] = (struct crm_cell){ text[i], strlen(text[i]) };
	return crm_writer_put(w, cell, n);
}

static int likeliest_first(const void *a, const void *b)
{
	const struct crm_match_pair *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

/* 1: no prefix is asked for, or one record alone has it: ids are in their order, so it is a */
static int between(const struct crm_match *m, const struct crm_match_pair *p, const char *prefix)
{
	size_t n = prefix ? strlen(prefix) : 0;

	return !n || (!strncmp(crm_match_record_id(m, p->a), prefix, n)
		      && strncmp(crm_match_record_id(m, p->b), prefix, n));
}

/* the pairs to print, in their order */
static struct crm_match_pair *choose(const struct crm_match *m, int review, const char *prefix, size_t *n)
{
	size_t all, k = 0;
	const struct crm_match_pair *pair = crm_match_pairs(m, &all);
	struct crm_match_pair *chosen = crm_calloc(all + 1, sizeof *chosen);

	for (size_t i = 0; i < all; i++)
		if ((pair[i].class == CRM_MATCH_REVIEW || (pair[i].class == CRM_MATCH_SAME && !review))
		    && between(m, &pair[i], prefix))
			chosen[k++] = pair[i];
	if (review)
		qsort(chosen, k, sizeof *chosen, likeliest_first);
	*n = k;
	return chosen;
}

int crm_match_print_pairs(const struct crm_match *m, int review, const char *prefix,
			  const struct crm_writer_opts *o)
{
	static const char *const name[] = { "id_a", "id_b", "score", "class", "evidence" };
	struct crm_writer *w = open_table(name, 5, o);
	struct crm_buf evidence = CRM_BUF_INIT;
	struct crm_match_pair *pair;
	size_t n;
	int bad = 0;

	if (!w)
		return -1;
	pair = choose(m, review, prefix, &n);
	for (size_t i = 0; i < n && !bad; i++) {
		char score[32];
		const char *text[5] = { crm_match_record_id(m, pair[i].a), crm_match_record_id(m, pair[i].b), score,
					pair[i].class == CRM_MATCH_SAME ? "same" : "review", NULL };

		snprintf(score, sizeof score, "%.2f", (double)pair[i].score);
		crm_buf_reset(&evidence);
		crm_match_evidence(m, &pair[i], &evidence);
		text[4] = evidence.s;
		bad = put_row(w, text, 5);
	}
	free(pair);
	crm_buf_release(&evidence);
	return crm_writer_close(w) < 0 || bad ? -1 : 0;
}

int crm_match_print_groups(const struct crm_match *m, int households, const struct crm_writer_opts *o)
{
	const char *const name[] = { "record_id", households ? "household_id" : "cluster_id" };
	struct crm_writer *w = open_table(name, 2, o);
	int bad = 0;

	if (!w)
		return -1;
	for (size_t i = 0; i < crm_match_records(m) && !bad; i++) {
		uint32_t group = households ? crm_match_household(m, i) : crm_match_cluster(m, i);
		const char *text[2] = { crm_match_record_id(m, i), crm_match_record_id(m, group) };

		bad = put_row(w, text, 2);
	}
	return crm_writer_close(w) < 0 || bad ? -1 : 0;
}

int crm_match_print_estimate(const struct crm_match *m, const struct crm_writer_opts *o)
{
	static const char *const name[] = { "threshold", "pairs", "precision", "recall" };
	struct crm_writer *w = open_table(name, 4, o);
	int bad = 0;

	if (!w)
		return -1;
	for (int bits = -3; bits <= 20 && !bad; bits++) {
		char text[4][32];
		const char *cell[4] = { text[0], text[1], text[2], text[3] };
		double precision, recall;
		size_t pairs;

		crm_match_estimate(m, bits, &pairs, &precision, &recall);
		snprintf(text[0], sizeof text[0], "%d", bits);
		snprintf(text[1], sizeof text[1], "%zu", pairs);
		snprintf(text[2], sizeof text[2], "%.4f", precision);
		snprintf(text[3], sizeof text[3], "%.4f", recall);
		bad = put_row(w, cell, 4);
	}
	return crm_writer_close(w) < 0 || bad ? -1 : 0;
}

int crm_match_print_model(const struct crm_match *m, const char *file)
{
	struct crm_buf text = CRM_BUF_INIT;
	FILE *f = fopen(file, "wb");
	int bad;

	if (!f) {
		crm_error("%s: %s", file, strerror(errno));
		return -1;
	}
	crm_match_model_write(m, &text);
	bad = fwrite(text.s, 1, text.n, f) != text.n;
	bad |= fclose(f) != 0;
	if (bad)
		crm_error("%s: cannot be written: %s", file, strerror(errno));
	crm_buf_release(&text);
	return bad ? -1 : 0;
}
