#include <crm/json.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/jq_lex.h>
#include <crm/num.h>

#include <errno.h>
#include <fcntl.h>
#include <jq.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { SECONDS_MAX = 5, TICKS = 4, MEMORY_MAX = 1 << 29 };

extern char **environ;

struct crm_jq {
	jq_state *jq;
	const char *what;
	struct crm_jq_uses uses;
	/* of the header seen last: which cells go into the object, under which key, and as what */
	const struct crm_fields *header;
	size_t header_n;
	struct wanted {
		size_t column;
		jv key;
		int number;
	} *wanted;
	size_t wanted_n, wanted_cap;
	struct sigaction signal_before;
	int watching;
	struct crm_buf error;
};

/* --- the watch: a jq program cannot be stopped from outside, and gsub("";"x") never ends ---
 * Four times a CPU second a signal looks whether one and the same run is still on, and how much memory it
 * took.  A signal handler can see nothing but static objects.  Ending the process loses nothing: nothing
 * is committed while records are still coming in. */

static volatile sig_atomic_t run_number, running;
static volatile sig_atomic_t seen_run, seen_ticks;
static volatile long seen_pages;

static long pages_now(void)
{
	char text[32];
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	long pages = 0;

	if (fd >= 0)
		close(fd);
	for (ssize_t i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++)
		pages = pages * 10 + text[i] - '0';
	return pages;
}

static void give_up(const char *why)
{
	const char *name = crm_program();

	if (write(STDERR_FILENO, name, strlen(name)) >= 0 && write(STDERR_FILENO, why, strlen(why)) >= 0)
		_exit(CRM_FAILED);
	_exit(CRM_FAILED);
}

static void on_tick(int signal_number)
{
	int kept = errno;

	(void)signal_number;
	if (!running)
		return;
	if (seen_run != run_number) {
		seen_run = run_number;
		seen_ticks = 0;
		seen_pages = pages_now();
	} else if (++seen_ticks >= SECONDS_MAX * TICKS) {
		give_up(": a jq expression takes more than 5 s on one record\n");
	} else if (pages_now() - seen_pages > MEMORY_MAX / 4096) {
		give_up(": a jq expression takes more than 512 MB on one record\n");
	}
	errno = kept;
}

static void no_memory(void *data)
{
	(void)data;
	give_up(": a jq expression takes all memory\n");
}

static void watch(struct crm_jq *q)
{
	struct sigaction act = { .sa_handler = on_tick, .sa_flags = SA_RESTART };
	struct itimerval every = { { 0, 1000000 / TICKS }, { 0, 1000000 / TICKS } };

	sigaction(SIGPROF, &act, &q->signal_before);
	setitimer(ITIMER_PROF, &every, NULL);
	q->watching = 1;
}

static void unwatch(struct crm_jq *q)
{
	static const struct itimerval never;

	if (!q->watching)
		return;
	setitimer(ITIMER_PROF, &never, NULL);
	sigaction(SIGPROF, &q->signal_before, NULL);
}

static void on_error(void *data, jv message)
{
	struct crm_jq *q = data;

	if (jv_get_kind(message) == JV_KIND_STRING && !q->error.n)
		crm_buf_puts(&q->error, jv_string_value(message));
	jv_free(message);
}

/* libjq reads $HOME and the environment: it sees none */
static char **enter(void)
{
	static char *nothing[] = { NULL };
	char **environment = environ;

	environ = nothing;
	run_number = (run_number + 1) & 0xFFFFFF;
	running = 1;
	return environment;
}

static void leave(char **environment)
{
	running = 0;
	environ = environment;
}

struct crm_jq *crm_jq_open(const char *program, const char *what)
{
	struct crm_jq *q = crm_alloc(sizeof *q);
	char **environment;
	int compiled = 0;

