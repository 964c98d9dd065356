/* Names, readings, companies, gender: every rule once, with expected values written by hand. */
#include <crm/tables.h>

#include "rules.h"

static const struct rule rules[] = {
	{ "name", "　森　　鴎外　", "森 鴎外" },
	{ "name", "夏目\t漱石\r\n", "夏目 漱石" },
	{ "name", "樋口\xE2\x80\x8B一葉", "樋口一葉" },
	{ "name", "与謝野晶子先生 様", "与謝野晶子" },
	{ "name", "正岡 子規 君", "正岡 子規" },
	{ "name", "島村 抱月氏", "島村 抱月氏" },
	{ "name", "和行", "和行" },
	{ "name", "先生", "先生" },
	{ "name", "なし", "なし" },
	{ "name", "ｶﾞﾗｼｬ ﾎｿｶﾜ", "ガラシャ ホソカワ" },
	{ "name", "神\xEF\xA8\x99", "神\xEF\xA8\x99" },
	{ "name.key", "髙村　光太郎 様", "高村光太郎" },
	{ "name.key", "國木田獨歩", "国木田独歩" },
	{ "name.key", "佐々木 信綱", "佐佐木信綱" },
	{ "name.key", "葛\xF3\xA0\x84\x80西 善蔵", "葛西善蔵" },
	{ "name.key", "Émile ZOLA", "emilezola" },
	{ "name.key", "か\xE3\x82\x99", "が" },
	{ "name.split", "森 鴎外", "森|鴎外" },
	{ "name.split", "芥川 龍 之介", "ERR:parts" },
	{ "name.split", "John Keats", "ERR:unknown" },
	{ "name.split", "株式会社森", "ERR:unknown" },
	{ "name.split", "山田花子", "山田|花子" },
	{ "name.split", "佐々木一郎様", "佐々木|一郎" },
	{ "name.split", "", "" },
	{ "kana", "ひぐち　いちよう", "ヒグチ イチヨウ" },
	{ "kana", "ﾏ-ﾌﾞﾙ", "マーブル" },
	{ "kana", "ヒグチ イチヨウ サマ", "ヒグチ イチヨウ" },
	{ "kana", "N/A", "" },
	{ "kana", "ハ\xE3\x82\x9Aパ", "パパ" },
	{ "kana.key", "リョウイチ", "リヨオイチ" },
	{ "kana.key", "りょーいち", "リヨオイチ" },
	{ "kana.key", "ﾘﾖｳｲﾁ", "リヨオイチ" },
	{ "kana.key", "ヴェニス", "ベニス" },
	{ "kana.key", "ヴュー", "ビユウ" },
	{ "kana.key", "チヅ ヲ", "チズオ" },
	{ "kana.key", "ンー", "ン" },
	{ "kana.key", "セイ", "セエ" },
	{ "romaji.key", "はっとり じゅんいちろう", "hattori junichiro" },
	{ "romaji.key", "JUN'ICHIROU HATTORI", "hattori junichiro" },
	{ "romaji.key", "Zyuniti Siraisi", "junichi shiraishi" },
	{ "romaji.key", "ハッチ ショウ", "hatchi sho" },
	{ "romaji.key", "Ohno", "ono" },
	{ "romaji.key", "Ohashi", "ohashi" },
	{ "romaji.key", "Honma, Kuroh", "honma kuro" },
	{ "romaji.key", "Homma Kurō", "honma kuro" },
	{ "romaji.key", "山田", "ERR:char" },
	{ "company", "（株）　青空書房", "株式会社青空書房" },
	{ "company", "青空書房㈲ 御中", "青空書房有限会社" },
	{ "company", "(医社) 青空会", "医療法人社団青空会" },
	{ "company", "青空書房（旧館）", "青空書房（旧館）" },
	{ "company", "㏍青空", "株式会社青空" },
	{ "company", "御中", "御中" },
	{ "company", "未登録", "" },
	{ "company.form", "ＮＰＯ法人　青空", "特定非営利活動法人" },
	{ "company.form", "(医社)青空会", "医療法人社団" },
	{ "company.form", "青空書房", "" },
	{ "company.key", "あおぞら書房㈱", "アオゾラ書房" },
	{ "company.key", "株式会社 アオゾラ・書房", "アオゾラ書房" },
	{ "company.key", "Blue Sky Co.,Ltd.", "bluesky" },
	{ "company.key", "BLUE SKY K.K.", "bluesky" },
	{ "company.key", "Blue & Sky, Inc.", "bluesky" },
	{ "gender", "Ｍ", "m" }, { "gender", "女 性", "f" }, { "gender", "２", "f" }, { "gender", "無回答", "" },
	{ "gender", "Other", "x" }, { "gender", "1:男性", "m" }, { "gender", "?", "ERR:value" }, { "gender", " ", "" },
};

int main(void)
{
	struct crm_tables *tables = crm_tables_open();
	struct crm_norm norm = { .lexicon = tables ? crm_tables_lexicon(tables) : NULL };

	ok(tables != NULL, "the table file is where programs look for it");
	check_rules(rules, sizeof rules / sizeof *rules, &norm);
	crm_tables_close(tables);
	return done_testing();
}
