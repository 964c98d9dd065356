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

int crm_recommender_save(const char *file, const struct crm_recommender *r, const struct crm_events *e)
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

int crm_recommender_load(const char *file, const struct crm_buf *bytes, const struct crm_events *e,
			 struct crm_recommender *r)
{
	const char *why;

	if (crm_modelfile_load(bytes->s, bytes->n, e, r, &why) == 0)
		return 0;
	crm_error("%s: the model is %s", file, why);
	return -1;
}
