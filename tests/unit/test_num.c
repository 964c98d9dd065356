/* lib/base/num: numbers as text are what printf says, without the zeros at the end. */
#include "tap.h"

#include <crm/num.h>

#include <stdint.h>

static void cut_zeros(char *s)
{
	char *end = s + strlen(s);

	if (!strchr(s, '.'))
		return;
	while (end[-1] == '0')
		*--end = 0;
	if (end[-1] == '.')
		*--end = 0;
}

int main(void)
{
	/* halves that are exact and halves that are not, the ends of the fast path, the smallest and largest */
	static const double edge[] = {
		0, .5, 1.5, 2.5, .125, .375, .0005, 1.0005, .15, .25, .35, 1e-7, 5e-7, 4.9999995, 999999.9999995,
		999999.4999999999, 1e6, 1e15, 1e-300, 1e300, .1 + .2,
	};
	char got[400], want[400];
	uint64_t x = 1;
	int same = 1;

	for (size_t i = 0; i < sizeof edge / sizeof *edge; i++)
		for (int digits = 0; digits < 12; digits++) {
			snprintf(want, sizeof want, "%.*f", digits, edge[i]);
			cut_zeros(want);
			crm_num_print(edge[i], digits, got, sizeof got);
			same &= !strcmp(got, want);
		}
	ok(same, "edges");
	for (int i = 0; i < 100000; i++) {
		double v;

		x = x * 6364136223846793005u + 1442695040888963407u;
		v = (double)(x >> 11) / 9007199254740992.0 * (i % 3 ? 1 : 1e5);
		snprintf(want, sizeof want, "%.*f", i % 10, v);
		cut_zeros(want);
		crm_num_print(v, i % 10, got, sizeof got);
		same &= !strcmp(got, want);
	}
	ok(same, "numbers of all kinds");
	crm_num_print(-1.25, 1, got, sizeof got);
	is_str(got, "-1.2", "to the even neighbour");
	crm_num_print(-.00001, 2, got, sizeof got);
	is_str(got, "0", "never -0");
	crm_num_print(123456, 2, got, 4);
	is_str(got, "123", "cut where there is no room");
	ok(crm_num_is_scientific("9.01E+10") && crm_num_is_scientific("1e+5"), "a spreadsheet's long number");
	ok(!crm_num_is_scientific("E+5") && !crm_num_is_scientific("1E5") && !crm_num_is_scientific("1E+5x") &&
	   !crm_num_is_scientific("1E+") && !crm_num_is_scientific("+81") && !crm_num_is_scientific("A1E+5"), "and others");
	return done_testing();
}