	q->what = what;
	crm_buf_init(&q->error);
	crm_jq_scan(program, &q->uses);
	if (*q->uses.forbidden) {
		crm_error("%s: '%s' is not allowed here", what, q->uses.forbidden);
		crm_jq_close(q);
		return NULL;
	}
	watch(q);
	environment = enter();
	if ((q->jq = jq_init())) {
		jq_set_error_cb(q->jq, on_error, q);
		jq_set_nomem_handler(q->jq, no_memory, NULL);
		compiled = jq_compile(q->jq, q->uses.program.s);
	}
	leave(environment);
	if (compiled)
		return q;
	if (!q->error.n)
		crm_buf_puts(&q->error, "does not compile");
	/* libjq repeats the program on lines of its own */
	crm_error("%s: %.*s", what, (int)strcspn(q->error.s, "\n"), q->error.s);
	crm_jq_close(q);
	return NULL;
}

static void forget_header(struct crm_jq *q)
{
	for (size_t i = 0; i < q->wanted_n; i++)
		jv_free(q->wanted[i].key);
	q->wanted_n = 0;
	q->header = NULL;
}

void crm_jq_close(struct crm_jq *q)
{
	if (!q)
		return;
	unwatch(q);
	forget_header(q);
	free(q->wanted);
	if (q->jq)
		jq_teardown(&q->jq);
	crm_jq_uses_release(&q->uses);
	crm_buf_release(&q->error);
	free(q);
}

int crm_jq_header(struct crm_jq *q, const struct crm_fields *f)
{
	const struct crm_fields *used = &q->uses.fields;
	int bad = 0;

	for (size_t i = 0; i < used->n && !q->uses.whole && !q->uses.makes; i++)
		if (crm_fields_find(f, used->name[i]) < 0) {
			crm_error("%s: no column '%s'", q->what, crm_quoted(used->name[i]));
			bad = -1;
		}
	return bad;
}

void crm_jq_warn(const struct crm_jq *q, const struct crm_fields *f)
{
	const struct crm_fields *used = &q->uses.fields;

	for (size_t i = 0; i < used->n; i++)
		if (crm_fields_find(f, used->name[i]) < 0)
			crm_warn("%s: no column '%s': it is null in every row", q->what, crm_quoted(used->name[i]));
}

static void learn_header(struct crm_jq *q, const struct crm_fields *f)
{
	forget_header(q);
	q->header = f;
	q->header_n = f->n;
	for (size_t i = 0; i < f->n; i++) {
		if (!q->uses.whole && crm_fields_find(&q->uses.fields, f->name[i]) < 0)
			continue;
		CRM_GROW(q->wanted, q->wanted_n, q->wanted_cap);
		q->wanted[q->wanted_n++] = (struct wanted){
			.column = i, .key = jv_string(f->name[i]),
			.number = f->number[i],
		};
	}
}

static jv cell_value(const struct crm_cell *c, int number)
{
	double v;

	if (!c->n)
		return jv_null();
	if (number && crm_num_real(c->s, &v) == 0)
		return jv_number(v);
	return jv_string_sized(c->s, (int)c->n);
}

static jv record_value(struct crm_jq *q, const struct crm_record *rec)
{
	jv object = jv_object();

	if (q->header != rec->fields || q->header_n != rec->fields->n)
		learn_header(q, rec->fields);
	for (size_t i = 0; i < q->wanted_n; i++) {
		const struct wanted *w = &q->wanted[i];

		if (w->column < rec->n)
			object = jv_object_set(object, jv_copy(w->key), cell_value(&rec->cell[w->column], w->number));
	}
	return object;
}

static void report(struct crm_jq *q, const struct crm_record *rec, jv message)
{
	jv text = jv_get_kind(message) == JV_KIND_STRING ? message : jv_dump_string(message, 0);

	crm_error("%s:%ld: %s: %s", rec->file, rec->line, q->what, crm_quoted(jv_string_value(text)));
	jv_free(text);
}

/* the next output of a program that was started: 1 and *out (owned by the caller), 0 for none,
 * -1 and *out the message */
