#include <crm/map.h>
#include <crm/array.h>

#include <stdlib.h>
#include <string.h>

/* open addressing with linear probing, at most 3/4 full; keys lie end to end in one arena */

struct slot {
	uint32_t id;           /* CRM_MAP_NONE: free */
	uint32_t tag;          /* high half of the hash: most misses end here */
};

struct crm_map {
	struct slot *slot;
	uint32_t mask;
	uint32_t count;
	size_t *end;           /* of the bytes of key id, its NUL included */
	size_t end_cap;
	char *bytes;
	size_t used, cap;
};

enum { FIRST_SLOTS = 64, BLOCK = 64 };

static uint64_t mix(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ h >> 32;
}

static uint64_t load64(const unsigned char *p, size_t n)
{
	uint64_t v = 0;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (n == 8)
		memcpy(&v, p, 8);
	else
#endif
	for (size_t i = 0; i < n; i++)       /* little-endian on every machine */
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

uint64_t crm_hash(const void *data, size_t n)
{
	const unsigned char *p = data;
	uint64_t h = 0x9e3779b97f4a7c15u ^ n;

	for (; n >= 8; p += 8, n -= 8)
		h = mix(h ^ load64(p, 8)) + 0x9e3779b97f4a7c15u;
	return mix(h ^ load64(p, n));
}

static struct slot *new_slots(uint32_t count)
{
	struct slot *s = crm_realloc(NULL, count * sizeof *s);

	memset(s, 0xff, count * sizeof *s);
	return s;
}

struct crm_map *crm_map_new(void)
{
	struct crm_map *m = crm_alloc(sizeof *m);

	m->slot = new_slots(FIRST_SLOTS);
	m->mask = FIRST_SLOTS - 1;
	return m;
}

void crm_map_free(struct crm_map *m)
{
	if (!m)
		return;
	free(m->slot);
	free(m->end);
	free(m->bytes);
	free(m);
}

static size_t key_at(const struct crm_map *m, uint32_t id)
{
	return id ? m->end[id - 1] : 0;
}

static size_t key_length(const struct crm_map *m, uint32_t id)
{
	return m->end[id] - key_at(m, id) - 1;
}

/* the slot that holds the key, or the free one where it belongs */
static uint32_t probe(const struct crm_map *m, const void *key, size_t n, uint64_t h)
{
	uint32_t i = (uint32_t)h & m->mask, tag = (uint32_t)(h >> 32);

	for (;; i = (i + 1) & m->mask) {
		const struct slot *s = &m->slot[i];

		if (s->id == CRM_MAP_NONE)
			return i;
		if (s->tag == tag && key_length(m, s->id) == n && !memcmp(m->bytes + key_at(m, s->id), key, n))
			return i;
	}
}

static void grow_slots(struct crm_map *m)
{
	uint32_t count = (m->mask + 1) * 2;

	free(m->slot);
	m->slot = new_slots(count);
	m->mask = count - 1;
	for (uint32_t id = 0; id < m->count; id++) {
		uint64_t h = crm_hash(m->bytes + key_at(m, id), key_length(m, id));
		uint32_t i = (uint32_t)h & m->mask;

		while (m->slot[i].id != CRM_MAP_NONE)
			i = (i + 1) & m->mask;
		m->slot[i] = (struct slot){ id, (uint32_t)(h >> 32) };
	}
}

static void keep_key(struct crm_map *m, const void *key, size_t n)
{
	if (m->used + n + 1 > m->cap) {
		m->cap = crm_array_capacity(m->cap, m->used + n + 1);
		m->bytes = crm_realloc(m->bytes, m->cap);
	}
	CRM_GROW(m->end, m->count, m->end_cap);
	memcpy(m->bytes + m->used, key, n);
	m->bytes[m->used + n] = 0;
	m->used += n + 1;
	m->end[m->count] = m->used;
}

static uint32_t put_hashed(struct crm_map *m, const void *key, size_t n, uint64_t h)
{
	uint32_t i = probe(m, key, n, h);

	if (m->slot[i].id != CRM_MAP_NONE)
		return m->slot[i].id;
	if (m->count + 1 > (m->mask + 1) / 4 * 3) {
		grow_slots(m);
		i = probe(m, key, n, h);
	}
	keep_key(m, key, n);
	m->slot[i] = (struct slot){ m->count, (uint32_t)(h >> 32) };
	return m->count++;
}

uint32_t crm_map_put(struct crm_map *m, const void *key, size_t n)
{
	return put_hashed(m, key, n, crm_hash(key, n));
}

/* A large map misses the cache three times a key, one behind the other: slot, key, bytes.  Asked for
 * level by level for a block of keys, the misses of a block overlap (measured: 3 times as fast). */
static void put_block(struct crm_map *m, const char *const *key, const size_t *n, size_t count, uint32_t *id)
{
	uint64_t h[BLOCK];

	for (size_t i = 0; i < count; i++) {
		h[i] = crm_hash(key[i], n[i]);
		__builtin_prefetch(&m->slot[(uint32_t)h[i] & m->mask]);
	}
	for (size_t i = 0; i < count; i++) {
		id[i] = m->slot[(uint32_t)h[i] & m->mask].id;
		if (id[i] != CRM_MAP_NONE)
			__builtin_prefetch(&m->end[id[i]]);
	}
	for (size_t i = 0; i < count; i++)
		if (id[i] != CRM_MAP_NONE)
			__builtin_prefetch(m->bytes + key_at(m, id[i]));
	for (size_t i = 0; i < count; i++)
		id[i] = put_hashed(m, key[i], n[i], h[i]);
}

void crm_map_put_many(struct crm_map *m, const char *const *key, const size_t *n, size_t count, uint32_t *id)
{
	for (size_t i = 0; i < count; i += BLOCK)
		put_block(m, key + i, n + i, count - i < BLOCK ? count - i : BLOCK, id + i);
}

uint32_t crm_map_find(const struct crm_map *m, const void *key, size_t n)
{
	return m->slot[probe(m, key, n, crm_hash(key, n))].id;
}

uint32_t crm_map_puts(struct crm_map *m, const char *key)
{
	return crm_map_put(m, key, strlen(key));
}

uint32_t crm_map_finds(const struct crm_map *m, const char *key)
{
	return crm_map_find(m, key, strlen(key));
}

const char *crm_map_key(const struct crm_map *m, uint32_t id)
{
	return m->bytes + key_at(m, id);
}

size_t crm_map_key_len(const struct crm_map *m, uint32_t id)
{
	return key_length(m, id);
}

uint32_t crm_map_count(const struct crm_map *m)
{
	return m->count;
}

void crm_map_freeze(struct crm_map *m)
{
	if (m->count) {
		m->end = crm_realloc(m->end, m->count * sizeof *m->end);
		m->bytes = crm_realloc(m->bytes, m->used);
	}
	free(m->slot);
	m->slot = NULL;
	m->mask = 0;
}
