#include <crm/role.h>
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/norm.h>

#include <string.h>

static int named(const char *words, const char *header)
{
	struct crm_buf b = CRM_BUF_INIT;
	int found;

	crm_buf_printf(&b, "|%s|", header);
	found = words && strstr(words, b.s) != NULL;
	crm_buf_release(&b);
	return found;
}

/* how well a header fits: 3 the role's own name, 2 one of its words, 1 a known synonym, 0 not at all */
static int fit(const struct crm_role *r, const char *header, const char *canonical)
{
	if (!strcmp(header, r->name))
		return 3;
	if (named(r->words, header))
		return 2;
	return r->header && !strcmp(r->header, canonical);
}

static int index_of(const struct crm_role *role, size_t n, const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(role[i].name) == len && !memcmp(role[i].name, name, len))
			return (int)i;
	return -1;
}

static int apply(const struct crm_role *role, size_t n, const struct crm_fields *header, const char *columns, int *column)
{
	for (const char *p = columns; p && *p;) {
		size_t len = strcspn(p, ","), eq = strcspn(p, "=");
		int i = eq < len ? index_of(role, n, p, eq) : -1;
		int c = -1;

		for (size_t k = 0; i >= 0 && k < header->n; k++)
			if (strlen(header->name[k]) == len - eq - 1 && !memcmp(header->name[k], p + eq + 1, len - eq - 1))
				c = (int)k;
		if (c < 0) {
			crm_error("--columns: '%s': there is no such %s", crm_quoted_n(p, len), i < 0 ? "role" : "column");
			return -1;
		}
		column[i] = c;
		p += len + (p[len] == ',');
	}
	return 0;
}

int crm_roles_find(const struct crm_role *role, size_t n, const struct crm_fields *header, const char *columns, int *column)
{
	struct crm_buf canonical = CRM_BUF_INIT;
	struct crm_norm norm = { .lexicon = NULL };

	for (size_t i = 0; i < n; i++) {
		int best = 0;

		column[i] = -1;
		for (size_t k = 0; k < header->n; k++) {
			int f;

			crm_norm_find("header")(header->name[k], &canonical, &norm);
			if ((f = fit(&role[i], header->name[k], canonical.s)) > best) {
				best = f;
				column[i] = (int)k;
			}
		}
	}
	crm_buf_release(&canonical);
	return apply(role, n, header, columns, column);
}
