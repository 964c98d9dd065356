#include "fuzz_norm.h"

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	static const char *const fields[] = { "phone", "phone.key", "phone.disp", NULL };

	return fuzz_norm(fields, s, n);
}
