#include "tools/pulse.h"

#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "kgen/message.h"
#include "tools/carrier.h"

struct phw_pulse {
    int socket;
    double period_s;
    phw_message sign;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    unsigned n_begun; /* computations so far */
    bool works;
    bool over;
};

/* Where none of it fits the peer does not read, and needs no sign. One cut in two would
 * spoil the stream: the rest follows. */
static void show(const phw_pulse *p)
{
    size_t at = 0;
    for (unsigned i = 0; i < 100 && at < p->sign.size; ++i) {
        const ssize_t n = send(p->socket, p->sign.byte + at, p->sign.size - at,
                               MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && at == 0)
            return;
        struct pollfd wait = {.fd = p->socket, .events = POLLOUT};
        if (n < 0)
            (void)poll(&wait, 1, 10);
        else
            at += (size_t)n;
    }
}

static struct timespec next_beat(const phw_pulse *p)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    const double at = (double)t.tv_nsec * 1e-9 + p->period_s;
    const double whole = floor(at);
    t.tv_sec += (time_t)whole;
    t.tv_nsec = (long)((at - whole) * 1e9);
    return t;
}

static void wait_a_period(phw_pulse *p)
{
    const struct timespec until = next_beat(p);
    const unsigned n = p->n_begun;
    int late = 0;
    while (late == 0 && p->works && p->n_begun == n && !p->over)
        late = pthread_cond_timedwait(&p->change, &p->lock, &until);
    if (late != 0 && p->works && p->n_begun == n && !p->over)
        show(p);
}

static void *run(void *context)
{
    phw_pulse *p = context;
    (void)pthread_mutex_lock(&p->lock);
    while (!p->over) {
        if (p->works)
            wait_a_period(p);
        else
            (void)pthread_cond_wait(&p->change, &p->lock);
    }
    (void)pthread_mutex_unlock(&p->lock);
    return NULL;
}

static phw_status start(phw_pulse *p)
{
    pthread_condattr_t monotonic;
    phw_message_begin(&p->sign, PHW_CARRIER_WORKING, 0);
    PHW_TRY(phw_message_end(&p->sign));
    (void)pthread_mutex_init(&p->lock, NULL);
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&p->change, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    if (pthread_create(&p->thread, NULL, run, p) == 0)
        return PHW_OK;
    (void)pthread_cond_destroy(&p->change);
    (void)pthread_mutex_destroy(&p->lock);
    return phw_fail(PHW_ENOMEM, "pulse: no thread can be started");
}

phw_status phw_pulse_create(phw_pulse **out, int socket, double period_s)
{
    phw_pulse *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "pulse: no memory");
    p->socket = socket;
    p->period_s = period_s;
    const phw_status s = start(p);
    if (s) {
        phw_message_free(&p->sign);
        free(p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

static void change(phw_pulse *p, bool works, bool over)
{
    (void)pthread_mutex_lock(&p->lock);
    p->works = works;
    p->n_begun += works;
    p->over = over;
    (void)pthread_cond_signal(&p->change);
    (void)pthread_mutex_unlock(&p->lock);
}

void phw_pulse_begin(phw_pulse *p)
{
    change(p, true, false);
}

void phw_pulse_end(phw_pulse *p)
{
    change(p, false, false);
}

void phw_pulse_destroy(phw_pulse *p)
{
    if (p == NULL)
        return;
    change(p, false, true);
    (void)pthread_join(p->thread, NULL);
    (void)pthread_cond_destroy(&p->change);
    (void)pthread_mutex_destroy(&p->lock);
    phw_message_free(&p->sign);
    free(p);
}
