/* Postal codes, phones, mail addresses, amounts, corporate numbers, headers: every rule once. */
#include <crm/header.h>
#include <crm/phone.h>

#include "rules.h"

static const struct rule rules[] = {
	{ "corpno", "7000012050002.0", "ERR:char" },
	{ "email.key", "Taro@Example.JP", "taro@example.jp" },
	{ "phone", "03-1234-5678 内線：12", "+81312345678;ext=12" }, { "gender", "2:女性", "f" },
	{ "phone", "120-123-456", "+81120123456" }, { "gender", "unknown", "" }, { "gender", "男　性", "m" },
	{ "postal", "100001.0", "010-0001" }, { "phone", "03-12345678", "+81312345678" },
	{ "amount", "（１，０００）", "-1000" }, { "amount", "百円", "100" },
	{ "phone", "📞 03-1234-5678", "+81312345678" }, { "amount", ",123", "ERR:format" },
	{ "gender", "N/A", "" }, { "phone", "03-1234-5678 x12", "+81312345678;ext=12" },
	{ "postal", "0010000", "001-0000" }, { "postal", "100-0001-", "ERR:length" },
	{ "postal", "16-00222", "ERR:length" }, { "phone", "N/A", "" },
	{ "postal", "1-2345678", "ERR:length" },
	{ "email", "taro@sub.example.co.jp", "taro@sub.example.co.jp" }, { "corpno", "ABC", "ERR:char" },
	{ "amount", "1 000", "ERR:format" }, { "amount", "▲¥1,000", "-1000" },
	{ "postal", "160–0022", "160-0022" }, { "phone", "0120123456", "+81120123456" },
	{ "amount", "1兆円", "1000000000000" }, { "phone", "03-1234-5678、090-1234-5678", "+81312345678" },
	{ "gender", "F ", "f" }, { "phone", "9.01E+09", "ERR:sci" }, { "postal", "100‐0001", "100-0001" },
	{ "postal", "1234", "ERR:length" }, { "email", "taro@", "ERR:domain" },
	{ "amount", "(1,234円)", "-1234" }, { "phone", "自宅電話 03-1234-5678", "+81312345678" },
	{ "amount", "10万5千300円", "105300" }, { "gender", "回答しない", "" }, { "amount", "0.00", "0" },
	{ "phone", "+81-3-1234-5678 ext12", "+81312345678;ext=12" },
	{ "postal", "1000001.0", "100-0001" }, { "phone", "120123456", "+81120123456" },
	{ "gender", "Man", "m" }, { "email", "taro@example.jp;", "taro@example.jp" },
	{ "phone", "03-1234-5678,090-1234-5678", "+81312345678" }, { "gender", "女 性", "f" },
	{ "corpno", "０", "ERR:length" }, { "amount", "¥▲1,000", "-1000" },
	{ "amount", "一万二千三百四十五", "12345" }, { "phone", "自宅：03-1234-5678", "+81312345678" },
	{ "email.key", "t.a@gmail.co.jp", "t.a@gmail.co.jp" },
	{ "corpno", "T7000012050003", "ERR:check" }, { "amount", "12,345,67", "ERR:group" },
	{ "gender", "３", "x" }, { "email", "-", "" }, { "amount", "△ 1,000", "-1000" },
	{ "phone", "携帯 090-1234-5678", "+819012345678" }, { "phone", "+81 0312345678", "+81312345678" },
	{ "amount", "1,000.50", "ERR:fraction" }, { "email", "N/A", "" },
	{ "phone.disp", "0120-12-3456", "0120-123-456" }, { "phone.disp", "ない", "ERR:char" },
	{ "phone", "+81(0)90-1234-5678", "+819012345678" },
	{ "phone.disp", "0997212345", "0997-21-2345" }, { "phone", "312345678.0", "+81312345678" },
	{ "gender", "男子", "m" }, { "amount", "1億", "100000000" }, { "amount", "1000円より", "ERR:format" },
	{ "phone.disp", "+14155550100", "+14155550100" }, { "phone", "090.1234.5678", "+819012345678" },
	{ "amount", "▲0", "0" }, { "phone", "☎03-1234-5678", "+81312345678" },
	{ "phone", "'+81312345678", "+81312345678" },
	{ "email", "MAILTO:taro@example.jp", "taro@example.jp" }, { "postal", "１２３", "ERR:old" },
	{ "amount", "￥ １，２３４", "1234" }, { "amount", "(¥1,000)", "-1000" },
	{ "postal", "’0600042", "060-0042" }, { "amount", "１，０００", "1000" },
	{ "phone.disp", "08012345678", "080-1234-5678" }, { "gender", "mf", "ERR:value" },
	{ "phone", "電話番号：03-1234-5678", "+81312345678" }, { "phone", "9.01234567E+10", "ERR:sci" },
	{ "phone.disp", "0982123456", "0982-12-3456" }, { "phone", "090-1234-56789", "ERR:length" },
	{ "gender", "X", "x" }, { "phone", "会社 03-1234-5678", "+81312345678" },
	{ "postal", "〒100-0001", "100-0001" }, { "amount", "1,000円（税抜）", "1000" },
	{ "phone", "8112345678", "ERR:length" }, { "corpno", "T 7000012050002", "T7000012050002" },
	{ "postal", "〒　９００－８５７０", "900-8570" }, { "postal", "T9008570", "900-8570" },
	{ "postal", "郵便番号：900‐8570", "900-8570" }, { "postal", "'9008570", "900-8570" },
	{ "postal", "308570", "030-8570" }, { "postal", "30-8570", "030-8570" }, { "postal", "9008570.0", "900-8570" },
	{ "postal", "900", "ERR:old" }, { "postal", "900-85", "ERR:old" }, { "postal", "90085", "ERR:length" },
	{ "postal", "900-857", "ERR:length" }, { "postal", "900-857O", "ERR:char" }, { "postal", "〒　　　－", "" },
	{ "phone", "（０６）６９４１－０３５１", "+81669410351" }, { "phone", "06ー6941ー0351", "+81669410351" },
	{ "phone", "+81 (0)6 6941 0351", "+81669410351" }, { "phone", "010-81-6-6941-0351", "+81669410351" },
	{ "phone", "669410351", "+81669410351" }, { "phone", "8012345678", "+818012345678" },
	{ "phone", "TEL:06-6941-0351（代）", "+81669410351" }, { "phone", "06-6941-0351 内線２２", "+81669410351;ext=22" },
	{ "phone", "06-6941-0351 x7", "+81669410351;ext=7" }, { "phone", "+81669410351;ext=7", "+81669410351;ext=7" },
	{ "phone", "06-6941-0351、080-1234-5678", "+81669410351" }, { "phone", "携帯：080-1234-5678", "+818012345678" },
	{ "phone", "8.01235E+9", "ERR:sci" }, { "phone", "6941-0351", "ERR:length" }, { "phone", "06-6941-035", "ERR:length" },
	{ "phone", "+44 20 7946 0000", "+442079460000" }, { "phone", "06-6941-O351", "ERR:char" },
	{ "phone", "不明", "" }, { "phone", "000-0000-0000", "ERR:prefix" },
	{ "phone.key", "06-6941-0351 内線22", "+81669410351" },
	{ "phone.disp", "0669410351", "06-6941-0351" }, { "phone.disp", "08012345678 内線3", "080-1234-5678 内線3" },
	{ "phone.disp", "0120444444", "0120-444-444" }, { "phone.disp", "+442079460000", "+442079460000" },
	{ "email", "Sōseki <Soseki@Example.JP>", "Soseki@example.jp" }, { "email", "ｋａｉ＠ｅｘａｍｐｌｅ．ｊｐ", "kai@example.jp" },
	{ "email", "kai@example.jp / umi@example.jp", "kai@example.jp" }, { "email", "mailto:kai@example.jp。", "kai@example.jp" },
	{ "email", "k..ai.@docomo.ne.jp", "k..ai.@docomo.ne.jp" }, { "email", "kai", "ERR:at" },
	{ "email", "k@i@example.jp", "ERR:at" }, { "email", "@example.jp", "ERR:local" }, { "email", "海@example.jp", "ERR:local" },
	{ "email", "MailTo:kai@example.jp", "kai@example.jp" }, { "email", "mailtokai@example.jp", "mailtokai@example.jp" },
	{ "email", "kai@jp", "ERR:domain" }, { "email", "kai@example-.jp", "ERR:domain" }, { "email", "kai@example.123", "ERR:domain" },
	{ "email.key", "K.A.I+list@GoogleMail.com", "kai@gmail.com" }, { "email.key", "K.ai+x@example.jp", "k.ai+x@example.jp" },
	{ "amount", "￥９８０－", "980" }, { "amount", "金壱拾弐万円也", "120000" }, { "amount", "２億３千万円", "230000000" },
	{ "amount", "1.25万", "12500" }, { "amount", "▲ 1,980 円", "-1980" }, { "amount", "(500)", "-500" },
	{ "amount", "¥-500", "-500" }, { "amount", "1,980円（税抜）", "1980" }, { "amount", "100.50", "ERR:fraction" },
	{ "amount", "+500", "ERR:format" }, { "amount", "--500", "ERR:format" }, { "amount", "¥▲1,980", "-1980" },
	{ "amount", "1,98", "ERR:group" }, { "amount", "98,1980", "ERR:group" }, { "amount", "無料", "0" },
	{ "amount", "応相談", "ERR:format" }, { "amount", "百二十", "120" }, { "amount", "99999999999999999999", "ERR:range" },
	/* check digit by hand: digits of 2000012345678, 9 - sum mod 9 = 2 */
	{ "corpno", "2000012345678", "2000012345678" }, { "corpno", "t2-0000-1234-5678", "T2000012345678" },
	{ "corpno", "1000012345678", "ERR:check" }, { "corpno", "200001234567", "ERR:length" },
	{ "corpno", "20000123456x8", "ERR:char" },
	{ "header", "【必須】お名前（漢字）", "name" }, { "header", "ﾒｰﾙｱﾄﾞﾚｽ※", "email" }, { "header", "E‐Mail", "email" },
	{ "header", "お届け先 電話番号", "ship.phone" }, { "header", "Billing Zip", "bill.zip" },
	{ "header", "電話番号(請求先)", "bill.phone" }, { "header", "会員ランク (A:金, B:銀)", "rank" },
	{ "header", "趣味", "?" }, { "header", "", "" },
};

