#include <crm/history.h>

enum { BITS = 7, MORE = 0x80, SHIFT_MAX = 63 };

void crm_history_init(struct crm_history *h)
{
	crm_buf_init(&h->bytes);
	h->day = 0;
}

void crm_history_release(struct crm_history *h)
{
	crm_buf_release(&h->bytes);
}

void crm_history_reset(struct crm_history *h)
{
	crm_buf_reset(&h->bytes);
	h->day = 0;
}

static void put(struct crm_buf *b, int64_t v)
{
	uint64_t zigzag = (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0);

	for (; zigzag >= MORE; zigzag >>= BITS)
		crm_buf_putc(b, (int)(zigzag & (MORE - 1)) | MORE);
	crm_buf_putc(b, (int)zigzag);
}

void crm_history_put(struct crm_history *h, int64_t day, int64_t amount)
{
	put(&h->bytes, day - h->day);
	put(&h->bytes, amount);
	h->day = day;
}

void crm_history_read(struct crm_history_reader *r, const void *bytes, size_t n)
{
	r->p = bytes;
	r->end = r->p + n;
	r->day = 0;
	r->amount = 0;
}

/* 0 or -1 */
static int get(struct crm_history_reader *r, int64_t *out)
{
	uint64_t zigzag = 0;

	for (int shift = 0; r->p < r->end && shift <= SHIFT_MAX; shift += BITS) {
		unsigned char byte = *r->p++;

		zigzag |= (uint64_t)(byte & (MORE - 1)) << shift;
		if (byte & MORE)
			continue;
		*out = (int64_t)(zigzag >> 1 ^ (0 - (zigzag & 1)));
		return 0;
	}
	return -1;
}

int crm_history_next(struct crm_history_reader *r)
{
	int64_t step;

	if (r->p == r->end)
		return 0;
	if (get(r, &step) != 0 || get(r, &r->amount) != 0 || __builtin_add_overflow(r->day, step, &r->day) ||
	    r->day < INT32_MIN || r->day > INT32_MAX)
		return -1;
	return 1;
}
