/* Records of customers that a merge had joined which was undone: they are not proposed again.  This is read from the
 * log and its changes, so that an undo leaves the tables as they were.  What was decided of a pair since counts
 * instead; an undo that was told so (count "again") is not remembered. */
#ifndef CRM_UNDONE_H
#define CRM_UNDONE_H

#include <stdint.h>

#include <crm/feed.h>

struct crm_undone;

struct crm_undone *crm_undone_open(struct crm_store *s);       /* NULL: reported */
int crm_undone_next(struct crm_undone *u, struct crm_feed_decision *out);      /* same is 0; 1/0/-1 */
void crm_undone_close(struct crm_undone *u);                   /* NULL is allowed */

/* how many customers an operation joined to others; 0: it was no merge, -1 */
int64_t crm_undone_joined(struct crm_store *s, int64_t id);

#endif
