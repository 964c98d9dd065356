#include <crm/digest.h>
#include <crm/mem.h>
#include <crm/worker.h>

#include <stdlib.h>
#include <string.h>

struct crm_digest {
	struct crm_reader *in;
	struct crm_worker *worker;     /* NULL: a pipe */
	unsigned char sha[32];
};

static void run(void *digest)
{
	struct crm_digest *d = digest;

	crm_reader_digest(d->in, d->sha);
}

struct crm_digest *crm_digest_start(struct crm_reader *in)
{
	struct crm_digest *d = crm_alloc(sizeof *d);

	d->in = in;
	if (crm_reader_is_file(in)) {
		d->worker = crm_worker_start(run);
		crm_worker_give(d->worker, d);
	}
	return d;
}

void crm_digest_end(struct crm_digest *d, unsigned char out[32])
{
	if (!d->worker)
		run(d);
	crm_worker_stop(d->worker);
	memcpy(out, d->sha, sizeof d->sha);
	free(d);
}
