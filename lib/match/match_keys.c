#include <crm/match_keys.h>

#include <string.h>

/* the row being made */
struct making {
	const struct crm_match_table *t;
	struct crm_match_clean *c;
	struct crm_match_key *key;
	struct crm_buf *text;
	struct crm_buf *b, *b2, *b3;   /* scratch: c's own parts 0 and 1 are the cleaners' */
};

/* into an empty slot */
static void put(struct making *k, unsigned slot, const struct crm_buf *b)
{
	if (k->key[slot].n || !b->n)
		return;
	k->key[slot] = (struct crm_match_key){ (uint32_t)k->text->n, (uint32_t)b->n };
	crm_buf_add(k->text, b->s, b->n);
}

static int holds(const struct making *k, unsigned slot, const struct crm_buf *b)
{
	return k->key[slot].n == b->n && !memcmp(k->text->s + k->key[slot].at, b->s, b->n);
}

/* into the first free one of the alternatives, unless it is there already; which, or `values` */
static unsigned put_one_of(struct making *k, unsigned slot, unsigned values, const struct crm_buf *b)
{
	for (unsigned i = 0; i < values; i++) {
		put(k, slot + i, b);
		if (holds(k, slot + i, b))
			return i;
	}
	return values;
}

/* a part of a name whose column says which part it is */
static void add_part(struct making *k, const char *s, unsigned given)
{
	if (crm_match_script(s) == CRM_SCRIPT_KANA) {
		crm_match_clean_kana_key(k->c, s, k->b);
		put(k, CRM_SLOT_FAMILY_KANA + given, k->b);
	} else {
		crm_match_clean_fold(k->c, s, k->b);
		put(k, CRM_SLOT_FAMILY + given, k->b);
	}
}

/* a whole reading: split at its space; without one it waits for crm_match_person_resolve */
static void add_whole_kana(struct making *k, const char *s)
{
	char *space;

	if (crm_match_script(s) != CRM_SCRIPT_KANA)
		return;
	crm_match_clean_kana(k->c, s, k->b2);
	crm_match_clean_kana_key(k->c, k->b2->s, k->b);
	put(k, CRM_SLOT_FULL_KANA, k->b);
	space = strchr(k->b2->s, ' ');
	if (!space || strchr(space + 1, ' '))
		return;
	*space = 0;
	crm_match_clean_kana_key(k->c, k->b2->s, k->b);
	put(k, CRM_SLOT_FAMILY_KANA, k->b);
	crm_match_clean_kana_key(k->c, space + 1, k->b);
	put(k, CRM_SLOT_GIVEN_KANA, k->b);
}

static void add_whole(struct making *k, const char *s)
{
	if (crm_match_script(s) == CRM_SCRIPT_KANA) {
		add_whole_kana(k, s);
		return;
	}
	crm_match_clean_split(k->c, s, k->b, k->b2);
	put(k, CRM_SLOT_FAMILY, k->b);
	put(k, CRM_SLOT_GIVEN, k->b2);
	crm_match_clean_fold(k->c, s, k->b);
	put(k, CRM_SLOT_FULL, k->b);
}

static void join(struct making *k, unsigned family, unsigned given, unsigned full)
{
	if (k->key[full].n || !k->key[family].n || !k->key[given].n)
		return;
	crm_buf_reset(k->b);
	crm_buf_add(k->b, k->text->s + k->key[family].at, k->key[family].n);
	crm_buf_add(k->b, k->text->s + k->key[given].at, k->key[given].n);
	put(k, full, k->b);
}

/* Columns that say more come first: a part before a whole, a reading before a name in kana.  A whole name
 * beside its parts says nothing new, but a table made of several may have the one or the others. */
