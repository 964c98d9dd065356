#include <crm/opt.h>
#include <crm/array.h>
#include <crm/buf.h>
#include <crm/date.h>
#include <crm/diag.h>
#include <crm/num.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HELP_COLUMN = 28 };

/* an option and where its value lies */
struct found {
	const struct crm_opt *opt;
	void *value;
};

static int takes_value(const struct crm_opt *o)
{
	return o->kind != CRM_FLAG;
}

static int find(const struct crm_opt *table, char *base, const char *name, size_t n, char letter, struct found *f)
{
	for (const struct crm_opt *o = table; o->kind != CRM_OPT_END; o++) {
		if (o->kind == CRM_GROUP) {
			if (find(o->group, base + o->offset, name, n, letter, f))
				return 1;
		} else if (name ? strlen(o->name) == n && !memcmp(o->name, name, n) : o->letter == letter) {
			*f = (struct found){ o, base + o->offset };
			return 1;
		}
	}
	return 0;
}

static int choice_index(const char *choices, const char *value)
{
	size_t n = strlen(value);
	int index = 0;

	for (const char *p = choices; *p; index++) {
		size_t k = strcspn(p, "|");

		if (k == n && !memcmp(p, value, n))
			return index;
		p += k + (p[k] == '|');
	}
	return -1;
}

static int store_list(struct crm_opt_list *list, const char *value)
{
	CRM_GROW(list->value, list->n, list->cap);
	list->value[list->n++] = value;
	return 0;
}

static int bad_value(const struct crm_opt *o, const char *value, const char *wanted)
{
	crm_error("option --%s: '%s' is not %s", o->name, crm_quoted(value), wanted);
	return -1;
}

static int store_value(const struct found *f, const char *value)
{
	const struct crm_opt *o = f->opt;

	switch (o->kind) {
	case CRM_TEXT:
		*(const char **)f->value = value;
		return 0;
	case CRM_LIST:
		return store_list(f->value, value);
	case CRM_INT:
		return crm_num_int(value, f->value) == 0 ? 0 : bad_value(o, value, "a whole number");
	case CRM_REAL:
		return crm_num_real(value, f->value) == 0 ? 0 : bad_value(o, value, "a number");
	case CRM_DATE:
		return crm_date_parse(value, f->value) == 0 ? 0 : bad_value(o, value, "a date like 2026-04-01");
	case CRM_CHOICE:
		if ((*(int *)f->value = choice_index(o->arg, value)) < 0)
			return bad_value(o, value, o->arg);
		return 0;
	default:
		return 0;
	}
}

/* columns that a terminal needs for UTF-8 text of narrow characters */
static size_t width(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += (*s & 0xC0) != 0x80;
	return n;
}

/* one line per option; text starts in a column of its own */
static void print_option(const struct crm_opt *o)
{
	struct crm_buf b = CRM_BUF_INIT;

	if (o->letter)
		crm_buf_printf(&b, "  -%c, --%s", o->letter, o->name);
	else
		crm_buf_printf(&b, "      --%s", o->name);
	if (takes_value(o))
		crm_buf_printf(&b, " %s", o->arg);
	if (width(b.s) + 2 > HELP_COLUMN)
		printf("%s\n%*s%s\n", b.s, HELP_COLUMN, "", o->help);
	else
		printf("%s%*s%s\n", b.s, (int)(HELP_COLUMN - width(b.s)), "", o->help);
	crm_buf_release(&b);
}

static void print_options(const struct crm_opt *table)
{
	for (const struct crm_opt *o = table; o->kind != CRM_OPT_END; o++)
		if (o->kind != CRM_GROUP)
			print_option(o);
	for (const struct crm_opt *o = table; o->kind != CRM_OPT_END; o++)
		if (o->kind == CRM_GROUP) {
			printf("\n%s\n", o->help);
			print_options(o->group);
		}
}

static void print_help(const struct crm_usage *u)
{
	printf("Usage: %s %s\n%s.\n\nOptions\n", crm_program(), u->synopsis, u->summary);
	print_options(u->options);
	printf("      --help%*sshow this and exit\n", HELP_COLUMN - 12, "");
	printf("      --version%*sshow the version and exit\n", HELP_COLUMN - 15, "");
	if (u->notes)
		printf("\n%s\n", u->notes);
	printf("\nExit status: 0 done, 1 the data needs eyes, 2 could not do it, 75 the store is busy.\n");
}

