/* A big workbook of Japanese customers, and the reading of any:
 *
 *	xlsx_rows N > book.xlsx         N rows of 15 columns, as crm-export writes them (inline strings)
 *	xlsx_rows FILE                  reads all cells of the first sheet, prints rows and filled cells */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <crm/diag.h>
#include <crm/num.h>
#include <crm/reader.h>
#include <crm/writer.h>

enum { COLUMNS = 15 };

static unsigned next(unsigned n)
{
	static uint64_t state = 7;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((state >> 33) % n);
}

static void fill(char text[COLUMNS][64], int64_t row)
{
	static const char *const family[] = { "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤" };
	static const char *const given[] = { "太郎", "花子", "一郎", "美咲", "健太", "陽子", "翔", "結衣", "誠", "恵" };
	static const char *const prefecture[] = { "東京都", "大阪府", "愛知県", "福岡県", "北海道" };
	unsigned f = next(10), g = next(10);
	size_t n = sizeof *text;

	snprintf(text[0], n, "C%07lld", (long long)row);
	snprintf(text[1], n, "%s　%s", family[f], given[g]);
	snprintf(text[2], n, "ヤマダ　タロウ%u", next(5000));
	snprintf(text[3], n, "%s", family[f]);
	snprintf(text[4], n, "%s", given[g]);
	snprintf(text[5], n, "%s", next(2) ? "女" : "男");
	snprintf(text[6], n, "19%02u-%02u-%02u", next(100), 1 + next(12), 1 + next(28));
	snprintf(text[7], n, "user%lld@example.jp", (long long)row);
	snprintf(text[8], n, "090-%04u-%04u", next(10000), next(10000));
	snprintf(text[9], n, "%03u-%04u", next(1000), next(10000));
	snprintf(text[10], n, "%s", prefecture[next(5)]);
	snprintf(text[11], n, "千代田区%u", next(300));
	snprintf(text[12], n, "丸の内%u-%u-%u", next(9), next(30), next(20));
	snprintf(text[13], n, "メモ & 備考 %u", next(100));
	snprintf(text[14], n, "%u", next(100000));
}

static int make(int64_t rows)
{
	static const char *const names[COLUMNS] = { "会員番号", "氏名", "カナ", "姓", "名", "性別", "生年月日", "メール", "電話番号",
						    "郵便番号", "都道府県", "市区町村", "番地", "備考", "購入額" };
	struct crm_writer_opts o = { .to = CRM_TO_XLSX };
	struct crm_writer *w = crm_writer_open_names(stdout, names, COLUMNS, &o);
	char text[COLUMNS][64];
	struct crm_cell cell[COLUMNS];

	for (int64_t row = 1; w && row <= rows; row++) {
		fill(text, row);
		for (int i = 0; i < COLUMNS; i++)
			cell[i] = (struct crm_cell){ text[i], strlen(text[i]) };
		crm_writer_put(w, cell, COLUMNS);
	}
	return w ? crm_writer_close(w) : -1;
}

static int count(const char *name)
{
	struct crm_reader_opts o = { 0 };
	struct crm_reader *in = crm_reader_open(name, &o);
	struct crm_record r;
	long rows = 0, cells = 0;
	int got = -1;

	while (in && (got = crm_reader_next(in, &r)) == 1) {
		rows++;
		for (size_t i = 0; i < r.n; i++)
			cells += r.cell[i].n > 0;
	}
	crm_reader_close(in);
	printf("%ld %ld\n", rows, cells);
	return got;
}

int main(int argc, char **argv)
{
	int64_t rows;

	crm_start("xlsx_rows");
	if (argc != 2 || (crm_num_int(argv[1], &rows) == 0 ? make(rows) : count(argv[1])) != 0)
		crm_raise(CRM_FAILED);
	return crm_finish();
}
