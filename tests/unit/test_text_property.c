/* f(f(x)) = f(x) for every VALUE and KEY(VALUE(x)) = KEY(x), on 100,000 random rows put together from
 * pieces that are known to fight with one another. */
#include <stdint.h>

#include <crm/runes.h>
#include <crm/tables.h>

#include "rules.h"

#define ROWS 100000

static const char *const pieces[] = {
	"山田", "太郎", " ", "　", "様", "さま", "氏", " 氏", "サマ", " サマ", "ー", "-", "－", "−", "゛", "゜", "ﾞ", "ﾟ", "ﾔﾏﾀﾞ",
	"か", "ハ", "ヴ", "々", "(株)", "株式会社", "㈱", "（有）", "医療法人", "社団", "御中", "NPO法人", "１２", "3", "丁目", "番地",
	"の", "号", "東京都", "港区", "芝公園", "大字", "字", "三", "十", "|", "'", "@", "a.b@gmail.com", "+x", "TEL", "090", "1234",
	"-5678", "内線", "ext", "円", "¥", "万", "金", "税込", "令和", "年", "元", "月", "日", "/", ".", "\xC2\xA0", "\xE2\x80\x8B", "é",
	"Ａ", "ａ", "ⅲ", "﨑", "髙", "😀", "なし", "N/A", "：", "(", ")", "℡", "〒", "105", "-0011", "京都市", "中京区", "寺町通",
	"上る", "北", "1条", "西", "2", "ビル", "F", "階", "室", "ゝ", "ﾉ", ":", ",", "、", "。", "#", "__", "㍻", "㋿", "☎", "Co., Ltd.",
	" inc", "殿", "先生", "\xCC\x81", "\xE3\x82\x99", "\xF3\xA0\x84\x80", "ß", "İ", "ŉ", "\xFF", "\t", "K.K.", "ﬀ", "㌔", "ｶﾞ", "\x7F",
};

static uint64_t state = 88172645463325252ULL;

/* xorshift64: Marsaglia, Xorshift RNGs (2003) */
static uint32_t below(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 20) % n;
}

static void random_row(struct crm_buf *b)
{
	crm_buf_reset(b);
	for (uint32_t i = 0, n = 1 + below(9); i < n; i++) {
		uint32_t c = below(3) ? 0x20 + below(0x3000) : 0x3000 + below(0xA000);
		char text[4];

		crm_buf_puts(b, pieces[below(sizeof pieces / sizeof *pieces)]);
		if (below(12) == 0)
			crm_buf_add(b, text, crm_runes_encode(c, text));
	}
}

static long repeats(const char *field, const struct crm_buf *row, struct crm_norm *norm)
{
	struct crm_buf once = CRM_BUF_INIT, twice = CRM_BUF_INIT;
	crm_norm_fn *fn = crm_norm_find(field);
	long bad = 0;

	if (fn(row->s, &once, norm) == 0 && (fn(once.s, &twice, norm) != 0 || strcmp(once.s, twice.s))) {
		printf("# %s: '%s' → '%s' → '%s'\n", field, row->s, once.s, twice.s);
		bad = 1;
	}
	crm_buf_release(&once);
	crm_buf_release(&twice);
	return bad;
}

static long keeps(const char *value, const char *key, const struct crm_buf *row, struct crm_norm *norm)
{
	struct crm_buf v = CRM_BUF_INIT, k = CRM_BUF_INIT, kv = CRM_BUF_INIT;
	long bad = 0;

	if (crm_norm_find(value)(row->s, &v, norm) == 0) {
		int a = crm_norm_find(key)(row->s, &k, norm), b = crm_norm_find(key)(v.s, &kv, norm);

		bad = a != b || strcmp(k.s, kv.s);
		if (bad)
			printf("# %s: '%s' → '%s', but of '%s' '%s'\n", key, row->s, k.s, v.s, kv.s);
	}
	crm_buf_release(&v);
	crm_buf_release(&k);
	crm_buf_release(&kv);
	return bad;
}

int main(void)
{
	static const char *const values[] = { "name", "kana", "company", "postal", "phone", "email", "date", "gender", "amount",
		"corpno", "addr", "phone.disp", "date.serial" };
	static const char *const keys[][2] = { { "name", "name.key" }, { "name", "name.split" }, { "kana", "kana.key" },
		{ "kana", "romaji.key" }, { "company", "company.key" }, { "company", "company.form" }, { "email", "email.key" },
		{ "phone", "phone.key" }, { "phone", "phone.disp" }, { "addr", "addr.key" }, { "addr", "addr.room" } };
	struct crm_tables *tables = crm_tables_open();
	struct crm_norm norm = { .lexicon = tables ? crm_tables_lexicon(tables) : NULL };
	long not_twice[sizeof values / sizeof *values] = { 0 }, not_kept[sizeof keys / sizeof *keys] = { 0 };
	struct crm_buf row = CRM_BUF_INIT;

	for (long i = 0; i < ROWS; i++) {
		random_row(&row);
		for (size_t f = 0; f < sizeof values / sizeof *values; f++)
			not_twice[f] += repeats(values[f], &row, &norm);
		for (size_t f = 0; f < sizeof keys / sizeof *keys; f++)
			not_kept[f] += keeps(keys[f][0], keys[f][1], &row, &norm);
	}
	for (size_t f = 0; f < sizeof values / sizeof *values; f++)
		is_int(not_twice[f], 0, values[f]);
	for (size_t f = 0; f < sizeof keys / sizeof *keys; f++)
		is_int(not_kept[f], 0, keys[f][1]);
	crm_buf_release(&row);
	crm_tables_close(tables);
	return done_testing();
}
