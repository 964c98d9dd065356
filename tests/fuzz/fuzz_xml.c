/* The scanner beside expat: what expat reads to its end, the scanner reads as the same elements, attributes
 * and text, in whatever blocks it comes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <crm/buf.h>
#include "../../lib/io/xlsx_xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t n);

/* texts may come in pieces: what is written is the same */
static void on_start(void *data, const char *name, const char **attributes)
{
	struct crm_buf *out = data;

	crm_buf_printf(out, "<%s", name);
	for (; *attributes; attributes += 2)
		crm_buf_printf(out, " %s=[%s]", attributes[0], attributes[1]);
	crm_buf_putc(out, '>');
}

static void on_end(void *data, const char *name)
{
	crm_buf_printf(data, "</%s>", name);
}

static void on_text(void *data, const char *s, size_t n)
{
	crm_buf_add(data, s, n);
}

static const struct xlsx_handlers on = { on_start, on_end, on_text };

static int by_scanner(const char *s, size_t n, size_t block, struct crm_buf *out)
{
	struct xlsx_scan *x = crm_xlsx_scan_new(&on, out);
	int bad = 0;

	for (size_t at = 0; !bad && at <= n; at += block)
		bad = crm_xlsx_scan_feed(x, s + at, n - at < block ? n - at : block, n - at < block);
	crm_xlsx_scan_free(x);
	return bad;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *s = (const char *)bytes + 1;
	struct crm_buf whole = CRM_BUF_INIT, parts = CRM_BUF_INIT, expat = CRM_BUF_INIT;
	struct xlsx_xml *x;
	int bad, refused;

	if (n < 2)
		return 0;
	n--;
	bad = by_scanner(s, n, n + 1, &whole);
	if (bad != by_scanner(s, n, 1 + bytes[0] % 32, &parts) || (!bad && (whole.n != parts.n || memcmp(whole.s, parts.s, whole.n))))
		abort();
	x = crm_xlsx_xml_new(&on, &expat, XLSX_EXPAT);
	refused = crm_xlsx_xml_feed(x, s, n, 1);
	crm_xlsx_xml_free(x);
	x = crm_xlsx_xml_new(&on, &parts, XLSX_SCANNER);
	crm_buf_reset(&parts);
	if (!refused && (crm_xlsx_xml_feed(x, s, n, 1) != 0 || parts.n != expat.n || memcmp(parts.s, expat.s, expat.n)))
		abort();
	crm_xlsx_xml_free(x);
	crm_buf_release(&whole);
	crm_buf_release(&parts);
	crm_buf_release(&expat);
	return 0;
}
