/* Header text: what RFC 2047 and RFC 5322 ask of every line, checked by a decoder of the test's own. */
#include <stdint.h>
#include <stdlib.h>

#include <crm/header_word.h>
#include <crm/mailbox.h>

#include "tap.h"

static int digit(int c)
{
	static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(all, c) : NULL;

	return at ? (int)(at - all) : -1;
}

/* one B word from s, after "=?UTF-8?B?"; appends its bytes, returns after "?=" or NULL */
static const char *decode_word(const char *s, struct crm_buf *out)
{
	size_t start = out->n;
	unsigned bits = 0, have = 0;

	for (; *s && *s != '=' && *s != '?'; s++) {
		if (digit((unsigned char)*s) < 0)
			return NULL;
		bits = bits << 6 | (unsigned)digit((unsigned char)*s);
		have += 6;
		if (have >= 8) {
			have -= 8;
			crm_buf_putc(out, (int)(bits >> have & 0xff));
		}
	}
	while (*s == '=')
		s++;
	if (strncmp(s, "?=", 2) || crm_header_word_valid(out->s + start, out->n - start) != out->n - start)
		return NULL;
	return s + 2;
}

/* RFC 2047 section 6.2: space between encoded words goes; RFC 5322 unfolding removes the line break */
static int decode(const char *s, struct crm_buf *out)
{
	int after_word = 0;

	while (*s) {
		size_t gap = strspn(s, " \n");

		if (gap && !strncmp(s + gap, "=?UTF-8?B?", 10) && after_word) {
			s += gap;
		} else if (!strncmp(s, "=?UTF-8?B?", 10)) {
			const char *end = decode_word(s + 10, out);

			if (!end || end - s > 75)
				return -1;
			s = end;
			after_word = 1;
		} else {
			if (*s != '\n')
				crm_buf_putc(out, *s);
			s++;
			after_word = 0;
		}
	}
	return 0;
}

static size_t longest_line(const char *s, size_t column)
{
	size_t longest = 0;

	for (; *s; s++) {
		column = *s == '\n' ? 0 : column + 1;
		longest = column > longest ? column : longest;
	}
	return longest;
}

static int round_trip(const char *text)
{
	struct crm_buf out = CRM_BUF_INIT, back = CRM_BUF_INIT;
	int good;

	crm_header_word_text(&out, text, 9);
	good = !decode(out.s, &back) && !strcmp(back.s, text) && longest_line(out.s, 9) <= 76;
	if (!good)
		printf("# '%s' became '%s'\n", text, out.s);
	crm_buf_release(&out);
	crm_buf_release(&back);
	return good;
}

static void random_subjects(void)
{
	static const char *const pieces[] = {
		"秋", "の", "おすすめ", "𠮷", "🍁", "👨‍👩‍👧", "a", " ", "SALE", "50%", "é", "髙", "﨑", "ｶﾅ", "「",
			"=?", "?=", "\"",
		"a-rather-long-ascii-word-without-any-space-in-it-at-all", "　", "～", "Ω",
	};
	uint64_t state = 42;
	int good = 1;

	for (int i = 0; i < 10000 && good; i++) {
		struct crm_buf text = CRM_BUF_INIT;
		int n = 1 + (int)((state >> 33) % 60);

		while (n--) {
			state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			crm_buf_puts(&text, pieces[(state >> 33) % (sizeof pieces / sizeof pieces[0])]);
		}
		good = round_trip(text.s);
		crm_buf_release(&text);
	}
	ok(good, "10,000 random subjects: words <= 75, lines <= 76, no character split, decoded = input");
}

static const char *mailbox(const char *phrase, const char *address)
{
	static struct crm_buf out;

	crm_buf_release(&out);
	crm_header_word_mailbox(&out, phrase, address, 4);
	return out.s;
}

static void words(void)
{
	struct crm_buf out = CRM_BUF_INIT;

	crm_header_word_text(&out, "秋", 9);
	is_str(out.s, "=?UTF-8?B?56eL?=", "one kanji");
	ok(round_trip("ああああああああああああああああああああああああああああああああああああああああああああああああああ"
		      "ああああああああああああああああああああああああああああああああああああああああああああああああああ"),
	   "100 kana");
	ok(round_trip("plain ASCII"), "ASCII");
	crm_buf_reset(&out);
	crm_header_word_text(&out, "plain ASCII", 9);
	is_str(out.s, "plain ASCII", "ASCII stays as it is");
	ok(round_trip("one two three four five six seven eight nine ten eleven "
		      "twelve thirteen fourteen fifteen"),
	   "long ASCII folds at a space");
	ok(round_trip("=?UTF-8?B?56eL?="), "what looks like an encoded word is encoded");
	ok(round_trip(" edge "), "spaces at the edges are kept");
	is_str(mailbox("みどり屋", "a@example.jp"), "=?UTF-8?B?44G/44Gp44KK5bGL?= <a@example.jp>",
		"name in kana");
	is_str(mailbox("Taro Yamada", "a@example.jp"), "Taro Yamada <a@example.jp>", "atoms need no quotes");
	is_str(mailbox("Yamada, T.", "a@example.jp"), "\"Yamada, T.\" <a@example.jp>",
		"comma and dot are quoted");
	is_str(mailbox("a \"b\" \\", "a@example.jp"),
	       "\"a \\\"b\\\" \\\\\" <a@example.jp>", "quotes are escaped");
	is_str(mailbox("", "a@example.jp"), "a@example.jp", "no name");
	ok(longest_line(mailbox("長い長い長い長い長い長い長い長い長い長い長い長い長い名前", "someone@mail.example.co.jp"), 4) <= 76,
	   "a long name folds before the address");
	is_str(mailbox(NULL, "a@example.jp"), "a@example.jp", "NULL name");
	crm_buf_release(&out);
}

