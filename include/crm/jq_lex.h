/* What a jq program uses, found by its words alone, before it is compiled: what is forbidden here,
 * and which fields it reads.  Names beyond ASCII may be written bare: .氏名 becomes ."氏名". */
#ifndef CRM_JQ_LEX_H
#define CRM_JQ_LEX_H

#include <crm/buf.h>
#include <crm/record.h>

struct crm_jq_uses {
	struct crm_fields fields;      /* the names behind a dot, each once; owned */
	int whole;                     /* 1: the program may look at the record as a whole */
	int makes;                     /* 1: it makes objects of its own: a name may be theirs */
	char forbidden[32];            /* the first forbidden word, "" if none */
	struct crm_buf program;        /* as libjq wants it */
};

void crm_jq_scan(const char *program, struct crm_jq_uses *u);      /* u need not be initialised */
void crm_jq_uses_release(struct crm_jq_uses *u);

#endif
