#include <crm/json.h>
#include <crm/num.h>

#include <stdint.h>
#include <string.h>

/* does one of these eight bytes need a backslash?  Bit tricks of old: below 0x20, equal to a byte. */
static int eight_plain(const char *s)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t v, quote, slash, del;

	memcpy(&v, s, sizeof v);
	quote = v ^ ones * '"';
	slash = v ^ ones * '\\';
	del = v ^ ones * 0x7F;
	return !((((v - ones * 0x20) & ~v) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash) |
		  ((del - ones) & ~del)) & high);
}

void crm_json_text(struct crm_buf *out, const char *s, size_t n)
{
	static const char letter[] = "btn.fr";         /* of 8 to 13; 11 has none */
	size_t from = 0;

	crm_buf_reserve(out, n + 2);
	crm_buf_putc(out, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (n - i >= 8 && eight_plain(s + i)) {
			i += 7;
			continue;
		}
		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
			continue;
		crm_buf_add(out, s + from, i - from);
		from = i + 1;
		if (c == '"' || c == '\\')
			crm_buf_printf(out, "\\%c", c);
		else if (c >= 8 && c <= 13 && c != 11)
			crm_buf_printf(out, "\\%c", letter[c - 8]);
		else
			crm_buf_printf(out, "\\u%04x", c);
	}
	crm_buf_add(out, s + from, n - from);
	crm_buf_putc(out, '"');
}

void crm_json_record(struct crm_buf *out, const struct crm_fields *f, const struct crm_cell *cells, size_t n)
{
	crm_buf_putc(out, '{');
	for (size_t i = 0; i < n && i < f->n; i++) {
		if (i)
			crm_buf_putc(out, ',');
		crm_json_text(out, f->name[i], strlen(f->name[i]));
		crm_buf_putc(out, ':');
		if (!cells[i].n)
			crm_buf_puts(out, "null");
		else if (f->number[i] && crm_num_written(cells[i].s))
			crm_buf_add(out, cells[i].s, cells[i].n);
		else
			crm_json_text(out, cells[i].s, cells[i].n);
	}
	crm_buf_putc(out, '}');
}
