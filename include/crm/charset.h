/* Character encodings of whole inputs: detection by validity, conversion to and from UTF-8.
 * The only place of a converter (ICU "windows-31j" is CP932; design: validity of the whole input,
 * never statistics). */
#ifndef CRM_CHARSET_H
#define CRM_CHARSET_H

#include <stddef.h>

#include <crm/buf.h>

enum crm_charset {
	CRM_UTF8, CRM_UTF16LE, CRM_UTF16BE, CRM_CP932, CRM_EUCJP, CRM_ISO2022JP, CRM_CHARSET_UNKNOWN
};

enum crm_charset crm_charset_named(const char *name);   /* CRM_CHARSET_UNKNOWN: no such */
const char *crm_charset_name(enum crm_charset c);

#endif
