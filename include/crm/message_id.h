/* A Message-ID that a delivery always has: the same campaign, recipient and secret give the same id, so
 * that a second try is recognised by maildirs and receivers.  base32 (RFC 4648, small letters) of 20 bytes
 * of BLAKE2b (RFC 7693) over "m", campaign and recipient, each with its NUL; keyed so that nobody else can
 * tell who got a mail. */
#ifndef CRM_MESSAGE_ID_H
#define CRM_MESSAGE_ID_H

#include <stddef.h>

#include <crm/buf.h>

/* Appends id@domain (no brackets), the domain being that of the mailbox from ("name <address>").
 * secret: n bytes, 0..64, NULL with 0 for none.  0, or -1 when from is no mailbox. */
int crm_message_id(const char *campaign, const char *recipient, const void *secret, size_t n,
		   const char *from, struct crm_buf *out);

#endif
