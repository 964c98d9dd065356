#include <crm/worker.h>
#include <crm/mem.h>

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct crm_worker {
	crm_worker_fn *fn;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	void *job;                     /* NULL: none, or done */
	int stop, alone;               /* alone: there is no thread */
};

static void *run(void *arg)
{
	struct crm_worker *w = arg;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->job && !w->stop)
			pthread_cond_wait(&w->changed, &w->lock);
		if (!w->job)
			break;
		pthread_mutex_unlock(&w->lock);
		w->fn(w->job);
		pthread_mutex_lock(&w->lock);
		w->job = NULL;
		pthread_cond_broadcast(&w->changed);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* signals are for the main thread, but SIGPIPE, which is of the thread that writes */
struct crm_worker *crm_worker_start(crm_worker_fn *fn)
{
	struct crm_worker *w = crm_alloc(sizeof *w);
	sigset_t all, old;

	w->fn = fn;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->changed, NULL);
	sigfillset(&all);
	sigdelset(&all, SIGPIPE);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	w->alone = pthread_create(&w->thread, NULL, run, w) != 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return w;
}

void crm_worker_give(struct crm_worker *w, void *job)
{
	if (w->alone) {
		w->fn(job);
		return;
	}
	pthread_mutex_lock(&w->lock);
	w->job = job;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

void crm_worker_wait(struct crm_worker *w)
{
	pthread_mutex_lock(&w->lock);
	while (w->job)
		pthread_cond_wait(&w->changed, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

void crm_worker_stop(struct crm_worker *w)
{
	if (!w)
		return;
	crm_worker_wait(w);
	if (!w->alone) {
		pthread_mutex_lock(&w->lock);
		w->stop = 1;
		pthread_cond_broadcast(&w->changed);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
	}
	pthread_cond_destroy(&w->changed);
	pthread_mutex_destroy(&w->lock);
	free(w);
}
