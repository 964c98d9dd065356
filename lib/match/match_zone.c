#include <crm/match_zone.h>

#include <math.h>

#define MOST_WRONG 0.05
#define FEW_WRONG 3.0
#define STEPS 11               /* of an eighth of a bit, to odds of 10 to 1: a pair above is worth its risk */
#define UNIT 1048576.0         /* sums of whole numbers do not depend on their order */

double crm_match_zone_same(const struct crm_match_pair *pair, size_t n)
{
	uint64_t count[STEPS + 1] = { 0 }, wrong[STEPS + 1] = { 0 };
	double pairs = 0, sum = 0;
	int same = STEPS;

	for (size_t i = 0; i < n; i++) {
		double above = ((double)pair[i].score - CRM_MATCH_SAME_BITS) * 8;
		int step = above < STEPS ? (int)above : STEPS;

		if (above < 0)
			continue;
		count[step]++;
		wrong[step] += (uint64_t)(UNIT / (1 + exp2((double)pair[i].score)));
	}
	for (int step = STEPS; step >= 0; step--) {
		pairs += (double)count[step];
		sum += (double)wrong[step] / UNIT;
		if (sum <= MOST_WRONG * pairs || sum < FEW_WRONG)
			same = step;
	}
	return CRM_MATCH_SAME_BITS + same / 8.0;
}
