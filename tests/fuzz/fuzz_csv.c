#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	struct crm_reader_opts o = { 0 };

	if (!n)
		return 0;
	o.from = s[0] & 1 ? CRM_FROM_CSV : CRM_FROM_TSV;
	o.header = s[0] & 2 ? "a,b" : NULL;
	o.encoding = s[0] & 4 ? "utf-8" : NULL;
	fuzz_rows(fuzz_file(s + 1, n - 1), &o);
	return 0;
}
