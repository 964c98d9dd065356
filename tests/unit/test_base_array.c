/* include/crm/array.h: capacities grow from whatever they are. */
#include "tap.h"

#include <crm/array.h>

int main(void)
{
	int enough = 1, grows = 1;

	for (size_t cap = 0; cap < 100; cap++)
		for (size_t need = 0; need < 200; need++) {
			size_t got = crm_array_capacity(cap, need);

			enough &= got >= need;
			grows &= got >= cap && (got == cap) == (need <= cap);
		}
	ok(enough, "room for what is needed, from 1 element on as well");
	ok(grows, "never less, and no more where there is room");
	return done_testing();
}
