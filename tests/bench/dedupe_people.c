/* A table of people with duplicates and typing errors, FEBRL-like (Christen 2005), of any size:
 *
 *	dedupe_people N [SEED] > people.csv        truth: cluster = the digits of record_id before "-"
 *
 * Two thirds of the records are originals, the others damaged copies of a random original: letters
 * changed, dropped, doubled or swapped, values missing, names swapped.  Same bytes for the same N and SEED. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GIVEN, SURNAME, NUMBER, STREET, SUBURB, POSTCODE, STATE, BIRTH, SOCIAL, FIELDS };

struct person {
	char field[FIELDS][40];
};

static uint64_t state;

static uint64_t next(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static uint32_t below(uint32_t n)
{
	return (uint32_t)(next() % n);
}

/* skewed: small numbers often, like names by rank */
static uint32_t skewed(uint32_t n)
{
	double u = (double)(next() >> 11) / 9007199254740992.0;

	return (uint32_t)((double)n * u * u * u);
}

/* the word of rank k: pronounceable, the same every time */
static void word(uint32_t k, uint32_t salt, char *out)
{
	static const char *const onset[] = { "b", "br", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r",
					     "s", "st", "t", "th", "w", "z" };
	static const char *const rime[] = { "a", "e", "i", "o", "u", "an", "er", "in", "on", "ell", "ay", "ith" };
	uint64_t h = (k + 1) * 0x9e3779b97f4a7c15u + salt * 0xd6e8feb86659fd93u;
	unsigned syllables;

	h ^= h >> 29;
	h *= 0xbf58476d1ce4e5b9u;
	syllables = 2 + (unsigned)(h >> 62) % 2;
	*out = 0;
	for (unsigned i = 0; i < syllables; i++) {
		strncat(out, onset[h % 20], 3);
		h /= 20;
		strncat(out, rime[h % 12], 4);
		h /= 12;
	}
}

static void original(uint64_t number, struct person *p)
{
	static const char *const states[] = { "nsw", "vic", "qld", "wa", "sa", "tas", "act", "nt" };
	uint32_t suburb;

	state = number * 0xd1342543de82ef95u + 77;
	word(skewed(3000), 1, p->field[GIVEN]);
	word(skewed(30000), 2, p->field[SURNAME]);
	snprintf(p->field[NUMBER], 40, "%u", (unsigned)(1 + skewed(400)));
	word(skewed(20000), 3, p->field[STREET]);
	strncat(p->field[STREET], below(2) ? " street" : " place", 8);
	suburb = skewed(5000);
	word(suburb, 4, p->field[SUBURB]);
	snprintf(p->field[POSTCODE], 40, "%04u", (unsigned)(1000 + suburb * 7919 % 9000));
	snprintf(p->field[STATE], 40, "%s", states[suburb % 8]);
	snprintf(p->field[BIRTH], 40, "%04u%02u%02u", 1900 + below(100), 1 + below(12), 1 + below(28));
	snprintf(p->field[SOCIAL], 40, "%07u", below(10000000));
}

static void damage(char *s)
{
	size_t n = strlen(s), at = n ? below((uint32_t)n) : 0;
	int digit = n && s[0] >= '0' && s[0] <= '9';
	char c = (char)(digit ? '0' + below(10) : 'a' + below(26));

	if (n < 2 || n > 37)
		return;
	switch (below(4)) {
	case 0: s[at] = c; break;
	case 1: memmove(s + at, s + at + 1, n - at); break;
	case 2: memmove(s + at + 1, s + at, n - at + 1); s[at] = c; break;
	default:
		if (at + 1 < n) {
			c = s[at];
			s[at] = s[at + 1];
			s[at + 1] = c;
		}
	}
}

static void copy_damaged(struct person *p)
{
	unsigned errors = 1 + below(4);
	char swap[40];

	for (unsigned i = 0; i < errors; i++) {
		unsigned f = below(FIELDS);

		if (below(5) == 0)
			p->field[f][0] = 0;
		else
			damage(p->field[f]);
	}
	if (below(30) == 0) {
		memcpy(swap, p->field[GIVEN], sizeof swap);
		memcpy(p->field[GIVEN], p->field[SURNAME], sizeof swap);
		memcpy(p->field[SURNAME], swap, sizeof swap);
	}
}

int main(int argc, char **argv)
{
	uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000, seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	uint64_t originals = n - n / 3;

	puts("record_id,given_name,surname,street_number,address_1,suburb,postcode,state,date_of_birth,soc_sec_id");
	for (uint64_t i = 0; i < n; i++) {
		struct person p;
		uint64_t number = i;

		if (i >= originals) {
			state = i * 31 + seed;
			number = next() % originals;
		}
		original(number + seed * 1000000007u, &p);
		if (i >= originals) {
			state = i * 0x2545f4914f6cdd1du + seed;
			copy_damaged(&p);
		}
		printf("%" PRIu64 "-%" PRIu64, number, i);
		for (int f = 0; f < FIELDS; f++)
			printf(",%s", p.field[f]);
		putchar('\n');
	}
	return 0;
}
