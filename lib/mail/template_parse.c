#include "template_nodes.h"

#include <string.h>

#include <crm/array.h>
#include <crm/diag.h>

enum { DEPTH = 16 };

struct parser {
	struct crm_template *t;
	const char *at, *end, *line_start;
	long line;
	size_t open[DEPTH];            /* nodes of the sections around */
	size_t depth;
};

static void fault(struct parser *p, const char *what, const char *s, size_t n)
{
	crm_error("%s:%ld: {{%s}}: %s", p->t->file, p->line, crm_quoted_n(s, n), what);
	p->t->faults++;
}

static struct node *add_node(struct crm_template *t, enum kind kind, long line)
{
	struct node *node;

	CRM_GROW(t->node, t->n, t->cap);
	node = &t->node[t->n++];
	memset(node, 0, sizeof *node);
	node->kind = kind;
	node->line = line;
	return node;
}

static void add_literal(struct crm_template *t, const char *from, const char *to, long line)
{
	if (to > from)
		add_node(t, LITERAL, line)->text = (struct crm_cell){ from, (size_t)(to - from) };
}

struct crm_cell crm_template_trim(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return (struct crm_cell){ s, (size_t)(end - s) };
}

/* a field inside {{#field}} is only reached when it is there */
static int guarded(const struct parser *p, uint32_t name)
{
	for (size_t i = 0; i < p->depth; i++) {
		const struct node *around = &p->t->node[p->open[i]];

		if (around->kind == SECTION && around->name == name)
			return 1;
	}
	return 0;
}

static void parse_filters(struct parser *p, struct node *node, const char *s, const char *end)
{
	for (int i = 0; s < end; i++) {
		const char *bar = memchr(s, '|', (size_t)(end - s)), *to = bar ? bar : end;
		struct crm_cell word = crm_template_trim(s, to);

		if (i == FILTERS) {
			fault(p, "too many filters", s, (size_t)(end - s));
			return;
		}
		node->filter[i] = crm_template_filter_named(word.s, word.n);
		if (!node->filter[i])
			fault(p, "there is no such filter", word.s, word.n);
		s = bar ? bar + 1 : end;
	}
}

/* name[|filter…][?default], from after the tag's first character */
static struct node *parse_name(struct parser *p, enum kind kind, const char *s, const char *end)
{
	const char *ask = memchr(s, '?', (size_t)(end - s)), *to = ask ? ask : end;
	const char *bar = memchr(s, '|', (size_t)(to - s));
	struct crm_cell word = crm_template_trim(s, bar ? bar : to);
	struct node *node = add_node(p->t, kind, p->line);

	if (!word.n || memchr(word.s, '{', word.n))
		fault(p, "a field's name is missing", s, (size_t)(end - s));
	node->name = crm_map_put(p->t->names, word.s, word.n);
	if (bar && kind != FIELD)
		fault(p, "only fields have filters", s, (size_t)(end - s));
	else if (bar)
		parse_filters(p, node, bar + 1, to);
	if (ask)
		node->text = (struct crm_cell){ ask + 1, (size_t)(end - ask - 1) };
	node->may_lack = ask || guarded(p, node->name);
	return node;
}

static void open_section(struct parser *p, enum kind kind, const char *s, const char *end)
{
	struct crm_cell word = crm_template_trim(s, end);
	int rows = word.n == 4 && !memcmp(word.s, "rows", 4);
	size_t at = p->t->n;

	if (rows && kind == INVERTED)
		fault(p, "a person has always a row", s, (size_t)(end - s));
	if (rows)
		add_node(p->t, ROWS, p->line)->name = CRM_MAP_NONE;
	else
		parse_name(p, kind, s, end);
	for (size_t i = 0; rows && i < p->depth; i++)
		if (p->t->node[p->open[i]].kind == ROWS)
			fault(p, "stands inside itself", s, (size_t)(end - s));
	if (p->depth == DEPTH)
		fault(p, "sections are nested too deep", s, (size_t)(end - s));
	else
		p->open[p->depth++] = at;
}

