/* Text in mail headers: RFC 2047 encoded words ("B", UTF-8), RFC 5322 folding and quoted strings.
 * Ours and not GMime's because GMime 3.2 makes encoded words of up to 170 characters where RFC 2047
 * section 2 allows 75 (and no line with one beyond 76). */
#ifndef CRM_HEADER_WORD_H
#define CRM_HEADER_WORD_H

#include <stddef.h>

#include <crm/buf.h>

/* NULL when text may stand in a header: valid UTF-8 and no control character (a line break would
 * begin a header of the text's own); else the reason, a string constant. */
const char *crm_header_word_refuse(const char *text);

/* Appends text as unstructured header text; column: characters already on the line ("Subject: " is 9).
 * Folds with "\n ".  ASCII stays as it is unless it looks like an encoded word or is too long to fold. */
void crm_header_word_text(struct crm_buf *out, const char *text, size_t column);

/* Appends "phrase <address>" (phrase as atoms, quoted string or encoded words), or the bare address
 * when the phrase is NULL or "". */
void crm_header_word_mailbox(struct crm_buf *out, const char *phrase, const char *address, size_t column);

/* The length of valid UTF-8 at the start of s: n when all of it is. */
size_t crm_header_word_valid(const char *s, size_t n);

#endif
