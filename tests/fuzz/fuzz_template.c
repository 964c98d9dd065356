/* libFuzzer: any bytes as a template; what opens is bound, rendered for two rows and composed.
 * The text after a NUL, if any, becomes the cells.  Run with -close_fd_mask=2. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <crm/header_word.h>
#include <crm/mail_lint.h>
#include <crm/message.h>
#include <crm/template.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct crm_fields fields;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const names[] = { "name", "a", "価格" };

	(void)argc;
	(void)argv;
	crm_fields_init(&fields);
	for (int i = 0; i < 3; i++)
		crm_fields_add(&fields, names[i]);
	return 0;
}

static void compose(const struct crm_draft *d, const char *name)
{
	struct crm_envelope e = { name, "taro@example.com", "abc@example.jp", 1790000000, 540, 1 };
	struct crm_buf out = CRM_BUF_INIT;
	const char *what, *why;

	if (!crm_message_compose(d, &e, &out, &what, &why))
		for (size_t i = 0; i < out.n; i++)
			if (out.s[i] == '\n' && (!i || out.s[i - 1] != '\r'))
				abort();
	crm_buf_release(&out);
}

static void use(struct crm_template *t, const char *cell)
{
	struct crm_cell cells[3] = { { cell, strlen(cell) }, { "1980", 4 }, { "", 0 } };
	struct crm_record rows[2] = {
		{ &fields, cells, 3, "in.csv", 2, NULL }, { &fields, cells, 3, "in.csv", 3, NULL },
	};
	struct crm_draft d;

	crm_mail_lint_template(t, "t.txt");
	crm_draft_init(&d);
	if (!crm_template_bind(t, &fields) && !crm_template_render(t, rows, 2, &d))
		compose(&d, cell);
	crm_draft_release(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
	size_t n = nul ? (size_t)(nul - data) : size, rest = nul ? size - n - 1 : 0;
	struct crm_template *t = crm_template_open((const char *)data, n, "t.txt");
	char *cell = calloc(rest + 1, 1);

	if (t && cell) {
		memcpy(cell, data + n + (nul != NULL), rest);
		if (crm_header_word_valid(cell, strlen(cell)) == strlen(cell))
			use(t, cell);
	}
	free(cell);
	crm_template_free(t);
	return 0;
}
