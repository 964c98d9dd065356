#include <crm/match_list.h>
#include <crm/match_store.h>

#include <string.h>

void crm_match_list_put(struct crm_match_list *l, const char *id, const struct crm_person *p)
{
	crm_buf_add(&l->text, id, strlen(id) + 1);
	for (int i = 0; i < CRM_PERSON_FIELDS; i++)
		crm_buf_add(&l->text, p->text[i], strlen(p->text[i]) + 1);
	l->n++;
}

void crm_match_list_release(struct crm_match_list *l)
{
	crm_buf_release(&l->text);
	l->n = 0;
}

void crm_match_list_add(const struct crm_match_list *l, struct crm_match *m)
{
	const char *s = l->text.s;

	for (size_t k = 0; k < l->n; k++) {
		const char *id = s;
		struct crm_person p;

		s += strlen(s) + 1;
		for (int i = 0; i < CRM_PERSON_FIELDS; i++) {
			p.text[i] = s;
			s += strlen(s) + 1;
		}
		crm_match_store_add(m, id, 0, &p);
	}
}
