#include <crm/match_atom.h>
#include <crm/map.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

typedef uint32_t view_fn(const struct crm_match_dict *d, uint32_t v);

static uint32_t fold_letters(const uint16_t *s, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * 16777619u;
	return h ? h : 1;
}

/* two kana or ideographs, three letters of an alphabet */
static uint32_t view_start(const struct crm_match_dict *d, uint32_t v)
{
	size_t n, want;
	const uint16_t *s = crm_match_dict_letters(d, v, &n);

	want = n && s[0] < 0x3000 ? 3 : 2;
	return n < want ? 0 : fold_letters(s, want);
}

static uint32_t view_tail(const struct crm_match_dict *d, uint32_t v)
{
	size_t n;
	const uint16_t *s = crm_match_dict_letters(d, v, &n);

	return n < 9 ? 0 : fold_letters(s + n - 7, 7);
}

/* the letters of the local part, without digits and dots */
static uint32_t view_letters(const struct crm_match_dict *d, uint32_t v)
{
	uint16_t kept[CRM_MATCH_DICT_LETTERS];
	size_t n, k = 0;
	const uint16_t *s = crm_match_dict_letters(d, v, &n);

	for (size_t i = 0; i < n; i++)
		if (s[i] >= 'a' && s[i] <= 'z')
			kept[k++] = s[i];
	return k < 4 ? 0 : fold_letters(kept, k);
}

static uint32_t view_area(const struct crm_match_dict *d, uint32_t v)
{
	size_t n;
	const uint16_t *s = crm_match_dict_letters(d, v, &n);

	return n < 4 ? 0 : fold_letters(s, 3);
}

static uint32_t view_year(const struct crm_match_dict *d, uint32_t v)
{
	return d->aux[v] / 10000;
}

static uint32_t view_day(const struct crm_match_dict *d, uint32_t v)
{
	return d->aux[v] % 10000;
}

static uint32_t view_month(const struct crm_match_dict *d, uint32_t v)
{
	return d->aux[v] / 10000 && d->aux[v] % 10000 / 100 ? d->aux[v] / 100 : 0;
}

/* the value itself; the high bit tells it from no value */
static uint32_t view_value(const struct crm_match_dict *d, uint32_t v)
{
	const char *s = crm_match_dict_text(d, v);

	return (uint32_t)(crm_hash(s, strlen(s)) >> 33) | 0x80000000u;
}

enum { VIEW_VALUE, VIEW_START, VIEW_TAIL, VIEW_LETTERS, VIEW_LOCAL, VIEW_AREA, VIEW_POSTAL_AREA, VIEW_POSTAL, VIEW_TOWN,
       VIEW_BLOCK, VIEW_YEAR, VIEW_DAY, VIEW_MONTH, VIEW_BOTH_NAMES, VIEWS };

/* coarse: less than the value */
static const struct { view_fn *see; const char *name; int coarse; } views[VIEWS] = {
	[VIEW_VALUE] = { view_value, "", 0 },
	[VIEW_START] = { view_start, "first letters", 1 },
	[VIEW_TAIL] = { view_tail, "last 7 digits", 1 },
	[VIEW_LETTERS] = { view_letters, "letters before the @", 1 },
	[VIEW_LOCAL] = { view_value, "before the @", 0 },
	[VIEW_AREA] = { view_area, "area", 1 },
	[VIEW_POSTAL_AREA] = { view_area, "postal area", 1 },
	[VIEW_POSTAL] = { view_value, "postal code", 0 },
	[VIEW_TOWN] = { view_value, "town", 0 },
	[VIEW_BLOCK] = { view_value, "block", 0 },
	[VIEW_YEAR] = { view_year, "year", 1 },
	[VIEW_DAY] = { view_day, "month and day", 1 },
	[VIEW_MONTH] = { view_month, "month", 1 },
	[VIEW_BOTH_NAMES] = { view_value, "family and given in either order", 0 },
};

struct tally { uint32_t code, count; };

static int by_code(const void *a, const void *b)
{
	uint32_t x = ((const struct tally *)a)->code, y = ((const struct tally *)b)->code;

	return x < y ? -1 : x > y;
}

/* chance agreement and filling of an atom from the counts of its values */
static void weigh(struct crm_match_atom *a, const struct crm_match_table *t)
{
	const struct crm_match_slot *slot = &t->slot[a->slot];
	uint32_t values = crm_match_dict_count(slot->dict);
	struct tally *tally = crm_calloc(values + 1, sizeof *tally);
	double sum = 0, squares = 0;
	size_t n = 0;

	for (uint32_t v = 1; v <= values; v++) {
		uint32_t code = a->code[v];

		if (code && slot->count[v])
			tally[n++] = (struct tally){ code, slot->count[v] };
	}
	qsort(tally, n, sizeof *tally, by_code);
	for (size_t i = 0; i < n;) {
		double count = 0;
		uint32_t code = tally[i].code;

		for (; i < n && tally[i].code == code; i++)
			count += tally[i].count;
		sum += count;
		squares += count * (count - 1);
	}
	free(tally);
	a->chance = t->n > 1 ? squares / ((double)t->n * ((double)t->n - 1)) : 0;
	a->filled = t->n ? sum / (double)t->n : 0;
}

/* what the atom sees of every value of its slot */
static void see(struct crm_match_atom *a, const struct crm_match_table *t)
{
	const struct crm_match_dict *d = t->slot[a->slot].dict;

	a->code = crm_calloc(crm_match_dict_count(d) + 1, sizeof *a->code);
	for (uint32_t v = 1; v <= crm_match_dict_count(d); v++)
		a->code[v] = views[a->view].see(d, v);
}

