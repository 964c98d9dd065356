/* Character encodings: conversion to and from UTF-8.
 * The only place of a converter (ICU "ibm-943_P15A-2003" is CP932). */
#ifndef CRM_CHARSET_H
#define CRM_CHARSET_H

#include <stddef.h>

#include <crm/buf.h>

enum crm_charset {
	CRM_UTF8, CRM_UTF16LE, CRM_UTF16BE, CRM_CP932, CRM_EUCJP, CRM_ISO2022JP, CRM_CHARSET_UNKNOWN
};

/* utf-8 utf-16 utf-16le utf-16be cp932 (shift_jis, sjis, windows-31j, ms932) euc-jp iso-2022-jp, in
 * either case, "_" as "-".  "utf-16" is little-endian where no BOM says otherwise. */
enum crm_charset crm_charset_named(const char *name);   /* CRM_CHARSET_UNKNOWN: no such */
const char *crm_charset_name(enum crm_charset c);

/* --- UTF-8 (RFC 3629) --- */
size_t crm_utf8_span(const char *s, size_t n);         /* bytes of the longest valid prefix */
int crm_utf8_cut(const char *s, size_t n);             /* 1: s is a character cut off by the end of the block */
size_t crm_utf8_put(unsigned long c, char out[4]);     /* bytes written, 1-4 */

/* --- decoding, block by block --- */
struct crm_decoder;

struct crm_decoder *crm_decoder_new(enum crm_charset c);         /* NULL: no such converter (reported) */
void crm_decoder_free(struct crm_decoder *d);                    /* NULL is allowed */
/* Appends the block as UTF-8 to out; last: no block follows.  0, or -1 at the first wrong bytes: what
 * came before them is in out, crm_decoder_offset() is where they begin. */
int crm_decoder_feed(struct crm_decoder *d, const char *s, size_t n, int last, struct crm_buf *out);
long long crm_decoder_offset(const struct crm_decoder *d);       /* bytes of input decoded */
/* half-width katakana among the characters, 0..1: high when EUC-JP is read as CP932 */
double crm_decoder_halfwidth(const struct crm_decoder *d);

/* --- encoding to CP932 --- */
struct crm_encoder;

struct crm_encoder *crm_encoder_new(void);
void crm_encoder_fold(struct crm_encoder *e);
void crm_encoder_free(struct crm_encoder *e);                    /* NULL is allowed */
/* Appends s as CP932.  301C 2212 2016 2014 00A2 00A3 00AC 00A6 00A5 203E are mapped to what CP932 has;
 * what it cannot carry becomes U+3013 and is listed in missed as UTF-8.  Returns how many.
 * After crm_encoder_fold a kanji that it cannot carry becomes the one that it is a variant of, where there is one.
 * instead: what stands for each of the missed, as UTF-8. */
size_t crm_encoder_put(struct crm_encoder *e, const char *s, size_t n, struct crm_buf *out, struct crm_buf *missed,
		       struct crm_buf *instead);

#endif
