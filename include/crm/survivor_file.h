/* Survivorship rules from a site's own file. */
#ifndef CRM_SURVIVOR_FILE_H
#define CRM_SURVIVOR_FILE_H

#include <crm/survivor.h>

/* 0 or -1 (reported) */
int crm_survivor_file(struct crm_survivor_rules *r, const char *file);

#endif
