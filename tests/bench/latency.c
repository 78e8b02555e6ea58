/* Reconciliation where the network is slow: frames of 10^4 bits at 5 %, so many side by
 * side that the wait for the line is shared, over TCP with 5 ms added each way, against
 * the same frames one by one in memory. Several flights at once, each followed by the
 * next as soon as it is over, keep both ends at work while messages are on their way.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/rng.h"
#include "kgen/flight.h"
#include "kgen/reconcilers.h"

#include "tests/bench/relay.h"

#define ERROR_RATE 0.05
#define DELAY_S    5e-3

enum {
    N_BITS = 10000,
    N_ALONE = 1000, /* frames of the measurement in memory */
    FLIGHTS_MAX = 128,
    N_RUNS = 3 /* of each flight, one after the other */
};

/* What is reconciled, and how. */
typedef struct bench {
    const phw_reconciler *reconciler;
    phw_reconcile_segment segment;
    phw_reconcile_task *task; /* one a frame of a flight: alike, but for its seed */
    size_t n_frames;          /* of a flight */
    size_t n_flights;
} bench;

/* One party: its flights and its end of the line. */
typedef struct party {
    phw_role role;
    int socket;
    size_t n_flights;
    phw_flight *flight[FLIGHTS_MAX];
    phw_bits key[FLIGHTS_MAX];
    bool done[FLIGHTS_MAX];
    unsigned n_left[FLIGHTS_MAX]; /* runs after this one */
    phw_status status;
    double cpu_s;
} party;

/* What a measurement took: on the wall, and of all processors, the relay's share too.
 */
typedef struct took {
    double time_s;
    double cpu_s;
} took;

static double clock_of(clockid_t which)
{
    struct timespec t;
    (void)clock_gettime(which, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static phw_status choose(bench *b)
{
    if (phw_reconciler_find(&b->reconciler, "low-latency") != PHW_OK)
        PHW_TRY(phw_reconciler_find(&b->reconciler, "yan"));
    b->segment = (phw_reconcile_segment){0, N_BITS, ERROR_RATE};
    b->task = calloc(PHW_FLIGHT_FRAMES_MAX, sizeof *b->task);
    if (b->task == NULL)
        return phw_fail(PHW_ENOMEM, "latency: no memory");
    for (size_t i = 0; i < PHW_FLIGHT_FRAMES_MAX; ++i) {
        b->task[i] = (phw_reconcile_task){
            .n = N_BITS, .segment = &b->segment, .n_segments = 1, .seed = 1};
        phw_params_preset(&b->task[i].params, b->reconciler->params,
                          b->reconciler->n_params);
    }
    return PHW_OK;
}

/* Bits of both parties, of stream `trial`. */
static phw_status draw(phw_bits key[2], size_t n, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x6c61), .trial = trial};
    for (unsigned i = 0; i < 2; ++i)
        PHW_TRY(phw_bits_alloc(&key[i], n));
    for (size_t i = 0; i < n; ++i) {
        uint32_t word[2];
        phw_rng_words(word, &rng, 2 * i, 2);
        const bool bit = word[0] & 1U;
        phw_bits_set(&key[PHW_ALICE], i, bit);
        phw_bits_set(&key[PHW_BOB], i, bit != ((double)word[1] < ERROR_RATE * 0x1p32));
    }
    return PHW_OK;
}

/* The peer in the same thread: CPU time of both parties, frame after frame. */
static phw_status run_alone(double *bit_per_s, const bench *b)
{
    double time_s = 0;
    phw_reconciliation *end[2] = {NULL, NULL};
    phw_message said[2] = {{0}};
    phw_status s = PHW_OK;
    for (uint32_t trial = 0; trial < N_ALONE && !s; ++trial) {
        phw_bits key[2] = {{0}};
        bool done[2] = {false, false};
        const phw_message *in = NULL;
        PHW_TRY(draw(key, N_BITS, trial));
        for (unsigned i = 0; i < 2 && trial == 0; ++i)
            PHW_TRY(b->reconciler->create(&end[i], (phw_role)i, b->task, &key[i]));
        const double from_s = clock_of(CLOCK_THREAD_CPUTIME_ID);
        for (unsigned i = 0; i < 2; ++i)
            PHW_TRY(b->reconciler->reset(end[i], &key[i]));
        for (unsigned i = 0; !s && !(done[0] && done[1]); i = 1 - i) {
            s = b->reconciler->step(end[i], &said[i], &done[i], in);
            in = said[i].size > 0 ? &said[i] : NULL;
        }
        time_s += clock_of(CLOCK_THREAD_CPUTIME_ID) - from_s;
        phw_bits_free(&key[0]);
        phw_bits_free(&key[1]);
    }
    for (unsigned i = 0; i < 2; ++i) {
        b->reconciler->destroy(end[i]);
        phw_message_free(&said[i]);
    }
    *bit_per_s = (double)N_BITS * N_ALONE / time_s;
    return s;
}

