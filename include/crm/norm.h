/* Normalising of one value: every rule of Japanese customer data under one function type.
 *
 * Three layers are never mixed: RAW (as it came), VALUE (cleaned, for people), KEY (for matching only;
 * may change between versions, so recompute it and never store it as truth).
 * VALUE functions are idempotent, f(f(x)) = f(x), and KEY(VALUE(x)) = KEY(x).
 *
 *	struct crm_norm norm = { .lexicon = lexicon };      (one a thread)
 *	if (crm_norm_find("phone")(text, &out, &norm) == 0) … out.s, norm.warning
 *	else … "ERR:" norm.error
 */
#ifndef CRM_NORM_H
#define CRM_NORM_H

#include <stdint.h>

#include <crm/buf.h>
#include <crm/opt.h>

struct crm_lexicon;

enum crm_date_order { CRM_ORDER_NONE, CRM_ORDER_YMD, CRM_ORDER_DMY, CRM_ORDER_MDY };

struct crm_norm {
	/* set by the caller; all zero is right for most */
	const struct crm_lexicon *lexicon;  /* names and places; NULL: name.split and addr.* say ERR:tables */
	int excel_serial;                   /* dates: whole numbers are Excel serial dates (1900 system) */
	int date_order;                     /* dates: enum crm_date_order of 4/1/2021 */
	int century;                        /* dates: 1900 or 2000 for years of two digits; 0: ERR:ambiguous */
	const char *gender_map;             /* gender: "0=m,1=f", the words of one source; NULL: none of its own */

	/* set by every call; static words, not to be freed */
	const char *error;                  /* the reason after ERR: when the result is -1, else NULL */
	const char *warning;                /* NULL, or what was mended or is doubtful: "zero-padded",
	                                       "lost-zero", "era-overrun" */
	int second;                         /* phone, email: the text held more than one value, the first was taken */
};

/* in: UTF-8, NUL-terminated (bytes that are not UTF-8 are read as U+FFFD).
 * out: replaced; empty for a null marker.  0, or -1 with norm->error set and out empty. */
typedef int crm_norm_fn(const char *in, struct crm_buf *out, struct crm_norm *norm);

/* Fields: name name.key name.split kana kana.key romaji.key company company.key company.form
 * postal phone phone.key phone.disp email email.key date date.serial gender amount corpno addr addr.key
 * addr.room header.  NULL: no such field. */
crm_norm_fn *crm_norm_find(const char *field);
const char *crm_norm_field(size_t i);                 /* the i-th field name, NULL after the last */

/* The options behind these, for programs: --excel-serial --date-order --century --gender-map. */
struct crm_norm_opts {
	int64_t century;
	int excel_serial, date_order;
	const char *gender_map;
};

extern const struct crm_opt crm_norm_options[];
int crm_norm_set(struct crm_norm *norm, const struct crm_norm_opts *o);    /* 0, or -1: cannot be (reported) */

/* for the fields' own modules */
int crm_norm_fail(struct crm_norm *norm, struct crm_buf *out, const char *reason);    /* -1 */
void crm_norm_begin(struct crm_norm *norm, struct crm_buf *out);

#endif
