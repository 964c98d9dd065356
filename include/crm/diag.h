/* What a program tells people: its name, its messages, its exit status, its stdout.
 * The only process-global state of the library lives here; any thread may report.
 *
 * Exit status: 0 done; 1 the data needs eyes; 2 could not do the job; 75 the store is busy.
 * The status only rises (0 < 1 < 2 < 75), so no failure can be forgotten. */
#ifndef CRM_DIAG_H
#define CRM_DIAG_H

#include <stddef.h>

enum crm_status {
	CRM_OK = 0,
	CRM_FINDINGS = 1,
	CRM_FAILED = 2,
	CRM_BUSY = 75,       /* EX_TEMPFAIL of sysexits.h */
};

void crm_start(const char *program);          /* first call of main() */
const char *crm_program(void);
int crm_finish(void);                         /* flushes and checks stdout; the exit status */
int crm_close_stdout(void);                   /* flushes, checks and closes it, so that a pipe's reader sees the end: 0 or -1 */

void crm_raise(enum crm_status status);
enum crm_status crm_worst(void);

/* "PROGRAM: message\n" on stderr.  The functions differ in the status they raise. */
void crm_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));   /* CRM_FAILED */
void crm_finding(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* CRM_FINDINGS */
void crm_busy(const char *fmt, ...) __attribute__((format(printf, 1, 2)));    /* CRM_BUSY */
void crm_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));    /* none */

void crm_set_verbose(int on);
void crm_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));    /* only with -v */
int crm_verbose(void);

/* The text with control characters and broken UTF-8 masked as \xNN, cut at 200 bytes between
 * characters: for user data in messages.  One of eight static buffers of the thread: use at once. */
const char *crm_quoted(const char *s);
const char *crm_quoted_n(const char *s, size_t n);

#endif
