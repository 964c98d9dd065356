#include <crm/message.h>

#include <signal.h>
#include <string.h>

#include <gmime/gmime.h>

#include <crm/header_word.h>
#include <crm/mailbox.h>

enum { LINE_MAX_OCTETS = 998 };        /* RFC 5322 section 2.1.1 */

struct refusal {
	const char *what, *why;
};

static int refuse(struct refusal *r, const char *what, const char *why)
{
	r->what = what;
	r->why = why;
	return -1;
}

/* value: encoded and folded already; GMime must not touch it */
static void put_raw(GMimeMessage *m, const char *name, const char *value)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(m));
	struct crm_buf raw = CRM_BUF_INIT;

	g_mime_header_list_append(list, name, "", NULL);
	crm_buf_printf(&raw, " %s\n", value);
	g_mime_header_set_raw_value(g_mime_header_list_get_header(list, name), raw.s);
	crm_buf_release(&raw);
}

static int put_text(GMimeMessage *m, const char *name, const char *text, struct refusal *r)
{
	struct crm_buf value = CRM_BUF_INIT;
	const char *why = crm_header_word_refuse(text);

	if (why)
		return refuse(r, name, why);
	crm_header_word_text(&value, text, strlen(name) + 2);
	put_raw(m, name, value.s);
	crm_buf_release(&value);
	return 0;
}

static int put_mailbox(GMimeMessage *m, const char *name, const char *phrase, const char *address,
	struct refusal *r)
{
	struct crm_buf value = CRM_BUF_INIT, sendable = CRM_BUF_INIT;
	const char *why = phrase ? crm_header_word_refuse(phrase) : NULL;

	if (!why)
		why = crm_mailbox_address(address, &sendable);
	if (!why) {
		crm_header_word_mailbox(&value, phrase, sendable.s, strlen(name) + 2);
		put_raw(m, name, value.s);
	}
	crm_buf_release(&value);
	crm_buf_release(&sendable);
	return why ? refuse(r, name, why) : 0;
}

/* the template's From and Reply-To: name <address> */
static int put_parsed(GMimeMessage *m, const char *name, const char *text, struct refusal *r)
{
	struct crm_buf phrase = CRM_BUF_INIT, address = CRM_BUF_INIT;
	const char *why = crm_mailbox_parse(text, &phrase, &address);
	int result = why ? refuse(r, name, why) : put_mailbox(m, name, phrase.s, address.s, r);

	crm_buf_release(&phrase);
	crm_buf_release(&address);
	return result;
}

/* List headers are structured and stay on one line (RFC 8058 receivers match them so): ASCII as it is */
static int put_list(GMimeMessage *m, const char *name, const char *text, struct refusal *r)
{
	const char *why = crm_header_word_refuse(text);

	for (const char *s = text; *s && !why; s++)
		if ((unsigned char)*s >= 0x80)
			why = "is not ASCII";
	if (!why && !strcmp(name, "List-Unsubscribe") && (text[0] != '<' || !strchr(text, '>')))
		why = "is not <https://…> or <mailto:…>";
	if (!why && !strcmp(name, "List-Unsubscribe-Post") && strcmp(text, "List-Unsubscribe=One-Click"))
		why = "is not List-Unsubscribe=One-Click (RFC 8058)";
	if (why)
		return refuse(r, name, why);
	put_raw(m, name, text);
	return 0;
}

/* dot-atom or quoted-free id-left, dot-atom id-right: what every reader takes */
static int message_id_ok(const char *id)
{
	const char *at = strchr(id, '@');

	if (!at || at == id || !at[1] || strchr(at + 1, '@') || strlen(id) > 200)
		return 0;
	for (const char *s = id; *s; s++)
		if (!(*s >= 'a' && *s <= 'z') && !(*s >= 'A' && *s <= 'Z') && !(*s >= '0' && *s <= '9') &&
		    !strchr("!#$%&'*+-/=?^_`{|}~.@", *s))
			return 0;
	return 1;
}

static int put_date(GMimeMessage *m, const struct crm_envelope *e, struct refusal *r)
{
	GTimeZone *zone;
	GDateTime *utc, *local;

	if (e->utc_offset < -1439 || e->utc_offset > 1439)
		return refuse(r, "Date", "the offset is more than a day");
	utc = g_date_time_new_from_unix_utc(e->date);
	if (!utc)
		return refuse(r, "Date", "is outside the years 1 to 9999");
	zone = g_time_zone_new_offset(e->utc_offset * 60);
	local = g_date_time_to_timezone(utc, zone);
	g_mime_message_set_date(m, local);
	g_date_time_unref(local);
	g_date_time_unref(utc);
	g_time_zone_unref(zone);
	return 0;
}

