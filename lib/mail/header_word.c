#include <crm/header_word.h>

#include <string.h>

/* a line begins with a space or a header name, so that no word is longer than the 75 allowed */
enum { LINE = 76, FRAME = 12 /* =?UTF-8?B??= */ };

/* length of the well-formed character at s (Unicode table 3-7), 0 when it is none */
static size_t char_length(const unsigned char *s, size_t n)
{
	size_t len = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (!len || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if (s[0] > 0xf4 || (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return len;
}

size_t crm_header_word_valid(const char *s, size_t n)
{
	size_t i = 0, len;

	while (i < n && (len = char_length((const unsigned char *)s + i, n - i)))
		i += len;
	return i;
}

const char *crm_header_word_refuse(const char *text)
{
	size_t n = strlen(text);

	if (crm_header_word_valid(text, n) < n)
		return "is not UTF-8";
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\n' || c == '\r')
			return "holds a line break";
		/* C1 controls are 0xC2 0x80 … 0x9F in UTF-8 */
		if (c < 0x20 || c == 0x7f || (c == 0xc2 && (unsigned char)text[i + 1] < 0xa0))
			return "holds a control character";
	}
	return NULL;
}

static void base64(struct crm_buf *out, const unsigned char *s, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned second = i + 1 < n ? s[i + 1] : 0, third = i + 2 < n ? s[i + 2] : 0;
		unsigned v = (unsigned)s[i] << 16 | second << 8 | third;

		crm_buf_putc(out, digits[v >> 18]);
		crm_buf_putc(out, digits[v >> 12 & 63]);
		crm_buf_putc(out, i + 1 < n ? digits[v >> 6 & 63] : '=');
		crm_buf_putc(out, i + 2 < n ? digits[v & 63] : '=');
	}
}

/* whole characters that fit into room characters of an encoded word; at least one */
static size_t word_bytes(const char *s, size_t n, size_t room)
{
	size_t most = room > FRAME ? (room - FRAME) / 4 * 3 : 0, i = 0, len;

	while (i < n) {
		len = char_length((const unsigned char *)s + i, n - i);
		len = len ? len : 1;
		if (i && i + len > most)
			break;
		i += len;
	}
	return i;
}

/* returns the column after the last word */
static size_t encoded_words(struct crm_buf *out, const char *s, size_t column)
{
	size_t n = strlen(s);

	if (column + FRAME + 8 > LINE) {
		crm_buf_puts(out, "\n ");
		column = 1;
	}
	while (n) {
		size_t take = word_bytes(s, n, LINE - column);

		crm_buf_puts(out, "=?UTF-8?B?");
		base64(out, (const unsigned char *)s, take);
		crm_buf_puts(out, "?=");
		column += FRAME + (take + 2) / 3 * 4;
		s += take;
		n -= take;
		if (n) {
			crm_buf_puts(out, "\n ");
			column = 1;
		}
	}
	return column;
}

static int all_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return 0;
	return 1;
}

static size_t longest_word(const char *s)
{
	size_t longest = 0;

	while (*s) {
		size_t n = strcspn(s, " ");

		longest = n > longest ? n : longest;
		s += n + (s[n] == ' ');
	}
	return longest;
}

/* breaks only before a single space between words, so that unfolding gives the text back */
static void fold_ascii(struct crm_buf *out, const char *s, size_t column)
{
	while (*s) {
		size_t n = 1 + strcspn(s + 1, " ");      /* a space that leads stays with its word */

		if (column + n > LINE && *s == ' ' && s[1] && s[1] != ' ') {
			crm_buf_putc(out, '\n');
			column = 0;
		}
		crm_buf_add(out, s, n);
		column += n;
		s += n;
	}
}

void crm_header_word_text(struct crm_buf *out, const char *text, size_t column)
{
	size_t n = strlen(text);
	int edges = n && (text[0] == ' ' || text[n - 1] == ' ');         /* plain, they would be lost */

	if (!all_ascii(text) || strstr(text, "=?") || edges || longest_word(text) > LINE - 2)
		encoded_words(out, text, column);
	else
		fold_ascii(out, text, column);
}

/* RFC 5322 section 3.2.3: atoms and the spaces between them need no quotes */
static int all_atoms(const char *s)
{
	for (; *s; s++)
		if (!(*s >= 'a' && *s <= 'z') && !(*s >= 'A' && *s <= 'Z') && !(*s >= '0' && *s <= '9') &&
		    !strchr("!#$%&'*+-/=?^_`{|}~ ", *s))
			return 0;
	return 1;
}

static size_t quoted_string(struct crm_buf *out, const char *s)
{
	size_t start = out->n;

	crm_buf_putc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			crm_buf_putc(out, '\\');
		crm_buf_putc(out, *s);
	}
	crm_buf_putc(out, '"');
	return out->n - start;
}

void crm_header_word_mailbox(struct crm_buf *out, const char *phrase, const char *address, size_t column)
{
	size_t n = phrase ? strlen(phrase) : 0;

	if (!n) {
		crm_buf_puts(out, address);
		return;
	}
	if (!all_ascii(phrase) || strstr(phrase, "=?") || n > LINE - 20 - 2)
		column = encoded_words(out, phrase, column);
	else if (!all_atoms(phrase) || phrase[0] == ' ' || phrase[n - 1] == ' ' || strstr(phrase, "  "))
		column += quoted_string(out, phrase);
	else {
		crm_buf_puts(out, phrase);
		column += n;
	}
	crm_buf_puts(out, column + strlen(address) + 3 > LINE ? "\n <" : " <");
	crm_buf_puts(out, address);
	crm_buf_putc(out, '>');
}
