#include <crm/lexicon.h>

#include <stdlib.h>

#include <crm/mem.h>

struct crm_lexicon {
	const unsigned char *data;
	const struct crm_lex_head *head;
	size_t longest_place;          /* letters */
};

static const size_t width[CRM_LEX_PARTS] = {
	sizeof(struct crm_lex_slot), sizeof(struct crm_lex_slot), sizeof(struct crm_lex_slot),
	sizeof(struct crm_lex_slot), sizeof(uint32_t), sizeof(struct crm_lex_city), sizeof(struct crm_lex_town),
	sizeof(struct crm_lex_code), 1,
};

static int is_good(const struct crm_lex_head *h, size_t n)
{
	if (n < sizeof *h || h->magic != CRM_LEXICON_MAGIC)
		return 0;
	for (int p = 0; p < CRM_LEX_PARTS; p++)
		if (h->part[p].at % 8 || h->part[p].at > n || h->part[p].n > (n - h->part[p].at) / width[p])
			return 0;
	for (int p = CRM_LEX_SURNAMES; p <= CRM_LEX_TOWNS; p++)
		if (!h->part[p].n || (h->part[p].n & (h->part[p].n - 1)))
			return 0;
	return 1;
}

static size_t longest_city(const struct crm_lexicon *l)
{
	size_t longest = 4;            /* of the prefectures */

	for (uint32_t i = 0; i < l->head->part[CRM_LEX_CITY].n; i++) {
		const char *name = crm_lexicon_text(l, crm_lexicon_city(l, i)->name);
		size_t n = 0;

		while (crm_runes_next(&name))
			n++;
		if (n > longest)
			longest = n;
	}
	return longest;
}

struct crm_lexicon *crm_lexicon_new(const void *data, size_t n)
{
	struct crm_lexicon *l;

	if (!is_good(data, n))
		return NULL;
	l = crm_alloc(sizeof *l);
	l->data = data;
	l->head = data;
	l->longest_place = longest_city(l);
	return l;
}

void crm_lexicon_free(struct crm_lexicon *l)
{
	free(l);
}

static const void *part(const struct crm_lexicon *l, int p)
{
	return l->data + l->head->part[p].at;
}

/* Fibonacci hashing over code points; 64 bits of it stand for the name */
static uint64_t step(uint64_t h, uint32_t c)
{
	h = (h ^ c) * 0x9E3779B97F4A7C15ULL;
	return h ^ h >> 29;
}

static uint64_t finish(uint64_t h)
{
	h = (h ^ h >> 32) * 0xD6E8FEB86659FD93ULL;
	h ^= h >> 32;
	return h ? h : 1;
}

uint64_t crm_lexicon_hash(uint32_t scope, const uint32_t *s, size_t n)
{
	uint64_t h = step(0x243F6A8885A308D3ULL, scope);

	for (size_t i = 0; i < n; i++)
		h = step(h, s[i]);
	return finish(h);
}

static const struct crm_lex_slot *probe(const struct crm_lexicon *l, int p, uint64_t hash)
{
	const struct crm_lex_slot *slots = part(l, p);
	size_t mask = l->head->part[p].n - 1;

	for (size_t i = hash & mask, tries = 0; slots[i].hash && tries <= mask; i = (i + 1) & mask, tries++)
		if (slots[i].hash == hash)
			return &slots[i];
	return NULL;
}

int64_t crm_lexicon_surname(const struct crm_lexicon *l, const uint32_t *s, size_t n)
{
	const struct crm_lex_slot *slot = probe(l, CRM_LEX_SURNAMES, crm_lexicon_hash(0, s, n));

	return slot ? (int64_t)slot->value : -1;
}

int crm_lexicon_given(const struct crm_lexicon *l, const uint32_t *s, size_t n)
{
	return probe(l, CRM_LEX_GIVEN, crm_lexicon_hash(0, s, n)) != NULL;
}

int crm_lexicon_longest(const struct crm_lexicon *l, enum crm_lexicon_part p, uint32_t scope,
                        const struct crm_place_walk *w, size_t must_end, size_t *end, uint32_t *value)
{
	uint64_t h = step(0x243F6A8885A308D3ULL, scope);
	size_t n = p == CRM_LEX_PLACES && w->n > l->longest_place ? l->longest_place : w->n;
	int found = 0;

	/* names have no ASCII but the digits that the walk has written */
	for (size_t i = 0; i < n && (w->s[i] >= 0x80 || w->s[i] - '0' < 10); i++) {
		const struct crm_lex_slot *slot;

		h = step(h, w->s[i]);
		if (!w->end[i] || (must_end && w->end[i] != must_end))
			continue;
		slot = probe(l, p, finish(h));
		if (slot) {
			*end = w->end[i];
			*value = slot->value;
			found = 1;
		}
	}
	return found;
}

const uint32_t *crm_lexicon_list(const struct crm_lexicon *l, uint32_t at)
{
	return (const uint32_t *)part(l, CRM_LEX_LISTS) + at;
}

const struct crm_lex_city *crm_lexicon_city(const struct crm_lexicon *l, uint32_t city)
{
	return (const struct crm_lex_city *)part(l, CRM_LEX_CITY) + city;
}

const struct crm_lex_town *crm_lexicon_town(const struct crm_lexicon *l, uint32_t town)
{
	return (const struct crm_lex_town *)part(l, CRM_LEX_TOWN) + town;
}

const char *crm_lexicon_text(const struct crm_lexicon *l, uint32_t name)
{
	return (const char *)part(l, CRM_LEX_TEXT) + name;
}

const char *crm_lexicon_pref(uint32_t pref)
{
	static const char *const names[] = {
		"北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県",
		"埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県",
		"岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県",
		"鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県",
		"佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
	};

	return pref >= 1 && pref <= 47 ? names[pref - 1] : "";
}

int crm_lexicon_postal(const struct crm_lexicon *l, const char *code)
{
	const struct crm_lex_code *codes = part(l, CRM_LEX_CODES);
	size_t lo = 0, hi = l->head->part[CRM_LEX_CODES].n;
	uint32_t want = 0;

	for (; *code; code++)
		if (*code >= '0' && *code <= '9')
			want = want * 10 + (uint32_t)(*code - '0');
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (codes[mid].code < want)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < l->head->part[CRM_LEX_CODES].n && codes[lo].code == want;
}
