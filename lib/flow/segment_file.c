#include <crm/segment_file.h>
#include <crm/buf.h>
#include <crm/diag.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

int crm_segment_file(struct crm_segments *s, const char *file)
{
	struct crm_buf text = CRM_BUF_INIT;
	char block[4096];
	size_t n;
	FILE *f;
	int bad;

	memset(s, 0, sizeof *s);
	if (!file)
		return crm_segments_parse(s, crm_segments_default, "segments");
	f = fopen(file, "rb");
	while (f && (n = fread(block, 1, sizeof block, f)) > 0)
		crm_buf_add(&text, block, n);
	bad = !f || ferror(f);
	if (bad)
		crm_error("%s: %s", crm_quoted(file), strerror(errno));
	if (f)
		fclose(f);
	if (!bad)
		bad = crm_segments_parse(s, text.s, file) != 0;
	crm_buf_release(&text);
	return bad ? -1 : 0;
}
