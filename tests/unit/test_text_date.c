/* Dates: eras and their limits, partial dates, what is never guessed.  Expected: the era table of the
 * Cabinet Office (明治 1868 大正 1912-07-30 昭和 1926-12-25 平成 1989-01-08 令和 2019-05-01) by hand. */
#include "rules.h"

static const struct rule rules[] = {
	{ "date", "令和元年五月一日", "2019-05-01" }, { "date", "令和3年2月29日", "ERR:range" },
	{ "date", "2021年4月１日", "2021-04-01" }, { "date", "昭和55年", "ERR:format" },
	{ "date", "2021/4/1 (木) 12:00", "2021-04-01" }, { "date", "1.2.2021", "ERR:ambiguous" },
	{ "date", "大正元年7月30日", "1912-07-30" }, { "date", "H31.5.1", "2019-05-01" },
	{ "date", "2021-04-01 12:34:56 UTC", "2021-04-01" }, { "date", "R3.4", "2021-04" },
	{ "date", "Apr 1, 2021", "ERR:format" }, { "date", "令和三年四月", "2021-04" },
	{ "date", "元年5月1日", "ERR:format" }, { "date", "2021/4/1(木・祝)", "2021-04-01" },
	{ "date.serial", "令和3年4月1日", "2021-04-01" }, { "date", "0000-00-00 00:00:00", "" },
	{ "date.serial", "-1", "ERR:serial" }, { "date", "2021/04/01 09:05:06.123", "2021-04-01" },
	{ "date", "令和 3 年 4 月 1 日", "2021-04-01" }, { "date", "H010108", "1989-01-08" },
	{ "date", "2021-4-1", "2021-04-01" }, { "date", "S550102", "1980-01-02" },
	{ "date", "--02-30", "ERR:range" }, { "date", "2021", "ERR:format" },
	{ "date", "2021-00-10", "ERR:range" }, { "date", "1872-12-31", "ERR:lunar" },
	{ "date", "--02-29", "--02-29" }, { "date.serial", "0.5", "ERR:serial" },
	{ "date", "2021年04月01日(木)", "2021-04-01" }, { "date", "X3.4.1", "ERR:format" },
	{ "date", "2021/04/01", "2021-04-01" }, { "date", "2021年4月1日生", "ERR:format" },
	{ "date", "1900-02-29", "ERR:range" }, { "date", "明治45年7月30日", "1912-07-30" },
	{ "date.serial", "2021-04-01", "2021-04-01" }, { "date", "12/31/1999", "ERR:ambiguous" },
	{ "date", "210401", "ERR:format" }, { "date", "2021/4/1/", "ERR:format" },
	{ "date", "昭和64年1月8日", "1989-01-08" }, { "date", "大元.7.30", "1912-07-30" },
	{ "date", "2021-04-31", "ERR:range" }, { "date", "二千二十一年四月一日", "2021-04-01" },
	{ "date", "2月30日", "ERR:range" }, { "date", "1/2", "ERR:ambiguous" },
	{ "date", "大正１５年１２月２５日", "1926-12-25" }, { "date", "20210431", "ERR:range" },
	{ "date", "一九八〇年十月十日", "1980-10-10" }, { "date", "13月1日", "ERR:range" },
	{ "date", "2021-W13-4", "ERR:format" }, { "date", "平成三十一年四月三十日", "2019-04-30" },
	{ "date", "2024-2-29", "2024-02-29" }, { "date", "2023/02/29", "ERR:range" }, { "date", "２０２４．２．２９", "2024-02-29" },
	{ "date", "2024年 2月 29日（木）", "2024-02-29" }, { "date", "20240229", "2024-02-29" },
	{ "date", "2024-02-29T23:59:59.999Z", "2024-02-29" }, { "date", "2024/2/29 9:05 PM", "2024-02-29" },
	{ "date", "2024年2月29日 午後3時05分", "2024-02-29" }, { "date", "二〇二四年二月二十九日", "2024-02-29" },
	{ "date", "令和6年2月29日", "2024-02-29" }, { "date", "R6.2.29", "2024-02-29" }, { "date", "㋿六年二月廿九日", "ERR:format" },
	{ "date", "令和元年5月1日", "2019-05-01" }, { "date", "H31.4.30", "2019-04-30" }, { "date", "平成元.1.8", "1989-01-08" }, { "date", "昭和100年1月1日", "ERR:format" },
	{ "date", "昭和64年1月7日", "1989-01-07" }, { "date", "S01-12-25", "1926-12-25" }, { "date", "大正元年7月30日", "1912-07-30" },
	{ "date", "明治６年１月１日", "1873-01-01" }, { "date", "明治5年12月31日", "ERR:lunar" }, { "date", "S550102", "1980-01-02" },
	{ "date", "令和0年1月1日", "ERR:range" }, { "date", "1980年1月", "1980-01" }, { "date", "昭和55年1月", "1980-01" },
	{ "date", "2月29日", "--02-29" }, { "date", "--02-30", "ERR:range" }, { "date", "5/6/2024", "ERR:ambiguous" },
	{ "date", "24/5/6", "ERR:ambiguous" }, { "date", "5/6", "ERR:ambiguous" }, { "date", "45000", "ERR:format" },
	{ "date", "2024 2 29", "ERR:format" }, { "date", "R 6 2 29", "2024-02-29" }, { "date", "令和 6年 2月 29日", "2024-02-29" },
	{ "date", "2024/2/29(木・祝)", "2024-02-29" }, { "date", "十月二十日", "--10-20" }, { "date", "31-12-1999", "ERR:ambiguous" },
	{ "date", "二二二二一年四月", "ERR:format" },       /* found by fuzz_date */
	{ "date", "来週", "ERR:format" }, { "date", "0000/00/00", "" }, { "date", "0000-00-00 00:00:00", "" },
	{ "date.serial", "45000", "2023-03-15" }, { "date.serial", "60", "ERR:serial" }, { "date.serial", "0", "ERR:serial" }, { "date.serial", "-1", "ERR:serial" },
	{ "date.serial", "61.75", "1900-03-01" }, { "date.serial", "2024-02-29", "2024-02-29" },
};

static const struct rule ordered[] = {
	{ "date", "5/6/2024", "2024-06-05" }, { "date", "31/1/2024", "2024-01-31" }, { "date", "88/5/6", "1988-05-06" },
};

int main(void)
{
	struct crm_norm norm = { 0 }, chosen = { .date_order = CRM_ORDER_DMY, .century = 1900 };
	struct crm_buf out = CRM_BUF_INIT;

	check_rules(rules, sizeof rules / sizeof *rules, &norm);
	check_rules(ordered, sizeof ordered / sizeof *ordered, &chosen);
	crm_norm_find("date")("平成31年5月1日", &out, &norm);
	is_str(out.s, "2019-05-01", "a day behind the end of its era is computed");
	is_str(norm.warning, "era-overrun", "and said");
	chosen.date_order = CRM_ORDER_MDY;
	crm_norm_find("date")("5/6/2024", &out, &chosen);
	is_str(out.s, "2024-05-06", "month first when chosen");
	crm_buf_release(&out);
	return done_testing();
}
