/* What is known of the products beside who bought them: name, class, whether they can be sold.
 * Put what a catalogue says, settle against events, then ask by the events' numbers. */
#ifndef CRM_SHELF_H
#define CRM_SHELF_H

#include <crm/events.h>

struct crm_shelf_entry {
	uint32_t product;      /* in known */
	char *name;            /* owned, or NULL */
	uint32_t class;
	int off;               /* out of stock or discontinued */
};

struct crm_shelf {
	struct crm_map *known, *classes;
	struct crm_shelf_entry *entry;
	size_t n, cap;
	/* settled, by product number of the events */
	const char **name;     /* NULL: not known */
	uint32_t *class;       /* as rank.h wants it; the numbers depend on the order of putting */
	unsigned char *barred;
};

void crm_shelf_init(struct crm_shelf *s);
void crm_shelf_release(struct crm_shelf *s);
/* the first word on a product stands */
void crm_shelf_put(struct crm_shelf *s, const char *product, const char *name, const char *class, int off);
/* consumable: classes "a,b,c" that are bought again and again, so that a recent purchase excludes
 * nothing; or NULL */
void crm_shelf_settle(struct crm_shelf *s, const struct crm_events *e, const char *consumable);
uint32_t crm_shelf_classes(const struct crm_shelf *s);

#endif
