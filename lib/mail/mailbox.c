#include <crm/mailbox.h>

#include <string.h>

#include <crm/header_word.h>

static int is_alnum(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static const char *refuse_domain(const char *d)
{
	const char *last = d;
	size_t n = strlen(d), label = 0;
	int dots = 0;

	if (n > 253)
		return "the domain is longer than 253 characters";
	for (size_t i = 0; i <= n; i++) {
		if (d[i] && d[i] != '.') {
			if ((unsigned char)d[i] >= 0x80)
				return "the domain is not ASCII (write its xn-- form)";
			if (!is_alnum(d[i]) && d[i] != '-')
				return "the domain holds a character that no domain may hold";
			label++;
			continue;
		}
		if (!label)
			return "the domain has an empty part";
		if (label > 63 || d[i - 1] == '-' || d[i - label] == '-')
			return "the domain has a part that is too long or begins or ends with -";
		last = d + i - label;
		label = 0;
		dots += d[i] == '.';
	}
	if (!dots)
		return "the domain has no dot";
	if (strspn(last, "0123456789") == strlen(last))
		return "the domain ends in a number";
	return NULL;
}

/* *quote: the local part is legal only as a quoted string */
static const char *refuse_local(const char *s, size_t n, int *quote)
{
	if (!n)
		return "nothing stands before @";
	if (n > 64)
		return "more than 64 characters stand before @";
	*quote = s[0] == '.' || s[n - 1] == '.';
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] >= 0x80)
			return "a character before @ is not ASCII";
		if (s[i] == '.')
			*quote |= i + 1 < n && s[i + 1] == '.';
		else if (!is_alnum(s[i]) && !strchr("!#$%&'*+-/=?^_`{|}~", s[i]))
			return "a character before @ is not allowed";
	}
	return NULL;
}

const char *crm_mailbox_address(const char *text, struct crm_buf *out)
{
	const char *at = strrchr(text, '@'), *why;
	size_t n = at ? (size_t)(at - text) : 0;
	int quote = 0;

	if (!at)
		return "there is no @";
	if (n >= 2 && text[0] == '"' && text[n - 1] == '"') {            /* already quoted */
		text++;
		n -= 2;
	}
	why = refuse_local(text, n, &quote);
	if (!why)
		why = refuse_domain(at + 1);
	if (!why && n + strlen(at) + 2 * (size_t)quote > 254)
		why = "the address is longer than 254 characters";
	if (why)
		return why;
	if (quote)
		crm_buf_putc(out, '"');
	crm_buf_add(out, text, n);
	if (quote)
		crm_buf_putc(out, '"');
	crm_buf_puts(out, at);
	return NULL;
}

/* the display name without outer spaces and quotes */
static const char *add_phrase(const char *s, size_t n, struct crm_buf *name)
{
	int quoted;

	while (n && *s == ' ') {
		s++;
		n--;
	}
	while (n && s[n - 1] == ' ')
		n--;
	quoted = n >= 2 && s[0] == '"' && s[n - 1] == '"';
	if (quoted) {
		s++;
		n -= 2;
	}
	for (size_t i = 0; i < n; i++) {
		if (quoted && s[i] == '\\' && i + 1 < n)
			i++;
		else if (s[i] == '"' || (!quoted && strchr("<>,;", s[i])))
			return "the name before < needs quotes (\"…\"), or there is more than one address";
		crm_buf_putc(name, s[i]);
	}
	return NULL;
}

const char *crm_mailbox_parse(const char *text, struct crm_buf *name, struct crm_buf *address)
{
	const char *open = strrchr(text, '<'), *why = crm_header_word_refuse(text);
	struct crm_buf inner = CRM_BUF_INIT;
	size_t n = strlen(text), had = name->n;

	if (why)
		return why;
	if (!open)
		return crm_mailbox_address(text, address);
	while (n && text[n - 1] == ' ')
		n--;
	if (text[n - 1] != '>')
		return "there is a < without its > at the end";
	crm_buf_add(&inner, open + 1, n - 1 - (size_t)(open + 1 - text));
	why = add_phrase(text, (size_t)(open - text), name);
	if (!why)
		why = crm_mailbox_address(inner.s, address);
	if (why)
		crm_buf_truncate(name, had);
	crm_buf_release(&inner);
	return why;
}
