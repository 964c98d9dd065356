/* Days of the proleptic Gregorian calendar (ISO 8601) as integers: days since 1970-01-01.
 * Algorithms: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
#ifndef CRM_DATE_H
#define CRM_DATE_H

#include <stdint.h>

#define CRM_DATE_LEN 11     /* "YYYY-MM-DD" + NUL */
#define CRM_INSTANT_LEN 21  /* "YYYY-MM-DDThh:mm:ssZ" + NUL */

int64_t crm_date_from_civil(int year, int month, int day);
void crm_date_to_civil(int64_t days, int *year, int *month, int *day);
int crm_date_valid(int year, int month, int day);      /* 1 or 0; years 1..9999 */

int crm_date_parse(const char *s, int64_t *days);      /* exactly YYYY-MM-DD: 0 or -1 */
/* YYYY-MM-DD[(T| )hh:mm[:ss[.fff]]][Z]: *second is -1 when no time is given.  0 or -1. */
int crm_date_parse_time(const char *s, int64_t *days, int *second);
char *crm_date_print(int64_t days, char out[CRM_DATE_LEN]);        /* out */

int64_t crm_date_now(void);                            /* UTC seconds; $CRM_NOW (an instant) fixes it */
int64_t crm_date_today(void);                          /* days, in Japan (UTC+9, no DST) unless $CRM_UTC_OFFSET (hours) */
char *crm_instant_print(int64_t seconds, char out[CRM_INSTANT_LEN]);

#endif
