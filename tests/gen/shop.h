/* A synthetic Japanese retailer: people, the lists that know them, and what they buy.
 * Person number p is a pure function of (seed, p), so that a million need no memory. */
#ifndef GEN_SHOP_H
#define GEN_SHOP_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct town {
	const char *zip, *dial, *pref, *city, *town;
	int chome;                  /* 1: its addresses have a chome */
};

struct name {
	const char *kanji, *kana;
};

extern const struct town towns[];
extern const struct name surnames[], men[], women[];
extern const int n_towns, n_surnames, n_men, n_women;

/* chance.c: a stream of numbers of its own for every (seed, purpose, index) */
struct rng {
	uint64_t state;
};

enum purpose { BLOCK, HOUSE, PERSON, SOURCES, SECOND, ENTRY, WEIGHT, DRAW = ENTRY + 8, PRICE };

struct rng rng_at(uint64_t seed, int purpose, uint64_t index);
uint64_t rng_next(struct rng *r);
double rng_unit(struct rng *r);               /* in (0, 1) */
int rng_below(struct rng *r, int n);
int rng_chance(struct rng *r, double p);
void date_of(int day, int ymd[3]);            /* days since 1970-01-01 */

/* text.c */
void text_hiragana(char *out, size_t size, const char *katakana);
void text_halfwidth(char *out, size_t size, const char *katakana);
void text_romaji(char *out, size_t size, const char *katakana);
void text_fullwidth(char *out, size_t size, const char *ascii);
/* replaces one character by its variant where there is one; wide: also what CP932 lacks */
void text_variant(char *s, size_t size, struct rng *r, int wide);
void text_typo(char *s, size_t size, struct rng *r);          /* a character too many or too few */
void text_swap_digits(char *s, struct rng *r);

/* people.c */
enum source { POS, EC, CARD, N_SOURCES };

struct home {
	const struct town *town;
	int chome, ban, go, room;
	const char *building;       /* NULL: a house */
	char tel[12];               /* digits of the landline, "" none */
};

struct person {
	uint32_t id;
	int female;
	int birth[3];
	int moved;
	const struct name *surname, *former, *given;
	struct home home[2];        /* before and after the move */
	char mobile[2][12], mail[2][64];
};

/* a person as one list knows them: older facts, damaged cells, missing cells */
struct entry {
	char surname[40], given[40], kana[2][40];
	int female;                 /* -1 unknown */
	int birth[3];               /* zeros: unknown */
	struct home home;           /* town NULL: unknown */
	char tel[12], mobile[12], mail[64];
	struct rng style;           /* for how the list writes it */
};

int person_sources(uint64_t seed, uint32_t id);               /* bits 1 << source */
void person_make(struct person *p, uint64_t seed, uint32_t id);
void entry_make(struct entry *e, uint64_t seed, uint32_t id, enum source source, int copy);

/* lists.c and goods.c */
#define FIRST_DAY 16892   /* 2016-04-01 */
#define LAST_DAY 20543    /* 2026-03-31 */

struct account {                    /* what orders need to know about a person */
	uint32_t id[3];             /* till, web shop, second card of the till; 0 none */
	uint16_t since[3];          /* days after FIRST_DAY */
	uint16_t end, last;         /* last day of buying; last product */
	uint8_t family, tastes;
	uint32_t next, left;        /* next buyer of the same day; lines still to buy */
};

struct shop {
	uint64_t seed;
	uint32_t customers;
	uint64_t lines;
	int products, cp932;
	const char *dir;
	struct account *accounts;   /* by person */
};

FILE *shop_file(const struct shop *s, const char *name);
void shop_close(FILE *f, const char *name);
void csv_row(FILE *f, const char *const cells[], int n, const char *eol);
void lists_write(struct shop *s);
void cards_open(const struct shop *s);                        /* cards.c: cards.csv and cards.xlsx */
void cards_put(const struct entry *e, uint32_t no);
void cards_close(void);
void goods_write(struct shop *s);

/* style.c: how people write things */
void style_phone(char *out, size_t size, const char *digits, int dial, struct rng *r);
void style_date(char *out, size_t size, const int ymd[3], int style);
void style_blocks(char *out, size_t size, const struct home *h, struct rng *r);
int dial_digits(const struct home *h);

#endif
