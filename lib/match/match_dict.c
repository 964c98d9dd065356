#include <crm/match_dict.h>
#include <crm/array.h>
#include <crm/distance.h>
#include <crm/map.h>

#include <stdlib.h>

struct crm_match_dict *crm_match_dict_new(int keep_letters)
{
	struct crm_match_dict *d = crm_alloc(sizeof *d);

	d->map = crm_map_new();
	d->keep_letters = keep_letters;
	return d;
}

void crm_match_dict_free(struct crm_match_dict *d)
{
	if (!d)
		return;
	crm_map_free(d->map);
	free(d->letter);
	free(d->word);
	free(d->aux);
	free(d);
}

static void keep_letters(struct crm_match_dict *d, uint32_t v, const char *s, size_t n)
{
	uint16_t text[CRM_MATCH_DICT_LETTERS];
	size_t k = crm_distance_decode(s, n, text, CRM_MATCH_DICT_LETTERS);

	CRM_GROW(d->word, (size_t)v, d->word_cap);
	d->word[v] = (struct crm_match_word){ 0, (uint32_t)d->letters, (uint16_t)k, k ? text[0] : 0 };
	for (size_t i = 0; i < k; i++) {
		d->word[v].set |= (uint64_t)1 << text[i] % 64;
		CRM_GROW(d->letter, d->letters, d->letter_cap);
		d->letter[d->letters++] = text[i];
	}
}

uint32_t crm_match_dict_put(struct crm_match_dict *d, const char *s, size_t n)
{
	uint32_t before = crm_map_count(d->map), v;

	if (!n)
		return 0;
	v = crm_map_put(d->map, s, n) + 1;
	if (v <= before)
		return v;
	if (d->is_date) {
		CRM_GROW(d->aux, (size_t)v, d->aux_cap);
		d->aux[v] = (uint32_t)strtoul(crm_map_key(d->map, v - 1), NULL, 10);
	}
	if (d->keep_letters)
		keep_letters(d, v, s, n);
	return v;
}

uint32_t crm_match_dict_find(const struct crm_match_dict *d, const char *s, size_t n)
{
	uint32_t id = n ? crm_map_find(d->map, s, n) : CRM_MAP_NONE;

	return id == CRM_MAP_NONE ? 0 : id + 1;
}

uint32_t crm_match_dict_count(const struct crm_match_dict *d)
{
	return crm_map_count(d->map);
}

void crm_match_dict_dates(struct crm_match_dict *d)
{
	d->is_date = 1;
	d->aux_cap = crm_map_count(d->map) + 1;
	d->aux = crm_realloc(d->aux, d->aux_cap * sizeof *d->aux);
	for (uint32_t v = 1; v <= crm_map_count(d->map); v++)
		d->aux[v] = (uint32_t)strtoul(crm_map_key(d->map, v - 1), NULL, 10);
}

const char *crm_match_dict_text(const struct crm_match_dict *d, uint32_t v)
{
	return v ? crm_map_key(d->map, v - 1) : "";
}

void crm_match_dict_freeze(struct crm_match_dict *d)
{
	uint32_t n = crm_map_count(d->map);

	crm_map_freeze(d->map);
	if (d->letters)
		d->letter = crm_realloc(d->letter, d->letters * sizeof *d->letter);
	if (d->word && n)
		d->word = crm_realloc(d->word, (n + 1) * sizeof *d->word);
}
