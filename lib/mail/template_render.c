#include "template_nodes.h"

#include <string.h>

#include <crm/diag.h>
#include <crm/header_word.h>

struct context {
	const struct crm_template *t;
	const struct crm_record *rows;
	size_t n_rows;
};

static int blank(const char *s)
{
	for (; *s; s++) {
		if (!strncmp(s, "\xe3\x80\x80", 3))          /* U+3000 */
			s += 2;
		else if (*s != ' ' && *s != '\t' && *s != '\n' && *s != '\r')
			return 0;
	}
	return 1;
}

static int refuse(const struct context *c, const struct node *node, const struct crm_record *row,
		  const char *why)
{
	const char *name = crm_map_key(c->t->names, node->name);

	crm_finding("%s:%ld: %s: '%s' %s (%s:%ld)", row->file, row->line, name,
		    crm_quoted(crm_record_text(row, c->t->column[node->name])), why, c->t->file, node->line);
	return -1;
}

static void add_value(struct crm_buf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\r' && s[1] == '\n')
			continue;
		crm_buf_putc(out, *s == '\r' ? '\n' : *s);
	}
}

static int render_field(const struct context *c, const struct node *node, const struct crm_record *row,
			struct crm_buf *out)
{
	const char *value = crm_record_text(row, c->t->column[node->name]);
	struct crm_buf now = CRM_BUF_INIT, next = CRM_BUF_INIT;
	const char *why = NULL;

	if (blank(value)) {
		if (!node->text.s)
			return refuse(c, node, row, "is empty and has no default");
		crm_buf_add(out, node->text.s, node->text.n);
		return 0;
	}
	crm_buf_puts(&now, value);
	for (int i = 0; node->filter[i] && !why; i++) {
		struct crm_buf old = now;

		why = node->filter[i](now.s, &next);
		now = next;
		next = old;
		crm_buf_reset(&next);
	}
	if (!why)
		add_value(out, now.s);
	crm_buf_release(&now);
	crm_buf_release(&next);
	return why ? refuse(c, node, row, why) : 0;
}

static int render_nodes(const struct context *c, size_t from, size_t to, const struct crm_record *row,
			struct crm_buf *out)
{
	int result = 0;

	for (size_t i = from; i < to; i++) {
		const struct node *node = &c->t->node[i];

		if (node->kind == LITERAL) {
			crm_buf_add(out, node->text.s, node->text.n);
		} else if (node->kind == FIELD) {
			result |= render_field(c, node, row, out);
		} else {
			for (size_t r = 0; node->kind == ROWS && r < c->n_rows; r++)
				result |= render_nodes(c, i + 1, node->end, &c->rows[r], out);
			if (node->kind != ROWS &&
			    blank(crm_record_text(row, c->t->column[node->name])) == (node->kind == INVERTED))
				result |= render_nodes(c, i + 1, node->end, row, out);
			i = node->end - 1;
		}
	}
	return result;
}

int crm_template_render(const struct crm_template *t, const struct crm_record *rows, size_t n,
			struct crm_draft *d)
{
	struct context c = { t, rows, n };
	int result = 0;

	for (int i = 0; i < CRM_HEADS; i++) {
		const char *why;

		crm_buf_reset(&d->head[i]);
		result |= render_nodes(&c, t->head[i].from, t->head[i].to, rows, &d->head[i]);
		why = crm_header_word_refuse(d->head[i].s);
		if (why) {
			crm_finding("%s:%ld: %s: '%s' %s", rows->file, rows->line, crm_head_name[i],
				    crm_quoted(d->head[i].s), why);
			result = -1;
		}
	}
	crm_buf_reset(&d->body);
	result |= render_nodes(&c, t->body.from, t->body.to, rows, &d->body);
	if (!d->body.n || d->body.s[d->body.n - 1] != '\n')
		crm_buf_putc(&d->body, '\n');
	return result;
}
