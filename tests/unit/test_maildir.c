/* Maildir delivery: once, whatever happened to the message since. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <crm/maildir.h>

#include "tap.h"

static char root[] = "/tmp/crm-maildir-XXXXXX";
static char path[300];

static const char *at(const char *sub)
{
	snprintf(path, sizeof path, "%s/box/%s", root, sub);
	return path;
}

static int count(const char *sub)
{
	DIR *d = opendir(at(sub));
	const struct dirent *e;
	int n = 0;

	while (d && (e = readdir(d)))
		n += e->d_name[0] != '.';
	if (d)
		closedir(d);
	return n;
}

static struct crm_maildir *open_box(void)
{
	return crm_maildir_open(at(""));
}

static void moved_to_cur(const char *id)
{
	struct crm_buf name = CRM_BUF_INIT, cur = CRM_BUF_INIT, from = CRM_BUF_INIT;
	struct crm_maildir *m;

	crm_maildir_name(id, &name);
	crm_buf_printf(&from, "%s/box/new/%s", root, name.s);
	crm_buf_printf(&cur, "%s/box/cur/%s:2,S", root, name.s);
	ok(!rename(from.s, cur.s), "the message is read: moved to cur with a flag");
	m = open_box();
	is_int(crm_maildir_deliver(m, id, "again\n", 6), 0, "and not delivered again");
	is_int(crm_maildir_close(m), 0, "close");
	is_int(count("new"), 1, "one in new");
	unlink(cur.s);
	crm_buf_release(&name);
	crm_buf_release(&cur);
	crm_buf_release(&from);
}

static void content_is(const char *id, const char *want)
{
	struct crm_buf name = CRM_BUF_INIT;
	char got[100] = "", sub[200];
	FILE *f;

	crm_maildir_name(id, &name);
	snprintf(sub, sizeof sub, "new/%s", name.s);
	f = fopen(at(sub), "rb");
	if (f) {
		got[fread(got, 1, sizeof got - 1, f)] = '\0';
		fclose(f);
	}
	is_str(got, want, "the first message's bytes");
	crm_buf_release(&name);
}

static void remove_message(const char *id)
{
	struct crm_buf name = CRM_BUF_INIT;
	char sub[200];

	crm_maildir_name(id, &name);
	snprintf(sub, sizeof sub, "new/%s", name.s);
	unlink(at(sub));
	crm_buf_release(&name);
}

static void names(void)
{
	struct crm_buf a = CRM_BUF_INIT, b = CRM_BUF_INIT;

	crm_maildir_name("x/../y:2,S@example.jp", &a);
	ok(!strpbrk(a.s, "/:,") && strstr(a.s, "x_.._y_2_S@example.jp"), "no separator in a name");
	crm_maildir_name("x_.._y_2_S@example.jp", &b);
	ok(strcmp(a.s, b.s), "ids that look alike have names of their own");
	crm_buf_release(&a);
	crm_buf_release(&b);
}

int main(void)
{
	struct crm_maildir *m, *other;
	struct stat st;

	if (!mkdtemp(root))
		return 1;
	m = open_box();
	ok(m && !stat(at("new"), &st) && (st.st_mode & 0777) == 0700,
		"makes the folders, for the owner only");
	is_int(crm_maildir_deliver(m, "one@example.jp", "first\n", 6), 1, "delivered");
	is_int(crm_maildir_deliver(m, "one@example.jp", "second\n", 7), 0, "not twice in a run");
	other = open_box();
	is_int(crm_maildir_deliver(m, "two@example.jp", "2\n", 2), 1, "another");
	is_int(crm_maildir_deliver(other, "two@example.jp", "2\n", 2), 0,
		"two runs at once: only one delivers");
	is_int(crm_maildir_close(other), 0, "close");
	is_int(crm_maildir_close(m), 0, "close");
	is_int(count("new"), 2, "two in new");
	is_int(count("tmp"), 0, "none in tmp");
	content_is("one@example.jp", "first\n");
	moved_to_cur("two@example.jp");
	names();
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	ok(!crm_maildir_open("/dev/null/box"), "a place that cannot be is an error");
	remove_message("one@example.jp");
	rmdir(at("new"));
	rmdir(at("cur"));
	rmdir(at("tmp"));
	rmdir(at(""));
	rmdir(root);
	return done_testing();
}