static void print_words(const struct crm_opt *table)
{
	for (const struct crm_opt *o = table; o->kind != CRM_OPT_END; o++) {
		if (o->kind == CRM_GROUP)
			print_words(o->group);
		else
			printf(" --%s", o->name);
	}
}

static void print_choices(const struct crm_opt *table)
{
	for (const struct crm_opt *o = table; o->kind != CRM_OPT_END; o++) {
		if (o->kind == CRM_GROUP)
			print_choices(o->group);
		if (o->kind != CRM_CHOICE)
			continue;
		printf("\t--%s) COMPREPLY=($(compgen -W \"", o->name);
		for (const char *p = o->arg; *p; p++)
			putchar(*p == '|' ? ' ' : *p);
		printf("\" -- \"$2\")); return;;\n");
	}
}

/* a bash completion script from the same table */
static void print_completion(const struct crm_usage *u)
{
	const char *p = crm_program();

	printf("_%.3s_%s() {\n\tcase $3 in\n", p, strlen(p) > 4 ? p + 4 : p);
	print_choices(u->options);
	printf("\tesac\n\tcase $2 in\n\t-*) COMPREPLY=($(compgen -W \"--help --version");
	print_words(u->options);
	printf("\" -- \"$2\"));;\n\t*) COMPREPLY=($(compgen -f -- \"$2\"));;\n\tesac\n}\n");
	printf("complete -o filenames -F _%.3s_%s %s\n", p, strlen(p) > 4 ? p + 4 : p, p);
}

static int informed(const struct crm_usage *u, const char *name)
{
	if (!strcmp(name, "help"))
		print_help(u);
	else if (!strcmp(name, "version"))
		printf("%s (crm-tools) %s\n", crm_program(), CRM_VERSION);
	else if (!strcmp(name, "completion"))
		print_completion(u);
	else
		return 0;
	return 1;
}

static int usage_error(const char *what, const char *name)
{
	crm_error("%s '%s'; try '%s --help'", what, crm_quoted(name), crm_program());
	return -1;
}

/* argv[*i] is "--…": 1 go on, 0 help was printed, -1 error */
static int parse_long(const struct crm_usage *u, void *values, char **argv, int argc, int *i)
{
	const char *name = argv[*i] + 2, *eq = strchr(name, '=');
	size_t n = eq ? (size_t)(eq - name) : strlen(name);
	struct found f;

	if (!eq && informed(u, name))
		return 0;
	if (!find(u->options, values, name, n, 0, &f))
		return usage_error("unknown option", argv[*i]);
	if (!takes_value(f.opt)) {
		if (eq)
			return usage_error("this option takes no value:", argv[*i]);
		*(int *)f.value = 1;
		return 1;
	}
	if (!eq && *i + 1 >= argc)
		return usage_error("this option needs a value:", argv[*i]);
	return store_value(&f, eq ? eq + 1 : argv[++*i]) == 0 ? 1 : -1;
}

/* argv[*i] is "-xyz" */
static int parse_short(const struct crm_usage *u, void *values, char **argv, int argc, int *i)
{
	struct found f;

	for (const char *p = argv[*i] + 1; *p; p++) {
		if (*p < 'A' || !find(u->options, values, NULL, 0, *p, &f))
			return usage_error("unknown option", argv[*i]);
		if (!takes_value(f.opt)) {
			*(int *)f.value = 1;
			continue;
		}
		if (!p[1] && *i + 1 >= argc)
			return usage_error("this option needs a value:", argv[*i]);
		return store_value(&f, p[1] ? p + 1 : argv[++*i]) == 0 ? 1 : -1;
	}
	return 1;
}

int crm_opt_parse(const struct crm_usage *u, void *values, int *argc, char ***argv)
{
	int operands = 0, got = 1, plain = 0;
	char **in = *argv;

	for (int i = 1; i < *argc && got == 1; i++) {
		char *a = in[i];

		if (plain || a[0] != '-' || !a[1])
			in[operands++] = a;
		else if (!strcmp(a, "--"))
			plain = 1;
		else
			got = a[1] == '-' ? parse_long(u, values, in, *argc, &i) : parse_short(u, values, in, *argc, &i);
	}
	*argc = operands;
	in[operands] = NULL;
	return got;
}

char *crm_opt_pair(const char *pairs, const char *role)
{
	size_t n = strlen(role);

	for (const char *p = pairs; p && *p;) {
		size_t k = strcspn(p, ",");

		if (k > n && p[n] == '=' && !memcmp(p, role, n))
			return crm_strndup(p + n + 1, k - n - 1);
		p += k + (p[k] == ',');
	}
	return NULL;
}
