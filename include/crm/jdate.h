/* Dates as people write them in Japan → YYYY-MM-DD (partial: YYYY-MM, --MM-DD).
 * Era years: 明治 1868 大正 1912 昭和 1926 平成 1989 令和 2019 = 1; a day outside its era is computed
 * with the warning "era-overrun".  Before 1873-01-01 the calendar was lunisolar: ERR:lunar.
 * ERR:range, ERR:ambiguous (norm->date_order, norm->century decide), ERR:format, ERR:serial. */
#ifndef CRM_JDATE_H
#define CRM_JDATE_H

#include <crm/norm.h>

int crm_jdate_value(const char *in, struct crm_buf *out, struct crm_norm *norm);
int crm_jdate_serial(const char *in, struct crm_buf *out, struct crm_norm *norm);    /* Excel serial numbers too */

#endif
