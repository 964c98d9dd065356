#include <crm/runes.h>

#include <stdlib.h>
#include <string.h>

#include <crm/mem.h>

void crm_runes_init(struct crm_runes *r)
{
	r->s = r->room;
	r->n = 0;
	r->cap = CRM_RUNES_ROOM;
	r->s[0] = 0;
}

void crm_runes_release(struct crm_runes *r)
{
	if (r->s != r->room)
		free(r->s);
	crm_runes_init(r);
}

static void grow(struct crm_runes *r, size_t need)
{
	uint32_t *old = r->s;

	if (need < r->cap)
		return;
	r->cap = need * 2;
	if (old == r->room) {
		r->s = crm_calloc(r->cap, sizeof *r->s);
		memcpy(r->s, old, (r->n + 1) * sizeof *r->s);
	} else {
		r->s = crm_realloc(old, r->cap * sizeof *r->s);
	}
}

/* the number of continuation bytes, and the bits of the first byte */
static int lead(unsigned char c, uint32_t *bits)
{
	if (c >= 0xC2 && c < 0xE0)
		return (void)(*bits = c & 0x1F), 1;
	if (c >= 0xE0 && c < 0xF0)
		return (void)(*bits = c & 0x0F), 2;
	if (c >= 0xF0 && c < 0xF5)
		return (void)(*bits = c & 0x07), 3;
	return 0;
}

/* anything but ASCII */
static uint32_t next_long(const char **p)
{
	static const uint32_t least[4] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *s = (const unsigned char *)*p;
	uint32_t c = 0;
	int more = lead(*s, &c);

	(*p)++;
	if (!more)
		return 0xFFFD;
	for (int i = 1; i <= more; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0xFFFD;
		c = c << 6 | (s[i] & 0x3F);
	}
	if (c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		return 0xFFFD;
	*p += more;
	return c;
}

static inline uint32_t next(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;

	if (s[0] < 0x80) {
		*p += s[0] != 0;
		return s[0];
	}
	/* most of a Japanese text: three bytes, no surrogate, nothing overlong */
	if (s[0] > 0xE0 && s[0] < 0xED && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) {
		*p += 3;
		return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
	}
	return next_long(p);
}

uint32_t crm_runes_next(const char **p)
{
	return next(p);
}

size_t crm_runes_encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

void crm_runes_add(struct crm_runes *r, uint32_t c)
{
	grow(r, r->n + 1);
	r->s[r->n++] = c;
	r->s[r->n] = 0;
}

void crm_runes_puts(struct crm_runes *r, const char *utf8)
{
	uint32_t c;

	grow(r, r->n + strlen(utf8));          /* a code point has at least one byte */
	while ((c = next(&utf8)) != 0)
		r->s[r->n++] = c;
	r->s[r->n] = 0;
}

void crm_runes_read(struct crm_runes *r, const char *utf8)
{
	r->n = 0;
	r->s[0] = 0;
	crm_runes_puts(r, utf8);
}

void crm_runes_copy(struct crm_runes *to, const struct crm_runes *from)
{
	to->n = 0;
	grow(to, from->n);
	memcpy(to->s, from->s, (from->n + 1) * sizeof *to->s);
	to->n = from->n;
}

void crm_runes_truncate(struct crm_runes *r, size_t n)
{
	r->n = n;
	r->s[n] = 0;
}

void crm_runes_erase(struct crm_runes *r, size_t at, size_t n)
{
	memmove(r->s + at, r->s + at + n, (r->n - at - n + 1) * sizeof *r->s);
	r->n -= n;
}

static size_t length(const char *utf8)
{
	size_t n = 0;

	while (next(&utf8))
		n++;
	return n;
}

void crm_runes_replace(struct crm_runes *r, size_t at, size_t n, const char *utf8)
{
	size_t m = length(utf8);
	uint32_t c;

	grow(r, r->n + m);
	memmove(r->s + at + m, r->s + at + n, (r->n - at - n + 1) * sizeof *r->s);
	r->n = r->n - n + m;
	while ((c = next(&utf8)) != 0)
		r->s[at++] = c;
}

void crm_runes_trim(struct crm_runes *r)
{
	size_t from = 0;

	while (r->n && r->s[r->n - 1] == ' ')
		r->n--;
	r->s[r->n] = 0;
	while (from < r->n && r->s[from] == ' ')
		from++;
	if (from)
		crm_runes_erase(r, 0, from);
}

size_t crm_runes_match(const struct crm_runes *r, size_t at, const char *utf8)
{
	size_t i = at;
	uint32_t c;

	while ((c = next(&utf8)) != 0)
		if (i >= r->n || r->s[i++] != c)
			return 0;
	return i - at;
}

size_t crm_runes_end(const struct crm_runes *r, const char *utf8)
{
	size_t m = length(utf8);

	return m <= r->n ? crm_runes_at(r, r->n - m, utf8) : 0;
}

int crm_runes_equal(const struct crm_runes *r, const char *utf8)
{
	return r->n == 0 ? !*utf8 : crm_runes_at(r, 0, utf8) == r->n;
}

int crm_runes_in(uint32_t c, const char *utf8)
{
	char one[5] = "";

	if (c < 0x80)
		return c && strchr(utf8, (int)c);
	crm_runes_encode(c, one);
	for (utf8 = strchr(utf8, one[0]); utf8; utf8 = strchr(utf8 + 1, one[0]))
		if (!strncmp(utf8, one, strlen(one)))
			return 1;
	return 0;
}

void crm_runes_write(const struct crm_runes *r, size_t from, size_t to, struct crm_buf *out)
{
	crm_buf_reserve(out, 4 * (to - from) + 1);
	for (size_t i = from; i < to; i++)
		out->n += crm_runes_encode(r->s[i], out->s + out->n);
	if (out->cap)
		out->s[out->n] = 0;
}
