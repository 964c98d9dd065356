#include <crm/jq_lex.h>
#include <crm/buf.h>
#include <crm/mem.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Forbidden: what reads or writes anything but the record, and what ends the program. */
static const char *const forbidden[] = {
	"env", "$ENV", "$__prog_args", "input", "inputs", "input_filename", "input_line_number", "import",
	"include", "module", "modulemeta", "get_search_list", "debug", "stderr", "halt", "halt_error", NULL
};

/* Words that never give away more of the record than the fields named: on the record itself they
 * fail or do not look inside. */
static const char *const harmless[] = {
	"and", "or", "not", "true", "false", "null", "empty", "test", "startswith", "endswith", "tonumber",
	"ascii_downcase", "ascii_upcase", NULL
};

/* Words that look at all of their input: harmless only right behind a pipe, where with no bare "."
 * in the program the input is no longer the record. */
static const char *const behind_pipe[] = {
	"length", "contains", "inside", "tostring", "split", "join", "ltrimstr", "rtrimstr", "index", "type",
	"floor", "sub", "gsub", "match", "capture", "explode", NULL
};

/* of those, the ones that make objects: {x: …} | .x, match("…") | .offset */
static const char *const makers[] = { "match", "capture", NULL };

struct scan {
	const char *p, *copied;        /* the program up to `copied` is in u->program */
	struct crm_jq_uses *u;
	int after_pipe, after_dot;
};

static int is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int listed(const char *const *list, const char *s, size_t n)
{
	for (; *list; list++)
		if (strlen(*list) == n && !memcmp(*list, s, n))
			return 1;
	return 0;
}

static void add_field(struct scan *x, const char *s, size_t n)
{
	char *name = crm_strndup(s, n);

	if (crm_fields_find(&x->u->fields, name) < 0)
		crm_fields_add(&x->u->fields, name);
	free(name);
}

static void scan_code(struct scan *x, int nested);

/* a string literal, p at its quote; code inside \( ) is scanned too.  1: its text is plain and in *text */
static int scan_string(struct scan *x, struct crm_buf *text)
{
	int plain = 1;

	for (x->p++; *x->p && *x->p != '"'; x->p++) {
		if (*x->p != '\\') {
			crm_buf_putc(text, *x->p);
			continue;
		}
		plain = 0;
		x->p++;
		if (*x->p == '(') {
			x->p++;
			scan_code(x, 1);
		}
		if (!*x->p)
			return 0;
	}
	x->p += *x->p == '"';
	return plain;
}

/* a word, p at its first character */
static void scan_word(struct scan *x)
{
	const char *from = x->p;
	size_t n;

	x->p++;
	while (is_word(*x->p) || is_digit(*x->p) || (x->p[0] == ':' && x->p[1] == ':' && is_word(x->p[2])))
		x->p += *x->p == ':' ? 2 : 1;
	n = (size_t)(x->p - from);
	if (x->after_dot) {
		add_field(x, from, n);
		return;
	}
	if (listed(forbidden, from, n) && !*x->u->forbidden)
		snprintf(x->u->forbidden, sizeof x->u->forbidden, "%.*s", (int)n, from);
	x->u->makes |= listed(makers, from, n);
	if (!listed(harmless, from, n) && !(x->after_pipe && listed(behind_pipe, from, n)))
		x->u->whole = 1;
}

/* a name beyond ASCII, p at its first byte: libjq wants it quoted */
static void scan_bare_name(struct scan *x)
{
	const char *from = x->p;

	while ((signed char)*x->p < 0 || is_word(*x->p) || is_digit(*x->p))
		x->p++;
	add_field(x, from, (size_t)(x->p - from));
	crm_buf_add(&x->u->program, x->copied, (size_t)(from - x->copied));
	crm_buf_printf(&x->u->program, "\"%.*s\"", (int)(x->p - from), from);
	x->copied = x->p;
}

/* what follows a dot: a name, a "name", ["name"], or the record itself */
static void scan_dot(struct scan *x)
{
	struct crm_buf text = CRM_BUF_INIT;
	int bracket = 0, plain;

	x->p++;
	if (is_digit(*x->p))
		return;
	if (is_word(*x->p)) {
		x->after_dot = 1;
		scan_word(x);
		x->after_dot = 0;
		return;
	}
	if ((signed char)*x->p < 0) {
		scan_bare_name(x);
		return;
	}
	if (*x->p == '[' && x->p[1] == '"') {
		bracket = 1;
		x->p++;
	}
	if (*x->p != '"') {
		x->u->whole = 1;
		return;
	}
	plain = scan_string(x, &text);
	if (bracket && *x->p != ']')
		plain = 0;
	if (plain)
		add_field(x, text.s, text.n);
	else
		x->u->whole = 1;
	crm_buf_release(&text);
}

static void scan_code(struct scan *x, int nested)
{
	struct crm_buf text = CRM_BUF_INIT;
	int depth = 0;

	while (*x->p && !(nested && depth == 0 && *x->p == ')')) {
		char c = *x->p;
		int pipe = 0;

		if (c == '"') {
			scan_string(x, &text);
			crm_buf_reset(&text);
		} else if (c == '.') {
			scan_dot(x);
		} else if (is_word(c) || (c == '$' && is_word(x->p[1]))) {
			scan_word(x);
		} else if (c == '#') {
			x->p += strcspn(x->p, "\n");
			pipe = x->after_pipe;
		} else {
			depth += (c == '(') - (c == ')');
			x->u->whole |= c == '$' || c == '@';
			x->u->makes |= c == '{';
			pipe = (c == '|' && x->p[1] != '=') || (strchr(" \t\n\r", c) && x->after_pipe);
			x->p++;
		}
		x->after_pipe = pipe;
	}
	crm_buf_release(&text);
}

void crm_jq_scan(const char *program, struct crm_jq_uses *u)
{
	struct scan x = { .p = program, .copied = program, .u = u };

	memset(u, 0, sizeof *u);
	crm_buf_init(&u->program);
	scan_code(&x, 0);
	crm_buf_puts(&u->program, x.copied);
}

void crm_jq_uses_release(struct crm_jq_uses *u)
{
	crm_fields_release(&u->fields);
	crm_buf_release(&u->program);
}
