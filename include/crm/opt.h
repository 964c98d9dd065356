/* Command-line options from a const table: parsing, --help, --version, completion from one truth.
 *
 * Long names are exact (no abbreviations); "--" ends options; "-" is an operand; options and
 * operands may be mixed.  A table ends with CRM_OPT_END.  Values land in the program's own struct:
 *
 *	struct args { int dry_run; const char *why; struct crm_reader_opts in; };
 *	static const struct crm_opt table[] = {
 *		{ CRM_FLAG, 'n', "dry-run", offsetof(struct args, dry_run), NULL, "show, change nothing" },
 *		{ CRM_TEXT, 0, "why", offsetof(struct args, why), "TEXT", "reason, kept in the log" },
 *		{ .kind = CRM_GROUP, .offset = offsetof(struct args, in), .group = crm_reader_options },
 *		{ CRM_OPT_END }
 *	};
 */
#ifndef CRM_OPT_H
#define CRM_OPT_H

#include <stddef.h>

enum crm_opt_kind {
	CRM_OPT_END,
	CRM_FLAG,      /* int: 1 when given */
	CRM_TEXT,      /* const char *: points into argv */
	CRM_LIST,      /* struct crm_opt_list: may be repeated */
	CRM_INT,       /* int64_t */
	CRM_REAL,      /* double */
	CRM_DATE,      /* int64_t days; set CRM_NO_DATE before parsing to see that it was not given */
	CRM_CHOICE,    /* int: index into choices "a|b|c" (arg holds the choices) */
	CRM_GROUP,     /* another table whose offsets count from this offset; help is its heading */
};

#define CRM_NO_DATE INT64_MIN

struct crm_opt {
	enum crm_opt_kind kind;
	char letter;               /* 0: none */
	const char *name;
	size_t offset;
	const char *arg;           /* word for the value in --help; the choices for CRM_CHOICE */
	const char *help;
	const struct crm_opt *group;
};

struct crm_opt_list {
	const char **value;        /* owned; release with free() */
	size_t n, cap;
};

struct crm_usage {
	const char *synopsis;      /* "[OPTION]... [FILE]..." */
	const char *summary;       /* one sentence, no full stop */
	const struct crm_opt *options;
	const char *notes;         /* printed after the options, or NULL */
};

/* Parses argv; operands are moved to argv[0..*argc-1] without the program name.
 * 1: go on; 0: --help or --version was printed, return crm_finish(); -1: usage error, reported. */
int crm_opt_parse(const struct crm_usage *u, void *values, int *argc, char ***argv);

/* "role=column,role=column" → the value for role, in a buffer owned by the caller (free()), or NULL. */
char *crm_opt_pair(const char *pairs, const char *role);

#endif
