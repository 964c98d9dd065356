/* Decoding in two blocks gives what one block gives (of wrong bytes cut in two, ICU tells their place only
 * roughly); what is decoded is UTF-8. */
#include "fuzz.h"

#include <crm/charset.h>

#include <string.h>

static int decode(enum crm_charset c, const char *s, size_t n, size_t cut, struct crm_buf *out, long long *offset)
{
	struct crm_decoder *d = crm_decoder_new(c);
	int bad = crm_decoder_feed(d, s, cut, 0, out) != 0 || crm_decoder_feed(d, s + cut, n - cut, 1, out) != 0;

	*offset = crm_decoder_offset(d);
	crm_decoder_free(d);
	return bad;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *s = (const char *)bytes + 1;
	struct crm_buf whole = CRM_BUF_INIT, parts = CRM_BUF_INIT;
	enum crm_charset c;
	long long a, b;
	int bad;

	if (n < 2 || (c = (enum crm_charset)(bytes[0] % CRM_CHARSET_UNKNOWN)) == CRM_CHARSET_UNKNOWN)
		return 0;
	n--;
	bad = decode(c, s, n, 0, &whole, &a);
	if (bad != decode(c, s, n, (bytes[0] * 7u) % (n + 1), &parts, &b) || (!bad && a != b) || whole.n != parts.n
	    || memcmp(whole.s, parts.s, whole.n) != 0)
		abort();
	if (crm_utf8_span(whole.s, whole.n) != whole.n)
		abort();
	if (c == CRM_UTF8 && !bad != (crm_utf8_span(s, n) == n))
		abort();
	crm_buf_release(&whole);
	crm_buf_release(&parts);
	return 0;
}
