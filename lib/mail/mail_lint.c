#include <crm/mail_lint.h>

#include <string.h>

#include <crm/buf.h>
#include <crm/diag.h>
#include <crm/mailbox.h>

static const char *const sender_words[] = {
	"送信者", "発行者", "発行元", "発信者", "配信元", "運営", "株式会社", "有限会社", "合同会社", "㈱", "㈲", NULL
};
static const char *const refusal_words[] = {
	"配信停止", "配信の停止", "配信解除", "配信を希望", "メール停止", "受信拒否", "受信を希望されない", "解除", "退会",
	"購読停止", "不要な方", "ご不要", "unsubscribe", "Unsubscribe", "opt out", NULL
};
static const char *const contact_words[] = {
	"問い合わせ", "問合せ", "問合わせ", "苦情", "連絡先", "ご相談", "カスタマー", "サポート", "窓口", "お電話", "TEL", "電話",
	"Contact", "contact", NULL
};
static const char *const postal_words[] = { "〒", "住所", "所在地", NULL };
static const char *const regions[] = { "都", "道", "府", "県", NULL };
static const char *const places[] = { "市", "区", "町", "村", NULL };
static const char *const reach_words[] = { "http://", "https://", "@", NULL };

static const char *find_any(const char *s, const char *const words[])
{
	for (int i = 0; words[i]; i++) {
		const char *hit = strstr(s, words[i]);

		if (hit)
			return hit;
	}
	return NULL;
}

static int has_digit(const char *s)
{
	for (; *s; s++) {
		if (*s >= '0' && *s <= '9')
			return 1;
		if (!strncmp(s, "\xef\xbc", 2) && (unsigned char)s[2] >= 0x90 && (unsigned char)s[2] <= 0x99)
			return 1;              /* ０ … ９ */
	}
	return 0;
}

static int is_postal(const char *line)
{
	const char *region = find_any(line, regions);

	if (find_any(line, postal_words) && has_digit(line))
		return 1;
	return region && find_any(region, places) && has_digit(line);
}

/* line: this one; near: this one and its neighbours, where a link often stands */
static unsigned found_in(const char *line, const char *near)
{
	unsigned found = 0;

	if (find_any(line, sender_words))
		found |= CRM_LINT_SENDER;
	if (is_postal(line))
		found |= CRM_LINT_POSTAL;
	if (find_any(line, refusal_words)) {
		found |= CRM_LINT_NOTICE;
		if (find_any(near, reach_words) || strstr(near, "{{"))
			found |= CRM_LINT_REFUSAL;
	}
	if (find_any(line, contact_words) && (find_any(near, reach_words) || has_digit(near)))
		found |= CRM_LINT_CONTACT;
	return found;
}

/* the name of the From header somewhere in the text */
static int names_sender(const char *from, const char *body)
{
	struct crm_buf name = CRM_BUF_INIT, address = CRM_BUF_INIT;
	int found = !crm_mailbox_parse(from, &name, &address) && name.n && strstr(body, name.s);

	crm_buf_release(&name);
	crm_buf_release(&address);
	return found;
}

static const char *line_after(const char *s)
{
	const char *end = strchr(s, '\n');

	return end ? end + 1 : s + strlen(s);
}

unsigned crm_mail_lint(const char *from, const char *list_unsubscribe, const char *body)
{
	struct crm_buf line = CRM_BUF_INIT, near = CRM_BUF_INIT;
	const char *before = body;
	unsigned found = names_sender(from, body) ? CRM_LINT_SENDER : 0;

	if (*list_unsubscribe)
		found |= CRM_LINT_ONE_CLICK;
	for (const char *s = body; *s; ) {
		const char *after = line_after(s);

		crm_buf_reset(&line);
		crm_buf_reset(&near);
		crm_buf_add(&line, s, (size_t)(after - s));
		crm_buf_add(&near, before, (size_t)(line_after(after) - before));
		found |= found_in(line.s, near.s);
		before = s;
		s = after;
	}
	crm_buf_release(&line);
	crm_buf_release(&near);
	return CRM_LINT_ALL & ~found;
}

const char *crm_mail_lint_text(unsigned item)
{
	switch (item) {
	case CRM_LINT_SENDER: return "the sender's name is not in the text (特定電子メール法 4条1号)";
	case CRM_LINT_REFUSAL: return "no address or URL to refuse further mail (特定電子メール法 4条2号)";
	case CRM_LINT_NOTICE: return "nothing says that one can refuse further mail (施行規則 9条1号)";
	case CRM_LINT_POSTAL: return "the sender's postal address is not in the text (施行規則 9条2号)";
	case CRM_LINT_CONTACT: return "no phone, address or URL for complaints and questions (施行規則 9条3号)";
	default: return "no List-Unsubscribe header (RFC 2369, RFC 8058; large mail providers ask for it)";
	}
}

int crm_mail_lint_template(const struct crm_template *t, const char *file)
{
	unsigned missing = crm_mail_lint(crm_template_head(t, CRM_HEAD_FROM),
					 crm_template_head(t, CRM_HEAD_LIST_UNSUBSCRIBE),
						crm_template_body(t));
	int n = 0;

	for (unsigned item = 1; item <= CRM_LINT_ALL; item <<= 1)
		if (missing & item) {
			crm_warn("%s: %s", file, crm_mail_lint_text(item));
			n++;
		}
	return n;
}
