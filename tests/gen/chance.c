#include "shop.h"

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

struct rng rng_at(uint64_t seed, int purpose, uint64_t index)
{
	struct rng r = { mix(mix(seed + 1) + mix((uint64_t)purpose + 1000) + mix(index + 77) * 3) };

	return r;
}

uint64_t rng_next(struct rng *r)
{
	r->state += UINT64_C(0x9e3779b97f4a7c15);
	return mix(r->state);
}

double rng_unit(struct rng *r)
{
	return ((double)(rng_next(r) >> 11) + 0.5) / 9007199254740992.0;
}

int rng_below(struct rng *r, int n)
{
	return (int)((rng_next(r) >> 32) * (uint64_t)n >> 32);
}

int rng_chance(struct rng *r, double p)
{
	return rng_unit(r) < p;
}

/* Howard Hinnant, civil_from_days */
void date_of(int day, int ymd[3])
{
	int z = day + 719468, era = z / 146097, doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	ymd[2] = doy - (153 * mp + 2) / 5 + 1;
	ymd[1] = mp < 10 ? mp + 3 : mp - 9;
	ymd[0] = yoe + era * 400 + (ymd[1] <= 2);
}
