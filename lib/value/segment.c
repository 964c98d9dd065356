#include <crm/segment.h>
#include <crm/array.h>
#include <crm/diag.h>

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 3 + 2 * CRM_RFM_AXES };

const char crm_segments_default[] =
#include <crm/segments_table.h>
;

struct column {
	const char *s;
	size_t n;
};

static void add(struct crm_segments *s, const struct column *c)
{
	struct crm_segment *g;

	CRM_GROW(s->segment, s->n, s->cap);
	g = &s->segment[s->n++];
	memset(g, 0, sizeof *g);
	g->slug = crm_strndup(c[0].s, c[0].n);
	g->name = crm_strndup(c[1].s, c[1].n);
	g->name_ja = crm_strndup(c[2].s, c[2].n);
}

/* columns of one line; their number, at most COLUMNS + 1 */
static int split(const char *p, size_t n, struct column *c)
{
	const char *end = p + n;
	int k = 0;

	for (;; p++) {
		const char *tab = memchr(p, '\t', (size_t)(end - p));

		c[k] = (struct column){ p, (size_t)((tab ? tab : end) - p) };
		if (++k > COLUMNS || !tab)
			return k;
		p = tab;
	}
}

/* a score 1..5, or 0 */
static unsigned char bound(const struct column *c)
{
	return c->n == 1 && *c->s >= '1' && *c->s <= '0' + CRM_RFM_GROUPS ? (unsigned char)(*c->s - '0') : 0;
}

static int parse_line(struct crm_segments *s, const char *p, size_t n, const char *file, int line)
{
	struct column c[COLUMNS + 1];
	struct crm_segment *g;
	int k = split(p, n, c);

	if (k != COLUMNS || !c[0].n) {
		crm_error("%s:%d: a segment has %d columns, this has %d", file, line, COLUMNS, k);
		return -1;
	}
	add(s, c);
	g = &s->segment[s->n - 1];
	for (int axis = 0; axis < CRM_RFM_AXES; axis++) {
		g->low[axis] = bound(&c[3 + 2 * axis]);
		g->high[axis] = bound(&c[4 + 2 * axis]);
		if (!g->low[axis] || g->high[axis] < g->low[axis]) {
			crm_error("%s:%d: segment %s: the bounds of %c must be 1 to %d, low to high", file, line,
				  crm_quoted(g->slug), "RFM"[axis], CRM_RFM_GROUPS);
			return -1;
		}
	}
	return 0;
}

static void add_rest(struct crm_segments *s)
{
	static const struct column others[] = { { "others", 6 }, { "Others", 6 }, { "その他", 9 } };
	static const struct column none[] = { { "none", 4 }, { "No Purchase", 11 }, { "購入なし", 12 } };

	add(s, others);
	add(s, none);
}

int crm_segments_parse(struct crm_segments *s, const char *text, const char *file)
{
	int line = 0, status = 0;

	memset(s, 0, sizeof *s);
	while (*text && status == 0) {
		size_t n = strcspn(text, "\n");
		size_t kept = n && text[n - 1] == '\r' ? n - 1 : n;

		line++;
		if (kept && *text != '#')
			status = parse_line(s, text, kept, file, line);
		text += n + (text[n] == '\n');
	}
	add_rest(s);
	return status;
}

void crm_segments_release(struct crm_segments *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->segment[i].slug);
		free(s->segment[i].name);
		free(s->segment[i].name_ja);
	}
	free(s->segment);
	memset(s, 0, sizeof *s);
}

size_t crm_segment_of(const struct crm_segments *s, const struct crm_rfm_score *score)
{
	if (!score->of[CRM_RFM_R])
		return s->n - 1;
	for (size_t i = 0; i + 2 < s->n; i++) {
		const struct crm_segment *g = &s->segment[i];
		int inside = 1;

		for (int axis = 0; axis < CRM_RFM_AXES; axis++)
			inside &= score->of[axis] >= g->low[axis] && score->of[axis] <= g->high[axis];
		if (inside)
			return i;
	}
	return s->n - 2;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static int same(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!a[i] || lower(a[i]) != lower(b[i]))
			return 0;
	return !a[n];
}

int crm_segment_named(const struct crm_segments *s, const char *name, size_t n)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct crm_segment *g = &s->segment[i];

		if (same(g->slug, name, n) || same(g->name, name, n) || same(g->name_ja, name, n))
			return (int)i;
	}
	return -1;
}

int crm_segments_choose(const struct crm_segments *s, const char *list, unsigned char *chosen)
{
	for (;;) {
		size_t n = strcspn(list, ",");
		int i = crm_segment_named(s, list, n);

		if (i < 0) {
			crm_error("--segment: there is no segment '%s'", crm_quoted_n(list, n));
			return -1;
		}
		chosen[i] = 1;
		if (!list[n])
			return 0;
		list += n + 1;
	}
}
