/* Tables of field, input, expected (a value, or ERR:reason): one row a rule. */
#ifndef RULES_H
#define RULES_H

#include <crm/norm.h>

#include "tap.h"

struct rule {
	const char *field, *in, *want;
};

static inline void check_rules(const struct rule *rules, size_t n, struct crm_norm *norm)
{
	struct crm_buf out = CRM_BUF_INIT;
	char got[1024], name[1024];

	for (size_t i = 0; i < n; i++) {
		int rc = crm_norm_find(rules[i].field)(rules[i].in, &out, norm);

		snprintf(got, sizeof got, "%s%s", rc ? "ERR:" : "", rc ? norm->error : out.s);
		snprintf(name, sizeof name, "%s: %s", rules[i].field, rules[i].in);
		is_str(got, rules[i].want, name);
	}
	crm_buf_release(&out);
}

#endif
