/* Private to intake: which column is what. */
#ifndef CRM_INTAKE_PLAN_H
#define CRM_INTAKE_PLAN_H

#include <crm/intake.h>

/* canonical header fields that make a person; the rest is kept as custom fields */
enum crm_intake_slot {
	ID, NAME, FAMILY, GIVEN, MIDDLE, KANA, FAMILY_KANA, GIVEN_KANA, COMPANY, ZIP, ZIP1, ZIP2, PREF, CITY, ADDRESS,
	ADDR1, ADDR2, ADDR3, BUILDING, PHONE, PHONE1, PHONE2, PHONE3, MOBILE, EMAIL, EMAIL_MOBILE, BIRTHDAY, GENDER,
	GENDER_CODE, NOTE, JOINED, OPTIN, SLOTS
};

enum { SAME_FIELD = 2 };       /* columns on one slot: the first that is not empty wins */

struct crm_intake_plan {
	const struct crm_fields *header;
	int column[SLOTS][SAME_FIELD];         /* -1: none */
	char **field;                          /* per column: its canonical name, or "" */
	char *custom;                          /* per column: 1 when no field of a person takes it */
	size_t first;                          /* of the columns that are looked at */
	unsigned given;
};

extern const char *const crm_intake_slots[SLOTS];

struct crm_intake_plan *crm_intake_plan_open(const struct crm_fields *header, const struct crm_intake_opts *o);
unsigned crm_intake_plan_fields(int slot);     /* bit i: the slot feeds field i of a person */
void crm_intake_plan_close(struct crm_intake_plan *p);

#endif
