/* Numbers from text, whole text or nothing.  No locale, no leading or trailing space. */
#ifndef CRM_NUM_H
#define CRM_NUM_H

#include <stdint.h>
#include <stddef.h>

int crm_num_int(const char *s, int64_t *out);          /* [+-]digits; 0, or -1: not a number, overflow */
int crm_num_real(const char *s, double *out);          /* finite decimal; 0 or -1 */
void crm_num_print(double v, int digits, char *out, size_t size); /* fixed, trailing zeros cut, never "-0" */

/* Checked int64 arithmetic: 0, or -1 on overflow with *out untouched. */
int crm_num_add(int64_t a, int64_t b, int64_t *out);
int crm_num_mul(int64_t a, int64_t b, int64_t *out);
/* 1: the text is a number as JSON and people write one: no +, no leading zero, digits on both sides of a point */
int crm_num_written(const char *s);

/* 1: 9.01E+10, as a spreadsheet writes a long number; its last digits are gone */
int crm_num_is_scientific(const char *s);

#endif
