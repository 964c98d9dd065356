#include <crm/record.h>
#include <crm/array.h>

#include <stdlib.h>
#include <string.h>

void crm_fields_init(struct crm_fields *f)
{
	memset(f, 0, sizeof *f);
}

void crm_fields_release(struct crm_fields *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->name[i]);
	free(f->name);
	free(f->number);
	crm_fields_init(f);
}

size_t crm_fields_add(struct crm_fields *f, const char *name)
{
	CRM_GROW(f->name, f->n, f->cap);
	CRM_GROW(f->number, f->n, f->number_cap);
	f->name[f->n] = crm_strdup(name);
	f->number[f->n] = 0;
	return f->n++;
}

void crm_fields_numbers(struct crm_fields *f, const char *const *names)
{
	for (; *names; names++)
		for (size_t i = 0; i < f->n; i++)
			f->number[i] |= !strcmp(f->name[i], *names);
}

void crm_fields_set(struct crm_fields *f, const char *const *names, size_t n)
{
	crm_fields_release(f);
	for (size_t i = 0; i < n; i++)
		crm_fields_add(f, names[i]);
}

void crm_fields_copy(struct crm_fields *to, const struct crm_fields *from)
{
	crm_fields_init(to);
	for (size_t i = 0; i < from->n; i++) {
		crm_fields_add(to, from->name[i]);
		to->number[i] = from->number[i];
	}
}

int crm_fields_find(const struct crm_fields *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->name[i], name))
			return (int)i;
	return -1;
}

const char *crm_record_text(const struct crm_record *r, int column)
{
	return column >= 0 && (size_t)column < r->n ? r->cell[column].s : "";
}
