#include <crm/person.h>

const char *const crm_person_names[CRM_PERSON_FIELDS] = {
	"name", "kana", "company", "postal", "prefecture", "city", "address", "building",
	"phone", "mobile", "email", "birthday", "gender", "joined",
};
