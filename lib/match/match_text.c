#include <crm/match_text.h>
#include <crm/diag.h>
#include <crm/num.h>

#include <math.h>
#include <string.h>

static const char first_line[] = "crm-dedupe-model 2";

void crm_match_text_write(const struct crm_match_model *model, const struct crm_match_table *t,
			  struct crm_buf *out)
{
	crm_buf_printf(out, "%s\nperson %.17g\nhousehold %.17g\nnamesakes %.17g\nsame %.17g\n", first_line, model->lm,
		       model->lh, model->ln, model->same);
	for (size_t c = 0; c < model->ncmp; c++) {
		const struct crm_match_type_info *info = crm_match_type(model->type[c]);

		crm_buf_printf(out, "compare %s %s\n", info->name, t->cmp[c].name);
		for (size_t l = 1; l <= crm_match_type_levels(model->type[c]); l++)
			crm_buf_printf(out, "%.17g %.17g %.17g %.17g %s\n", model->m[c][l], model->h[c][l],
				       model->n[c][l], model->u[c][l],
				       info->level[l - 1].name);
	}
}

/* the next line into out; 0 at the end */
static int next_line(const char **text, struct crm_buf *out)
{
	size_t n = strcspn(*text, "\n");

	crm_buf_reset(out);
	if (!**text)
		return 0;
	crm_buf_add(out, *text, n && (*text)[n - 1] == '\r' ? n - 1 : n);
	*text += n + ((*text)[n] == '\n');
	return 1;
}

/* "WORD number": 0 or -1 */
static int read_bits(const char *line, const char *word, double *out)
{
	size_t n = strlen(word);

	return strncmp(line, word, n) || line[n] != ' ' ? -1 : crm_num_real(line + n + 1, out);
}

/* … of 0 to 1 */
static int read_share(const char *line, const char *word, double *out)
{
	return read_bits(line, word, out) == 0 && *out >= 0 && *out < 1 ? 0 : -1;
}

/* "m h n u words": 0 or -1 */
static int read_level(char *line, struct crm_match_model *model, size_t c, size_t l)
{
	double *to[4] = { &model->m[c][l], &model->h[c][l], &model->n[c][l], &model->u[c][l] };

	for (int i = 0; i < 4; i++) {
		char *end = strchr(line, ' ');

		if (!end)
			return -1;
		*end = 0;
		if (crm_num_real(line, to[i]) < 0 || *to[i] <= 0 || *to[i] > 1)
			return -1;
		line = end + 1;
	}
	return 0;
}

static int read_comparison(struct crm_match_model *model, const struct crm_match_table *t, size_t c,
			   const char **text,
			   struct crm_buf *line)
{
	struct crm_buf want = CRM_BUF_INIT;
	int good;

	crm_buf_printf(&want, "compare %s %s", crm_match_type(model->type[c])->name, t->cmp[c].name);
	good = next_line(text, line) && !strcmp(line->s, want.s);
	if (!good)
		crm_error("the model compares other things: it has '%s' where '%s' is needed",
			  crm_quoted(line->s), want.s);
	crm_buf_release(&want);
	for (size_t l = 1; good && l <= crm_match_type_levels(model->type[c]); l++)
		if (!next_line(text, line) || read_level(line->s, model, c, l) < 0) {
			crm_error("the model is damaged at '%s'", crm_quoted(line->s));
			good = 0;
		}
	return good ? 0 : -1;
}

int crm_match_text_read(struct crm_match_model *model, const struct crm_match_table *t, const char *text)
{
	struct crm_buf line = CRM_BUF_INIT;
	int status = 0;

	if (!next_line(&text, &line) || strcmp(line.s, first_line)) {
		crm_error("this is not a model of crm-dedupe");
		status = -1;
	} else if (!next_line(&text, &line) || read_share(line.s, "person", &model->lm) < 0 || model->lm <= 0
		   || !next_line(&text, &line) || read_share(line.s, "household", &model->lh) < 0
		   || !next_line(&text, &line) || read_share(line.s, "namesakes", &model->ln) < 0
		   || !next_line(&text, &line) || read_bits(line.s, "same", &model->same) < 0) {
		crm_error("the model is damaged at '%s'", crm_quoted(line.s));
		status = -1;
	}
	for (size_t c = 0; c < model->ncmp && !status; c++)
		status = read_comparison(model, t, c, &text, &line);
	if (!status && next_line(&text, &line)) {
		crm_error("the model compares more than there is here: '%s'", crm_quoted(line.s));
		status = -1;
	}
	model->lu = model->lm + model->lh + model->ln < 1 ? 1 - model->lm - model->lh - model->ln : 1e-9;
	crm_match_model_ready(model);
	crm_buf_release(&line);
	return status;
}