static int put_headers(GMimeMessage *m, const struct crm_draft *d, const struct crm_envelope *e,
	struct refusal *r)
{
	if (put_date(m, e, r) || put_parsed(m, "From", d->head[CRM_HEAD_FROM].s, r))
		return -1;
	if (d->head[CRM_HEAD_REPLY_TO].n && put_parsed(m, "Reply-To", d->head[CRM_HEAD_REPLY_TO].s, r))
		return -1;
	if (put_mailbox(m, "To", e->to_name, e->to_address, r))
		return -1;
	if (put_text(m, "Subject", d->head[CRM_HEAD_SUBJECT].s, r))
		return -1;
	if (!message_id_ok(e->message_id))
		return refuse(r, "Message-ID", "is not id@domain");
	g_mime_message_set_message_id(m, e->message_id);
	for (int i = CRM_HEAD_LIST_ID; i <= CRM_HEAD_LIST_UNSUBSCRIBE_POST; i++)
		if (d->head[i].n && put_list(m, crm_head_name[i], d->head[i].s, r))
			return -1;
	return 0;
}

/* 1: base64, 0: quoted-printable, -1: not text */
static int body_encoding(const struct crm_buf *body)
{
	size_t wide = 0;

	if (crm_header_word_valid(body->s, body->n) < body->n)
		return -1;
	for (size_t i = 0; i < body->n; i++) {
		unsigned char c = (unsigned char)body->s[i];

		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
			return -1;
		wide += c >= 0x80;
	}
	return wide * 6 > body->n;      /* quoted-printable takes 3 bytes for each of these,
		base64 4/3 for all */
}

static int put_body(GMimeMessage *m, const struct crm_buf *body, struct refusal *r)
{
	int base64 = body_encoding(body);
	GMimeTextPart *part;
	GMimeStream *stream;
	GMimeDataWrapper *content;
	struct crm_buf text = CRM_BUF_INIT;

	if (base64 < 0)
		return refuse(r, "text", "is not UTF-8 text without control characters");
	for (size_t i = 0; i < body->n; i++) {
		/* base64 hides line ends on the way: they must be CRLF inside (RFC 2049 section 4) */
		if (base64 && body->s[i] == '\n')
			crm_buf_putc(&text, '\r');
		crm_buf_putc(&text, body->s[i]);
	}
	stream = g_mime_stream_mem_new_with_buffer(text.s, text.n);
	crm_buf_release(&text);
	content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
	part = g_mime_text_part_new();
	g_mime_text_part_set_charset(part, "UTF-8");
	g_mime_part_set_content(GMIME_PART(part), content);
	g_mime_part_set_content_encoding(GMIME_PART(part), base64 ? GMIME_CONTENT_ENCODING_BASE64 :
					 GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_mime_message_set_mime_part(m, GMIME_OBJECT(part));
	g_object_unref(part);
	g_object_unref(content);
	g_object_unref(stream);
	return 0;
}

static int write_out(GMimeMessage *m, int crlf, struct crm_buf *out, struct refusal *r)
{
	GMimeFormatOptions *options = g_mime_format_options_new();
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *bytes;
	size_t line = 0, longest = 0;

	g_mime_format_options_set_newline_format(options, crlf ? GMIME_NEWLINE_FORMAT_DOS :
						 GMIME_NEWLINE_FORMAT_UNIX);
	g_mime_object_write_to_stream(GMIME_OBJECT(m), options, stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	for (guint i = 0; i < bytes->len; i++) {
		line = bytes->data[i] == '\n' ? 0 : line + 1;
		longest = line > longest ? line : longest;
	}
	if (longest <= LINE_MAX_OCTETS)
		crm_buf_add(out, bytes->data, bytes->len);
	g_object_unref(stream);
	g_mime_format_options_free(options);
	return longest <= LINE_MAX_OCTETS ? 0 : refuse(r, "headers", "a line is longer than 998 octets");
}

/* GMime brings a library that ignores SIGPIPE in the whole program: a reader that goes away is still to end us */
static void start_gmime(void)
{
	struct sigaction before;

	sigaction(SIGPIPE, NULL, &before);
	g_mime_init();
	sigaction(SIGPIPE, &before, NULL);
}

int crm_message_compose(const struct crm_draft *d, const struct crm_envelope *e, struct crm_buf *out,
			const char **what, const char **why)
{
	struct refusal r = { "", "" };
	GMimeMessage *m;
	int result;

	start_gmime();
	m = g_mime_message_new(FALSE);
	result = put_headers(m, d, e, &r) || put_body(m, &d->body, &r) || write_out(m, e->crlf, out,
		&r) ? -1 : 0;
	g_object_unref(m);
	*what = r.what;
	*why = r.why;
	return result;
}