static bool transfer_all(int fd, uint8_t *byte, size_t size, bool out)
{
    for (size_t at = 0; at < size;) {
        const ssize_t n = out ? send(fd, byte + at, size - at, MSG_NOSIGNAL)
                              : recv(fd, byte + at, size - at, 0);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

static phw_status begin_again(party *p, size_t i)
{
    --p->n_left[i];
    p->done[i] = false;
    return phw_flight_reset(p->flight[i], &p->key[i]);
}

/* The sequence number says which flight a message belongs to. Alice begins the next run
 * when the last one is over, Bob when he hears of it. */
static phw_status turn(party *p, size_t i, const phw_message *in)
{
    phw_message out = {0};
    phw_status s = p->done[i] ? begin_again(p, i) : PHW_OK;
    if (!s)
        s = phw_flight_step(p->flight[i], &out, &p->done[i], in);
    if (!s && p->role == PHW_ALICE && p->done[i] && p->n_left[i] > 0) {
        s = begin_again(p, i);
        if (!s)
            s = phw_flight_step(p->flight[i], &out, &p->done[i], NULL);
    }
    if (!s && out.size > 0) {
        phw_message_stamp(&out, 1, (uint32_t)i);
        if (!transfer_all(p->socket, out.byte, out.size, true))
            s = phw_fail(PHW_EIO, "latency: the line broke");
    }
    phw_message_free(&out);
    return s;
}

static phw_status hear(phw_message *m, int fd)
{
    uint8_t header[PHW_MESSAGE_HEADER_SIZE];
    size_t size = 0;
    if (!transfer_all(fd, header, sizeof header, false))
        return phw_fail(PHW_EIO, "latency: the line broke");
    PHW_TRY(phw_message_measure(&size, header));
    uint8_t *byte = malloc(sizeof header + size);
    if (byte == NULL)
        return phw_fail(PHW_ENOMEM, "latency: no memory");
    memcpy(byte, header, sizeof header);
    const bool whole = transfer_all(fd, byte + sizeof header, size, false);
    const phw_status s = whole ? phw_message_from_bytes(m, byte, sizeof header + size)
                               : phw_fail(PHW_EIO, "latency: the line broke");
    free(byte);
    return s;
}

static bool is_over(const party *p)
{
    bool over = true;
    for (size_t i = 0; i < p->n_flights; ++i)
        over = over && p->done[i] && p->n_left[i] == 0;
    return over;
}

static phw_status converse(party *p)
{
    phw_message in = {0};
    phw_status s = PHW_OK;
    for (size_t i = 0; i < p->n_flights && p->role == PHW_ALICE && !s; ++i)
        s = turn(p, i, NULL);
    while (!s && !is_over(p)) {
        s = hear(&in, p->socket);
        if (!s)
            s = turn(p, phw_message_sequence(&in) % p->n_flights, &in);
    }
    phw_message_free(&in);
    return s;
}

static void *run_party(void *context)
{
    party *p = context;
    const double from_s = clock_of(CLOCK_THREAD_CPUTIME_ID);
    p->status = converse(p);
    p->cpu_s = clock_of(CLOCK_THREAD_CPUTIME_ID) - from_s;
    if (p->status)
        fprintf(stderr, "latency: %s\n", phw_error_message());
    (void)shutdown(p->socket, SHUT_WR);
    return NULL;
}

static phw_status make_parties(party end[2], const bench *b)
{
    for (size_t k = 0; k < b->n_flights; ++k) {
        phw_bits key[2] = {{0}};
        phw_status s = draw(key, N_BITS * b->n_frames, 5000 + (uint32_t)k);
        for (unsigned i = 0; i < 2; ++i) {
            end[i].key[k] = key[i];
            end[i].n_left[k] = N_RUNS - 1;
            if (!s && k > 0 && b->reconciler->share != NULL)
                s = phw_flight_share(&end[i].flight[k], end[i].flight[0], &key[i]);
            else if (!s)
                s = phw_flight_create(&end[i].flight[k], (phw_role)i, b->reconciler,
                                      b->task, b->n_frames, &key[i]);
        }
        PHW_TRY(s);
        end[0].n_flights = end[1].n_flights = k + 1;
    }
    return PHW_OK;
}

static phw_status run_threads(took *out, party end[2])
{
    relay line = {.delay_s = DELAY_S};
    int pair[2];
    pthread_t thread[3];
    for (unsigned i = 0; i < 2; ++i) {
        if (relay_connect(pair) != 0)
            return phw_fail(PHW_EIO, "latency: no sockets");
        end[i].socket = pair[0];
        end[i].role = (phw_role)i;
        line.socket[i] = pair[1];
    }
    const double from_s = clock_of(CLOCK_MONOTONIC);
    const double cpu_from_s = clock_of(CLOCK_PROCESS_CPUTIME_ID);
    (void)pthread_create(&thread[2], NULL, relay_run, &line);
    for (unsigned i = 0; i < 2; ++i)
        (void)pthread_create(&thread[i], NULL, run_party, &end[i]);
    for (unsigned i = 0; i < 2; ++i)
        (void)pthread_join(thread[i], NULL);
    out->time_s = clock_of(CLOCK_MONOTONIC) - from_s;
    (void)pthread_join(thread[2], NULL);
    out->cpu_s = clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_from_s;
    for (unsigned i = 0; i < 2; ++i)
        (void)close(end[i].socket);
    return end[0].status ? end[0].status : end[1].status;
}

static void tell(const bench *b, const party end[2], double alone, took t)
{
    double leak = 0;
    uint64_t n_rounds = 0;
    size_t n_failed = 0;
    for (size_t k = 0; k < b->n_flights; ++k) {
        const phw_reconcile_figures f = phw_flight_figures(end[1].flight[k]);
        leak += (double)f.leak_bits;
        n_rounds = f.n_rounds > n_rounds ? f.n_rounds : n_rounds;
        for (size_t i = 0; i < b->n_frames; ++i)
            n_failed += !phw_bits_equal(phw_flight_frame_key(end[0].flight[k], i),
                                        phw_flight_frame_key(end[1].flight[k], i));
    }
    const size_t n = b->n_frames * b->n_flights;
    const double bits = (double)N_RUNS * N_BITS * (double)n;
    /* Where others load the machine: no faster than the busier end's processor, and
     * than two of them with the relay. */
    double cpu_s = t.cpu_s / 2;
    for (unsigned i = 0; i < 2; ++i)
        cpu_s = end[i].cpu_s > cpu_s ? end[i].cpu_s : cpu_s;
    printf("%3zu x %2zu frames: %3llu round trips, %8.1f ms (CPU %.1f, %.1f, relay "
           "%.1f), %zu of them failed, leak %.4f a bit, %7.2f Mbit/s, %.3f of memory "
           "(by CPU at most %.3f)\n",
           b->n_flights, b->n_frames, (unsigned long long)n_rounds, 1e3 * t.time_s,
           1e3 * end[0].cpu_s, 1e3 * end[1].cpu_s,
           1e3 * (t.cpu_s - end[0].cpu_s - end[1].cpu_s), n_failed,
           leak / ((double)N_BITS * (double)n), 1e-6 * bits / t.time_s,
           bits / t.time_s / alone, bits / cpu_s / alone);
    (void)fflush(stdout);
}

static phw_status measure(const bench *b, double alone)
{
    party end[2] = {{0}};
    took t = {0};
    phw_status s = make_parties(end, b);
    if (!s)
        s = run_threads(&t, end);
    if (!s)
        tell(b, end, alone, t);
    /* The first lends its tables to the others. */
    for (unsigned i = 0; i < 2; ++i)
        for (size_t k = b->n_flights; k > 0; --k) {
            phw_flight_destroy(end[i].flight[k - 1]);
            phw_bits_free(&end[i].key[k - 1]);
        }
    return s;
}

static phw_status run(bench *b)
{
    static const size_t shapes[][2] = {{1, 1}, {1, 75}, {16, 75}, {64, 75}, {128, 32}};
    double alone = 0;
    PHW_TRY(choose(b));
    PHW_TRY(run_alone(&alone, b));
    printf("%s, frames of %d bits at %g %%, one by one in memory: %.1f Mbit/s\n"
           "over TCP with %g ms added each way, flights x frames side by side:\n",
           b->reconciler->name, N_BITS, 100 * ERROR_RATE, 1e-6 * alone, 1e3 * DELAY_S);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; ++i) {
        b->n_flights = shapes[i][0];
        b->n_frames = shapes[i][1];
        PHW_TRY(measure(b, alone));
    }
    return PHW_OK;
}

int main(void)
{
    bench b = {0};
    const phw_status s = run(&b);
    if (s)
        fprintf(stderr, "latency: %s\n", phw_error_message());
    free(b.task);
    return s ? EXIT_FAILURE : EXIT_SUCCESS;
}
