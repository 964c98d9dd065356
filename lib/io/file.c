#include <crm/file.h>
#include <crm/diag.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

int crm_file_read(const char *name, struct crm_buf *out)
{
	char block[8192];
	size_t n;
	FILE *f = fopen(name, "rb");
	int bad = !f;

	while (f && (n = fread(block, 1, sizeof block, f)) > 0)
		crm_buf_add(out, block, n);
	if (f)
		bad = ferror(f);
	if (bad)
		crm_error("%s: %s", crm_quoted(name), strerror(errno));
	if (f)
		fclose(f);
	return bad ? -1 : 0;
}
