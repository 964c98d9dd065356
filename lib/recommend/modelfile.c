#include <crm/modelfile.h>
#include <crm/mem.h>

#include <float.h>
#include <stdlib.h>
#include <string.h>

static const char MAGIC[] = "crm-recommend model 1\n";
static const char END[] = "end of model\n";

enum { MAGIC_LEN = sizeof MAGIC - 1, END_LEN = sizeof END - 1 };
enum part { HEAD, PRODUCTS, WEIGHTS, AFTER, EASE, TAIL, DONE };

/* numbers, little-endian */

static void put_u64(struct crm_buf *b, uint64_t v)
{
	unsigned char byte[8];

	for (int i = 0; i < 8; i++)
		byte[i] = (unsigned char)(v >> (8 * i));
	crm_buf_add(b, byte, sizeof byte);
}

static void put_u32(struct crm_buf *b, uint32_t v)
{
	unsigned char byte[4] = { v & 255, v >> 8 & 255, v >> 16 & 255, v >> 24 };

	crm_buf_add(b, byte, sizeof byte);
}

static void put_float(struct crm_buf *b, float v)
{
	uint32_t bits;

	memcpy(&bits, &v, sizeof bits);
	put_u32(b, bits);
}

static void put_double(struct crm_buf *b, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof bits);
	put_u64(b, bits);
}

/* what is left to read; ok turns 0 at the first thing that is not there */
struct input {
	const unsigned char *s;
	size_t n;
	int ok;
};

static const unsigned char *take(struct input *in, size_t n)
{
	static const unsigned char zero[8];
	const unsigned char *at = in->s;

	if (!in->ok || n > in->n) {
		in->ok = 0;
		return n <= sizeof zero ? zero : NULL;
	}
	in->s += n;
	in->n -= n;
	return at;
}