static void close_section(struct parser *p, const char *s, const char *end)
{
	struct crm_cell word = crm_template_trim(s, end);
	struct node *open = p->depth ? &p->t->node[p->open[p->depth - 1]] : NULL;
	const char *name = !open ? "" : open->kind == ROWS ? "rows" : crm_map_key(p->t->names, open->name);

	if (!open || strlen(name) != word.n || memcmp(name, word.s, word.n)) {
		fault(p, "closes what is not open", s - 1, (size_t)(end - s + 1));
		return;
	}
	open->end = p->t->n;
	p->depth--;
}

static enum kind kind_of(int c)
{
	return c == '#' ? SECTION : c == '^' ? INVERTED : c == '/' ? CLOSE : c == '!' ? COMMENT : FIELD;
}

/* [s, end): what stands between {{ and }} */
static void parse_tag(struct parser *p, enum kind kind, const char *s, const char *end)
{
	if (kind == FIELD)
		parse_name(p, FIELD, s, end);
	else if (kind == SECTION || kind == INVERTED)
		open_section(p, kind, s + 1, end);
	else if (kind == CLOSE)
		close_section(p, s + 1, end);
}

/* the end of the line (after its \n) when nothing but spaces stands around the tag, else NULL */
static const char *alone(const struct parser *p, const char *tag, const char *after)
{
	for (const char *s = p->line_start; s < tag; s++)
		if (*s != ' ' && *s != '\t')
			return NULL;
	while (after < p->end && (*after == ' ' || *after == '\t'))
		after++;
	return after == p->end ? after : *after == '\n' ? after + 1 : NULL;
}

static const char *next_tag(struct parser *p, const char *s)
{
	for (; s + 1 < p->end; s++) {
		if (*s == '\n') {
			p->line++;
			p->line_start = s + 1;
		}
		if (s[0] == '{' && s[1] == '{')
			return s;
	}
	return NULL;
}

/* where the }} of a tag stands, s being after its {{; NULL when its line has none */
static const char *close_of(struct parser *p, const char *s)
{
	const char *line_end = memchr(s, '\n', (size_t)(p->end - s));

	line_end = line_end ? line_end : p->end;
	for (const char *c = s; c + 1 < line_end; c++)
		if (c[0] == '}' && c[1] == '}')
			return c;
	fault(p, "is not closed on its line", s, (size_t)(line_end - s));
	return NULL;
}

static void close_all(struct parser *p)
{
	while (p->depth) {
		const struct node *open = &p->t->node[p->open[--p->depth]];
		const char *name = open->kind == ROWS ? "rows" : crm_map_key(p->t->names, open->name);

		p->line = open->line;
		fault(p, "is never closed", name, strlen(name));
	}
}

struct span crm_template_parse(struct crm_template *t, const char *from, const char *end, long line)
{
	struct parser parser = { t, from, end, from, line, { 0 }, 0 }, *p = &parser;
	struct span span = { t->n, 0 };
	const char *literal = from, *tag;

	while ((tag = next_tag(p, p->at))) {
		const char *s = tag + 2, *close = close_of(p, s), *skip = NULL;
		enum kind kind = kind_of(*s);

		if (!close) {
			p->at = s;
			continue;
		}
		if (kind != FIELD)
			skip = alone(p, tag, close + 2);
		add_literal(p->t, literal, skip ? p->line_start : tag, p->line);
		parse_tag(p, kind, s, close);
		p->at = literal = skip ? skip : close + 2;
		if (skip && skip > p->line_start && skip[-1] == '\n') {
			p->line++;
			p->line_start = skip;
		}
	}
	add_literal(p->t, literal, p->end, p->line);
	close_all(p);
	span.to = t->n;
	return span;
}
