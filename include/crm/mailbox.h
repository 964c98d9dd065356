/* Mail addresses as one may send to them: RFC 5322 section 3.4 (mailbox), RFC 5321 section 4.5.3.1
 * (lengths: local part 64, domain 255, path 256 with its brackets).
 *
 * Old addresses of Japanese carriers break the dot rule (taro..y.@docomo.ne.jp): they exist and get
 * mail when the local part is quoted ("taro..y."@docomo.ne.jp), which is the form given here. */
#ifndef CRM_MAILBOX_H
#define CRM_MAILBOX_H

#include <crm/buf.h>

/* Appends the sendable form of text (an address without brackets or display name) to out.
 * NULL, or why it is refused (a string constant, out untouched): no @, an empty part, a space or control,
 * a domain without a dot, too long, not ASCII … */
const char *crm_mailbox_address(const char *text, struct crm_buf *out);

/* "name <address>", "\"quoted name\" <address>" or "address": one mailbox.
 * name and address are appended to; NULL or the reason. */
const char *crm_mailbox_parse(const char *text, struct crm_buf *name, struct crm_buf *address);

#endif
