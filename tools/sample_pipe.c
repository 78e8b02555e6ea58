#include "tools/sample_pipe.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/cancel.h"

/* Four times what a Linux pipe holds: one read seldom waits. */
#define BUFFER_BYTES ((size_t)256 << 10)

/* How often a silent pipe is left to look for Ctrl-C. */
#define PATIENCE_MS 100

struct phw_sample_pipe {
    phw_sample_type type;
    int descriptor;
    bool ended;
    uint64_t n_samples; /* given so far */
    size_t size;        /* bytes of one sample */
    size_t from, to;    /* bytes of the buffer that wait */
    uint8_t buffer[BUFFER_BYTES];
};

phw_status phw_sample_pipe_create(phw_sample_pipe **out, int descriptor,
                                  phw_sample_type type)
{
    phw_sample_pipe *p = malloc(sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a pipe");
    p->type = type;
    p->descriptor = descriptor;
    p->ended = false;
    p->n_samples = 0;
    p->size = phw_sample_type_size(type);
    p->from = 0;
    p->to = 0;
    *out = p;
    return PHW_OK;
}

/* One read into the buffer's free end; nothing when none came in time, or a signal did:
 * a read that blocks would not hear of it. */
static phw_status fill(phw_sample_pipe *p)
{
    struct pollfd wait = {.fd = p->descriptor, .events = POLLIN};
    if (poll(&wait, 1, PATIENCE_MS) <= 0)
        return PHW_OK;
    const ssize_t got = read(p->descriptor, p->buffer + p->to, BUFFER_BYTES - p->to);
    if (got < 0 && errno != EINTR && errno != EAGAIN)
        return phw_fail(PHW_EIO, "the pipe can't be read: %s", strerror(errno));
    if (got == 0)
        p->ended = true;
    if (got > 0)
        p->to += (size_t)got;
    return PHW_OK;
}

/* Converts what waits, at most `n` samples, and says how many. */
static phw_status take(phw_sample_pipe *p, phw_cf *out, size_t n, size_t *n_taken)
{
    const size_t whole = (p->to - p->from) / p->size;
    const size_t count = whole < n ? whole : n;
    const phw_status s =
        phw_sample_type_convert(out, p->buffer + p->from, count, p->type, p->n_samples);
    if (s)
        return phw_fail_within(s, "standard input");
    p->from += count * p->size;
    p->n_samples += count;
    *n_taken = count;
    return PHW_OK;
}

/* Brings the bytes of a broken sample to the front: room for the rest of it. */
static void settle(phw_sample_pipe *p)
{
    memmove(p->buffer, p->buffer + p->from, p->to - p->from);
    p->to -= p->from;
    p->from = 0;
}

phw_status phw_sample_pipe_read(phw_sample_pipe *p, phw_cf *out, size_t n,
                                size_t *n_read, bool *stopped)
{
    size_t done = 0;
    bool asked = false;
    for (;;) {
        size_t taken = 0;
        PHW_TRY(take(p, out + done, n - done, &taken));
        done += taken;
        asked = done < n && phw_cancel_take();
        if (done == n || p->ended || asked)
            break;
        settle(p);
        PHW_TRY(fill(p));
    }
    *n_read = done;
    *stopped = asked;
    return PHW_OK;
}

size_t phw_sample_pipe_trailing(const phw_sample_pipe *p)
{
    return p->ended ? (p->to - p->from) % p->size : 0;
}

void phw_sample_pipe_destroy(phw_sample_pipe *p)
{
    free(p);
}
