/* Mail messages as bytes: RFC 5322 headers, RFC 2047 encoded words, one text/plain part in UTF-8
 * (RFC 2045: base64 for Japanese, quoted-printable for mostly ASCII).  GMime 3 writes the part and the frame.
 * Nothing comes from the clock, the host or chance: the same input gives the same bytes. */
#ifndef CRM_MESSAGE_H
#define CRM_MESSAGE_H

#include <stdint.h>

#include <crm/buf.h>
#include <crm/template.h>

struct crm_envelope {
	const char *to_name;       /* NULL or "": the bare address */
	const char *to_address;
	const char *message_id;    /* id@domain without brackets: the same for every try at this delivery */
	int64_t date;              /* seconds since 1970, UTC: the time of the claim, not of the try */
	int utc_offset;            /* minutes, how the date is shown: 540 in Japan */
	int crlf;                  /* lines end in CRLF (SMTP), else LF (maildir, sendmail) */
};

/* Appends the message to out.  0, or -1 with *why (a string constant) saying what is refused and *what
 * naming the part ("To", "From", "Subject", …); nothing is reported and out is untouched. */
int crm_message_compose(const struct crm_draft *d, const struct crm_envelope *e, struct crm_buf *out,
			const char **what, const char **why);

#endif
