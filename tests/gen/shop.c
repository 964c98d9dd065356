/* shop --customers N --orders-lines M --seed S --out DIR [--products P] [--cp932]
 * Writes a synthetic Japanese retailer: shop_pos.csv (the till), ec_members.csv (the web shop), cards.csv and
 * cards.xlsx (the office), products.csv, orders.csv, and truth.csv, which says who is who.
 * --cp932: the till's list as Excel saves it, otherwise UTF-8.  Same arguments, same bytes. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "shop.h"

static long long number(const char *text, long long low, long long high)
{
	char *end;
	long long n = (errno = 0, strtoll(text, &end, 10));

	if (end == text || *end || errno || n < low || n > high) {
		fprintf(stderr, "shop: '%s' is not a number from %lld to %lld\n", text, low, high);
		exit(2);
	}
	return n;
}

static void parse(struct shop *s, int argc, char **argv)
{
	static const struct option options[] = {
		{ "customers", 1, NULL, 'c' }, { "orders-lines", 1, NULL, 'l' }, { "seed", 1, NULL, 's' },
		{ "out", 1, NULL, 'o' }, { "products", 1, NULL, 'p' }, { "cp932", 0, NULL, '9' }, { NULL, 0,
		NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'c': s->customers = (uint32_t)number(optarg, 1, 100000000); break;
		case 'l': s->lines = (uint64_t)number(optarg, 0, 4000000000); break;
		case 's': s->seed = (uint64_t)number(optarg, 0, INT64_MAX); break;
		case 'o': s->dir = optarg; break;
		case 'p': s->products = (int)number(optarg, 1, 60000); break;
		case '9': s->cp932 = 1; break;
		default: exit(2);
		}
	}
	if (optind < argc || !s->dir) {
		fputs("usage: shop --customers N --orders-lines M --seed S --out DIR"
		      " [--products P] [--cp932]\n", stderr);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	struct shop s = { .seed = 1, .customers = 1000, .lines = 10000, .products = 150 };

	parse(&s, argc, argv);
	if (mkdir(s.dir, 0777) && errno != EEXIST) {
		fprintf(stderr, "shop: %s: %s\n", s.dir, strerror(errno));
		return 2;
	}
	s.accounts = calloc(s.customers, sizeof *s.accounts);
	if (!s.accounts) {
		fputs("shop: out of memory\n", stderr);
		return 2;
	}
	lists_write(&s);
	goods_write(&s);
	free(s.accounts);
	return 0;
}
