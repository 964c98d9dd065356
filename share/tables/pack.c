/* Puts the lists of names and places into one file that programs map (format: crm/lexicon.h).
 * usage: pack OUT surnames.tsv given cities.tsv postal.tsv   (text, sorted) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <crm/array.h>
#include <crm/buf.h>
#include <crm/fold.h>
#include <crm/lexicon.h>
#include <crm/mem.h>

struct entry {
	uint64_t hash;
	uint32_t value;
};

struct table {
	struct entry *e;
	size_t n, cap;
};

struct pack {
	struct table table[CRM_LEX_TOWNS + 1];
	uint32_t *lists;
	size_t nlists, clists;
	struct crm_lex_city *city;
	size_t ncity, ccity;
	struct crm_lex_town *town;
	size_t ntown, ctown;
	struct crm_lex_code *code;
	size_t ncode, ccode;
	struct crm_buf text;
	uint32_t jis[4096];                    /* code of each city */
};

static void die(const char *why, const char *what)
{
	fprintf(stderr, "pack: %s: %s\n", why, what);
	exit(2);
}

static FILE *open_text(const char *name)
{
	FILE *f = fopen(name, "r");

	if (!f)
		die("cannot open", name);
	return f;
}

/* the next line cut at its tabs; the number of columns, 0 at the end */
static int columns(FILE *f, char *line, size_t size, char **col, int most)
{
	int n = 0;

	if (!fgets(line, (int)size, f))
		return 0;
	line[strcspn(line, "\n")] = 0;
	for (char *p = line; p && n < most;) {
		col[n++] = p;
		p = strchr(p, '\t');
		if (p)
			*p++ = 0;
	}
	return n;
}

static void add(struct table *t, uint64_t hash, uint32_t value)
{
	CRM_GROW(t->e, t->n, t->cap);
	t->e[t->n++] = (struct entry){ hash, value };
}

static uint32_t put_text(struct pack *p, const char *s)
{
	uint32_t at = (uint32_t)p->text.n;

	crm_buf_add(&p->text, s, strlen(s) + 1);
	return at;
}

static void add_person(struct table *t, const char *name, uint32_t value)
{
	struct crm_runes r;

	crm_runes_init(&r);
	crm_runes_read(&r, name);
	crm_fold_key(&r);
	crm_fold_repeats(&r);
	add(t, crm_lexicon_hash(0, r.s, r.n), value);
	crm_runes_release(&r);
}

static void read_names(struct pack *p, const char *surnames, const char *given)
{
	char line[512], *col[2];
	FILE *f = open_text(surnames);

	while (columns(f, line, sizeof line, col, 2) == 2)
		add_person(&p->table[CRM_LEX_SURNAMES], col[0], (uint32_t)strtoul(col[1], NULL, 10));
	fclose(f);
	f = open_text(given);
	while (columns(f, line, sizeof line, col, 1))
		add_person(&p->table[CRM_LEX_GIVEN], col[0], 1);
	fclose(f);
}

/* a place under every spelling that the walk does not make alike; value as the caller says */
static void add_place(struct table *t, uint32_t scope, const char *name, uint32_t value)
{
	struct crm_place_walk w;
	struct crm_runes r;
	uint64_t seen[4];
	int n = 0;

	crm_runes_init(&r);
	crm_runes_read(&r, name);
	for (int how = 0; how < 4; how++) {
		int old = 0;
		uint64_t h;

		crm_place_walk(&r, 0, how, &w);
		h = crm_lexicon_hash(scope, w.s, w.n);
		for (int i = 0; i < n; i++)
			old |= seen[i] == h;
		seen[n++] = h;
		if (!old && w.n)
			add(t, h, value);
	}
	crm_runes_release(&r);
}

/* the bytes after the first `word`, or NULL when there is none or nothing follows */
static const char *after(const char *s, const char *word)
{
	const char *at = strstr(s, word);

	return at && at > s && at[strlen(word)] ? at + strlen(word) : NULL;
}

static int ends_in(const char *s, const char *end)
{
	return strlen(s) > strlen(end) && !strcmp(s + strlen(s) - strlen(end), end);
}

static void add_city(struct pack *p, uint32_t city, const char *name)
{
	struct table *t = &p->table[CRM_LEX_PLACES];
	uint32_t pref = p->city[city].pref, whole = city, shortened = city | CRM_LEX_SHORT;
	/* 大和郡山市 has no 郡 */
	const char *town = ends_in(name, "市") ? NULL : after(name, "郡"), *island = after(name, "島");
	const char *ward = after(name, "市");
	struct crm_buf b = CRM_BUF_INIT;

	for (int any = 0; any < 2; any++) {
		uint32_t scope = any ? 0 : pref;

		add_place(t, scope, name, whole);
		if (town)
			add_place(t, scope, town, shortened);
		if (island && !town && !ends_in(name, "市") && !ends_in(name, "区") && strlen(island) > strlen("町"))
			add_place(t, scope, island, shortened);
		if (ward && ends_in(name, "区")) {
			crm_buf_reset(&b);
			crm_buf_add(&b, name, (size_t)(ward - name));
			add_place(t, scope, b.s, shortened);
			add_place(t, scope, ward, shortened);
		}
	}
	crm_buf_release(&b);
}

