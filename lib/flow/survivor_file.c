#include <crm/survivor_file.h>
#include <crm/buf.h>
#include <crm/diag.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

int crm_survivor_file(struct crm_survivor_rules *r, const char *file)
{
	FILE *f = fopen(file, "rb");
	struct crm_buf text = CRM_BUF_INIT;
	char block[4096];
	size_t n;
	int bad;

	while (f && (n = fread(block, 1, sizeof block, f)) > 0)
		crm_buf_add(&text, block, n);
	bad = !f || ferror(f);
	if (bad)
		crm_error("%s: %s", crm_quoted(file), strerror(errno));
	if (f)
		fclose(f);
	if (!bad)
		bad = crm_survivor_parse(r, text.s ? text.s : "", file) != 0;
	crm_buf_release(&text);
	return bad ? -1 : 0;
}
