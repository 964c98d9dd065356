/* What is known of a person: the fields that records and customers share, in the order of their columns. */
#ifndef CRM_PERSON_H
#define CRM_PERSON_H

enum crm_person_field {
	CRM_PERSON_NAME, CRM_PERSON_KANA, CRM_PERSON_COMPANY, CRM_PERSON_POSTAL, CRM_PERSON_PREFECTURE,
	CRM_PERSON_CITY, CRM_PERSON_ADDRESS, CRM_PERSON_BUILDING, CRM_PERSON_PHONE, CRM_PERSON_MOBILE,
	CRM_PERSON_EMAIL, CRM_PERSON_BIRTHDAY, CRM_PERSON_GENDER, CRM_PERSON_JOINED,
	CRM_PERSON_FIELDS
};

#define CRM_PERSON_COLUMNS "name, kana, company, postal, prefecture, city, address, building," \
			   " phone, mobile, email, birthday, gender, joined"

/* texts are UTF-8 values (cleaned, for people), "" when unknown; owned by whoever filled it */
struct crm_person {
	const char *text[CRM_PERSON_FIELDS];
};

extern const char *const crm_person_names[CRM_PERSON_FIELDS];

#endif
