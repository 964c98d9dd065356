/* Records to stdout (or any FILE): CSV (RFC 4180) by default, TSV, NDJSON, .xlsx.
 * The header is written by crm_writer_open, also for zero records. */
#ifndef CRM_WRITER_H
#define CRM_WRITER_H

#include <stdio.h>

#include <crm/opt.h>
#include <crm/record.h>

struct crm_writer_opts {
	int to;                    /* choice of --to: csv|tsv|json|xlsx */
	int bom;                   /* --bom */
	int crlf;                  /* --crlf */
	int excel;                 /* --excel: UTF-8 with BOM, CRLF (with --to xlsx: nothing more) */
	int guard_formulas;        /* --guard-formulas: ' before cells that start with = + - @ TAB CR, not before numbers and phones */
	const char *fields;        /* --fields a,b,new=old */
	const char *encoding;      /* not in the shared table: "cp932" for programs that offer it; NULL = UTF-8 */
	int fold;                  /* the same: kanji that CP932 lacks become the ones that they are variants of */
	int digest;                /* not an option: 1 when crm_writer_digest() will be asked (hashing halves the speed) */
};

enum { CRM_TO_CSV, CRM_TO_TSV, CRM_TO_JSON, CRM_TO_XLSX };

extern const struct crm_opt crm_writer_options[];    /* --to --bom --crlf --excel --guard-formulas --fields */

struct crm_writer;

/* A name that repeats stands once, in its first place, with the cells of its last: a filter appends its columns
 * to those that came in and so replaces what is called the same.
 * NULL when an option cannot be met, e.g. --fields names a column that is not there (reported). */
struct crm_writer *crm_writer_open(FILE *out, const struct crm_fields *fields, const struct crm_writer_opts *o);
/* the same for a program whose columns are fixed */
struct crm_writer *crm_writer_open_names(FILE *out, const char *const *names, size_t n, const struct crm_writer_opts *o);
/* cells[0..n-1] belong to fields; 0 or -1 (reported: disk full).  A character that CP932
 * cannot carry is reported with row and column (status 1) and written as U+3013. */
int crm_writer_put(struct crm_writer *w, const struct crm_cell *cells, size_t n);
/* where the next row comes from, for that report: its file (the caller's) and line */
void crm_writer_from(struct crm_writer *w, const char *file, long line);
/* SHA-256 of every output byte so far; 32 zero bytes unless opts->digest was set */
void crm_writer_digest(struct crm_writer *w, unsigned char out[32]);
long long crm_writer_rows(const struct crm_writer *w);
/* Nothing more comes (xlsx is written here), flushed: 0 or -1.  Then the digest is that of the whole output. */
int crm_writer_finish(struct crm_writer *w);
/* finishes and frees: 0 or -1.  Does not close the FILE. */
int crm_writer_close(struct crm_writer *w);

#endif
