#include <crm/recommender_file.h>
#include <crm/diag.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

static int fail(const char *file)
{
	crm_error("%s: %s", file, strerror(errno));
	return -1;
}

static int write_pieces(FILE *f, const struct crm_recommender *r, const struct crm_events *e)
{
	struct crm_buf piece = CRM_BUF_INIT;
	struct crm_modelfile m;
	int bad = 0;

	crm_modelfile_start(&m, r, e);
	while (!bad && crm_modelfile_next(&m, &piece))
		bad = fwrite(piece.s, 1, piece.n, f) != piece.n;
	crm_buf_release(&piece);
	return bad;
}

/* written beside and renamed, so that a model is whole or not there */
static int save(const char *file, const struct crm_recommender *r, const struct crm_events *e)
{
	struct crm_buf beside = CRM_BUF_INIT;
	FILE *f;
	int bad;

	crm_buf_printf(&beside, "%s.new", file);
	f = fopen(beside.s, "wb");
	bad = !f || write_pieces(f, r, e);
	if (f)
		bad |= fclose(f) != 0;
	if (bad || rename(beside.s, file) != 0) {
		bad = fail(file);
		if (f)
			remove(beside.s);
	}
	crm_buf_release(&beside);
	return bad;
}

int crm_recommender_read(const char *file, struct crm_buf *bytes, struct crm_events *e)
{
	FILE *f = fopen(file, "rb");
	const char *why;
	size_t n;

	if (!f)
		return fail(file);
	do {
		crm_buf_reserve(bytes, CHUNK);
		n = fread(bytes->s + bytes->n, 1, CHUNK, f);
		bytes->n += n;
	} while (n);
	n = ferror(f) != 0;
	fclose(f);
	if (n)
		return fail(file);
	if (crm_modelfile_products(bytes->s, bytes->n, e, &why) == 0)
		return 0;
	crm_error("%s: a model of crm-recommend was expected: it is %s", file, why);
	return -1;
}

static int load(const struct crm_recommender_wish *w, const struct crm_events *e, struct crm_recommender *r)
{
	const char *why;

	if (crm_modelfile_load(w->bytes->s, w->bytes->n, e, r, &why) == 0)
		return 0;
	crm_error("%s: the model is %s", w->load, why);
	return -1;
}

int crm_recommender_kind(struct crm_recommender_wish *w, const struct crm_events *e)
{
	struct crm_recommender kept;

	if (!w->load)
		w->by = crm_recommend_choose(w->model, e, w->mode, w->most);
	if (!w->load || !w->save)
		return 0;
	if (load(w, e, &kept) != 0)
		return -1;
	w->by = kept.by;
	crm_recommender_release(&kept);
	return 0;
}

int crm_recommender_get(struct crm_recommender *r, const struct crm_matrix *m, const struct crm_events *e,
			const struct crm_recommender_wish *w)
{
	struct crm_recommender_opts o;

	*r = (struct crm_recommender){ 0 };
	if (w->load && !w->save)
		return load(w, e, r);
	crm_recommend_settings(w->model, w->by, &o);
	if (crm_recommender_fit(r, m, e, NULL, &o) != 0)
		return crm_recommend_unsolved(&o);
	return w->save ? save(w->save, r, e) : 0;
}
