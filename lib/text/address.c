#include <crm/address.h>

#include <crm/block.h>
#include <crm/fold.h>
#include <crm/lexicon.h>
#include <crm/place.h>

#define MOST_PREFIX 15         /* letters that may stand between town and number: 字石坂, 亥 */
#define NO_TOWN UINT32_MAX
#define NO_CITY UINT32_MAX

/* what has been found so far, as places in the text */
struct where {
	uint32_t pref, city, town;
	size_t at, town_at, end;       /* behind the city; where the town begins and ends */
	int open;                      /* the name of the city was short and fits several */
};

void crm_address_init(struct crm_address *a)
{
	crm_buf_init(&a->pref);
	crm_buf_init(&a->city);
	crm_buf_init(&a->town);
	crm_buf_init(&a->block);
	crm_buf_init(&a->building);
}

void crm_address_release(struct crm_address *a)
{
	crm_buf_release(&a->pref);
	crm_buf_release(&a->city);
	crm_buf_release(&a->town);
	crm_buf_release(&a->block);
	crm_buf_release(&a->building);
}

static size_t skip_postal(const struct crm_runes *r, size_t at)
{
	size_t i = at + (r->s[at] == 0x3012), digits = 0;

	while (r->s[i] == ' ')
		i++;
	for (; r->s[i] - '0' < 10 || crm_fold_is_hyphen(r->s[i]) || crm_fold_is_long(r->s[i]); i++)
		digits += r->s[i] - '0' < 10;
	return digits == 7 && (i - at > 7 || r->s[at] == 0x3012) ? i : at;
}

/* 住所: 〒105-0011 日本、 */
static void drop_front(struct crm_runes *r)
{
	static const char *const words[] = { "住所:", "ご住所:", "所在地:", "日本、", "日本,", "日本国、", "Japan ", " ", "、", "," };
	size_t n = 1;

	while (n && (r->s[0] < 0x80 || crm_runes_in(r->s[0], "〒住ご所日、"))) {
		n = skip_postal(r, 0);
		for (size_t i = 0; !n && i < sizeof words / sizeof *words; i++)
			n = crm_runes_at(r, 0, words[i]);
		crm_runes_erase(r, 0, n);
	}
}

static size_t skip_spaces(const struct crm_runes *r, size_t i)
{
	while (r->s[i] == ' ')
		i++;
	return i;
}

/* the town that begins at `at` (and ends at must_end): 1 with *end */
static int town_at(const struct crm_lexicon *l, const struct crm_runes *r, const struct crm_lex_city *c, uint32_t city,
                   size_t at, size_t must_end, uint32_t *town, size_t *end)
{
	struct crm_place_walk w;
	int could = CRM_PLACE_HOWS - 1;
	size_t best = 0, e;
	uint32_t t;

	for (int how = 0; how < (c->pref == 1 ? CRM_PLACE_HOWS : CRM_PLACE_JO); how++) {
		if (how & ~could || (how & CRM_PLACE_JO && !(how & CRM_PLACE_DIGITS)))
			continue;
		crm_place_walk(r, at, how, &w);
		if (how == 0)
			/* 北1西2 takes both */
			could = w.could | (w.could & CRM_PLACE_JO ? CRM_PLACE_DIGITS : 0);
		if (crm_lexicon_longest(l, CRM_LEX_TOWNS, city, &w, must_end, &e, &t) && e > best) {
			best = e;
			*town = t;
			*end = e;
		}
	}
	return best > 0;
}

