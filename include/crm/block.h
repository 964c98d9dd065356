/* The numbers of an address: 四丁目２番８号, 4の2の8, 4-2-8 → 4-2-8. */
#ifndef CRM_BLOCK_H
#define CRM_BLOCK_H

#include <crm/runes.h>

#define CRM_BLOCK_MAX 8

struct crm_block {
	struct { size_t at; uint32_t value; } part[CRM_BLOCK_MAX];     /* at: where the number stands */
	size_t n;
	size_t end;            /* what follows is building */
	size_t last;           /* end of the last number itself */
	int has_chome;         /* the first number is a 丁目 */
};

/* hyphens between numbers in one form; spaces before the first number away */
void crm_block_tidy(struct crm_runes *r);
/* the chain of numbers at `at`: 1, or 0 when none begins there */
int crm_block_read(const struct crm_runes *r, size_t at, struct crm_block *b);
/* the first place from `at` on where a chain begins, or r->n */
size_t crm_block_find(const struct crm_runes *r, size_t at);

#endif
