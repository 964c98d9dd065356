/* A small table of texts with named columns, kept in memory: what a report says. */
#ifndef CRM_GRID_H
#define CRM_GRID_H

#include <stdint.h>

#include <crm/record.h>

struct crm_grid {
	struct crm_fields fields;
	struct crm_cell *cell;         /* rows * fields.n, row by row; texts owned */
	size_t cells, cap;
};

/* names of columns between spaces */
void crm_grid_init(struct crm_grid *g, const char *columns);
void crm_grid_release(struct crm_grid *g);
size_t crm_grid_rows(const struct crm_grid *g);
const struct crm_cell *crm_grid_row(const struct crm_grid *g, size_t row);     /* fields.n cells */

/* appends the next cell: rows are filled from left to right; a column that gets a number is one of numbers */
void crm_grid_text(struct crm_grid *g, const char *s);                 /* copied */
void crm_grid_int(struct crm_grid *g, int64_t v);
void crm_grid_real(struct crm_grid *g, double v, int decimals);        /* not finite: an empty cell */
void crm_grid_amount(struct crm_grid *g, int64_t amount);              /* in 1/CRM_AMOUNT_SCALE */

#endif
