/* crm-mailout: one message for each person of a stream, composed, recorded, delivered once. */
#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/file.h>
#include <crm/log.h>
#include <crm/mail_lint.h>
#include <crm/maildir.h>
#include <crm/mailing.h>
#include <crm/mem.h>
#include <crm/opt.h>
#include <crm/reader.h>
#include <crm/rowset.h>
#include <crm/template.h>
#include <crm/whole.h>
#include <crm/writer.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLASS_AD, CLASS_TX };
enum { PER_CUSTOMER, PER_HOUSEHOLD };

struct args {
	struct crm_store_opts store;
	struct crm_reader_opts in;
	struct crm_writer_opts out;
	struct crm_operation_opts op;
	const char *campaign, *template, *via;
	int class, per, plan, verbose;
};

static const struct crm_opt options[] = {
	{ CRM_TEXT, 0, "campaign", offsetof(struct args, campaign), "NAME", "the campaign: nobody gets it twice", NULL },
	{ CRM_TEXT, 0, "template", offsetof(struct args, template), "FILE", "headers, an empty line, the text", NULL },
	{ CRM_TEXT, 0, "via", offsetof(struct args, via), "maildir:DIR", "how the messages leave", NULL },
	{ CRM_CHOICE, 0, "class", offsetof(struct args, class), "ad|tx",
	  "ad: only with consent (ad); tx: what a contract needs", NULL },
	{ CRM_CHOICE, 0, "per", offsetof(struct args, per), "customer|household",
	  "one message each (customer)", NULL },
	{ CRM_FLAG, 0, "plan", offsetof(struct args, plan), NULL, "only plan: the next run without it sends", NULL },
	{ CRM_FLAG, 'v', "verbose", offsetof(struct args, verbose), NULL, "say what was done on stderr", NULL },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, op), NULL, "Operation", crm_operation_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, in), NULL, "Input", crm_reader_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, out), NULL, "Output", crm_writer_options },
	{ CRM_GROUP, 0, NULL, offsetof(struct args, store), NULL, "Store", crm_store_options },
	{ CRM_OPT_END, 0, NULL, 0, NULL, NULL, NULL }
};

static const struct crm_usage usage = {
	"--campaign NAME --template FILE --via maildir:DIR [OPTION]... [FILE]",
	"Mail each customer of a stream once; consecutive rows of one customer_id are one message",
	options,
	"Output: customer_id,address,state,reason,message_id. With --dry-run the difference; -v\n"
	"says who is skipped. Nothing is kept or sent then. A run that was cut off is finished by running it again."
};

/* ---- the template ---- */

static struct crm_template *open_template(const struct args *a, unsigned char sha[32])
{
	struct crm_buf text = CRM_BUF_INIT;
	struct crm_template *t = NULL;

	if (crm_file_read(a->template, &text) == 0) {
		crm_log_digest_bytes(text.s, text.n, sha);
		t = crm_template_open(text.s, text.n, a->template);
	}
	crm_buf_release(&text);
	if (t && a->class == CLASS_AD)
		crm_mail_lint_template(t, a->template);
	return t;
}

/* "maildir:/whole/path": the campaign is bound to it, wherever the next run is started */
static char *whole_via(const char *via)
{
	struct crm_buf b = CRM_BUF_INIT;
	const char *dir = via + strlen("maildir:");
	char here[4096];

	crm_buf_puts(&b, "maildir:");
	if (*dir != '/' && getcwd(here, sizeof here))
		crm_buf_printf(&b, "%s/", here);
	crm_buf_puts(&b, dir);
	return crm_buf_take(&b);
}

/* it must be usable before anybody is promised anything */
static int check_via(const struct args *a)
{
	struct crm_maildir *dir = a->op.dry_run ? NULL : crm_maildir_open(a->via + strlen("maildir:"));

	return a->op.dry_run || (dir && crm_maildir_close(dir) == 0) ? 0 : -1;
}

/* ---- planning ---- */

struct plan {
	struct crm_mailing *mailing;
	struct crm_writer *out;
	struct crm_rowset rows;
	char *customer;                /* whose rows are in the set */
	int64_t queued, skipped;
};

static int put_result(struct plan *p, const struct crm_mailing_result *r)
{
	char id[24];
	const char *text[] = { id, r->address, r->state, r->reason, r->message_id };
	struct crm_cell c[5];

	snprintf(id, sizeof id, "%lld", (long long)r->customer_id);
	for (int i = 0; i < 5; i++)
		c[i] = (struct crm_cell){ text[i], strlen(text[i]) };
	if (!strcmp(r->state, "queued"))
		p->queued++;
	else
		p->skipped++;
	if (!p->out && *r->reason)
		crm_note("customer %s: skipped: %s", id, r->reason);
	return p->out ? crm_writer_put(p->out, c, 5) : 0;
}

