#include <crm/address.h>
int crm_address_value(const char *in, struct crm_buf *out, struct crm_norm *norm) { (void)in; return crm_norm_fail(norm, out, "tables"); }
int crm_address_key(const char *in, struct crm_buf *out, struct crm_norm *norm) { (void)in; return crm_norm_fail(norm, out, "tables"); }
int crm_address_room(const char *in, struct crm_buf *out, struct crm_norm *norm) { (void)in; return crm_norm_fail(norm, out, "tables"); }
