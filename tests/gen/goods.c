/* What the shop sells, and ten years of its order lines, day by day.
 * Buyers have tastes, and one thing leads to another: a printer to its own ink, coffee to cups. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "shop.h"

enum kind {
	PRINTER, INK, PAPER, COFFEE, CUP, TEA, TEAPOT, GARDEN, SEED, TOY, BATTERY, STATIONERY, TOWEL,
	SWEETS, BOOK, N_KINDS
};

#define ITEMS 10
#define FAMILIES 4            /* printer number i of the list takes ink number i mod FAMILIES */

static const struct {
	const char *code, *category;
	int low, high, weight;
	const char *items[ITEMS];
} kinds[N_KINDS] = {
	{ "PR", "プリンター", 9800, 39800, 3, { "インクジェット複合機 KX", "コンパクトプリンター MJ", "フォトプリンター TR",
		"A3複合機 PS", "モバイルプリンター KX", "ビジネス複合機 MJ", "写真専用機 TR", "はがきプリンター PS",
		"タンク式複合機 KX", "家庭用複合機 MJ" } },
	{ "IN", "インク", 980, 4980, 4, { "KX用インク 黒", "MJ用インク 黒", "TR用インク 黒", "PS用インク 黒", "KX用インク 4色",
		"MJ用インク 4色", "TR用インク 6色", "PS用インク 4色", "KX用インク 大容量", "MJ用インク 大容量" } },
	{ "PA", "用紙", 380, 1980, 6, { "コピー用紙 A4 500枚", "コピー用紙 A3 500枚", "写真用紙 L判", "はがき用紙",
		"光沢紙 A4", "再生紙 A4 500枚", "ラベル用紙", "名刺用紙", "厚紙 A4", "ロール紙" } },
	{ "CO", "コーヒー", 580, 2480, 10, { "ブレンド豆 200g", "深煎り豆 200g", "ドリップバッグ 10袋", "カフェインレス豆",
		"エチオピア 豆 100g", "アイスコーヒー 1L", "インスタント 80g", "コロンビア 豆 200g", "カフェオレベース", "有機豆 200g" } },
	{ "CU", "コーヒー器具", 680, 6980, 4, { "マグカップ", "コーヒーカップ 2客", "ドリッパー", "ペーパーフィルター 100枚",
		"コーヒーミル", "サーバー 600ml", "保温タンブラー", "ドリップポット", "計量スプーン", "キャニスター" } },
	{ "TE", "茶葉", 480, 2980, 8, { "煎茶 100g", "深蒸し茶 100g", "玄米茶 200g", "ほうじ茶 150g", "玉露 50g", "抹茶 30g",
		"紅茶 ティーバッグ", "麦茶 パック", "番茶 200g", "ハーブティー" } },
	{ "TP", "茶器", 880, 5980, 3, { "急須", "湯呑", "茶筒", "ティーポット", "茶こし", "湯冷まし", "茶托 5枚", "抹茶茶碗",
		"茶筅", "土瓶" } },
	{ "GA", "園芸用品", 480, 5980, 5, { "プランター 60cm", "移植ごて", "じょうろ 6L", "培養土 14L", "園芸手袋", "剪定ばさみ",
		"支柱 10本", "植木鉢 8号", "散水ホース 15m", "防虫ネット" } },
	{ "SE", "種苗", 180, 880, 5, { "ミニトマトの種", "バジルの種", "朝顔の種", "ひまわりの種", "小松菜の種", "チューリップ球根",
		"いちごの苗", "なすの苗", "パンジーの苗", "ねぎの種" } },
	{ "TO", "玩具", 980, 7980, 5, { "ラジコンカー", "電車セット", "積み木", "着せ替え人形", "パズル 300片", "光る剣",
		"動く恐竜", "お絵かきボード", "楽器玩具", "知育ブロック" } },
	{ "BA", "電池", 280, 1280, 4, { "単3電池 8本", "単4電池 8本", "単1電池 4本", "単2電池 4本", "ボタン電池 2個", "充電池 単3 4本",
		"充電器", "9V電池", "単3電池 20本", "単4電池 20本" } },
	{ "ST", "文具", 120, 1980, 10, { "ボールペン", "ノート 5冊", "付箋", "消しゴム", "蛍光ペン 5色", "クリアファイル 10枚",
		"はさみ", "修正テープ", "万年筆", "手帳" } },
	{ "TW", "タオル", 480, 3980, 5, { "フェイスタオル", "バスタオル", "ハンドタオル 3枚", "スポーツタオル", "手ぬぐい",
		"タオルケット", "ガーゼタオル", "浴用タオル", "キッチンクロス", "ギフトタオル" } },
	{ "SW", "菓子", 150, 2480, 12, { "どら焼き", "羊羹", "せんべい 詰合せ", "クッキー 缶", "カステラ", "チョコレート 12粒",
		"あられ", "最中 6個", "ゼリー 8個", "金平糖" } },
	{ "BK", "書籍", 580, 2980, 6, { "料理の本", "園芸の本", "旅行案内", "絵本", "歴史小説", "語学入門", "手芸の本", "写真集",
		"推理小説", "家計簿" } },
};

