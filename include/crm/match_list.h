/* People kept in memory: the rows of a list until it is known how they are compared. */
#ifndef CRM_MATCH_LIST_H
#define CRM_MATCH_LIST_H

#include <crm/buf.h>
#include <crm/match.h>
#include <crm/person.h>

struct crm_match_list {        /* { 0 } is empty */
	struct crm_buf text;   /* of each: id, then the fields, NUL-terminated */
	size_t n;
};

void crm_match_list_put(struct crm_match_list *l, const char *id, const struct crm_person *p);
void crm_match_list_release(struct crm_match_list *l);
/* all of them into a match, without numbers */
void crm_match_list_add(const struct crm_match_list *l, struct crm_match *m);

#endif