static void warnings(void)
{
	struct crm_norm norm = { 0 };
	struct crm_buf out = CRM_BUF_INIT;

	crm_norm_find("postal")("308570", &out, &norm);
	is_str(norm.warning, "zero-padded", "a lost zero of a code is said");
	crm_norm_find("phone")("669410351", &out, &norm);
	is_str(norm.warning, "lost-zero", "a lost zero of a phone is said");
	crm_norm_find("phone")("06-6941-0351", &out, &norm);
	ok(norm.warning == NULL, "a warning does not stay");
	crm_buf_release(&out);
}

int main(void)
{
	struct crm_norm norm = { 0 };

	check_rules(rules, sizeof rules / sizeof *rules, &norm);
	warnings();
	is_int(crm_phone_kind("+818012345678"), CRM_PHONE_MOBILE, "080 is a mobile");
	is_int(crm_phone_kind("+81669410351"), CRM_PHONE_FIXED, "06 is a fixed line");
	is_int(crm_phone_kind("+81120444444"), CRM_PHONE_FREE, "0120 is toll free");
	is_int(crm_phone_kind("+442079460000"), CRM_PHONE_FOREIGN, "+44 is abroad");
	is_int(crm_header_known("フリガナ"), 1, "a known column");
	is_int(crm_header_known("趣味"), 0, "a column of its own");
	ok(crm_norm_find("no such") == NULL && crm_norm_find("phone.key") != NULL, "fields are found by name");
	return done_testing();
}
