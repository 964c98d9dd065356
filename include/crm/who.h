/* Who runs this program, where and how: for the log. */
#ifndef CRM_WHO_H
#define CRM_WHO_H

#include <crm/buf.h>

struct crm_who {
	char *login, *sudo_user, *host, *machine, *tty, *remote;   /* never NULL */
	long uid;
};

void crm_who_get(struct crm_who *w);
void crm_who_release(struct crm_who *w);
void crm_who_arguments(struct crm_buf *json);      /* the command line as a JSON array */

#endif