struct atoms {
	struct crm_match_atom *atom;
	size_t n;
};

static int add(struct atoms *all, const struct crm_match_table *t, unsigned cmp, unsigned slot,
	       unsigned values, unsigned view, int parent)
{
	struct crm_match_atom *a = &all->atom[all->n];

	if (all->n == CRM_MATCH_ATOMS || !t->slot[slot].total)
		return parent;
	*a = (struct crm_match_atom){ .cmp = cmp, .cmp2 = cmp, .slot = slot, .values = values, .parent = parent,
				      .view = view, .coarse = views[view].coarse };
	see(a, t);
	weigh(a, t);
	return (int)all->n++;
}

static void add_name(struct atoms *all, const struct crm_match_table *t)
{
	struct crm_match_atom *both;

	for (unsigned kana = 0; kana <= CRM_SLOT_FAMILY_KANA; kana += CRM_SLOT_FAMILY_KANA) {
		int atom[2];

		for (unsigned c = 0; c < 2; c++) {
			int start = add(all, t, c, c + kana, 1, VIEW_START, -1);

			atom[c] = add(all, t, c, c + kana, 1, VIEW_VALUE, start);
		}
		if (all->n == CRM_MATCH_ATOMS || atom[0] < 0 || atom[1] < 0 || atom[0] == atom[1])
			continue;
		both = &all->atom[all->n++];
		*both = all->atom[atom[0]];
		both->cmp2 = 1;
		both->parent = -1;
		both->view = VIEW_BOTH_NAMES;
		see(both, t);
		both->chance *= 2 * all->atom[atom[1]].chance;
		both->filled *= all->atom[atom[1]].filled;
	}
}

static void add_atoms(struct atoms *all, const struct crm_match_table *t, unsigned c)
{
	const struct crm_match_cmp *cmp = &t->cmp[c];
	unsigned s = cmp->slot, k = cmp->values;
	int coarse;

	switch (cmp->type) {
	case CRM_TYPE_FAMILY: add_name(all, t); return;
	case CRM_TYPE_GIVEN:  return;
	case CRM_TYPE_SEX:    return;
	case CRM_TYPE_DATE:
		coarse = add(all, t, c, s, k, VIEW_YEAR, -1);
		add(all, t, c, s, k, VIEW_DAY, -1);
		coarse = add(all, t, c, s, k, VIEW_MONTH, coarse);
		add(all, t, c, s, k, VIEW_VALUE, coarse);
		return;
	case CRM_TYPE_MOBILE:
	case CRM_TYPE_LANDLINE:
		coarse = add(all, t, c, s, k, VIEW_TAIL, -1);
		add(all, t, c, s, k, VIEW_VALUE, coarse);
		return;
	case CRM_TYPE_EMAIL:
		coarse = add(all, t, c, s + k, k, VIEW_LETTERS, -1);
		coarse = add(all, t, c, s + k, k, VIEW_LOCAL, coarse);
		add(all, t, c, s, k, VIEW_VALUE, coarse);
		return;
	case CRM_TYPE_POSTAL:
		coarse = add(all, t, c, s, k, VIEW_AREA, -1);
		add(all, t, c, s, k, VIEW_VALUE, coarse);
		return;
	case CRM_TYPE_ADDRESS:
		coarse = add(all, t, c, s, k, VIEW_POSTAL_AREA, -1);
		add(all, t, c, s, k, VIEW_POSTAL, coarse);
		coarse = add(all, t, c, s + CRM_ADDR_SLOT_TOWN, k, VIEW_TOWN, -1);
		add(all, t, c, s + CRM_ADDR_SLOT_BLOCK, k, VIEW_BLOCK, coarse);
		return;
	case CRM_TYPE_TEXT:
		coarse = add(all, t, c, s, k, VIEW_START, -1);
		add(all, t, c, s, k, VIEW_VALUE, coarse);
		return;
	default:
		add(all, t, c, s, k, VIEW_VALUE, -1);
		return;
	}
}

size_t crm_match_atoms_make(struct crm_match_atom *atom, const struct crm_match_table *t)
{
	struct atoms all = { atom, 0 };

	for (unsigned c = 0; c < t->ncmp; c++)
		add_atoms(&all, t, c);
	return all.n;
}

static int fits(const struct crm_match_atom *a, const struct crm_match_table *t)
{
	const struct crm_match_dict *d;

	if (a->view >= VIEWS || a->values < 1 || a->values > CRM_MATCH_PHONES || a->slot >= t->width
	    || a->slot + a->values > t->width || a->cmp >= t->ncmp || a->cmp2 >= t->ncmp
	    || (a->view == VIEW_BOTH_NAMES) != (a->cmp != a->cmp2)
	    || (a->view == VIEW_BOTH_NAMES && a->slot + 1 >= t->width))
		return 0;
	d = t->slot[a->slot].dict;
	if (a->view == VIEW_YEAR || a->view == VIEW_DAY || a->view == VIEW_MONTH)
		return d->is_date;
	return views[a->view].see == view_value || d->keep_letters;
}

int crm_match_atoms_restore(struct crm_match_atom *atom, size_t n, const struct crm_match_table *t)
{
	for (size_t i = 0; i < n; i++)
		if (!fits(&atom[i], t))
			return -1;
	for (size_t i = 0; i < n; i++)
		see(&atom[i], t);
	return 0;
}

const char *crm_match_atom_view(const struct crm_match_atom *a)
{
	return views[a->view].name;
}