static void add_person(struct making *k, const struct crm_cell *cells)
{
	const struct crm_match_table *t = k->t;

	for (size_t i = 0; i < t->columns; i++) {
		if (!cells[i].n)
			continue;
		if (t->kind[i] == CRM_KIND_FAMILY || t->kind[i] == CRM_KIND_FAMILY_KANA)
			add_part(k, cells[i].s, 0);
		else if (t->kind[i] == CRM_KIND_GIVEN || t->kind[i] == CRM_KIND_GIVEN_KANA)
			add_part(k, cells[i].s, 1);
	}
	for (size_t i = 0; i < t->columns; i++)
		if (cells[i].n && t->kind[i] == CRM_KIND_KANA)
			add_whole_kana(k, cells[i].s);
	for (size_t i = 0; i < t->columns; i++)
		if (cells[i].n && t->kind[i] == CRM_KIND_PERSON && !k->key[CRM_SLOT_FAMILY].n && !k->key[CRM_SLOT_GIVEN].n)
			add_whole(k, cells[i].s);
	join(k, CRM_SLOT_FAMILY, CRM_SLOT_GIVEN, CRM_SLOT_FULL);
	join(k, CRM_SLOT_FAMILY_KANA, CRM_SLOT_GIVEN_KANA, CRM_SLOT_FULL_KANA);
}

static void add_phone(struct making *k, const struct crm_match_cmp *cmp, const char *s)
{
	cmp += crm_match_clean_phone(k->c, s, k->b);     /* the landlines are the next comparison */
	if (k->b->n)
		put_one_of(k, cmp->slot, cmp->values, k->b);
}

static void add_email(struct making *k, const struct crm_match_cmp *cmp, const char *s)
{
	unsigned i;

	crm_match_clean_email(k->c, s, k->b);
	if (!k->b->n)
		return;
	i = put_one_of(k, cmp->slot, cmp->values, k->b);
	if (i == cmp->values)
		return;
	crm_buf_truncate(k->b, strcspn(k->b->s, "@"));
	put(k, cmp->slot + cmp->values + i, k->b);
}

/* columns of one address are joined in their order */
static void add_address(struct making *k, const struct crm_cell *cells)
{
	const struct crm_match_table *t = k->t;
	const struct crm_match_cmp *cmp = NULL;
	struct crm_buf *all = &k->c->part[1];

	crm_buf_reset(all);
	for (size_t i = 0; i < t->columns; i++)
		if (t->kind[i] == CRM_KIND_ADDRESS && cells[i].n) {
			if (all->n)
				crm_buf_putc(all, ' ');
			crm_buf_add(all, cells[i].s, cells[i].n);
			cmp = &t->cmp[t->cmp_of[i]];
		}
	if (!cmp)
		return;
	crm_match_clean_address(k->c, all->s, k->b, k->b2, k->b3);
	put(k, cmp->slot + CRM_ADDR_SLOT_TOWN, k->b);
	put(k, cmp->slot + CRM_ADDR_SLOT_BLOCK, k->b2);
	put(k, cmp->slot + CRM_ADDR_SLOT_ROOM, k->b3);
}

static void add_cell(struct making *k, size_t column, const char *s)
{
	const struct crm_match_cmp *cmp = &k->t->cmp[k->t->cmp_of[column]];

	switch (k->t->kind[column]) {
	case CRM_KIND_PHONE:   add_phone(k, cmp, s); return;
	case CRM_KIND_EMAIL:   add_email(k, cmp, s); return;
	case CRM_KIND_DATE:    crm_match_clean_date(k->c, s, k->b); break;
	case CRM_KIND_SEX:     crm_match_clean_sex(k->c, s, k->b); break;
	case CRM_KIND_POSTAL:  crm_match_clean_postal(k->c, s, k->b); break;
	case CRM_KIND_COMPANY: crm_match_clean_company(k->c, s, k->b); break;
	default:               crm_match_clean_fold(k->c, s, k->b); break;
	}
	put(k, cmp->slot, k->b);
}

void crm_match_keys_make(const struct crm_match_table *t, struct crm_match_clean *c,
			 const struct crm_cell *cells,
			 struct crm_match_key *key, struct crm_buf *text)
{
	struct making k = { t, c, key, text, &c->part[2], &c->part[3], &c->part[4] };

	memset(key, 0, t->width * sizeof *key);
	if (t->person)
		add_person(&k, cells);
	for (size_t i = 0; i < t->columns; i++)
		if (cells[i].n && t->kind[i] > CRM_KIND_GIVEN_KANA && t->kind[i] != CRM_KIND_ADDRESS)
			add_cell(&k, i, cells[i].s);
	add_address(&k, cells);
}
