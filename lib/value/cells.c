#include <crm/cells.h>
#include <crm/ledger.h>
#include <crm/num.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static size_t digits(uint64_t v, char *out)
{
	char reversed[24];
	size_t n = 0;

	do {
		reversed[n++] = (char)('0' + v % 10);
	} while (v /= 10);
	for (size_t i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	return n;
}

static uint64_t size_of(int64_t v)
{
	return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

size_t crm_cells_int(int64_t v, char out[CRM_CELLS_ROOM])
{
	size_t n = 0;

	if (v < 0)
		out[n++] = '-';
	n += digits(size_of(v), out + n);
	out[n] = 0;
	return n;
}

size_t crm_cells_amount(int64_t v, char out[CRM_CELLS_ROOM])
{
	uint64_t size = size_of(v), part = size % CRM_AMOUNT_SCALE;
	size_t n = 0;

	if (v < 0)
		out[n++] = '-';
	n += digits(size / CRM_AMOUNT_SCALE, out + n);
	if (part) {
		out[n++] = '.';
		for (uint64_t unit = CRM_AMOUNT_SCALE / 10; part; unit /= 10) {
			out[n++] = (char)('0' + part / unit);
			part %= unit;
		}
	}
	out[n] = 0;
	return n;
}

size_t crm_cells_real(double v, int decimals, char out[CRM_CELLS_ROOM])
{
	if (!isfinite(v))
		*out = 0;
	else if (fabs(v) >= 1e15)
		snprintf(out, CRM_CELLS_ROOM, "%.9e", v);
	else
		crm_num_print(v, decimals, out, CRM_CELLS_ROOM);
	return strlen(out);
}
