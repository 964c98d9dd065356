/* The reading of a cell from its phonetic runs (ECMA-376 part 1, 18.4.6 rPh), as PHONETIC() of Excel joins
 * them: what no run covers stays as it is written.  Private to the xlsx modules. */
#ifndef CRM_IO_XLSX_PHONETIC_H
#define CRM_IO_XLSX_PHONETIC_H

#include <crm/buf.h>

struct xlsx_run {
	long from, to;                 /* of the text, in UTF-16 units */
	size_t at;                     /* where its reading begins */
};

struct xlsx_phonetic {
	struct xlsx_run *run;
	size_t runs, cap;
	struct crm_buf text;
	int inside;                    /* elements rPh that are open */
};

void crm_xlsx_phonetic_release(struct xlsx_phonetic *p);
void crm_xlsx_phonetic_reset(struct xlsx_phonetic *p);
void crm_xlsx_phonetic_start(struct xlsx_phonetic *p, const char **attributes);        /* of rPh */
/* appends the reading of the n bytes at `at` in out to out, nothing when there are no runs */
void crm_xlsx_phonetic_put(const struct xlsx_phonetic *p, size_t at, size_t n, struct crm_buf *out);

#endif
