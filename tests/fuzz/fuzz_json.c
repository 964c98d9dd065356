/* NDJSON in; the words of a jq program; text out as JSON and in again. */
#include "fuzz.h"

#include <crm/jq_lex.h>
#include <crm/json.h>

#include <string.h>

const char *__lsan_default_suppressions(void);

/* libjq 1.6 loses a string when it refuses {"a" "b":1}: jv_parse_sized alone does */
const char *__lsan_default_suppressions(void)
{
	return "leak:jv_mem_alloc";
}

int LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	struct crm_reader_opts o = { .from = CRM_FROM_JSON };
	struct crm_jq_uses u;
	char *text = malloc(n + 1);

	memcpy(text, s, n);
	text[n] = 0;
	crm_jq_scan(text, &u);
	crm_jq_uses_release(&u);
	free(text);
	fuzz_rows(fuzz_file(s, n), &o);
	return 0;
}
