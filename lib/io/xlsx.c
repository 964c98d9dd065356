#include <crm/xlsx.h>
#include <crm/diag.h>
#include <unistd.h>
struct crm_xlsx *crm_xlsx_open(int fd, const char *name, const char *sheet)
{
	(void)sheet;
	close(fd);
	crm_error("%s: workbooks cannot be read yet", name);
	return NULL;
}
void crm_xlsx_close(struct crm_xlsx *x) { (void)x; }
int crm_xlsx_next(struct crm_xlsx *x, struct crm_record *rec) { (void)x; (void)rec; return 0; }