static void add_prefs(struct pack *p)
{
	struct crm_buf b = CRM_BUF_INIT;

	for (uint32_t i = 1; i <= 47; i++) {
		const char *name = crm_lexicon_pref(i);

		add_place(&p->table[CRM_LEX_PLACES], CRM_LEX_PREFS, name, i);
		crm_buf_reset(&b);
		crm_buf_add(&b, name, strlen(name) - strlen("県"));
		if (i > 1)
			add_place(&p->table[CRM_LEX_PLACES], CRM_LEX_PREFS, b.s, i | CRM_LEX_SHORT);
	}
	crm_buf_release(&b);
}

static void read_cities(struct pack *p, const char *file)
{
	char line[512], *col[3];
	FILE *f = open_text(file);

	while (columns(f, line, sizeof line, col, 3) == 3) {
		struct crm_lex_city *c;

		CRM_GROW(p->city, p->ncity, p->ccity);
		c = &p->city[p->ncity];
		if (p->ncity == sizeof p->jis / sizeof *p->jis)
			die("too many cities", file);
		p->jis[p->ncity] = (uint32_t)strtoul(col[0], NULL, 10);
		c->pref = (uint16_t)(p->jis[p->ncity] / 1000);
		c->kyoto = !strncmp(col[2], "京都市", strlen("京都市"));
		c->name = put_text(p, col[2]);
		add_city(p, (uint32_t)p->ncity++, col[2]);
	}
	fclose(f);
}

static uint32_t city_of(const struct pack *p, const char *jis)
{
	uint32_t want = (uint32_t)strtoul(jis, NULL, 10);

	for (uint32_t i = 0; i < p->ncity; i++)
		if (p->jis[i] == want)
			return i;
	die("no such city", jis);
	return 0;
}

static void add_town(struct pack *p, uint32_t city, const char *name, int chome)
{
	CRM_GROW(p->town, p->ntown, p->ctown);
	p->town[p->ntown].name = put_text(p, name);
	p->town[p->ntown].city = (uint16_t)city;
	p->town[p->ntown].chome = (uint16_t)chome;
	add_place(&p->table[CRM_LEX_TOWNS], city, name, (uint32_t)p->ntown++);
}

/* 種市第８地割〜第１４地割 is found as 種市 too: the length of that part, or 0 */
static size_t before_jiwari(const struct crm_runes *r)
{
	size_t i = 0, at = 0;

	for (; i < r->n && !crm_runes_at(r, i, "地割"); i++)
		if (r->s[i] - '0' < 10 && !at)
			at = i;
	if (i == r->n || !at)
		return 0;
	return at - (r->s[at - 1] == 0x7B2C);
}

/* one row of the postal list may name several towns: 甲、乙 */
static void read_town(struct pack *p, uint32_t city, const char *name, int chome)
{
	struct crm_buf b = CRM_BUF_INIT;
	struct crm_runes r;
	size_t from = 0, n;

	crm_runes_init(&r);
	crm_runes_read(&r, name);
	crm_fold_nfkc(&r);
	n = before_jiwari(&r);
	for (size_t i = 0; !n && i <= r.n; i++)
		if (i == r.n || r.s[i] == 0x3001) {
			crm_buf_reset(&b);
			crm_runes_write(&r, from, i, &b);
			add_town(p, city, b.s, chome);
			from = i + 1;
		}
	if (n) {
		crm_runes_write(&r, 0, n, &b);
		add_town(p, city, b.s, chome);
	}
	crm_runes_release(&r);
	crm_buf_release(&b);
}

/* Japan Post: jis, code, town, has-chome; sorted, so that rows of a town may repeat */
static void read_postal(struct pack *p, const char *file)
{
	char line[1024], *col[4];
	FILE *f = open_text(file);
	uint32_t jis = 0, city = 0;

	while (columns(f, line, sizeof line, col, 4) == 4) {
		if (!p->ncode || strtoul(col[0], NULL, 10) != jis) {
			jis = (uint32_t)strtoul(col[0], NULL, 10);
			city = city_of(p, col[0]);
		}
		if (*col[2])
			read_town(p, city, col[2], col[3][0] == '1');
		CRM_GROW(p->code, p->ncode, p->ccode);
		p->code[p->ncode].code = (uint32_t)strtoul(col[1], NULL, 10);
		p->code[p->ncode++].town = (uint32_t)p->ntown - (*col[2] != 0);
	}
	fclose(f);
}

