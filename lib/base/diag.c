#include <crm/diag.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { QUOTED_MAX = 200, QUOTED_BUFFERS = 8 };

static const char *program = "crm";
static _Atomic enum crm_status worst = CRM_OK;         /* a second thread may report, too */
static int verbose;

static int rank(enum crm_status s)
{
	return s == CRM_BUSY ? 3 : (int)s;
}

/* a closed descriptor 0-2 would be handed to the store's file: stdout would overwrite customers */
static void hold_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			open("/dev/null", fd == 1 ? O_RDONLY : O_RDWR);
}

void crm_start(const char *name)
{
	program = name;
	hold_standard_descriptors();
	signal(SIGPIPE, SIG_DFL);      /* `| head -1` ends us silently, a transaction rolls back */
}

const char *crm_program(void)
{
	return program;
}

void crm_raise(enum crm_status status)
{
	enum crm_status was = worst;

	while (rank(status) > rank(was) && !atomic_compare_exchange_weak(&worst, &was, status))
		;
}

enum crm_status crm_worst(void)
{
	return worst;
}

int crm_finish(void)
{
	static int reported;

	if ((fflush(stdout) != 0 || ferror(stdout)) && !reported) {
		reported = 1;
		crm_error("standard output: %s", strerror(errno ? errno : EIO));
	}
	return worst;
}

int crm_close_stdout(void)
{
	int null = -1, bad = crm_finish() >= CRM_FAILED;

	/* the descriptor stays taken, so that no file of ours becomes stdout */
	if ((null = open("/dev/null", O_WRONLY)) < 0 || dup2(null, STDOUT_FILENO) < 0)
		bad = 1;
	if (null >= 0)
		close(null);
	return bad ? -1 : 0;
}

static void say(const char *fmt, va_list ap)
{
	flockfile(stderr);             /* a line is one thread's */
	fprintf(stderr, "%s: ", program);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	funlockfile(stderr);
}

#define SAY(status)                             \
	va_list ap;                             \
	va_start(ap, fmt);                      \
	say(fmt, ap);                           \
	va_end(ap);                             \
	crm_raise(status)

void crm_error(const char *fmt, ...) { SAY(CRM_FAILED); }
void crm_finding(const char *fmt, ...) { SAY(CRM_FINDINGS); }
void crm_busy(const char *fmt, ...) { SAY(CRM_BUSY); }
void crm_warn(const char *fmt, ...) { SAY(CRM_OK); }

void crm_note(const char *fmt, ...)
{
	if (verbose) {
		SAY(CRM_OK);
	}
}

void crm_set_verbose(int on)
{
	verbose = on;
}

int crm_verbose(void)
{
	return verbose;
}

/* length of the valid, printable UTF-8 character at s, or 0 */
static size_t printable(const unsigned char *s, size_t left)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;

	if (n == 0 || n > left || s[0] < 0x20 || s[0] == 0x7F)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	if (n == 2 && s[0] == 0xC2 && s[1] < 0xA0)   /* C1 controls */
		return 0;
	return n;
}

const char *crm_quoted_n(const char *text, size_t len)
{
	static _Thread_local char buffers[QUOTED_BUFFERS][QUOTED_MAX + 8];
	static _Thread_local unsigned next;
	char *out = buffers[next++ % QUOTED_BUFFERS];
	const unsigned char *s = (const unsigned char *)text;
	size_t n = 0, i = 0;

	while (i < len) {
		size_t k = printable(s + i, len - i);

		if (n + (k ? k : 4) > QUOTED_MAX) {
			memcpy(out + n, "...", 3);
			n += 3;
			break;
		}
		if (k) {
			memcpy(out + n, s + i, k);
			n += k;
			i += k;
		} else {
			n += (size_t)snprintf(out + n, 5, "\\x%02X", s[i]);
			i++;
		}
	}
	out[n] = 0;
	return out;
}

const char *crm_quoted(const char *s)
{
	return crm_quoted_n(s, strlen(s));
}
