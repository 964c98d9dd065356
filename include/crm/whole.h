/* A writer that reads a pipe must not hold the store while the pipe's other end may want it: the stream is
 * taken in whole first, into an unlinked temporary file ($TMPDIR) that then is the standard input. */
#ifndef CRM_WHOLE_H
#define CRM_WHOLE_H

int crm_whole_stdin(void);     /* 0, or -1 reported; a file on stdin is left as it is */

#endif
