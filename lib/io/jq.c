#include <crm/json.h>
#include <crm/array.h>
#include <crm/diag.h>
#include <crm/jq_lex.h>
#include <crm/num.h>

#include <jq.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

enum { SECONDS_MAX = 5, MEMORY_MAX = 1 << 30, MEASURE_EVERY = 1024 };

extern char **environ;

struct crm_jq {
	jq_state *jq;
	const char *what;
	struct crm_jq_uses uses;
	struct crm_fields numbers;
	/* of the header seen last: which cells go into the object, under which key, and as what */
	const struct crm_fields *header;
	size_t header_n;
	struct wanted {
		size_t column;
		jv key;
		int number;
	} *wanted;
	size_t wanted_n, wanted_cap;
	long runs;
	struct rlimit memory, memory_before;
	int memory_known;
	struct crm_buf error;
};

/* A program cannot be stopped from outside: gsub("";"x") never ends.  Nothing is committed, so
 * ending the process loses nothing. */
static void too_long(int signal_number)
{
	static const char text[] = ": a jq expression takes more than 5 s on one record\n";
	const char *name = crm_program();

	(void)signal_number;
	if (write(STDERR_FILENO, name, strlen(name)) < 0 || write(STDERR_FILENO, text, sizeof text - 1) < 0)
		_exit(CRM_FAILED);
	_exit(CRM_FAILED);
}

static void too_much(void *data)
{
	(void)data;
	crm_error("a jq expression takes more than 1 GB of memory on one record");
	_exit(CRM_FAILED);
}

static void on_error(void *data, jv message)
{
	struct crm_jq *q = data;

	if (jv_get_kind(message) == JV_KIND_STRING && !q->error.n)
		crm_buf_puts(&q->error, jv_string_value(message));
	jv_free(message);
}

/* how much address space the process has now: the limit counts from there */
static void measure_memory(struct crm_jq *q)
{
	FILE *f = fopen("/proc/self/statm", "re");
	unsigned long pages;

	q->memory_known = 0;
	if (f && fscanf(f, "%lu", &pages) == 1 && getrlimit(RLIMIT_AS, &q->memory_before) == 0) {
		rlim_t most = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + MEMORY_MAX;

		q->memory = q->memory_before;
		q->memory_known = q->memory.rlim_cur == RLIM_INFINITY || q->memory.rlim_cur > most;
		if (q->memory_known)
			q->memory.rlim_cur = most;
	}
	if (f)
		fclose(f);
}

static void set_timer(long seconds)
{
	struct itimerval t = { { 0, 0 }, { seconds, 0 } };

	setitimer(ITIMER_PROF, &t, NULL);
}

struct guard {
	struct sigaction before;
	char **environment;
};

/* the sandbox: no environment, bounded time and memory */
static void enter(struct crm_jq *q, struct guard *g)
{
	static char *nothing[] = { NULL };
	struct sigaction act = { 0 };

	act.sa_handler = too_long;
	sigaction(SIGPROF, &act, &g->before);
	g->environment = environ;
	environ = nothing;
	if (q->memory_known)
		setrlimit(RLIMIT_AS, &q->memory);
	set_timer(SECONDS_MAX);
}

static void leave(struct crm_jq *q, struct guard *g)
{
	set_timer(0);
	if (q->memory_known)
		setrlimit(RLIMIT_AS, &q->memory_before);
	environ = g->environment;
	sigaction(SIGPROF, &g->before, NULL);
}

struct crm_jq *crm_jq_open(const char *program, const char *what)
{
	struct crm_jq *q = crm_alloc(sizeof *q);
	struct guard g;
	int compiled = 0;

	q->what = what;
	crm_buf_init(&q->error);
	crm_fields_init(&q->numbers);
	crm_jq_scan(program, &q->uses);
	if (*q->uses.forbidden) {
		crm_error("%s: '%s' is not allowed here", what, q->uses.forbidden);
		crm_jq_close(q);
		return NULL;
	}
	jv_nomem_handler(too_much, NULL);
	enter(q, &g);
	if ((q->jq = jq_init())) {
		jq_set_error_cb(q->jq, on_error, q);
		compiled = jq_compile(q->jq, program);
	}
	leave(q, &g);
	if (compiled)
		return q;
	crm_error("%s: %s", what, q->error.n ? q->error.s : "does not compile");
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
	forget_header(q);
	free(q->wanted);
	if (q->jq)
		jq_teardown(&q->jq);
	crm_fields_release(&q->uses.fields);
	crm_fields_release(&q->numbers);
	crm_buf_release(&q->error);
	free(q);
}

void crm_jq_numbers(struct crm_jq *q, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		crm_fields_add(&q->numbers, names[i]);
	forget_header(q);
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
			.number = crm_fields_find(&q->numbers, f->name[i]) >= 0,
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

/* the first output: 1 and *out (owned by the caller), 0 for none, -1 reported */
static int run(struct crm_jq *q, const struct crm_record *rec, jv *out)
{
	struct guard g;

	if (q->runs++ % MEASURE_EVERY == 0)
		measure_memory(q);
	enter(q, &g);
	jq_start(q->jq, record_value(q, rec), 0);
	*out = jq_next(q->jq);
	leave(q, &g);
	if (jv_is_valid(*out))
		return 1;
	if (jv_invalid_has_msg(jv_copy(*out))) {
		report(q, rec, jv_invalid_get_msg(*out));
		return -1;
	}
	jv_free(*out);
	return 0;
}

int crm_jq_test(struct crm_jq *q, const struct crm_record *rec)
{
	jv out;
	int got = run(q, rec, &out);
	jv_kind kind;

	if (got != 1)
		return got;
	kind = jv_get_kind(out);
	jv_free(out);
	return kind != JV_KIND_FALSE && kind != JV_KIND_NULL;
}

int crm_jq_map(struct crm_jq *q, const struct crm_record *rec, struct crm_fields *names, struct crm_buf *values)
{
	jv out;
	int got = run(q, rec, &out);

	if (got != 1)
		return got;
	if (jv_get_kind(out) != JV_KIND_OBJECT) {
		report(q, rec, jv_string("the result is not an object"));
		jv_free(out);
		return -1;
	}
	crm_fields_release(names);
	crm_buf_reset(values);
	jv_object_foreach(out, key, value) {
		jv text = jv_get_kind(value) == JV_KIND_STRING ? value
			  : jv_get_kind(value) == JV_KIND_NULL ? (jv_free(value), jv_string(""))
			  : jv_dump_string(value, 0);

		crm_fields_add(names, jv_string_value(key));
		crm_buf_puts(values, jv_string_value(text));
		crm_buf_putc(values, 0);
		jv_free(key);
		jv_free(text);
	}
	jv_free(out);
	return 1;
}