/* behind the last 上る 下る 東入 西入 of a Kyoto street text, or `from` */
static size_t behind_street(const struct crm_runes *r, size_t from, size_t to)
{
	static const char *const words[] = { "上る", "上ル", "上がる", "下る", "下ル", "下がる", "東入る", "東入ル", "東入",
		"西入る", "西入ル", "西入", "入る", "入ル" };
	size_t at = from, n;

	for (size_t i = from; i < to; i++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if ((n = crm_runes_at(r, i, words[k])) != 0 && i + n > at)
				at = i + n;
	return skip_spaces(r, at);
}

/* Kyoto: streets first, then the town right before the number */
static int kyoto_town(const struct crm_lexicon *l, const struct crm_runes *r, struct where *w)
{
	const struct crm_lex_city *c = crm_lexicon_city(l, w->city);
	size_t at = behind_street(r, w->at, r->n), first = skip_spaces(r, w->at);

	if (town_at(l, r, c, w->city, first, 0, &w->town, &w->end) &&
	    (skip_spaces(r, w->end) == r->n || crm_block_find(r, w->end) == w->end)) {
		w->town_at = first;
		return 1;
	}
	if (at > w->at && town_at(l, r, c, w->city, at, 0, &w->town, &w->end)) {
		w->town_at = at;
		return 1;
	}
	for (size_t q = crm_block_find(r, w->at); q < r->n; q = crm_block_find(r, q + 1))
		for (size_t s = w->at; s < q; s++)
			if (town_at(l, r, c, w->city, s, q, &w->town, &w->end)) {
				w->town_at = s;
				return 1;
			}
	return 0;
}

static void find_town(const struct crm_lexicon *l, const struct crm_runes *r, struct where *w)
{
	const struct crm_lex_city *c = crm_lexicon_city(l, w->city);
	size_t at = skip_spaces(r, w->at);

	w->town = NO_TOWN;
	w->town_at = w->end = at;
	if (c->kyoto && kyoto_town(l, r, w))
		return;
	if (!town_at(l, r, c, w->city, at, 0, &w->town, &w->end)) {
		w->town = NO_TOWN;
		w->end = at;
	}
}

/* of the cities with that name the one that has the town: the longest */
static void choose(const struct crm_lexicon *l, const struct crm_runes *r, uint32_t list, struct where *w)
{
	const uint32_t *p = crm_lexicon_list(l, list);
	size_t whole = 0, all = 0;
	struct where best = *w;

	best.town = NO_TOWN;
	best.city = NO_CITY;
	for (;; p++) {
		struct where one = *w;
		uint32_t v = *p & ~CRM_LEX_LAST;

		one.city = v & ~CRM_LEX_SHORT;
		one.pref = crm_lexicon_city(l, one.city)->pref;
		find_town(l, r, &one);
		all++;
		whole += !(v & CRM_LEX_SHORT);
		if (best.city == NO_CITY || (one.town != NO_TOWN && (best.town == NO_TOWN || one.end > best.end)))
			best = one;
		if (*p & CRM_LEX_LAST)
			break;
	}
	if (best.town == NO_TOWN && all > 1 && whole != 1) {
		/* several would do: only what they share is said */
		best.open = 1;
		best.pref = w->pref;
		if (!whole)
			best.city = NO_CITY;
	}
	*w = best;
}

/* the city at `at` in the prefecture (0: any): 1 or 0 */
static int find_city(const struct crm_lexicon *l, const struct crm_runes *r, uint32_t pref, size_t at, struct where *w)
{
	struct crm_place_walk walk;
	struct where one = { .pref = pref, .town = NO_TOWN, .city = NO_CITY };
	uint32_t list;

	crm_place_walk(r, at, 0, &walk);
	if (!crm_lexicon_longest(l, CRM_LEX_PLACES, pref, &walk, 0, &one.at, &list))
		return 0;
	choose(l, r, list, &one);
	if (one.city == NO_CITY)
		return 0;
	*w = one;
	return 1;
}

/* a prefecture written out, or without its 都 府 県 when one of its cities follows */
static void find_place(const struct crm_lexicon *l, const struct crm_runes *r, struct where *w)
{
	struct crm_place_walk walk;
	uint32_t list, pref;
	size_t end;

	*w = (struct where){ .city = NO_CITY, .town = NO_TOWN };
	crm_place_walk(r, 0, 0, &walk);
	if (crm_lexicon_longest(l, CRM_LEX_PLACES, CRM_LEX_PREFS, &walk, 0, &end, &list)) {
		pref = *crm_lexicon_list(l, list) & ~CRM_LEX_LAST;
		end = skip_spaces(r, end);
		if (find_city(l, r, pref & ~CRM_LEX_SHORT, end, w))
			return;
		if (!(pref & CRM_LEX_SHORT)) {
			w->pref = pref;
			w->at = w->end = w->town_at = end;
			return;
		}
	}
	find_city(l, r, 0, 0, w);
}

/* letters between town and number belong to the block unless they look like a building */
static int is_building(const struct crm_runes *r, size_t from, size_t to)
{
	size_t kana = 0;

	if (r->s[from] == 0x5B57 || crm_runes_at(r, from, "大字"))
		return 0;
	for (size_t i = from; i < to; i++) {
		uint32_t c = r->s[i];

		kana = c >= 0x30A1 && c <= 0x30FE ? kana + 1 : 0;
		if (kana >= 3 || c == '(' || c == '#' || (i > from && c - 'A' < 26) || (i > from && c - 'a' < 26))
			return 1;
	}
	return crm_runes_in(r->s[to - 1], "荘寮棟館邸號室") || (to - from > 2 && crm_runes_at(r, to - 2, "ビル"));
}

static void put_block(const struct crm_block *b, size_t n, struct crm_buf *out)
{
	char text[12];

	for (size_t i = 0; i < n; i++) {
		size_t at = sizeof text;
		uint32_t value = b->part[i].value;

		do
			text[--at] = (char)('0' + value % 10);
		while ((value /= 10) != 0);
		if (i)
			crm_buf_putc(out, '-');
		crm_buf_add(out, text + at, sizeof text - at);
	}
}

static void put_building(const struct crm_runes *r, size_t from, struct crm_buf *out)
{
	size_t to = r->n;

	while (from < to && crm_runes_in(r->s[from], " 、,-"))
		from++;
	while (to > from && crm_runes_in(r->s[to - 1], " 、,"))
		to--;
	crm_runes_write(r, from, to, out);
}

/* the fourth number of a town with 丁目 is a room */
static void put_numbers(const struct crm_runes *r, const struct crm_block *b, int chome, struct crm_address *a)
{
	size_t n = chome && b->n > 3 ? 3 : b->n;

	put_block(b, n, &a->block);
	if (n < b->n)
		crm_runes_write(r, b->part[n].at, b->last, &a->building);
	put_building(r, b->end, &a->building);
}

static int has_chome(const struct crm_lexicon *l, const struct where *w, const struct crm_block *b)
{
	return b->has_chome || (w->town != NO_TOWN && crm_lexicon_town(l, w->town)->chome);
}

/* everything from w->end on */
static void take_rest(const struct crm_lexicon *l, const struct crm_runes *r, const struct where *w,
		      struct crm_address *a)
{
	size_t from = skip_spaces(r, w->end), at = crm_block_find(r, from), to = at;
	struct crm_block b;
	int kyoto = w->city != NO_CITY && crm_lexicon_city(l, w->city)->kyoto;

	if (w->town == NO_TOWN) {
		/* not a town of the tables: what stands before the number is taken for one */
		for (size_t i = from; i < to; i++)
			if (r->s[i] == ' ')
				to = i;
		crm_runes_write(r, from, to, &a->town);
		from = skip_spaces(r, to);
	}
	if (at < r->n && at - from <= MOST_PREFIX && !(at > from && is_building(r, from, at)) &&
	    crm_block_read(r, at, &b)) {
		size_t end = at;

		while (end > from && (r->s[end - 1] == ' ' || r->s[end - 1] == '-' || r->s[end - 1] == 0x7B2C))
			end--;
		if (!kyoto && end > from && !(end == from + 1 && crm_runes_in(r->s[from], "のノ之")))
			crm_runes_write(r, from, end, &a->block);
		put_numbers(r, &b, has_chome(l, w, &b), a);
		return;
	}
	put_building(r, from, &a->building);
}

/* a VALUE comes in again: its five parts stand as they are.  1, or 0 when it is not one. */
static int take_parts(const struct crm_runes *r, struct crm_address *a)
{
	struct crm_buf *part[] = { &a->pref, &a->city, &a->town, &a->block, &a->building };
	size_t bars = 0, from = 0;

	for (size_t i = 0; i < r->n; i++)
		bars += r->s[i] == '|';
	if (bars != 4)
		return 0;
	for (size_t p = 0, i = 0; i <= r->n; i++)
		if (i == r->n || r->s[i] == '|') {
			size_t begin = skip_spaces(r, from), end = i;

			while (end > begin && r->s[end - 1] == ' ')
				end--;
			crm_runes_write(r, begin < end ? begin : end, end, part[p++]);
			from = i + 1;
		}
	return 1;
}

static void read_text(struct crm_runes *r, const char *in)
{
	crm_runes_read(r, in);
	crm_fold_clean(r);
	if (crm_fold_is_null(r))
		crm_runes_truncate(r, 0);
	for (size_t i = 0; i < r->n; i++)
		if (r->s[i] >= 0xFF01 && r->s[i] <= 0xFF5E)
			r->s[i] -= 0xFEE0;
}

static void reset(struct crm_address *a)
{
	crm_buf_reset(&a->pref);
	crm_buf_reset(&a->city);
	crm_buf_reset(&a->town);
	crm_buf_reset(&a->block);
	crm_buf_reset(&a->building);
}

int crm_address_parse(const char *in, struct crm_address *a, struct crm_norm *norm)
{
	const struct crm_lexicon *l = norm->lexicon;
	struct crm_runes r;
	struct where w;

	norm->error = l ? NULL : "tables";
	norm->warning = NULL;
	reset(a);
	if (!l)
		return -1;
	crm_runes_init(&r);
	read_text(&r, in);
	if (r.n && !take_parts(&r, a)) {
		for (size_t i = 0; i < r.n; i++)
			if (r.s[i] == '|')
				r.s[i] = ' ';
		crm_fold_spaces(&r);
		drop_front(&r);
		crm_block_tidy(&r);
		crm_fold_clean(&r);
		find_place(l, &r, &w);
		crm_buf_puts(&a->pref, crm_lexicon_pref(w.pref));
		if (w.city != NO_CITY)
			crm_buf_puts(&a->city, crm_lexicon_text(l, crm_lexicon_city(l, w.city)->name));
		if (w.town != NO_TOWN)
			crm_buf_puts(&a->town, crm_lexicon_text(l, crm_lexicon_town(l, w.town)->name));
		if (w.city == NO_CITY)
			put_building(&r, w.end, &a->building);
		else
			take_rest(l, &r, &w, a);
	}
	crm_runes_release(&r);
	return 0;
}

void crm_address_print(const struct crm_address *a, struct crm_buf *out)
{
	const struct crm_buf *part[] = { &a->pref, &a->city, &a->town, &a->block, &a->building };

	for (size_t i = 0; i < 5; i++) {
		if (i)
			crm_buf_putc(out, '|');
		crm_buf_add(out, part[i]->s, part[i]->n);
	}
}

static int is_empty(const struct crm_address *a)
{
	return !a->pref.n && !a->city.n && !a->town.n && !a->block.n;
}

void crm_address_print_key(const struct crm_address *a, struct crm_buf *out)
{
	if (is_empty(a))
		return;
	crm_buf_add(out, a->pref.s, a->pref.n);
	crm_buf_add(out, a->city.s, a->city.n);
	crm_buf_add(out, a->town.s, a->town.n);
	crm_buf_putc(out, '/');
	crm_buf_add(out, a->block.s, a->block.n);
}

static int is_digit(uint32_t c)
{
	return c - '0' < 10;
}

/* 三階 10階 → 3f 10f */
static void floors(struct crm_runes *r)
{
	for (size_t i = 0; i < r->n; i++) {
		char text[16];
		uint32_t value;
		size_t end = crm_place_numeral(r, i, &value), n = 0;

		if (is_digit(r->s[i]) && r->s[i + 1] == 0x968E)
			crm_runes_replace(r, i + 1, 1, "f");
		if (end == i || r->s[end] != 0x968E)
			continue;
		text[sizeof text - 1] = 0;
		text[sizeof text - 2] = 'f';
		for (n = sizeof text - 2; value && n; value /= 10)
			text[--n] = (char)('0' + value % 10);
		crm_runes_replace(r, i, end + 1 - i, text + n);
	}
}

void crm_address_print_room(const struct crm_address *a, struct crm_buf *out)
{
	struct crm_runes r;
	size_t n = 0, skip;

	crm_runes_init(&r);
	crm_runes_read(&r, a->building.s);
	crm_fold_key(&r);
	floors(&r);
	for (size_t i = 0; i < r.n; i++) {
		if (r.s[i] == ' ' || r.s[i] == '#')
			continue;
		skip = i && is_digit(r.s[i - 1]) ? crm_runes_at(&r, i, "号室") : 0;
		if (!skip && i && is_digit(r.s[i - 1]) && (r.s[i] == 0x53F7 || r.s[i] == 0x5BA4))
			skip = 1;
		if (skip)
			i += skip - 1;
		else
			r.s[n++] = r.s[i];
	}
	crm_runes_write(&r, 0, n, out);
	crm_runes_release(&r);
}

typedef void print_fn(const struct crm_address *a, struct crm_buf *out);

static int print(const char *in, struct crm_buf *out, struct crm_norm *norm, print_fn *fn)
{
	struct crm_address a;
	int rc;

	crm_norm_begin(norm, out);
	crm_address_init(&a);
	rc = crm_address_parse(in, &a, norm);
	if (rc == 0 && (!is_empty(&a) || a.building.n))
		fn(&a, out);
	crm_address_release(&a);
	return rc;
}

int crm_address_value(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	return print(in, out, norm, crm_address_print);
}

int crm_address_key(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	return print(in, out, norm, crm_address_print_key);
}

int crm_address_room(const char *in, struct crm_buf *out, struct crm_norm *norm)
{
	return print(in, out, norm, crm_address_print_room);
}
