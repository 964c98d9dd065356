#include <crm/place.h>

#include <unicode/unorm2.h>

#include <crm/fold.h>

static uint32_t unified(uint32_t c)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[4];
	int32_t n = unorm2_getDecomposition(unorm2_getNFCInstance(&status), (UChar32)c, text, 4, &status);
	UChar32 d = 0;

	if (n <= 0 || U_FAILURE(status))
		return c;
	U16_GET(text, 0, 0, n, d);
	return (uint32_t)d;
}

uint32_t crm_place_fold(uint32_t c)
{
	if (c < 0x3000)
		return c - 'A' < 26 ? c + 32 : c;
	if (c >= 0x3041 && c <= 0x3096)
		c += 0x60;
	if (c >= 0x30A1 && c <= 0x30F6)
		switch (c) {
		case 0x30AC: case 0x30F6: return 0x30B1;       /* ガ ヶ → ケ */
		case 0x30F5: return 0x30AB;                    /* ヵ → カ */
		case 0x30C3: return 0x30C4;                    /* ッ → ツ */
		case 0x30E3: case 0x30E5: case 0x30E7: return c + 1;
		case 0x30F1: return 0x30A8;                    /* ヱ → エ */
		case 0x30C2: return 0x30B8;                    /* ヂ → ジ */
		case 0x30C5: return 0x30BA;                    /* ヅ → ズ */
		default: return c;
		}
	if (c == 0x4E4B)
		return 0x30CE;                                 /* 之 → ノ */
	if (c == 0x5DFF)
		return 0x5E02;                                 /* 巿 → 市 */
	if (c >= 0xF900 && c <= 0xFAFF)
		c = unified(c);
	return crm_fold_kanji(c);
}

static int digit(uint32_t c)
{
	switch (c) {
	case 0x3007: return 0;
	case 0x4E00: return 1;
	case 0x4E8C: return 2;
	case 0x4E09: return 3;
	case 0x56DB: return 4;
	case 0x4E94: return 5;
	case 0x516D: return 6;
	case 0x4E03: return 7;
	case 0x516B: return 8;
	case 0x4E5D: return 9;
	default: return -1;
	}
}

static uint32_t unit(uint32_t c)
{
	return c == 0x5341 ? 10 : c == 0x767E ? 100 : c == 0x5343 ? 1000 : 0;
}

size_t crm_place_numeral(const struct crm_runes *r, size_t at, uint32_t *value)
{
	uint32_t total = 0, now = 0;
	int has_now = 0;
	size_t i = at;

	for (; i < r->n && i < at + 9; i++) {
		int d = digit(r->s[i]);
		uint32_t u = unit(r->s[i]);

		if (d >= 0) {
			now = now * 10 + (uint32_t)d;
			has_now = 1;
		} else if (u) {
			total += (has_now ? now : 1) * u;
			now = 0;
			has_now = 0;
		} else {
			break;
		}
	}
	*value = total + now;
	return i;
}

static void put(struct crm_place_walk *w, uint32_t c, size_t end)
{
	if (w->n < CRM_PLACE_MAX) {
		w->s[w->n] = c;
		w->end[w->n++] = end;
	}
}

static void put_number(struct crm_place_walk *w, uint32_t value, size_t end)
{
	char text[12];
	size_t n = 0;

	do
		text[n++] = (char)('0' + value % 10);
	while ((value /= 10) != 0);
	while (n--)
		put(w, (uint32_t)text[n], n ? 0 : end);
}

static int is_direction(uint32_t c)
{
	return c == 0x6771 || c == 0x897F || c == 0x5357 || c == 0x5317;
}

static int counts(uint32_t c)
{
	switch (c) {
	case 0x6761: case 0x4E01: case 0x756A: case 0x53F7: case 0x7DDA: case 0x753A: case 0x533A: case 0x8ED2:
	case 0x5730:           /* 条 丁 番 号 線 町 区 軒 地 */
		return 1;
	default:
		return 0;
	}
}

/* 大字 or 字 at i, but not the 字 of 十文字: its length */
static size_t aza(const struct crm_runes *r, size_t i)
{
	if (r->s[i] == 0x5927 && r->s[i + 1] == 0x5B57)
		return 2;
	return r->s[i] == 0x5B57 && !(i && r->s[i - 1] == 0x6587) ? 1 : 0;
}

/* A bit for the low six bits of each character that the walk has to look at: digits and units, directions, 大 and 字.
 * Most others have another one. */
#define LOW(c) ((uint64_t)1 << ((c) & 63))
static const uint64_t watched =
	LOW(0x3007) | LOW(0x4E00) | LOW(0x4E8C) | LOW(0x4E09) | LOW(0x56DB) | LOW(0x4E94) | LOW(0x516D) | LOW(0x4E03) |
	LOW(0x516B) | LOW(0x4E5D) | LOW(0x5341) | LOW(0x767E) | LOW(0x5343) | LOW(0x6771) | LOW(0x897F) | LOW(0x5357) |
	LOW(0x5317) | LOW(0x5927) | LOW(0x5B57);

void crm_place_walk(const struct crm_runes *r, size_t from, int how, struct crm_place_walk *w)
{
	size_t i = from, next;
	uint32_t value;

	w->n = 0;
	w->could = 0;
	while (i < r->n && w->n < CRM_PLACE_MAX) {
		uint32_t c = r->s[i];

		if (c == ' ') {
			i++;
			continue;
		}
		if (c >= 0x80 && !(watched >> (c & 63) & 1)) {
			put(w, crm_place_fold(c), ++i);
			continue;
		}
		if ((next = aza(r, i)) != 0) {
			w->could |= CRM_PLACE_STRIP;
			if (how & CRM_PLACE_STRIP) {
				i += next;
				continue;
			}
		}
		if (digit(c) >= 0 || unit(c)) {
			next = crm_place_numeral(r, i, &value);
			if (counts(r->s[next])) {
				w->could |= CRM_PLACE_DIGITS;
				if (how & CRM_PLACE_DIGITS) {
					put_number(w, value, next);
					i = next;
					continue;
				}
			}
		}
		w->could |= is_direction(c) ? CRM_PLACE_JO : 0;
		i++;
		put(w, crm_place_fold(c), i);
		if ((how & CRM_PLACE_JO) && c - '0' < 10 && is_direction(r->s[i]) && from < i - 1 &&
		    (is_direction(r->s[i - 2]) || (i > from + 2 && is_direction(r->s[i - 3]))))
			put(w, 0x6761, i);
	}
}

size_t crm_place_at(const struct crm_runes *r, size_t at, const char *name)
{
	size_t i = at;
	uint32_t c;

	while ((c = crm_runes_next(&name)) != 0)
		if (i >= r->n || crm_place_fold(r->s[i++]) != crm_place_fold(c))
			return 0;
	return i - at;
}