static int next_output(struct crm_jq *q, jv *out)
{
	char **environment = enter();

	*out = jq_next(q->jq);
	leave(environment);
	if (jv_is_valid(*out))
		return 1;
	if (jv_invalid_has_msg(jv_copy(*out))) {
		*out = jv_invalid_get_msg(*out);
		return -1;
	}
	jv_free(*out);
	return 0;
}

static void start(struct crm_jq *q, const struct crm_record *rec)
{
	char **environment = enter();

	jq_start(q->jq, record_value(q, rec), 0);
	leave(environment);
}

int crm_jq_test(struct crm_jq *q, const struct crm_record *rec)
{
	jv out;
	int got;
	jv_kind kind;

	start(q, rec);
	got = next_output(q, &out);
	if (got < 0)
		report(q, rec, out);
	if (got != 1)
		return got;
	kind = jv_get_kind(out);
	jv_free(out);
	if (kind == JV_KIND_OBJECT) {
		crm_error("%s:%ld: %s: gives an object, neither true nor false (= changes a value, == compares)", rec->file,
			  rec->line, q->what);
		return -1;
	}
	return kind != JV_KIND_FALSE && kind != JV_KIND_NULL;
}

/* --- objects --- */

static int fail(struct crm_jq *q, const char *why)
{
	crm_buf_reset(&q->error);
	crm_buf_puts(&q->error, why);
	return -1;
}

/* the value as a text, with a NUL behind it */
static int put_text(struct crm_jq *q, jv value, struct crm_buf *texts)
{
	jv text = jv_get_kind(value) == JV_KIND_STRING ? value
		  : jv_get_kind(value) == JV_KIND_NULL ? (jv_free(value), jv_string("")) : jv_dump_string(value, 0);
	size_t n = (size_t)jv_string_length_bytes(jv_copy(text));
	int whole = strlen(jv_string_value(text)) == n;

	crm_buf_add(texts, jv_string_value(text), n + 1);
	jv_free(text);
	return whole ? 0 : fail(q, "a value holds a NUL");
}

static int take_object(struct crm_jq *q, jv object, struct crm_jq_objects *out)
{
	int bad = 0;
	jv keys;

	if (jv_get_kind(object) != JV_KIND_OBJECT) {
		jv_free(object);
		return fail(q, "the result is not an object");
	}
	keys = jv_keys(jv_copy(object));
	jv_array_foreach(keys, i, key) {
		if (!bad && !*jv_string_value(key))
			bad = fail(q, "a name is empty");
		bad = bad || put_text(q, jv_copy(key), &out->texts) ||
		      put_text(q, jv_object_get(jv_copy(object), jv_copy(key)), &out->texts);
		jv_free(key);
	}
	jv_free(keys);
	crm_buf_putc(&out->texts, 0);
	out->n++;
	jv_free(object);
	return bad ? -1 : 0;
}

static int take_output(struct crm_jq *q, jv output, struct crm_jq_objects *out)
{
	int bad = 0;

	if (jv_get_kind(output) != JV_KIND_ARRAY)
		return take_object(q, output, out);
	jv_array_foreach(output, i, object)
		bad = bad ? (jv_free(object), -1) : take_object(q, object, out);
	jv_free(output);
	return bad;
}

int crm_jq_objects(struct crm_jq *q, const struct crm_record *rec, struct crm_jq_objects *out)
{
	jv output;
	int got;

	out->n = 0;
	crm_buf_reset(&out->texts);
	crm_buf_reset(&q->error);
	start(q, rec);
	while ((got = next_output(q, &output)) == 1)
		if (take_output(q, output, out) != 0)
			return -1;
	if (got < 0) {
		jv text = jv_get_kind(output) == JV_KIND_STRING ? output : jv_dump_string(output, 0);

		fail(q, jv_string_value(text));
		jv_free(text);
	}
	return got;
}

const char *crm_jq_error(const struct crm_jq *q)
{
	return q->error.s;
}
