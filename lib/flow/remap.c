#include <crm/remap.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/json.h>
#include <crm/mem.h>

#include <stdlib.h>
#include <string.h>

struct crm_remap {
	struct crm_jq *jq;
	struct crm_jq_objects objects;
	struct crm_fields fields;
	size_t delivered;              /* columns of the input; the objects' own are behind */
	struct crm_cell *cell;
	size_t cap;
	struct crm_rowset rows;
	struct crm_buf error;
};

struct crm_remap *crm_remap_open(const char *program)
{
	struct crm_remap *m = crm_alloc(sizeof *m);

	crm_buf_init(&m->objects.texts);
	crm_buf_init(&m->error);
	if ((m->jq = crm_jq_open(program, "--map-jq")) != NULL)
		return m;
	crm_remap_close(m);
	return NULL;
}

void crm_remap_close(struct crm_remap *m)
{
	if (!m)
		return;
	crm_jq_close(m->jq);
	crm_buf_release(&m->objects.texts);
	crm_fields_release(&m->fields);
	crm_rowset_release(&m->rows);
	crm_buf_release(&m->error);
	free(m->cell);
	free(m);
}

const struct crm_fields *crm_remap_fields(const struct crm_remap *m)
{
	return &m->fields;
}

const char *crm_remap_error(const struct crm_remap *m)
{
	return m->error.s;
}

static const char *behind(const char *s)
{
	return s + strlen(s) + 1;
}

/* the names of the first object */
static void learn_names(struct crm_remap *m, const struct crm_record *rec)
{
	crm_fields_copy(&m->fields, rec->fields);
	m->delivered = m->fields.n;
	for (const char *s = m->objects.texts.s; *s; s = behind(behind(s)))
		crm_fields_add(&m->fields, s);
	crm_jq_warn(m->jq, &m->fields);
}

static int find_name(const struct crm_remap *m, const char *name)
{
	for (size_t i = m->delivered; i < m->fields.n; i++)
		if (!strcmp(m->fields.name[i], name))
			return (int)i;
	return -1;
}

/* one object, at s: what is behind it, or NULL with the error */
static const char *take_object(struct crm_remap *m, const struct crm_record *rec, const char *s)
{
	struct crm_record row = *rec;

	for (size_t i = m->delivered; i < m->fields.n; i++)
		m->cell[i] = (struct crm_cell){ "", 0 };
	for (; *s; s = behind(behind(s))) {
		int i = find_name(m, s);
		const char *value = behind(s);

		if (i < 0) {
			crm_buf_printf(&m->error, "the object has '%s', which the first one lacks", s);
			return NULL;
		}
		m->cell[i] = (struct crm_cell){ value, strlen(value) };
	}
	row.fields = &m->fields;
	row.cell = m->cell;
	row.n = m->fields.n;
	crm_rowset_add(&m->rows, &row);
	return s + 1;
}

const struct crm_rowset *crm_remap_row(struct crm_remap *m, const struct crm_record *rec)
{
	const char *s;

	crm_rowset_clear(&m->rows);
	crm_buf_reset(&m->error);
	if (rec->error || crm_jq_objects(m->jq, rec, &m->objects) != 0) {
		crm_buf_puts(&m->error, rec->error ? rec->error : crm_jq_error(m->jq));
		return NULL;
	}
	if (m->objects.n && !m->fields.n)
		learn_names(m, rec);
	CRM_GROW(m->cell, m->fields.n, m->cap);
	if (m->objects.n)
		memcpy(m->cell, rec->cell, m->delivered * sizeof *m->cell);
	s = m->objects.texts.s;
	for (size_t i = 0; i < m->objects.n; i++)
		if (!(s = take_object(m, rec, s)))
			return NULL;
	return &m->rows;
}
