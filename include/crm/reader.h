/* Records from a file or stdin, whatever its format and encoding (CSV, TSV, NDJSON, .xlsx).
 *
 *	struct crm_reader *in = crm_reader_open("-", &opts);
 *	while ((got = crm_reader_next(in, &rec)) == 1) …
 *
 * Encoding: a file is tried as a whole before its first row is given; a pipe is read once: its ASCII
 * beginning passes, the first other byte decides together with the next 1 MB, and wrong bytes behind
 * that break the stream (bytes.h).  A sheet's rows are filled up to the header with empty cells.
 * Memory: O(longest row) for CSV and JSON; for .xlsx the shared strings as well. */
#ifndef CRM_READER_H
#define CRM_READER_H

#include <crm/opt.h>
#include <crm/record.h>

struct crm_reader_opts {
	int from;                  /* choice of --from: auto|csv|tsv|json|xlsx */
	const char *encoding;      /* --encoding: NULL or "auto" detects; utf-8 utf-16le utf-16be cp932 euc-jp iso-2022-jp */
	const char *header;        /* --header a,b,c: names for a file without a header row */
	const char *sheet;         /* --sheet: name or 1-based number; NULL = first visible */
	int merged;                /* --merged: CRM_MERGED_EMPTY or CRM_MERGED_FILL, sheets only */
	const char *furigana;      /* --furigana a,b: columns a_furigana, b_furigana behind all others, sheets only */
	/* Not options.  With knows_header the header is the first row with two known cells, or with half of its
	 * filled cells known; titles above it are passed over (said with -v); where no
	 * row is known, and with NULL, it is the first row. */
	int (*knows_header)(const char *name);     /* 1: a known column name */
	int header_row;            /* among how many rows it is looked for; 0: 20 */
	int mend_header;           /* a name that is there twice becomes "name (2)", an empty one "column N" (said);
				    * otherwise both are errors */
};

enum { CRM_FROM_AUTO, CRM_FROM_CSV, CRM_FROM_TSV, CRM_FROM_JSON, CRM_FROM_XLSX };
enum { CRM_MERGED_EMPTY, CRM_MERGED_FILL };

extern const struct crm_opt crm_reader_options[];    /* --from --encoding --header --sheet --merged --furigana */

struct crm_reader;

/* NULL when it cannot be opened or understood (reported).  name "-" is stdin. */
struct crm_reader *crm_reader_open(const char *name, const struct crm_reader_opts *o);
const char *crm_reader_name(const struct crm_reader *in);          /* as it was opened, for messages */
/* the header, known as soon as the reader is open; no empty and no repeated names */
const struct crm_fields *crm_reader_fields(const struct crm_reader *in);
/* 1: a record (look at rec->error: a ragged row is delivered with its cells as they are);
 * 0: end; -1: the stream is broken (reported with file and line). */
int crm_reader_next(struct crm_reader *in, struct crm_record *rec);
/* SHA-256 (32 bytes) of a file's bytes (it is read once more, at any time, by any thread), of a pipe's bytes read
 * so far: after the end, of the whole input */
int crm_reader_is_file(const struct crm_reader *in);
void crm_reader_digest(struct crm_reader *in, unsigned char out[32]);
const char *crm_reader_encoding(const struct crm_reader *in);     /* what was decided, for -v */
void crm_reader_close(struct crm_reader *in);        /* NULL is allowed */

#endif
