#include "tools/workers.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "tools/cancel.h"

typedef struct crew {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t next;
    size_t done;
    size_t n_items;
    size_t running; /* threads */
    phw_work *work;
    void *context;
    phw_status status; /* of the lowest item that failed */
    size_t failed_item;
    char message[512];
} crew;

typedef struct hand {
    crew *crew;
    size_t worker;
} hand;

/* The lowest failing item wins, whichever thread was first. */
static void note(crew *c, size_t item, phw_status s)
{
    c->done++;
    if (s == PHW_OK || (c->status != PHW_OK && c->failed_item < item))
        return;
    c->status = s;
    c->failed_item = item;
    (void)snprintf(c->message, sizeof c->message, "%s", phw_error_message());
}

static void *labour(void *argument)
{
    const hand *h = argument;
    crew *c = h->crew;
    (void)pthread_mutex_lock(&c->lock);
    while (c->next < c->n_items && c->status == PHW_OK && !phw_cancel_asked()) {
        const size_t item = c->next++;
        (void)pthread_mutex_unlock(&c->lock);
        const phw_status s = c->work(c->context, item, h->worker);
        (void)pthread_mutex_lock(&c->lock);
        note(c, item, s);
        (void)pthread_cond_signal(&c->changed);
    }
    c->running--;
    (void)pthread_cond_signal(&c->changed);
    (void)pthread_mutex_unlock(&c->lock);
    return NULL;
}

static void watch(crew *c, phw_progress *progress)
{
    (void)pthread_mutex_lock(&c->lock);
    while (c->running > 0) {
        struct timespec until;
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 100000000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        (void)pthread_cond_timedwait(&c->changed, &c->lock, &until);
        if (progress != NULL)
            phw_progress_show(progress, (double)c->done);
    }
    (void)pthread_mutex_unlock(&c->lock);
}

/* Starts what it can: one thread is enough to do the work. */
static size_t start(crew *c, pthread_t *thread, hand *h, size_t n_threads)
{
    size_t n = 0;
    (void)pthread_mutex_lock(&c->lock);
    for (; n < n_threads; ++n) {
        h[n] = (hand){c, n};
        if (pthread_create(&thread[n], NULL, labour, &h[n]) != 0)
            break;
        c->running++;
    }
    (void)pthread_mutex_unlock(&c->lock);
    return n;
}

/* Without threads, for work that is itself done by one of many. */
static phw_status run_here(size_t n_items, phw_work *work, void *context)
{
    for (size_t i = 0; i < n_items; ++i) {
        PHW_TRY(phw_cancel_check());
        PHW_TRY(work(context, i, 0));
    }
    return PHW_OK;
}

phw_status phw_workers_run(size_t n_threads, size_t n_items, phw_work *work,
                           void *context, phw_progress *progress)
{
    if (n_threads <= 1 && progress == NULL)
        return run_here(n_items, work, context);
    pthread_t thread[PHW_WORKERS_MAX];
    hand h[PHW_WORKERS_MAX];
    crew c = {.lock = PTHREAD_MUTEX_INITIALIZER,
              .changed = PTHREAD_COND_INITIALIZER,
              .n_items = n_items,
              .work = work,
              .context = context};
    const size_t n =
        start(&c, thread, h, n_threads < PHW_WORKERS_MAX ? n_threads : PHW_WORKERS_MAX);
    watch(&c, progress);
    for (size_t i = 0; i < n; ++i)
        (void)pthread_join(thread[i], NULL);
    (void)pthread_cond_destroy(&c.changed);
    (void)pthread_mutex_destroy(&c.lock);
    if (n == 0)
        return phw_fail(PHW_ENOMEM, "no thread can be started");
    if (c.status != PHW_OK)
        return phw_fail(c.status, "%s", c.message);
    return phw_cancel_check();
}
