#include "template_nodes.h"

#include <stdlib.h>
#include <string.h>

#include <crm/diag.h>
#include <crm/header_word.h>
#include <crm/mailbox.h>
#include <crm/mem.h>

const char *const crm_head_name[CRM_HEADS] = {
	"Subject", "From", "Reply-To", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
};

void crm_draft_init(struct crm_draft *d)
{
	for (int i = 0; i < CRM_HEADS; i++)
		crm_buf_init(&d->head[i]);
	crm_buf_init(&d->body);
}

void crm_draft_release(struct crm_draft *d)
{
	for (int i = 0; i < CRM_HEADS; i++)
		crm_buf_release(&d->head[i]);
	crm_buf_release(&d->body);
}

static int head_named(const char *s, size_t n)
{
	for (int i = 0; i < CRM_HEADS; i++) {
		size_t k = 0;

		while (k < n && crm_head_name[i][k] && (crm_head_name[i][k] | 32) == (s[k] | 32))
			k++;
		if (k == n && !crm_head_name[i][k])
			return i;
	}
	return -1;
}

static void check_address(struct crm_template *t, enum crm_head head, long line)
{
	struct crm_buf name = CRM_BUF_INIT, address = CRM_BUF_INIT;
	const char *text = t->head_text[head], *why = NULL;

	if (!strstr(text, "{{"))
		why = crm_mailbox_parse(text, &name, &address);
	if (why) {
		crm_error("%s:%ld: %s: '%s': %s", t->file, line, crm_head_name[head], crm_quoted(text), why);
		t->faults++;
	}
	crm_buf_release(&name);
	crm_buf_release(&address);
}

/* one header line [s, end) */
static void parse_head(struct crm_template *t, const char *s, const char *end, long line)
{
	const char *colon = memchr(s, ':', (size_t)(end - s));
	int head = colon ? head_named(s, (size_t)(colon - s)) : -1;
	struct crm_cell value;

	if (head < 0 || t->head_text[head]) {
		crm_error("%s:%ld: '%s': %s", t->file, line, crm_quoted_n(s, (size_t)(end - s)),
			  head >= 0 ? "this header is there already" :
			  colon ? "a template has no such header (an empty line ends the headers)" :
			  "is no header (they come first: Subject: …, From: …, then an empty line)");
		t->faults++;
		return;
	}
	value = crm_template_trim(colon + 1, end);
	t->head_text[head] = crm_strndup(value.s, value.n);
	t->head[head] = crm_template_parse(t, value.s, value.s + value.n, line);
	if (head == CRM_HEAD_FROM || head == CRM_HEAD_REPLY_TO)
		check_address(t, (enum crm_head)head, line);
}

static void parse(struct crm_template *t)
{
	const char *s = t->text.s, *end = s + t->text.n;
	long line = 1;

	while (s < end && *s != '\n') {
		const char *stop = memchr(s, '\n', (size_t)(end - s));

		stop = stop ? stop : end;
		parse_head(t, s, stop, line++);
		s = stop < end ? stop + 1 : end;
	}
	t->body_text = s < end ? s + 1 : end;
	t->body = crm_template_parse(t, t->body_text, end, line + 1);
	for (int i = CRM_HEAD_SUBJECT; i <= CRM_HEAD_FROM; i++)
		if (!t->head_text[i] || !*t->head_text[i]) {
			crm_error("%s: the header %s: is missing", t->file, crm_head_name[i]);
			t->faults++;
		}
	if (t->body.from == t->body.to) {
		crm_error("%s: there is no text after the headers", t->file);
		t->faults++;
	}
}

static int take_text(struct crm_template *t, const char *text, size_t n)
{
	size_t valid, line = 1;

	if (n >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
		text += 3;
		n -= 3;
	}
	valid = crm_header_word_valid(text, n);
	for (size_t i = 0; i < valid; i++) {
		line += text[i] == '\n';
		if (!text[i])
			valid = i;
		else if (text[i] != '\r' || i + 1 >= n || text[i + 1] != '\n')
			crm_buf_putc(&t->text, text[i]);
	}
	if (valid == n)
		return 0;
	crm_error("%s:%zu: byte %zu is not UTF-8 text (save the template as UTF-8)", t->file, line,
		  valid + 1);
	return -1;
}

struct crm_template *crm_template_open(const char *text, size_t n, const char *file)
{
	struct crm_template *t = crm_alloc(sizeof *t);

	t->file = crm_strdup(file);
	crm_buf_init(&t->text);
	t->names = crm_map_new();
	if (take_text(t, text, n)) {
		crm_template_free(t);
		return NULL;
	}
	parse(t);
	t->column = crm_calloc(crm_map_count(t->names) + 1, sizeof *t->column);
	for (uint32_t i = 0; i < crm_map_count(t->names); i++)
		t->column[i] = -1;
	if (t->faults) {
		crm_template_free(t);
		return NULL;
	}
	return t;
}

void crm_template_free(struct crm_template *t)
{
	if (!t)
		return;
	for (int i = 0; i < CRM_HEADS; i++)
		free(t->head_text[i]);
	free(t->file);
	crm_buf_release(&t->text);
	free(t->node);
	free(t->column);
	crm_map_free(t->names);
	free(t);
}

const char *crm_template_head(const struct crm_template *t, enum crm_head head)
{
	return t->head_text[head] ? t->head_text[head] : "";
}

const char *crm_template_body(const struct crm_template *t)
{
	return t->body_text;
}

int crm_template_bind(struct crm_template *t, const struct crm_fields *fields)
{
	uint32_t n = crm_map_count(t->names);
	char *reported = crm_calloc(n + 1, 1);
	int result = 0;

	for (uint32_t i = 0; i < n; i++)
		t->column[i] = crm_fields_find(fields, crm_map_key(t->names, i));
	for (size_t i = 0; i < t->n; i++) {
		const struct node *node = &t->node[i];
		const char *name;

		if (node->kind == LITERAL || node->kind == ROWS || node->may_lack ||
		    t->column[node->name] >= 0 || reported[node->name])
			continue;
		name = crm_map_key(t->names, node->name);
		crm_error("%s:%ld: there is no column '%s' in the input (with a default: {{%s?…}})",
			  t->file, node->line, name, name);
		reported[node->name] = 1;
		result = -1;
	}
	free(reported);
	return result;
}
