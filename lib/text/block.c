#include <crm/block.h>

#include <crm/fold.h>
#include <crm/place.h>

static int is_digit(uint32_t c)
{
	return c - '0' < 10;
}

static int is_numeral(uint32_t c)
{
	switch (c) {
	case 0x3007: case 0x4E00: case 0x4E8C: case 0x4E09: case 0x56DB: case 0x4E94: case 0x516D: case 0x4E03:
	case 0x516B: case 0x4E5D: case 0x5341: case 0x767E: case 0x5343:
		return 1;
	default:
		return 0;
	}
}

static int is_dash(uint32_t c)
{
	return crm_fold_is_hyphen(c) || crm_fold_is_long(c);
}

/* 丁目 丁 番地 番 号 and their joining の; *joins: a number must follow */
static size_t separator(const struct crm_runes *r, size_t at, int *joins)
{
	static const char *const words[] = { "丁目", "丁", "番地", "番", "号", "地割", "線" };
	size_t n = 0;

	*joins = 0;
	if (r->s[at] == '-')
		return 1;
	for (size_t i = 0; !n && i < sizeof words / sizeof *words; i++)
		n = crm_runes_at(r, at, words[i]);
	if (crm_runes_in(r->s[at + n], "のノ之")) {
		*joins = !n;
		if (!n || is_digit(r->s[at + n + 1]) || is_numeral(r->s[at + n + 1]))
			n++;
	}
	return n;
}

/* may a number in kanji end at i?  Not in 一の坪, 三番割, 一丁田: names of fields. */
static int ends_kanji(const struct crm_runes *r, size_t i)
{
	int joins;
	size_t n = separator(r, i, &joins);
	uint32_t next = r->s[i + n];

	if (i == r->n || crm_runes_at(r, i, "丁目") || crm_runes_at(r, i, "番地"))
		return 1;
	return n && (is_digit(next) || is_numeral(next) || (!joins && (next == 0 || next == ' ')));
}

/* a number: its end, or `at`.  Kanji only when a separator or the end follows, as the first of a chain
 * only when it cannot be part of a name. */
static size_t number(const struct crm_runes *r, size_t at, int first, uint32_t *value)
{
	size_t i = at;
	int joins;

	*value = 0;
	while (is_digit(r->s[i]) && i < at + 9)
		*value = *value * 10 + (r->s[i++] - '0');
	if (i > at)
		return i;
	if (!is_numeral(r->s[at]))
		return at;
	i = crm_place_numeral(r, at, value);
	return (first ? ends_kanji(r, i) : i == r->n || separator(r, i, &joins)) ? i : at;
}

/* a floor, a room, a wing, the number of a building: no part of the chain */
static int is_other(const struct crm_runes *r, size_t at)
{
	static const char *const words[] = {
		"階", "号室", "号棟", "号館", "棟", "室", "館", "期", "ビル", "番館", "番街", "条", "F", "f", "st", "nd", "rd", "th",
	};
	size_t n;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		n = crm_runes_at(r, at, words[i]);
		if (n && (words[i][0] & 0x80))
			return 1;
		if (n && (r->s[at + n] | 0x20) - 'a' >= 26)
			return 1;
	}
	return 0;
}

/* behind 丁目 or 番地 and a space the chain goes on when the next number is clearly one of its own */
static size_t over_space(const struct crm_runes *r, size_t at, uint32_t sign)
{
	uint32_t value;
	size_t end;
	int joins;

	if (r->s[at] != ' ' || sign == '-' || sign == 0x53F7)
		return at;
	end = number(r, at + 1, 0, &value);
	if (end == at + 1 || is_other(r, end))
		return at;
	if (sign == 0x4E01 || separator(r, end, &joins))
		return at + 1;
	return at;
}

int crm_block_read(const struct crm_runes *r, size_t at, struct crm_block *b)
{
	size_t i = at;

	*b = (struct crm_block){ .end = at };
	while (b->n < CRM_BLOCK_MAX) {
		uint32_t value, dummy;
		size_t end = number(r, i, b->n == 0, &value), sep;
		int joins;

		if (end == i || is_other(r, end))
			break;
		sep = separator(r, end, &joins);
		if (joins && number(r, end + sep, 0, &dummy) == end + sep)
			sep = 0;
		/* 1丁目マンション is a building */
		if (b->n && sep && r->s[end] == 0x4E01 && number(r, end + sep, 0, &dummy) == end + sep)
			break;
		b->has_chome |= !b->n && sep && r->s[end] == 0x4E01;
		b->part[b->n].at = i;
		b->part[b->n++].value = value;
		b->last = end;
		b->end = end + sep;
		if (!sep || r->s[end] == 0x53F7)
			break;
		i = b->end = over_space(r, b->end, r->s[end]);
	}
	return b->n > 0;
}

size_t crm_block_find(const struct crm_runes *r, size_t at)
{
	uint32_t value;

	for (size_t i = at; i < r->n; i++) {
		size_t end = number(r, i, 1, &value);

		if (end == i)
			continue;
		if (!is_other(r, end))
			return i;
		i = end - 1;
	}
	return r->n;
}

static int before_dash(uint32_t c)
{
	return is_digit(c) || is_numeral(c) || c == 0x76EE || c == 0x756A || c == 0x5730 || c == 0x53F7 || c == 0x4E01;
}

/* 4 - 2 - 8 → 4-2-8 */
static void close_dashes(struct crm_runes *r)
{
	for (size_t i = 1; i + 1 < r->n; i++) {
		size_t from = i - (r->s[i - 1] == ' '), to = i + 1 + (r->s[i + 1] == ' ');

		if (!is_dash(r->s[i]) || to - from == 1 || !from || !is_digit(r->s[from - 1]) || !is_digit(r->s[to]))
			continue;
		crm_runes_erase(r, i + 1, to - i - 1);
		crm_runes_erase(r, from, i - from);
	}
}

void crm_block_tidy(struct crm_runes *r)
{
	size_t first = r->n, n = 0;

	close_dashes(r);
	for (size_t i = 1; i < r->n; i++)
		if (is_dash(r->s[i]) && (is_digit(r->s[i - 1]) ||
		    (before_dash(r->s[i - 1]) && (is_digit(r->s[i + 1]) || is_numeral(r->s[i + 1])))))
			r->s[i] = '-';
	for (size_t i = 0; i < r->n && first == r->n; i++) {
		uint32_t value;
		size_t end = is_numeral(r->s[i]) ? crm_place_numeral(r, i, &value) : i;

		if (is_digit(r->s[i]) ||
		    (end > i && (r->s[end] == '-' || r->s[end] == 0x756A || crm_runes_at(r, end, "丁目"))))
			first = i;
	}
	if (first == r->n)
		return;
	for (size_t i = 0; i < r->n; i++)
		if (r->s[i] != ' ' || i > first)
			r->s[n++] = r->s[i];
	crm_runes_truncate(r, n);
}