/* having bought the first, people come back for the second */
static const struct {
	enum kind first, then;
	double chance;
} leads[] = {
	{ PRINTER, INK, 0.30 }, { COFFEE, CUP, 0.18 }, { TEA, TEAPOT, 0.15 }, { GARDEN, SEED, 0.25 },
	{ TOY, BATTERY, 0.25 },
};

#define N_LEADS ((int)(sizeof leads / sizeof leads[0]))

/* product p: series p / (N_KINDS * ITEMS) of item (p / N_KINDS) % ITEMS of kind p % N_KINDS */
struct goods {
	struct shop *shop;
	FILE *orders;
	int *price;
	uint32_t *day;              /* first buyer of each day, person + 1; 0 none */
	uint32_t order_no;
};

static int item_of(int product)
{
	return product / N_KINDS % ITEMS;
}

static void product_code(char out[16], int product)
{
	snprintf(out, 16, "%s%03d", kinds[product % N_KINDS].code, product / N_KINDS + 1);
}

static void products_write(struct goods *g)
{
	FILE *f = shop_file(g->shop, "products.csv");

	fputs("商品コード,商品名,カテゴリ,単価,在庫\n", f);
	for (int p = 0; p < g->shop->products; p++) {
		int kind = p % N_KINDS, series = p / (N_KINDS * ITEMS), low = kinds[kind].low;
		struct rng r = rng_at(g->shop->seed, PRICE, (uint64_t)p);
		char code[16], suffix[16] = "";

		g->price[p] = low + rng_below(&r, (kinds[kind].high - low) / 100 + 1) * 100;
		product_code(code, p);
		if (series)
			snprintf(suffix, sizeof suffix, " No.%d", series + 1);
		fprintf(f, "%s,%s%s,%s,%d,%d\n", code, kinds[kind].items[item_of(p)], suffix,
			kinds[kind].category, g->price[p], rng_below(&r, 200));
	}
	shop_close(f, "products.csv");
}

/* a product of the kind: the first ones sell best; of ink, only what fits the printer's family */
static int draw_product(const struct goods *g, int kind, int family, struct rng *r)
{
	int n = (g->shop->products - kind + N_KINDS - 1) / N_KINDS, i;
	double u = rng_unit(r);

	i = (int)(n * u * u);
	if (kind == INK && family) {
		i = i - i % ITEMS + (i % ITEMS) / FAMILIES * FAMILIES + family - 1;
		if (i % ITEMS < family - 1 || i >= n)
			i = family - 1;
	}
	return i < n ? i * N_KINDS + kind : kind;
}

static int draw_kind(const struct account *a, int tastes, struct rng *r)
{
	int total = 0, at;

	for (int i = 0; i < N_LEADS; i++)
		if (a->tastes >> i & 1 && rng_chance(r, leads[i].chance))
			return leads[i].then;
	if (rng_chance(r, 0.5))
		return rng_chance(r, 0.6) ? tastes % N_KINDS : tastes / N_KINDS % N_KINDS;
	for (int k = 0; k < N_KINDS; k++)
		total += kinds[k].weight;
	at = rng_below(r, total);
	for (int k = 0;; k++) {
		at -= kinds[k].weight;
		if (at < 0)
			return k;
	}
}

static int buy(const struct goods *g, struct account *a, int tastes, struct rng *r)
{
	int kind = draw_kind(a, tastes, r), product;

	if (kind == PRINTER && a->family)
		kind = INK;
	product = draw_product(g, kind, a->family, r);
	for (int i = 0; i < N_LEADS; i++)
		if ((int)leads[i].first == kind)
			a->tastes |= (uint8_t)(1 << i);
	if (kind == PRINTER)
		a->family = (uint8_t)(1 + item_of(product) % FAMILIES);
	return product;
}

static int draw_quantity(struct rng *r)
{
	return rng_chance(r, 0.82) ? 1 : rng_chance(r, 0.75) ? 2 : 3 + rng_below(r, 3);
}

/* the account to buy with among those opened by that day */
static int draw_account(const struct account *a, int day, struct rng *r)
{
	static const double share[3] = { 0.5, 0.5, 0.3 };
	int pick = -1;

	for (int i = 0; i < 3; i++)
		if (i != CARD && a->id[i] && a->since[i] <= day && (pick < 0 || rng_chance(r, share[i])))
			pick = i;
	if (a->id[2] && a->since[2] <= day && (pick < 0 || (pick == POS && rng_chance(r, 0.6))))
		pick = 2;
	return pick;
}

