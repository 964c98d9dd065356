#include <crm/charset.h>
#include <crm/fold.h>
#include <crm/mem.h>
#include "cp932.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/utf8.h>

struct crm_encoder {
	uint16_t *code;        /* of each BMP character: a byte or a pair, CRM_CP932_NONE */
	int fold;
};

/* Characters that other systems write where Windows means another: JIS X 0208 and CP932 disagree. */
static const uint16_t windows[][2] = {
	{ 0x301C, 0xFF5E }, { 0x2212, 0xFF0D }, { 0x2016, 0x2225 }, { 0x2014, 0x2015 }, { 0x00A2, 0xFFE0 },
	{ 0x00A3, 0xFFE1 }, { 0x00AC, 0xFFE2 }, { 0x00A6, 0xFFE4 }, { 0x00A5, 0x005C }, { 0x203E, 0x007E },
};

/* Of several codes for one character Windows writes the standard rows (81xx-84xx), then NEC row 13 (87xx),
 * then IBM's own (FAxx-FCxx); the NEC selection (EDxx, EExx) is read but never written.
 * Grounds: Microsoft's table bestfit932. */
static int preferred(unsigned pair, unsigned old)
{
	int nec_selected = pair >= 0xED40 && pair <= 0xEEFC;

	if (old == CRM_CP932_NONE)
		return 1;
	if (nec_selected)
		return 0;
	if (old >= 0xED40 && old <= 0xEEFC)
		return 1;
	return old >= 0xFA40 && pair < 0xFA40;
}

struct crm_encoder *crm_encoder_new(void)
{
	struct crm_encoder *e = crm_alloc(sizeof *e);
	uint16_t *table = crm_cp932_table();

	if (!table) {
		free(e);
		return NULL;
	}
	e->code = crm_calloc(65536, sizeof *e->code);
	memset(e->code, 0xFF, 65536 * sizeof *e->code);
	for (unsigned code = 0; code < 65535; code++) {
		unsigned c = table[code];

		if (c != CRM_CP932_NONE && preferred(code, e->code[c]))
			e->code[c] = (uint16_t)code;
	}
	for (size_t i = 0; i < sizeof windows / sizeof *windows; i++)
		if (e->code[windows[i][0]] == CRM_CP932_NONE)
			e->code[windows[i][0]] = e->code[windows[i][1]];
	free(table);
	return e;
}

void crm_encoder_free(struct crm_encoder *e)
{
	if (!e)
		return;
	free(e->code);
	free(e);
}

void crm_encoder_fold(struct crm_encoder *e)
{
	e->fold = 1;
}

static unsigned code_of(const struct crm_encoder *e, int32_t c)
{
	return c >= 0 && c < 0x10000 ? e->code[c] : CRM_CP932_NONE;
}

/* the kanji that the character is a variant of, or the geta mark: its code, and itself in `instead` */
static unsigned fold(const struct crm_encoder *e, int32_t c, struct crm_buf *instead)
{
	uint32_t to = e->fold && c > 0 ? crm_fold_kanji((uint32_t)c) : (uint32_t)c;
	unsigned code = code_of(e, (int32_t)to);
	char text[4];

	if (code == CRM_CP932_NONE) {
		to = 0x3013;
		code = 0x81AC;
	}
	crm_buf_add(instead, text, crm_utf8_put(to, text));
	return code;
}

size_t crm_encoder_put(struct crm_encoder *e, const char *s, size_t n, struct crm_buf *out,
		       struct crm_buf *missed, struct crm_buf *instead)
{
	size_t lost = 0;
	int32_t i = 0, length = (int32_t)n;

	crm_buf_reserve(out, 2 * n);
	while (i < length) {
		int32_t from = i, c;
		unsigned code;

		U8_NEXT(s, i, length, c);
		code = code_of(e, c);
		if (code == CRM_CP932_NONE) {
			lost++;
			crm_buf_add(missed, s + from, (size_t)(i - from));
			code = fold(e, c, instead);
		}
		if (code > 0xFF)
			crm_buf_putc(out, (int)(code >> 8));
		crm_buf_putc(out, (int)(code & 0xFF));
	}
	return lost;
}
