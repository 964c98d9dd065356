/* Addresses: one key for every notation, names as Japan Post spells them, what is building and what is not. */
#include <crm/address.h>
#include <crm/tables.h>

#include "rules.h"

static const struct rule rules[] = {
	{ "addr", "東京都新宿区西新宿２丁目８番１号", "東京都|新宿区|西新宿|2-8-1|" },
	{ "addr", "〒163-8001 東京都新宿区西新宿2-8-1 第一本庁舎30階", "東京都|新宿区|西新宿|2-8-1|第一本庁舎30階" },
	{ "addr", "日本、〒163-8001 東京都新宿区西新宿２丁目８−１", "東京都|新宿区|西新宿|2-8-1|" },
	{ "addr", "新宿区西新宿二丁目8番1号", "東京都|新宿区|西新宿|2-8-1|" },
	{ "addr", "東京新宿区西新宿2-8-1-1203", "東京都|新宿区|西新宿|2-8-1|1203" },
	{ "addr", "北海道札幌市中央区北3条西6丁目", "北海道|札幌市中央区|北三条西|6|" },
	{ "addr", "札幌市北区北24西5-1-2", "北海道|札幌市北区|北二十四条西|5-1-2|" },
	{ "addr", "北海道旭川市六条通九丁目46番地", "北海道|旭川市|6条通|9-46|" },
	{ "addr", "京都市中京区烏丸通御池下る虎屋町566-1 虎屋ビル5F", "京都府|京都市中京区|虎屋町|566-1|虎屋ビル5F" },
	{ "addr", "京都府京都市下京区四条通寺町東入二丁目御旅町35", "京都府|京都市下京区|御旅町|35|" },
	{ "addr", "京都市上京区下立売通新町西入薮ノ内町", "京都府|京都市上京区|藪之内町||" },
	{ "addr", "東京都瑞穂町大字箱根ヶ崎2335番地", "東京都|西多摩郡瑞穂町|箱根ケ崎|2335|" },
	{ "addr", "東京都八丈町大賀郷2551-2", "東京都|八丈島八丈町|大賀郷|2551-2|" },
	{ "addr", "長野県長野市大字南長野字幅下692-2", "長野県|長野市|南長野|字幅下692-2|" },
	{ "addr", "岩手県九戸郡洋野町種市第23地割27番地", "岩手県|九戸郡洋野町|種市|23-27|" },
	{ "addr", "千葉県旭市ニの2132番地", "千葉県|旭市|ニ|2132|" },
	{ "addr", "武蔵村山市本町一丁目1番地の1", "東京都|武蔵村山市|本町|1-1-1|" },
	{ "addr", "四日市市諏訪町1番5号", "三重県|四日市市|諏訪町|1-5|" },
	{ "addr", "千葉市中央区市場町1番1号", "千葉県|千葉市中央区|市場町|1-1|" },
	{ "addr", "高知県吾川郡いの町1700-1", "高知県|吾川郡いの町||1700-1|" },
	{ "addr", "松山市一番町四丁目4-2", "愛媛県|松山市|一番町|4-4-2|" },
	{ "addr", "大阪府中央区大手前2丁目1番22号", "大阪府|大阪市中央区|大手前|2-1-22|" },
	{ "addr", "世田谷区三軒茶屋二丁目十一番二十二号", "東京都|世田谷区|三軒茶屋|2-11-22|" },
	{ "addr", "渋谷区道玄坂2丁目10番12号新大宗ビル3号館1104号室", "東京都|渋谷区|道玄坂|2-10-12|新大宗ビル3号館1104号室" },
	{ "addr", "港区六本木6-10-1六本木ヒルズ森タワー18F", "東京都|港区|六本木|6-10-1|六本木ヒルズ森タワー18F" },
	{ "addr", "不明", "" }, { "addr", "", "" }, { "addr", "架空", "||||架空" },
	{ "addr", "東京都|新宿区|西新宿|2-8-1|1203", "東京都|新宿区|西新宿|2-8-1|1203" },
	{ "addr.key", "架空", "" },
	{ "addr.room", "新宿区西新宿2-8-1 ハイツⅢ ＃５０１号室", "ハイツiii501" },
	{ "addr.room", "新宿区西新宿2-8-1 森ビル二十三階", "森ビル23f" },
};

/* a group ends with NULL: all are one address */
static const char *const same[] = {
	"東京都新宿区西新宿2-8-1", "東京都新宿区西新宿２－８－１", "東京都新宿区西新宿2ー8ー1", "東京都新宿区西新宿二丁目8番1号",
	"東京都新宿区西新宿２丁目８番地１", "東京都　新宿区　西新宿　2丁目 8番 1号", "新宿区西新宿2の8の1", "新宿区西新宿２ － ８ － １",
	"東京都新宿区西新宿二－八－一", "東京都新宿区西新宿2-8-1 都庁ビル12階", "東京都新宿区西新宿2-8-1-1203", NULL,
	"北海道札幌市中央区北1条西2丁目1-1", "札幌市中央区北一条西二丁目１番地１", "札幌市中央区北1西2-1-1", NULL,
	"鎌倉市雪ノ下2-1-31", "神奈川県鎌倉市雪の下二丁目1番31号", "神奈川県鎌倉市雪之下2-1-31", NULL,
	"東京都澁谷区富が谷1-2-3", "渋谷区富ケ谷1-2-3", "渋谷区富ヶ谷一丁目2番3号", NULL,
	"青森県上北郡六ヶ所村大字尾駮475", "青森県六ケ所村尾駮475番地", NULL,
};

static void one_key(struct crm_norm *norm)
{
	struct crm_buf first = CRM_BUF_INIT, next = CRM_BUF_INIT;

	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		if (!same[i]) {
			crm_buf_reset(&first);
			continue;
		}
		crm_address_key(same[i], &next, norm);
		if (!first.n)
			crm_buf_add(&first, next.s, next.n);
		is_str(next.s, first.s, same[i]);
	}
	crm_buf_release(&first);
	crm_buf_release(&next);
}

int main(void)
{
	struct crm_tables *tables = crm_tables_open();
	struct crm_norm norm = { .lexicon = tables ? crm_tables_lexicon(tables) : NULL }, bare = { 0 };
	struct crm_buf out = CRM_BUF_INIT;

	if (!ok(tables != NULL, "the table file is where programs look for it"))
		return done_testing();
	check_rules(rules, sizeof rules / sizeof *rules, &norm);
	one_key(&norm);
	is_int(crm_lexicon_postal(norm.lexicon, "160-0023"), 1, "a code that is in use");
	is_int(crm_lexicon_postal(norm.lexicon, "999-9999"), 0, "a code that is not");
	is_int(crm_address_value("新宿区西新宿2-8-1", &out, &bare), -1, "without tables there is no guess");
	is_str(bare.error, "tables", "but a reason");
	ok(crm_lexicon_new("no tables, only text", 20) == NULL, "a file that is no table file is refused");
	crm_buf_release(&out);
	crm_tables_close(tables);
	return done_testing();
}
