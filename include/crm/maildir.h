/* Delivery into a Maildir (D. J. Bernstein's format: DIR/tmp, DIR/new, DIR/cur), each message once.
 * The file's name is made from the Message-ID alone, so a message that was delivered before, by this run
 * or another, read (moved to cur, with flags) or not, is recognised and left alone. */
#ifndef CRM_MAILDIR_H
#define CRM_MAILDIR_H

#include <stddef.h>

#include <crm/buf.h>

struct crm_maildir;

/* Makes what is missing of dir, dir/tmp, dir/new, dir/cur (0700).  NULL: reported. */
struct crm_maildir *crm_maildir_open(const char *dir);

/* Writes to tmp, fsyncs, links into new.  1 delivered, 0 it was there already, -1 reported (disk full …:
 * nothing of it is in new).  The name lasts through a power cut only after crm_maildir_sync. */
int crm_maildir_deliver(struct crm_maildir *m, const char *message_id, const void *message, size_t n);

int crm_maildir_sync(struct crm_maildir *m);           /* fsyncs new: before COMMIT; 0 or -1 (reported) */
int crm_maildir_close(struct crm_maildir *m);          /* syncs and frees: 0 or -1 */

/* the name in new: hash of the id, then the id, all but [A-Za-z0-9@.+-] as _, cut at 100 */
void crm_maildir_name(const char *message_id, struct crm_buf *out);

#endif
