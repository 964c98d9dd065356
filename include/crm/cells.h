/* Numbers as the texts of cells, quickly; each returns the length. */
#ifndef CRM_CELLS_H
#define CRM_CELLS_H

#include <stddef.h>
#include <stdint.h>

enum { CRM_CELLS_ROOM = 48 };

size_t crm_cells_int(int64_t v, char out[CRM_CELLS_ROOM]);
/* exact decimal of 1/CRM_AMOUNT_SCALE units, no trailing zeros: 464158, 29.33 */
size_t crm_cells_amount(int64_t v, char out[CRM_CELLS_ROOM]);
/* rounded, trailing zeros cut; "" when not finite; from 1e15 on in whole numbers with an exponent */
size_t crm_cells_real(double v, int decimals, char out[CRM_CELLS_ROOM]);

#endif
