/* the other rules of text: the first byte says which */
#include "fuzz_norm.h"

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	static const char *const rules[][5] = {
		{ "name", "name.key", "name.split" }, { "kana", "kana.key", "romaji.key" },
		{ "company", "company.key", "company.form" }, { "postal" }, { "email", "email.key" }, { "gender" },
		{ "amount" }, { "corpno" },
	};

	return n ? fuzz_norm(rules[s[0] % (sizeof rules / sizeof *rules)], s + 1, n - 1) : 0;
}