static int end_person(struct plan *p)
{
	struct crm_mailing_result r;
	int bad = 0;

	if (p->rows.n)
		bad = crm_mailing_plan(p->mailing, p->customer, p->rows.row, p->rows.n, &r) || put_result(p, &r);
	crm_rowset_clear(&p->rows);
	free(p->customer);
	p->customer = NULL;
	return bad;
}

static int plan_rows(struct plan *p, struct crm_reader *in)
{
	int column = crm_fields_find(crm_reader_fields(in), "customer_id"), got;
	struct crm_record r;

	while ((got = crm_reader_next(in, &r)) == 1) {
		const char *id = crm_record_text(&r, column);

		if (r.error) {
			crm_error("%s:%ld: %s", r.file, r.line, r.error);
			return -1;
		}
		if (p->customer && strcmp(id, p->customer) && end_person(p) != 0)
			return -1;
		if (!p->customer)
			p->customer = crm_strdup(id);
		crm_rowset_add(&p->rows, &r);
	}
	return got < 0 ? -1 : end_person(p);
}

static struct crm_writer *open_output(const struct args *a)
{
	static const char *const names[] = { "customer_id", "address", "state", "reason", "message_id" };

	return crm_writer_open_names(stdout, names, 5, &a->out);
}

/* The campaign's id, or 0: reported.  In a dry run the difference takes the place of the plan's rows. */
static int64_t plan(struct crm_store *s, const struct args *a, struct crm_template *t, const struct crm_campaign *c,
		    struct crm_reader *in)
{
	struct crm_operation *op = crm_operation_begin(s, "mailout", &a->op);
	struct plan p = { .mailing = op ? crm_mailing_open(s, op, c, t, crm_reader_fields(in)) : NULL };
	int64_t id = p.mailing ? crm_mailing_campaign(p.mailing) : 0;
	int bad = !p.mailing || (!a->op.dry_run && !(p.out = open_output(a))) || plan_rows(&p, in) != 0;

	crm_rowset_release(&p.rows);
	free(p.customer);
	crm_mailing_close(p.mailing);
	if (p.out && crm_writer_close(p.out) != 0)
		bad = 1;
	if (bad) {
		crm_operation_abandon(op);
		return 0;
	}
	crm_operation_count(op, "queued", p.queued);
	crm_operation_count(op, "skipped", p.skipped);
	crm_note("%lld messages queued, %lld people skipped", (long long)p.queued, (long long)p.skipped);
	return crm_operation_commit(op) == 0 ? id : 0;
}

static int mail(struct crm_store *s, const struct args *a, struct crm_template *t, const struct crm_campaign *c,
		const char *file)
{
	struct crm_reader *in = strcmp(file, "-") || crm_whole_stdin() == 0 ? crm_reader_open(file, &a->in) : NULL;
	int64_t id = 0, sent = 0;

	if (in && crm_fields_find(crm_reader_fields(in), "customer_id") < 0)
		crm_error("%s: has no column customer_id", file);
	else if (in && check_via(a) == 0)
		id = plan(s, a, t, c, in);
	crm_reader_close(in);
	if (!id || a->plan || a->op.dry_run)
		return id ? 0 : -1;
	if (crm_mailing_send(s, &a->op, id, c->ad, a->via + strlen("maildir:"), &sent) != 0)
		return -1;
	crm_note("%lld messages sent", (long long)sent);
	return 0;
}

static int usable(const struct args *a, int files)
{
	if (!a->campaign || !a->template || !a->via)
		crm_error("--campaign, --template and --via are needed; try 'crm-mailout --help'");
	else if (strncmp(a->via, "maildir:", 8) || !a->via[8])
		crm_error("--via '%s': only maildir:DIR is known", crm_quoted(a->via));
	else if (files > 1)
		crm_error("one stream at a time");
	else
		return 1;
	return 0;
}

int main(int argc, char **argv)
{
	struct args a = { .store.wait = -1 };
	struct crm_campaign c;
	struct crm_template *t;
	struct crm_store *s;
	char *whole;

	crm_start("crm-mailout");
	if (crm_opt_parse(&usage, &a, &argc, &argv) != 1)
		return crm_finish();
	crm_set_verbose(a.verbose);
	if (!usable(&a, argc))
		return crm_finish();
	a.via = whole = whole_via(a.via);
	c = (struct crm_campaign){ .key = a.campaign, .ad = a.class == CLASS_AD, .via = a.via,
				   .per_home = a.per == PER_HOUSEHOLD };
	if ((s = crm_store_open(&a.store, CRM_STORE_WRITE)) && (t = open_template(&a, c.template_sha))) {
		mail(s, &a, t, &c, argc ? argv[0] : "-");
		crm_template_free(t);
	}
	crm_store_close(s);
	free(whole);
	return crm_finish();
}