static uint64_t get_u64(struct input *in)
{
	const unsigned char *p = take(in, 8);
	uint64_t v = 0;

	for (int i = 0; i < 8; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

static uint32_t get_u32(struct input *in)
{
	const unsigned char *p = take(in, 4);

	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static float get_float(struct input *in)
{
	uint32_t bits = get_u32(in);
	float v;

	memcpy(&v, &bits, sizeof v);
	return v;
}

static double get_double(struct input *in)
{
	uint64_t bits = get_u64(in);
	double v;

	memcpy(&v, &bits, sizeof v);
	return v;
}

/* writing */

void crm_modelfile_start(struct crm_modelfile *f, const struct crm_recommender *r, const struct crm_events *e)
{
	*f = (struct crm_modelfile){ .r = r, .e = e };
}

static void put_head(const struct crm_modelfile *f, struct crm_buf *b)
{
	crm_buf_add(b, MAGIC, MAGIC_LEN);
	put_u32(b, f->r->products);
	put_u32(b, f->r->by);
	put_double(b, f->r->next);
	put_u32(b, f->r->weights.row != NULL);
	put_u32(b, f->r->after.row != NULL);
	put_u32(b, f->r->ease.b ? f->r->ease.n : 0);
}

static void put_product(const struct crm_modelfile *f, uint32_t p, struct crm_buf *b)
{
	uint32_t id = f->e->product.at[p];
	size_t n = crm_map_key_len(f->e->product.map, id);

	put_u32(b, (uint32_t)n);
	crm_buf_add(b, crm_map_key(f->e->product.map, id), n);
	put_u32(b, f->r->buyers[p]);
	put_u32(b, f->r->orders[p]);
}

static void put_row(const struct crm_weights *w, uint32_t p, struct crm_buf *b)
{
	put_u32(b, (uint32_t)(w->row[p + 1u] - w->row[p]));
	for (size_t i = w->row[p]; i < w->row[p + 1u]; i++) {
		put_u32(b, w->to[i]);
		put_float(b, w->weight[i]);
	}
}

static void put_ease(const struct crm_ease *e, uint32_t i, struct crm_buf *b)
{
	put_u32(b, e->product[i]);
	for (uint32_t j = 0; j < e->n; j++)
		put_float(b, e->b[(size_t)i * e->n + j]);
}

/* items of a part; 0: it is not there */
static uint32_t length_of(const struct crm_modelfile *f, int part)
{
	switch (part) {
	case HEAD: case TAIL: return 1;
	case PRODUCTS: return f->r->products;
	case WEIGHTS: return f->r->weights.row ? f->r->products : 0;
	case AFTER: return f->r->after.row ? f->r->products : 0;
	case EASE: return f->r->ease.b ? f->r->ease.n : 0;
	default: return 0;
	}
}

int crm_modelfile_next(struct crm_modelfile *f, struct crm_buf *piece)
{
	crm_buf_reset(piece);
	while (f->part != DONE && f->next >= length_of(f, f->part)) {
		f->part++;
		f->next = 0;
	}
	switch (f->part) {
	case HEAD: put_head(f, piece); break;
	case PRODUCTS: put_product(f, f->next, piece); break;
	case WEIGHTS: put_row(&f->r->weights, f->next, piece); break;
	case AFTER: put_row(&f->r->after, f->next, piece); break;
	case EASE: put_ease(&f->r->ease, f->next, piece); break;
	case TAIL: crm_buf_add(piece, END, END_LEN); break;
	default: return 0;
	}
	f->next++;
	return 1;
}

/* reading */

struct head {
	uint32_t products, by, weights, after, ease;
	double next;
};

static int get_head(struct input *in, struct head *h, const char **why)
{
	const unsigned char *magic = in->n >= MAGIC_LEN ? take(in, MAGIC_LEN) : NULL;

	if (!magic || memcmp(magic, MAGIC, MAGIC_LEN)) {
		*why = magic && !memcmp(magic, MAGIC, MAGIC_LEN - 2) ? "of another version" : "not a model";
		return -1;
	}
	h->products = get_u32(in);
	h->by = get_u32(in);
	h->next = get_double(in);
	h->weights = get_u32(in);
	h->after = get_u32(in);
	h->ease = get_u32(in);
	*why = "damaged";
	return in->ok && h->next >= 0 && h->next <= FLT_MAX && h->by && h->by < CRM_BY_KINDS && h->products <= in->n / 12 &&
		h->ease <= h->products ? 0 : -1;
}

static const char *get_product(struct input *in, size_t *n, uint32_t *buyers, uint32_t *orders)
{
	const char *id;

	*n = get_u32(in);
	id = *n <= in->n ? (const char *)take(in, *n) : NULL;
	if (!id)
		in->ok = 0;
	*buyers = get_u32(in);
	*orders = get_u32(in);
	return id;
}

int crm_modelfile_products(const char *bytes, size_t n, struct crm_events *e, const char **why)
{
	struct input in = { (const unsigned char *)bytes, n, 1 };
	struct head h;

	if (get_head(&in, &h, why))
		return -1;
	for (uint32_t p = 0; p < h.products; p++) {
		uint32_t buyers, orders;
		size_t len;
		const char *id = get_product(&in, &len, &buyers, &orders);

		if (!in.ok)
			return -1;
		crm_map_put(e->product.map, id, len);
	}
	return 0;
}

/* number: the model's products in the numbers of the events; both ascend by bytes */
static int get_products(struct input *in, const struct head *h, const struct crm_events *e,
			struct crm_recommender *r, uint32_t *number)
{
	r->buyers = crm_calloc(e->products + 1u, sizeof *r->buyers);
	r->orders = crm_calloc(e->products + 1u, sizeof *r->orders);
	for (uint32_t p = 0; p < h->products; p++) {
		uint32_t buyers, orders, id;
		size_t len;
		const char *s = get_product(in, &len, &buyers, &orders);

		id = in->ok ? crm_map_find(e->product.map, s, len) : CRM_MAP_NONE;
		if (id == CRM_MAP_NONE || (p && e->product.rank[id] <= number[p - 1]))
			return -1;
		number[p] = e->product.rank[id];
		r->buyers[number[p]] = buyers;
		r->orders[number[p]] = orders;
	}
	return 0;
}

static int get_weights(struct input *in, const struct head *h, const struct crm_events *e,
		       struct crm_weights *w, const uint32_t *number)
{
	size_t cap = in->n / 8 + 1, at = 0;

	*w = (struct crm_weights){ e->products, crm_calloc(e->products + 1u, sizeof *w->row),
				   crm_calloc(cap, sizeof *w->to), crm_calloc(cap, sizeof *w->weight) };
	for (uint32_t p = 0, to = 0; p < h->products; p++) {
		uint32_t n = get_u32(in);

		for (; to <= number[p]; to++)
			w->row[to] = at;
		if (n > in->n / 8)
			return -1;
		for (uint32_t i = 0; i < n; i++, at++) {
			uint32_t item = get_u32(in);

			if (item >= h->products)
				return -1;
			w->to[at] = number[item];
			w->weight[at] = get_float(in);
			if (!(w->weight[at] > 0 && w->weight[at] <= FLT_MAX))
				return -1;
		}
		for (uint32_t rest = number[p] + 1; p + 1 == h->products && rest <= e->products; rest++)
			w->row[rest] = at;
	}
	w->to = crm_realloc(w->to, (at + 1) * sizeof *w->to);
	w->weight = crm_realloc(w->weight, (at + 1) * sizeof *w->weight);
	return in->ok ? 0 : -1;
}

static int get_ease(struct input *in, const struct head *h, const struct crm_events *events,
		    struct crm_ease *e, const uint32_t *number)
{
	if (h->ease > in->n / 4 / (h->ease + 1u))
		return -1;
	e->n = h->ease;
	e->product = crm_calloc(e->n + 1u, sizeof *e->product);
	e->place = crm_calloc(events->products + 1u, sizeof *e->place);
	e->b = crm_calloc((size_t)e->n * e->n + 1, sizeof *e->b);
	for (uint32_t p = 0; p < events->products; p++)
		e->place[p] = UINT32_MAX;
	for (uint32_t i = 0; i < e->n; i++) {
		uint32_t item = get_u32(in);

		if (item >= h->products)
			return -1;
		e->product[i] = number[item];
		e->place[e->product[i]] = i;
		for (uint32_t j = 0; j < e->n; j++)
			e->b[(size_t)i * e->n + j] = get_float(in);
	}
	return in->ok ? 0 : -1;
}

static int get_parts(struct input *in, const struct head *h, const struct crm_events *e,
		     struct crm_recommender *r, uint32_t *number)
{
	if (get_products(in, h, e, r, number))
		return -1;
	if (h->weights && get_weights(in, h, e, &r->weights, number))
		return -1;
	if (h->after && get_weights(in, h, e, &r->after, number))
		return -1;
	if (h->ease && get_ease(in, h, e, &r->ease, number))
		return -1;
	return in->n == END_LEN && !memcmp(in->s, END, END_LEN) ? 0 : -1;
}

int crm_modelfile_load(const char *bytes, size_t n, const struct crm_events *e, struct crm_recommender *r,
		       const char **why)
{
	struct input in = { (const unsigned char *)bytes, n, 1 };
	struct head h;
	uint32_t *number;
	int result;

	*r = (struct crm_recommender){ 0 };
	if (get_head(&in, &h, why))
		return -1;
	*r = (struct crm_recommender){ .by = h.by, .products = e->products, .next = h.next };
	number = crm_calloc(h.products + 1u, sizeof *number);
	result = get_parts(&in, &h, e, r, number);
	free(number);
	if (result)
		crm_recommender_release(r);
	return result;
}
