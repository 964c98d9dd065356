/* Mail templates without logic.  A template is UTF-8 text:
 *
 *	Subject: {{name?お客様}}様へ              headers first, one a line: Subject and From must be there,
 *	From: みどり屋 <shop@example.jp>           Reply-To, List-Unsubscribe, List-Unsubscribe-Post, List-Id may
 *	                                           an empty line, then the text
 *	{{name?お客様}} 様
 *	{{#rows}}
 *	・{{product_name}} {{price|yen}}
 *	{{/rows}}
 *
 * {{field}}                  the cell of the person's first row, in {{#rows}} of each row; empty is an error
 * {{field?text}}             text (perhaps none) stands in when the cell is empty or there is no such column
 * {{field|filter}}           see template_filter.h; {{field|filter|filter?text}}
 * {{#rows}}…{{/rows}}        once for each row of the person
 * {{#field}}…{{/field}}      when the cell is not empty;  {{^field}}…{{/field}} when it is
 * {{#field?}}, {{^field?}}   the same, and the column may be missing (then it is empty)
 * {{!comment}}
 *
 * A tag of the #, ^, / or ! kind that is alone on its line takes the line with it.  A cell of nothing but
 * spaces (also U+3000) is empty.  Nothing is escaped: the text is plain text. */
#ifndef CRM_TEMPLATE_H
#define CRM_TEMPLATE_H

#include <stddef.h>

#include <crm/buf.h>
#include <crm/record.h>

enum crm_head {
	CRM_HEAD_SUBJECT, CRM_HEAD_FROM, CRM_HEAD_REPLY_TO, CRM_HEAD_LIST_ID, CRM_HEAD_LIST_UNSUBSCRIBE,
	CRM_HEAD_LIST_UNSUBSCRIBE_POST, CRM_HEADS
};

extern const char *const crm_head_name[CRM_HEADS];

struct crm_template;

/* One person's mail, rendered; a header that the template lacks is "". */
struct crm_draft {
	struct crm_buf head[CRM_HEADS];
	struct crm_buf body;           /* lines end in \n, the last one too */
};

void crm_draft_init(struct crm_draft *d);
void crm_draft_release(struct crm_draft *d);

/* file: the name for messages, kept.  NULL after reporting every fault that was found (file:line: …). */
struct crm_template *crm_template_open(const char *text, size_t n, const char *file);
void crm_template_free(struct crm_template *t);

/* Finds the columns.  0, or -1: columns without default that fields lacks are reported, each once.
 * To be called before the first message is made, and again for another header. */
int crm_template_bind(struct crm_template *t, const struct crm_fields *fields);

/* rows[0..n-1], n >= 1: one person's, of the bound fields.  Fills d (its old content is dropped).
 * 0, or -1: a cell that is empty without default, that a filter refuses, or that would break a header
 * is reported as a finding with the row's file and line. */
int crm_template_render(const struct crm_template *t, const struct crm_record *rows, size_t n,
			struct crm_draft *d);

/* The template's own text with its tags, for lint; a header that is not there is "". */
const char *crm_template_head(const struct crm_template *t, enum crm_head head);
const char *crm_template_body(const struct crm_template *t);

#endif
