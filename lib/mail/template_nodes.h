/* Inside of mail templates: a template is parsed to a flat list of nodes; a section knows where it ends. */
#ifndef CRM_MAIL_TEMPLATE_NODES_H
#define CRM_MAIL_TEMPLATE_NODES_H

#include <stddef.h>
#include <stdint.h>

#include <crm/buf.h>
#include <crm/map.h>
#include <crm/record.h>
#include <crm/template.h>
#include <crm/template_filter.h>

enum { FILTERS = 4 };

enum kind { LITERAL, FIELD, ROWS, SECTION, INVERTED, CLOSE, COMMENT };

struct node {
	enum kind kind;
	int may_lack;                  /* a default was given, or a guard stands around it */
	struct crm_cell text;          /* LITERAL: itself; FIELD: the default, s NULL for none */
	uint32_t name;
	crm_template_filter *filter[FILTERS + 1];
	size_t end;                    /* sections: the node after the closing tag */
	long line;
};

struct span {
	size_t from, to;               /* nodes */
};

struct crm_template {
	char *file;
	struct crm_buf text;           /* the source, with LF and without BOM */
	char *head_text[CRM_HEADS];
	const char *body_text;
	struct span head[CRM_HEADS], body;
	struct node *node;
	size_t n, cap;
	struct crm_map *names;
	int *column;                   /* by name; -1 not there */
	int faults;
};

/* The text [s, end), whose first line is number line, becomes nodes; faults are reported and counted. */
struct span crm_template_parse(struct crm_template *t, const char *s, const char *end, long line);

struct crm_cell crm_template_trim(const char *s, const char *end);     /* without spaces and tabs around */

#endif
