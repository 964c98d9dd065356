/* Whole messages.  The expected bytes were read back by Python's email parser (policy SMTP): no defects. */
#include <stdlib.h>

#include <crm/mail_lint.h>
#include <crm/message.h>
#include <crm/message_id.h>

#include "tap.h"

static struct crm_draft draft;
static struct crm_envelope envelope;

static void reset(void)
{
	crm_draft_release(&draft);
	crm_draft_init(&draft);
	crm_buf_puts(&draft.head[CRM_HEAD_SUBJECT], "秋のおすすめ");
	crm_buf_puts(&draft.head[CRM_HEAD_FROM], "みどり屋 <shop@example.jp>");
	crm_buf_puts(&draft.body, "本文\n");
	envelope = (struct crm_envelope){ "𠮷野 \"太郎\"", "taro@example.com", "abc@example.jp", 1790000000,
		540, 0 };
}

static void whole(const char *want, const char *name)
{
	struct crm_buf out = CRM_BUF_INIT;
	const char *what, *why;

	is_int(crm_message_compose(&draft, &envelope, &out, &what, &why), 0, name);
	is_str(out.s, want, name);
	crm_buf_release(&out);
}

static void refuses(const char *want_what, const char *name)
{
	struct crm_buf out = CRM_BUF_INIT;
	const char *what, *why;

	is_int(crm_message_compose(&draft, &envelope, &out, &what, &why), -1, name);
	is_str(what, want_what, name);
	ok(!out.n && *why, "nothing came out, a reason is given");
	crm_buf_release(&out);
	reset();
}

static void set(struct crm_buf *b, const char *s)
{
	crm_buf_reset(b);
	crm_buf_puts(b, s);
}

static void bytes(void)
{
	reset();
	whole("Date: Mon, 21 Sep 2026 23:13:20 +0900\n"
	      "From: =?UTF-8?B?44G/44Gp44KK5bGL?= <shop@example.jp>\n"
	      "To: =?UTF-8?B?8KCut+mHjiAi5aSq6YOOIg==?= <taro@example.com>\n"
	      "Subject: =?UTF-8?B?56eL44Gu44GK44GZ44GZ44KB?=\n"
	      "Message-Id: <abc@example.jp>\n"
	      "MIME-Version: 1.0\n"
	      "Content-Type: text/plain; charset=UTF-8\n"
	      "Content-Transfer-Encoding: base64\n"
	      "\n"
	      "5pys5paHDQo=\n", "Japanese: base64 of text with CRLF");
	set(&draft.head[CRM_HEAD_SUBJECT], "Autumn");
	set(&draft.head[CRM_HEAD_FROM], "shop@example.jp");
	set(&draft.head[CRM_HEAD_LIST_UNSUBSCRIBE],
		"<https://example.jp/stop?a=0123456789012345678901234567890123456789>, "
	    "<mailto:stop@example.jp>");
	set(&draft.head[CRM_HEAD_LIST_UNSUBSCRIBE_POST], "List-Unsubscribe=One-Click");
	set(&draft.body, "caf\xc3\xa9 = 100%\n.\n..a\nFrom here\n");
	envelope.to_name = NULL;
	envelope.utc_offset = 0;
	envelope.crlf = 1;
	whole("Date: Mon, 21 Sep 2026 14:13:20 +0000\r\n"
	      "From: shop@example.jp\r\n"
	      "To: taro@example.com\r\n"
	      "Subject: Autumn\r\n"
	      "Message-Id: <abc@example.jp>\r\n"
	      "List-Unsubscribe: <https://example.jp/stop?a=0123456789012345678901234567890123456789>, "
	      "<mailto:stop@example.jp>\r\n"
	      "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
	      "MIME-Version: 1.0\r\n"
	      "Content-Type: text/plain; charset=UTF-8\r\n"
	      "Content-Transfer-Encoding: quoted-printable\r\n"
	      "\r\n"
	      "caf=C3=A9 =3D 100%\r\n.\r\n..a\r\nFrom here\r\n", "mostly ASCII: quoted-printable, CRLF");
	reset();
}

static void long_text(void)
{
	struct crm_buf out = CRM_BUF_INIT;
	const char *what, *why;
	size_t line = 0, longest = 0;

	for (int i = 0; i < 5000; i++)
		crm_buf_puts(&draft.body, "長い行");
	for (int i = 0; i < 100; i++)
		crm_buf_puts(&draft.head[CRM_HEAD_SUBJECT], "題🍁");
	is_int(crm_message_compose(&draft, &envelope, &out, &what, &why), 0,
		"45,000 bytes without a line break");
	for (size_t i = 0; i < out.n; i++) {
		line = out.s[i] == '\n' ? 0 : line + 1;
		longest = line > longest ? line : longest;
	}
	ok(longest <= 76, "every line <= 76");
	crm_buf_release(&out);
	reset();
}

