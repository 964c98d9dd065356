/* A second thread that does one job at a time while the caller does something else:
 *
 *	crm_worker_give(w, batch);      … other work …      crm_worker_wait(w);
 *
 * Between give and wait the job belongs to the worker.  Without a thread to be had, give does the job itself. */
#ifndef CRM_WORKER_H
#define CRM_WORKER_H

typedef void crm_worker_fn(void *job);

struct crm_worker;

struct crm_worker *crm_worker_start(crm_worker_fn *fn);
void crm_worker_give(struct crm_worker *w, void *job);     /* the one before must have been waited for */
void crm_worker_wait(struct crm_worker *w);                /* until the job is done; no job: at once */
void crm_worker_stop(struct crm_worker *w);                /* waits; NULL is allowed */

#endif
