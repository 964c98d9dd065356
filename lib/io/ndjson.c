#include <crm/ndjson.h>
#include <crm/array.h>
#include <crm/diag.h>

#include <jv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 16 << 20 };

static const double INTEGER_MAX = 9007199254740992.0;  /* 2^53: from there a double skips integers */

struct crm_ndjson {
	struct crm_bytes *in;
	const char *name;
	long line;
	struct crm_cell *cell;
	size_t n, cap;
	struct crm_buf text;   /* the cells of one record */
	int held;              /* 1: the first object was read for its names and is still to be given */
	jv first;
	char error[300];
};

struct crm_ndjson *crm_ndjson_open(struct crm_bytes *in, const char *name)
{
	struct crm_ndjson *j = crm_alloc(sizeof *j);

	j->in = in;
	j->name = name;
	j->first = jv_invalid();
	crm_buf_init(&j->text);
	return j;
}

void crm_ndjson_close(struct crm_ndjson *j)
{
	if (!j)
		return;
	jv_free(j->first);
	crm_buf_release(&j->text);
	free(j->cell);
	free(j);
}

static int broken(struct crm_ndjson *j, const char *why)
{
	crm_error("%s:%ld: %s", j->name, j->line, why);
	return -1;
}

/* the next line that is not blank, in the window: 1, 0 or -1 (reported) */
static int next_line(struct crm_ndjson *j, char **line, size_t *length, size_t *with_end)
{
	size_t n;
	int got;

	for (;;) {
		char *s = crm_bytes_text(j->in, &n), *end = memchr(s, '\n', n);

		if (!end && n <= LINE_MAX_BYTES && (got = crm_bytes_more(j->in)) != 0) {
			if (got < 0) {
				j->line += crm_bytes_error_line(j->in);
				return broken(j, crm_bytes_error(j->in));
			}
			continue;
		}
		if (!end && n == 0)
			return 0;
		j->line++;
		if (!end && n > LINE_MAX_BYTES)
			return broken(j, "an object of more than 16 MB");
		*line = s;
		*length = end ? (size_t)(end - s) : n;
		*with_end = *length + (end != NULL);
		if (strspn(s, " \t\r\n") < *length)
			return 1;
		crm_bytes_take(j->in, *with_end);
	}
}

/* --- what libjq does not tell: names given twice, integers that lost digits --- */

struct walk {
	const char *p, *end;
	size_t names;
	int depth, wide_integer;
};

static void walk_string(struct walk *w)
{
	for (w->p++; w->p < w->end && *w->p != '"'; w->p++)
		w->p += *w->p == '\\';
	w->p++;
}

static void walk_number(struct walk *w)
{
	const char *from = w->p, *p = from;
	int integer = 1;

	for (; p < w->end && strchr("+-.eE0123456789", *p) && *p; p++)
		integer &= !strchr(".eE", *p);
	if (integer && p - from > 15) {
		double v = strtod(from, NULL);

		w->wide_integer |= v >= INTEGER_MAX || v <= -INTEGER_MAX;
	}
	w->p = p;
}

/* over one valid JSON text */
static void walk(struct walk *w)
{
	while (w->p < w->end) {
		char c = *w->p;

		if (c == '"')
			walk_string(w);
		else if (c == '-' || (c >= '0' && c <= '9'))
			walk_number(w);
		else {
			w->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
			w->names += c == ':' && w->depth == 1;
			w->p++;
		}
	}
}

/* one object: 1, 0 or -1 (reported) */
static int next_object(struct crm_ndjson *j, jv *object)
{
	size_t length, with_end;
	struct walk w;
	char *line;
	int got = next_line(j, &line, &length, &with_end);

	if (got != 1)
		return got;
	*object = jv_parse_sized(line, (int)length);
	if (jv_get_kind(*object) != JV_KIND_OBJECT) {
		int valid = jv_is_valid(*object);

		jv_free(*object);
		return broken(j, valid ? "not a JSON object" : "not valid JSON: one object a line is wanted");
	}
	w = (struct walk){ .p = line, .end = line + length };
	walk(&w);
	crm_bytes_take(j->in, with_end);
	if (!w.wide_integer && w.names == (size_t)jv_object_length(jv_copy(*object)))
		return 1;
	jv_free(*object);
	return broken(j, w.wide_integer ? "an integer beyond 2^53 would change: write it as text"
		      : "a name is given twice in one object");
}

int crm_ndjson_header(struct crm_ndjson *j, struct crm_fields *fields)
{
	int got = next_object(j, &j->first);

	if (got != 1) {
		j->first = jv_invalid();
		return got;
	}
	j->held = 1;
	jv_object_foreach(j->first, key, value) {
		crm_fields_add(fields, jv_string_value(key));
		fields->number[fields->n - 1] = jv_get_kind(value) == JV_KIND_NUMBER;
		jv_free(key);
		jv_free(value);
	}
	for (size_t i = 0; i < fields->n; i++)
		if (!*fields->name[i])
			return broken(j, "a name is empty");
	return 0;
}

/* the value as a cell, put into j->text */
static void put_cell(struct crm_ndjson *j, jv value)
{
	jv text = value;

	CRM_GROW(j->cell, j->n, j->cap);
	switch (jv_get_kind(value)) {
	case JV_KIND_STRING:
		break;
	case JV_KIND_NULL:
	case JV_KIND_INVALID:
		jv_free(value);
		text = jv_string("");
		break;
	default:
		text = jv_dump_string(value, 0);
	}
	j->cell[j->n].n = strlen(jv_string_value(text));
	crm_buf_add(&j->text, jv_string_value(text), j->cell[j->n++].n);
	crm_buf_putc(&j->text, 0);
	jv_free(text);
}

/* names that the header lacks, and NULs that a cell cannot hold */
static const char *complaint(struct crm_ndjson *j, const struct crm_fields *fields, jv object, size_t matched)
{
	const char *found = NULL;

	if (matched == (size_t)jv_object_length(jv_copy(object)))
		return NULL;
	jv_object_keys_foreach(object, key) {
		if (!found && crm_fields_find(fields, jv_string_value(key)) < 0) {
			snprintf(j->error, sizeof j->error, "has '%s', which the first object lacks",
				 crm_quoted(jv_string_value(key)));
			found = j->error;
		}
		jv_free(key);
	}
	return found;
}

int crm_ndjson_next(struct crm_ndjson *j, const struct crm_fields *fields, struct crm_record *rec)
{
	jv object = j->first;
	size_t matched = 0;
	const char *at;
	int got = j->held ? 1 : next_object(j, &object);

	if (got != 1)
		return got;
	j->held = 0;
	j->first = jv_invalid();
	j->n = 0;
	crm_buf_reset(&j->text);
	for (size_t i = 0; i < fields->n; i++) {
		jv value = jv_object_get(jv_copy(object), jv_string(fields->name[i]));

		matched += jv_is_valid(value);
		put_cell(j, value);
	}
	at = j->text.s;
	for (size_t i = 0; i < j->n; i++) {
		j->cell[i].s = at;
		at += j->cell[i].n + 1;
	}
	rec->cell = j->cell;
	rec->n = j->n;
	rec->line = j->line;
	rec->error = complaint(j, fields, object, matched);
	jv_free(object);
	return 1;
}