static void refusals(void)
{
	set(&draft.head[CRM_HEAD_SUBJECT], "a\r\nBcc: b@example.com");
	refuses("Subject", "line break in the subject");
	set(&draft.head[CRM_HEAD_FROM], "x <a@example.jp>\nBcc: b@example.com");
	refuses("From", "line break in From");
	set(&draft.head[CRM_HEAD_REPLY_TO], "nobody");
	refuses("Reply-To", "no address");
	envelope.to_name = "太郎\nBcc: b@example.com";
	refuses("To", "line break in a name");
	envelope.to_address = "taro@example.com\r\nBcc: b@example.com";
	refuses("To", "line break in an address");
	envelope.to_address = "taro@example.com, jiro@example.com";
	refuses("To", "two addresses");
	envelope.to_address = "";
	refuses("To", "no address");
	envelope.message_id = "a b@example.jp";
	refuses("Message-ID", "a space in the id");
	envelope.message_id = "<abc@example.jp>";
	refuses("Message-ID", "brackets in the id");
	set(&draft.head[CRM_HEAD_LIST_UNSUBSCRIBE], "https://example.jp/stop");
	refuses("List-Unsubscribe", "no brackets");
	set(&draft.head[CRM_HEAD_LIST_UNSUBSCRIBE], "<https://example.jp/秋>");
	refuses("List-Unsubscribe", "not ASCII");
	set(&draft.head[CRM_HEAD_LIST_UNSUBSCRIBE_POST], "yes");
	refuses("List-Unsubscribe-Post", "not One-Click");
	crm_buf_putc(&draft.body, 0x0b);
	refuses("text", "a control character in the text");
	crm_buf_puts(&draft.body, "\x8f\x48");
	refuses("text", "not UTF-8");
	envelope.utc_offset = 5000;
	refuses("Date", "offset");
}

static void lint(void)
{
	static const char good[] = "本文\n――――\n送信者: 株式会社みどり屋\n〒100-0001 東京都千代田区千代田1-1\n"
		"お問い合わせ: 03-0000-0000\n配信停止は\nhttps://example.jp/stop\n";

	is_int(crm_mail_lint("みどり屋 <a@example.jp>", "<https://example.jp/stop>", good), 0,
		"all items are there");
	is_int(crm_mail_lint("a@example.jp", "", "秋のセール\n"), CRM_LINT_ALL, "none is");
	is_int(crm_mail_lint("みどり屋 <a@example.jp>", "", "みどり屋です\n"), CRM_LINT_ALL & ~CRM_LINT_SENDER,
	       "the From name in the text");
	is_int(CRM_LINT_REFUSAL & crm_mail_lint("a@example.jp", "", "配信停止は店頭で\n"), CRM_LINT_REFUSAL,
	       "refusal without address or URL");
	is_int(CRM_LINT_POSTAL & crm_mail_lint("a@example.jp", "", "大阪府大阪市北区梅田一丁目１\n"), 0,
	       "an address without 〒, with full-width digits");
	ok(strstr(crm_mail_lint_text(CRM_LINT_POSTAL), "9条2号") != NULL, "the law's place is named");
}

/* digests from Python: hashlib.blake2b(b'm\\0autumn\\0taro@example.com\\0', digest_size=20, key=…), base32 */
static void ids(void)
{
	struct crm_buf out = CRM_BUF_INIT;

	is_int(crm_message_id("autumn", "taro@example.com", NULL, 0, "みどり屋 <shop@example.jp>",
			      &out), 0, "an id");
	is_str(out.s, "jyutcta6xrjsbv2trl2prmux2hjjpxok@example.jp", "without secret");
	crm_buf_reset(&out);
	crm_message_id("autumn", "taro@example.com", "0123456789abcdef", 16,
		       "shop@example.jp", &out);
	is_str(out.s, "65bh2na4ij4ppn4je55jr72bb3nsxt7i@example.jp", "with a secret of 16 bytes");
	crm_buf_reset(&out);
	is_int(crm_message_id("autumn", "taro@example.com", NULL, 0, "shop", &out), -1,
	       "no domain to be had");
	crm_buf_release(&out);
}

int main(void)
{
	crm_draft_init(&draft);
	bytes();
	long_text();
	refusals();
	lint();
	ids();
	crm_draft_release(&draft);
	return done_testing();
}