static void order_write(struct goods *g, uint32_t person, int day, int second, struct rng *r)
{
	struct account *a = &g->shop->accounts[person];
	struct rng taste = rng_at(g->shop->seed, DRAW + 2, person);
	int tastes = rng_below(&taste, N_KINDS * N_KINDS), pick = draw_account(a, day, r), lines = 1, ymd[3];
	char head[80], member[16];

	while (lines < 8 && rng_chance(r, 0.5))
		lines++;
	lines = (uint32_t)lines > a->left ? (int)a->left : lines;
	date_of(FIRST_DAY + day, ymd);
	snprintf(member, sizeof member, pick == EC ? "%u" : "S%07u", a->id[pick]);
	snprintf(head, sizeof head, "%c%08u,%s,%s,%04d-%02d-%02d %02d:%02d:%02d", pick == EC ? 'W' : 'T',
		 ++g->order_no, pick == EC ? "ec" : "pos", member, ymd[0], ymd[1], ymd[2],
		 second / 3600, second / 60 % 60, second % 60);
	for (int i = 0; i < lines; i++) {
		int back = !i && a->last && rng_chance(r, 0.01);        /* the last thing is brought back */
		int product = back ? a->last - 1 : buy(g, a, tastes, r);
		int quantity = back ? -1 : draw_quantity(r);
		char code[16];

		product_code(code, product);
		fprintf(g->orders, "%s,%s,%d,%d,%d\n", head, code, quantity, g->price[product],
			g->price[product] * quantity);
		a->last = back ? 0 : (uint16_t)(product + 1);
	}
	a->left -= (uint32_t)lines;
}

static void queue(struct goods *g, uint32_t person, int day)
{
	g->shop->accounts[person].next = g->day[day];
	g->day[day] = person + 1;
}

/* orders left: so many points at random in what is left of the time; the first of them is next */
static int next_day(const struct account *a, int day, struct rng *r)
{
	double orders = (a->left + 1) / 2, gap = (a->end - day) * (1 - pow(rng_unit(r), 1 / orders));
	int next = day + 1 + (int)gap;

	return next < a->end ? next : a->end;
}

/* when a buyer stops coming, and a weight for how much is bought until then */
static double draw_weight(struct account *a, uint64_t seed, uint32_t person, int *first)
{
	struct rng r = rng_at(seed, WEIGHT, person);
	double life = rng_chance(&r, 0.35) ? 1e9 : -log(rng_unit(&r)) * 600, heavy = -log(rng_unit(&r));
	int span = LAST_DAY - FIRST_DAY;

	*first = span;
	for (int i = 0; i < 3; i++)
		if (a->id[i] && a->since[i] < *first)
			*first = a->since[i];
	if (*first == span || rng_chance(&r, 0.06))
		return 0;
	a->end = (uint16_t)(life < span - *first ? *first + (int)life : span);
	return heavy * sqrt(heavy) * (a->end - *first + 30);
}

/* hands out the lines: exactly shop->lines of them in all */
static void share_lines(struct goods *g)
{
	struct shop *s = g->shop;
	double total = 0, sum = 0;
	uint64_t given = 0;
	int first;

	for (uint32_t p = 0; p < s->customers; p++)
		total += draw_weight(&s->accounts[p], s->seed, p, &first);
	for (uint32_t p = 0; p < s->customers; p++) {
		struct account *a = &s->accounts[p];
		struct rng r = rng_at(s->seed, DRAW + 3, p);
		double w = draw_weight(a, s->seed, p, &first);
		uint64_t upto;

		sum += w;
		upto = total > 0 ? (uint64_t)((double)s->lines * (sum / total) + 0.5) : 0;
		a->left = w > 0 ? (uint32_t)(upto - given) : 0;
		given += a->left;
		if (a->left)
			queue(g, p, rng_chance(&r, 0.4) ? first : next_day(a, first, &r));
	}
}

static void orders_write(struct goods *g)
{
	struct shop *s = g->shop;
	int span = LAST_DAY - FIRST_DAY;

	g->orders = shop_file(s, "orders.csv");
	fputs("注文番号,販売元,会員ID,注文日時,商品コード,数量,単価,金額\n", g->orders);
	for (int day = 0; day <= span; day++) {
		uint32_t buyers = 0, i = 0;

		for (uint32_t p = g->day[day]; p; p = s->accounts[p - 1].next)
			buyers++;
		for (uint32_t p = g->day[day], next; p; p = next, i++) {
			struct account *a = &s->accounts[p - 1];
			struct rng r = rng_at(s->seed, DRAW + 4 + day, p);
			int second = 36000 + (int)((i + rng_unit(&r)) * 39600 / buyers);

			next = a->next;
			do
				order_write(g, p - 1, day, second, &r);
			while (a->left && day >= a->end);
			if (a->left)
				queue(g, p - 1, next_day(a, day, &r));
		}
	}
	shop_close(g->orders, "orders.csv");
}

void goods_write(struct shop *s)
{
	struct goods g = { .shop = s };

	g.price = calloc((size_t)s->products, sizeof *g.price);
	g.day = calloc(LAST_DAY - FIRST_DAY + 2, sizeof *g.day);
	if (!g.price || !g.day) {
		fputs("shop: out of memory\n", stderr);
		exit(2);
	}
	products_write(&g);
	share_lines(&g);
	orders_write(&g);
	free(g.price);
	free(g.day);
}
