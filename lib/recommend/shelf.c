#include <crm/shelf.h>
#include <crm/array.h>
#include <crm/rank.h>

#include <stdlib.h>
#include <string.h>

void crm_shelf_init(struct crm_shelf *s)
{
	*s = (struct crm_shelf){ .known = crm_map_new(), .classes = crm_map_new() };
	crm_map_puts(s->classes, "");          /* 0: of no class */
}

void crm_shelf_release(struct crm_shelf *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->entry[i].name);
	free(s->entry);
	free(s->name);
	free(s->class);
	free(s->barred);
	crm_map_free(s->known);
	crm_map_free(s->classes);
	*s = (struct crm_shelf){ 0 };
}

void crm_shelf_put(struct crm_shelf *s, const char *product, const char *name, const char *class, int off)
{
	if (crm_map_puts(s->known, product) < s->n)
		return;
	CRM_GROW(s->entry, s->n, s->cap);
	s->entry[s->n] = (struct crm_shelf_entry){
		(uint32_t)s->n, *name ? crm_strdup(name) : NULL, crm_map_puts(s->classes, class), off,
	};
	s->n++;
}

static unsigned char *spared_classes(const struct crm_shelf *s, const char *consumable)
{
	unsigned char *spared = crm_alloc(crm_map_count(s->classes) + 1u);

	for (const char *p = consumable; p && *p;) {
		size_t n = strcspn(p, ",");
		uint32_t class = crm_map_find(s->classes, p, n);

		if (class != CRM_MAP_NONE)
			spared[class] = 1;
		p += n + (p[n] == ',');
	}
	return spared;
}

void crm_shelf_settle(struct crm_shelf *s, const struct crm_events *e, const char *consumable)
{
	unsigned char *spared = spared_classes(s, consumable);

	s->name = crm_calloc(e->products + 1u, sizeof *s->name);
	s->class = crm_calloc(e->products + 1u, sizeof *s->class);
	s->barred = crm_alloc(e->products + 1u);
	for (size_t i = 0; i < s->n; i++) {
		const struct crm_shelf_entry *x = &s->entry[i];
		uint32_t p = crm_events_find_product(e, crm_map_key(s->known, x->product));

		if (p == CRM_MAP_NONE)
			continue;
		s->name[p] = x->name;
		s->class[p] = spared[x->class] ? CRM_RANK_CONSUMABLE : x->class;
		s->barred[p] = x->off != 0;
	}
	free(spared);
}

uint32_t crm_shelf_classes(const struct crm_shelf *s)
{
	return crm_map_count(s->classes);
}