static void refused(void)
{
	is_str(crm_header_word_refuse("秋"), NULL, "text is fine");
	is_str(crm_header_word_refuse("a\r\nBcc: x@example.com"), "holds a line break", "CRLF");
	is_str(crm_header_word_refuse("a\nb"), "holds a line break", "LF");
	is_str(crm_header_word_refuse("a\tb"), "holds a control character", "TAB");
	is_str(crm_header_word_refuse("a\xc2\x85z"), "holds a control character", "C1 next line");
	is_str(crm_header_word_refuse("\x8f\x48"), "is not UTF-8", "CP932 bytes");
	is_str(crm_header_word_refuse("\xed\xa0\x80"), "is not UTF-8", "a surrogate");
	is_str(crm_header_word_refuse("\xf4\x90\x80\x80"), "is not UTF-8", "beyond U+10FFFF");
	is_str(crm_header_word_refuse("\xc0\xaf"), "is not UTF-8", "overlong");
}

static void address(const char *text, const char *want)
{
	struct crm_buf out = CRM_BUF_INIT;
	const char *why = crm_mailbox_address(text, &out);

	if (want)
		is_str(why ? why : out.s, want, text);
	else
		ok(why && !out.n, text);
	crm_buf_release(&out);
}

static void addresses(void)
{
	char longest[330];

	address("taro@example.jp", "taro@example.jp");
	address("taro+a_b@sub.example.co.jp", "taro+a_b@sub.example.co.jp");
	address("taro..y.@example.jp", "\"taro..y.\"@example.jp");
	address(".taro@example.jp", "\".taro\"@example.jp");
	address("\"taro..y.\"@example.jp", "\"taro..y.\"@example.jp");
	address("a@xn--wgv71a119e.jp", "a@xn--wgv71a119e.jp");
	address("a@日本語.jp", NULL);
	address("山田@example.jp", NULL);
	address("", NULL);
	address("@", NULL);
	address("a@", NULL);
	address("a@b", NULL);
	address("@example.jp", NULL);
	address("a b@example.jp", NULL);
	address("a@example.jp\nBcc: b@example.jp", NULL);
	address("a@@example.jp", NULL);
	address("a@-example.jp", NULL);
	address("a@example-.jp", NULL);
	address("a@example..jp", NULL);
	address("a@example.jp.", NULL);
	address("a@192.0.2.1", NULL);
	address("a,b@example.jp", NULL);
	address("a@example.jp, b@example.jp", NULL);
	memset(longest, 'a', sizeof longest);
	memcpy(longest + 64, "@example.jp", 12);
	address(longest, longest);
	memset(longest, 'a', sizeof longest);
	memcpy(longest + 65, "@example.jp", 12);
	address(longest, NULL);
}

static void parsed(const char *text, const char *want_name, const char *want_address)
{
	struct crm_buf name = CRM_BUF_INIT, addr = CRM_BUF_INIT;
	const char *why = crm_mailbox_parse(text, &name, &addr);

	if (!want_address)
		ok(why && !addr.n && !name.n, text);
	else if (ok(!why, text)) {
		is_str(name.s, want_name, "its name");
		is_str(addr.s, want_address, "its address");
	}
	crm_buf_release(&name);
	crm_buf_release(&addr);
}

int main(void)
{
	words();
	random_subjects();
	refused();
	addresses();
	parsed("みどり屋 <shop@example.jp>", "みどり屋", "shop@example.jp");
	parsed("\"Midori, Inc. \\\"M\\\"\" <shop@example.jp> ", "Midori, Inc. \"M\"", "shop@example.jp");
	parsed("shop@example.jp", "", "shop@example.jp");
	parsed("<shop@example.jp>", "", "shop@example.jp");
	parsed("a <a@example.jp>, b <b@example.jp>", NULL, NULL);
	parsed("みどり屋 <shop@example.jp", NULL, NULL);
	parsed("みどり屋 <>", NULL, NULL);
	parsed("みどり屋", NULL, NULL);
	parsed("a\r\nBcc: b@example.jp <shop@example.jp>", NULL, NULL);
	mailbox(NULL, "");
	return done_testing();
}
