#include <crm/import_order.h>
#include <crm/buf.h>
#include <crm/json.h>
#include <crm/mem.h>
#include <crm/product.h>
#include <crm/sale.h>

#include <stdlib.h>
#include <string.h>

struct crm_product_import {
	struct crm_operation *op;
	struct crm_products *products;
	const struct crm_fields *header;
	int column[CRM_GOODS_ROLES];
	struct crm_buf custom;
	int64_t added, changed;
};

struct crm_product_import *crm_product_import_open(struct crm_store *s, struct crm_operation *op,
						   const struct crm_fields *header, const char *file,
						   const char *columns)
{
	struct crm_product_import *m = crm_alloc(sizeof *m);

	m->op = op;
	m->header = header;
	crm_buf_init(&m->custom);
	if (crm_goods_columns(file, header, columns, m->column) != 0) {
		crm_product_import_close(m);
		return NULL;
	}
	m->products = crm_products_open(s, op);
	return m;
}

void crm_product_import_close(struct crm_product_import *m)
{
	if (!m)
		return;
	crm_products_close(m->products);
	crm_buf_release(&m->custom);
	free(m);
}

static int has_role(const struct crm_product_import *m, size_t column)
{
	for (int r = 0; r < CRM_GOODS_ROLES; r++)
		if (m->column[r] == (int)column)
			return 1;
	return 0;
}

/* columns that no role knows are kept under their own names */
static void custom_json(struct crm_product_import *m, const struct crm_record *rec)
{
	crm_buf_reset(&m->custom);
	for (size_t i = 0; i < m->header->n; i++) {
		if (has_role(m, i) || !rec->cell[i].n || m->header->name[i][0] == '_')
			continue;
		crm_buf_putc(&m->custom, m->custom.n ? ',' : '{');
		crm_json_text(&m->custom, m->header->name[i], strlen(m->header->name[i]));
		crm_buf_putc(&m->custom, ':');
		crm_json_text(&m->custom, rec->cell[i].s, rec->cell[i].n);
	}
	if (m->custom.n)
		crm_buf_putc(&m->custom, '}');
}

static const char *cell(const struct crm_product_import *m, const struct crm_record *rec, int role)
{
	return crm_record_text(rec, m->column[role]);
}

static int64_t flag(const char *s)
{
	return !*s ? CRM_UNKNOWN : strcmp(s, "0") && strcmp(s, "false") && strcmp(s, "no") && strcmp(s, "いいえ");
}

int crm_product_import_put(struct crm_product_import *m, const struct crm_record *rec, struct crm_rejects *rejects)
{
	static const int numbers[] = { CRM_GOODS_PRICE, CRM_GOODS_STOCK };
	struct crm_product p = { .key = cell(m, rec, CRM_GOODS_KEY), .name = cell(m, rec, CRM_GOODS_NAME),
				 .category = cell(m, rec, CRM_GOODS_CATEGORY),
				 .discontinued = flag(cell(m, rec, CRM_GOODS_DISCONTINUED)) };
	int64_t *to[] = { &p.price, &p.stock };
	const char *fault = crm_sale_key_fault(p.key);
	int got;

	if (fault)
		return crm_reject(rejects, rec, m->header->name[m->column[CRM_GOODS_KEY]], p.key, fault);
	for (size_t i = 0; i < 2; i++) {
		const char *s = cell(m, rec, numbers[i]);

		if (crm_sale_amount(s, to[i]) != 0)
			return crm_reject(rejects, rec, m->header->name[m->column[numbers[i]]], s, "is not a whole number");
	}
	custom_json(m, rec);
	p.custom = m->custom.s;
	if ((got = crm_products_put(m->products, &p)) < 0)
		return -1;
	m->added += got == 2;
	m->changed += got == 1;
	return crm_operation_step(m->op);
}

void crm_product_import_counts(const struct crm_product_import *m, int64_t *added, int64_t *changed)
{
	*added = m->added;
	*changed = m->changed;
}