static int by_hash(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

static int by_code(const void *a, const void *b)
{
	const struct crm_lex_code *x = a, *y = b;

	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return x->town < y->town ? -1 : x->town > y->town;
}

/* all cities of one name become a list; whole names come first, as CRM_LEX_SHORT sorts behind */
static void make_lists(struct pack *p, struct table *t)
{
	size_t to = 0;

	for (size_t i = 0, j; i < t->n; i = j) {
		uint32_t first = (uint32_t)p->nlists;

		for (j = i; j < t->n && t->e[j].hash == t->e[i].hash; j++) {
			if (j > i && t->e[j].value == t->e[j - 1].value)
				continue;
			CRM_GROW(p->lists, p->nlists, p->clists);
			p->lists[p->nlists++] = t->e[j].value;
		}
		p->lists[p->nlists - 1] |= CRM_LEX_LAST;
		t->e[to++] = (struct entry){ t->e[i].hash, first };
	}
	t->n = to;
}

/* of equal names the largest count, or the first town; a town with 丁目 in any row has them in all */
static void merge(struct pack *p, struct table *t, int part)
{
	size_t to = 0;

	for (size_t i = 0, j; i < t->n; i = j) {
		uint32_t value = t->e[i].value;

		for (j = i + 1; j < t->n && t->e[j].hash == t->e[i].hash; j++) {
			if (part == CRM_LEX_SURNAMES)
				value = t->e[j].value;
			if (part == CRM_LEX_TOWNS)
				p->town[value].chome |= p->town[t->e[j].value].chome;
		}
		t->e[to++] = (struct entry){ t->e[i].hash, value };
	}
	t->n = to;
}

static struct crm_lex_slot *slots(const struct table *t, uint32_t *size)
{
	struct crm_lex_slot *s;

	for (*size = 64; *size < t->n * 2;)
		*size *= 2;
	s = crm_calloc(*size, sizeof *s);
	for (size_t i = 0; i < t->n; i++) {
		size_t at = t->e[i].hash & (*size - 1);

		while (s[at].hash)
			at = (at + 1) & (*size - 1);
		s[at] = (struct crm_lex_slot){ t->e[i].hash, t->e[i].value, 0 };
	}
	return s;
}

static void put_part(struct crm_lex_head *h, struct crm_buf *out, int part, const void *data, size_t n, size_t width)
{
	while (out->n % 8)
		crm_buf_putc(out, 0);
	h->part[part].at = (uint32_t)(sizeof *h + out->n);
	h->part[part].n = (uint32_t)n;
	crm_buf_add(out, data, n * width);
}

static void write_file(struct pack *p, const char *name)
{
	struct crm_lex_head h = { .magic = CRM_LEXICON_MAGIC };
	struct crm_buf out = CRM_BUF_INIT;
	FILE *f;

	for (int part = 0; part <= CRM_LEX_TOWNS; part++) {
		struct table *t = &p->table[part];
		struct crm_lex_slot *s;
		uint32_t size;

		qsort(t->e, t->n, sizeof *t->e, by_hash);
		if (part == CRM_LEX_PLACES)
			make_lists(p, t);
		else
			merge(p, t, part);
		s = slots(t, &size);
		put_part(&h, &out, part, s, size, sizeof *s);
		free(s);
	}
	qsort(p->code, p->ncode, sizeof *p->code, by_code);
	put_part(&h, &out, CRM_LEX_LISTS, p->lists, p->nlists, sizeof *p->lists);
	put_part(&h, &out, CRM_LEX_CITY, p->city, p->ncity, sizeof *p->city);
	put_part(&h, &out, CRM_LEX_TOWN, p->town, p->ntown, sizeof *p->town);
	put_part(&h, &out, CRM_LEX_CODES, p->code, p->ncode, sizeof *p->code);
	put_part(&h, &out, CRM_LEX_TEXT, p->text.s, p->text.n, 1);
	f = fopen(name, "wb");
	if (!f || fwrite(&h, sizeof h, 1, f) != 1 || fwrite(out.s, out.n, 1, f) != 1 || fclose(f))
		die("cannot write", name);
	crm_buf_release(&out);
}

int main(int argc, char **argv)
{
	static struct pack p;

	if (argc != 6)
		die("usage", "pack OUT surnames.tsv given cities.tsv postal.tsv");
	crm_buf_init(&p.text);
	read_names(&p, argv[2], argv[3]);
	add_prefs(&p);
	read_cities(&p, argv[4]);
	read_postal(&p, argv[5]);
	write_file(&p, argv[1]);
	return 0;
}
