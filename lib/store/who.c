#include <crm/who.h>
#include <crm/json.h>
#include <crm/mem.h>

#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void read_file(const char *path, struct crm_buf *out)
{
	char block[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && (n = read(fd, block, sizeof block)) > 0)
		crm_buf_add(out, block, (size_t)n);
	if (fd >= 0)
		close(fd);
}

static char *login_name(long uid)
{
	struct passwd *p = getpwuid((uid_t)uid);
	char number[24];

	if (p)
		return crm_strdup(p->pw_name);
	snprintf(number, sizeof number, "%ld", uid);
	return crm_strdup(number);
}

static char *host_name(void)
{
	char name[256] = "";

	if (gethostname(name, sizeof name - 1) != 0)
		return crm_strdup("");
	return crm_strdup(name);
}

static char *machine_id(void)
{
	struct crm_buf b = CRM_BUF_INIT;

	read_file("/etc/machine-id", &b);
	crm_buf_truncate(&b, strcspn(b.s, "\n"));
	return crm_buf_take(&b);
}

static char *terminal(void)
{
	const char *name = NULL;

	for (int fd = 0; fd <= 2 && !name; fd++)
		name = ttyname(fd);
	return crm_strdup(name ? name : "");
}

static char *environment(const char *first, const char *second)
{
	const char *v = getenv(first);

	if (!v && second)
		v = getenv(second);
	return crm_strdup(v ? v : "");
}

void crm_who_get(struct crm_who *w)
{
	w->uid = (long)getuid();
	w->login = login_name(w->uid);
	w->sudo_user = environment("SUDO_USER", NULL);
	w->host = host_name();
	w->machine = machine_id();
	w->tty = terminal();
	w->remote = environment("SSH_CLIENT", "REMOTE_ADDR");
}

void crm_who_release(struct crm_who *w)
{
	free(w->login);
	free(w->sudo_user);
	free(w->host);
	free(w->machine);
	free(w->tty);
	free(w->remote);
}

/* the kernel's copy: option parsing reorders argv, this keeps what was typed */
void crm_who_arguments(struct crm_buf *json)
{
	struct crm_buf b = CRM_BUF_INIT;

	read_file("/proc/self/cmdline", &b);
	crm_buf_putc(json, '[');
	for (size_t i = 0; i < b.n;) {
		size_t n = strnlen(b.s + i, b.n - i);

		if (i)
			crm_buf_putc(json, ',');
		crm_json_text(json, b.s + i, n);
		i += n + 1;
	}
	crm_buf_putc(json, ']');
	crm_buf_release(&b);
}
