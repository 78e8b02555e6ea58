#include "phy/wifi_receiver.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/decimator.h"
#include "phy/long_training.h"
#include "phy/ofdm.h"
#include "phy/repetition.h"
#include "phy/wifi_backlog.h"

#define BLOCK PHW_REPETITION_BLOCK

/* Samples held at the bandwidth: small enough for a core's own cache. */
#define N_BLOCKS 1024
#define N_HELD   (N_BLOCKS * BLOCK)

/* Blocks that a window, or a search, reaches back from the block that is looked at. */
#define N_BACK PHW_REPETITION_REACH

/* Silence before the first sample, so that the first window has something behind it. */
#define N_LEAD (N_BACK * BLOCK)

/* The short lag: an SNR of -1 dB, and once in 2e12 windows of white noise. The long
 * one, for frames whose short training was lost to another frame or to a gain that
 * settles: 2 dB, and once in 6e14. A guard interval repeats a fifth of a payload's
 * samples after 64, which is a metric of 0.04. */
static const double threshold[PHW_N_REPETITIONS] = {0.2, 0.35};

/* When a window of the short lag is first over its threshold, long training starts up
 * to 176 samples after its end; with the long lag, up to 143 before. */
#define N_BEFORE (BLOCK * N_BACK)

/* Samples that a search and the estimate of what it finds last read. */
#define N_READ (PHW_LONG_STARTS + PHW_WIFI_FRAME_AFTER)
_Static_assert(N_READ >= PHW_LONG_SEARCH, "a search reads beyond its estimate");

/* Where a search found nothing the next one starts, with the two overlapping. */
#define N_SKIP (256 / BLOCK)

/* Blocks held back: a long training field found with the window that ends with block b
 * starts at (b + 1) * BLOCK - N_BEFORE or later, and its frame PHW_OFDM_LONG_AT before;
 * windows and searches do not reach back so far. */
#define N_HELD_BACK ((N_BEFORE + PHW_OFDM_LONG_AT) / BLOCK - 1)
_Static_assert(N_HELD_BACK >= N_BACK, "a window reaches further back than a frame");

#define N_ARRAYS       (3 + 2 * PHW_N_REPETITIONS)
#define N_FRAMES_FIRST 64
#define N_ZEROS        256

struct phw_wifi_receiver {
    double rate_hz;
    double bandwidth_hz;
    size_t factor;
    phw_decimator *decimator;
    phw_long_training *training;
    phw_wifi_estimator *estimator;
    phw_cf *sample;        /* N_HELD, at the bandwidth */
    size_t n;              /* of them in use */
    float *block_value;    /* the arrays of */
    phw_repetition blocks; /* of the samples, N_BLOCKS each */
    size_t n_blocks;       /* correlated */
    size_t cursor;         /* the block to look at next */
    uint64_t origin;       /* samples that were let go before sample[0] */
    phw_wifi_frame *frame; /* a queue: [first, n_frames) wait */
    phw_wifi_burst *burst; /* their samples; without those, unless they are kept */
    phw_cf *kept;          /* n_kept of each place in the queue; NULL when none are */
    size_t n_kept;
    size_t first;
    size_t n_frames;
    size_t n_frames_most;
    phw_wifi_backlog *backlog; /* NULL unless frames are decoded */
    uint64_t end;              /* held samples from here on lie after the last pushed */
    phw_wifi_counts counts;
    bool finished;
};

static void share_out(phw_repetition *blocks, float *value)
{
    float **array[N_ARRAYS] = {&blocks->sum_re, &blocks->sum_im, &blocks->power,
                               &blocks->re[0],  &blocks->im[0],  &blocks->re[1],
                               &blocks->im[1]};
    for (size_t i = 0; i < N_ARRAYS; ++i)
        *array[i] = value + i * N_BLOCKS;
}

static phw_status alloc_queue(phw_wifi_receiver *r)
{
    PHW_TRY(phw_array_alloc(&r->frame, N_FRAMES_FIRST, sizeof *r->frame));
    PHW_TRY(phw_array_alloc(&r->burst, N_FRAMES_FIRST, sizeof *r->burst));
    r->n_frames_most = N_FRAMES_FIRST;
    return PHW_OK;
}

static phw_status init(phw_wifi_receiver *r)
{
    PHW_TRY(phw_decimator_create(&r->decimator, r->factor));
    PHW_TRY(phw_long_training_create(&r->training));
    PHW_TRY(phw_wifi_estimator_create(&r->estimator, r->bandwidth_hz));
    PHW_TRY(phw_array_alloc(&r->sample, N_HELD, sizeof *r->sample));
    PHW_TRY(phw_array_alloc(&r->block_value, N_ARRAYS * N_BLOCKS, sizeof(float)));
    share_out(&r->blocks, r->block_value);
    PHW_TRY(alloc_queue(r));
    r->n = N_LEAD;
    r->n_blocks = N_BACK; /* of silence */
    r->cursor = N_BACK;
    return PHW_OK;
}

phw_status phw_wifi_receiver_create(phw_wifi_receiver **out, double rate_hz,
                                    double bandwidth_hz)
{
    size_t factor = 0;
    PHW_TRY(phw_ofdm_oversampling(&factor, rate_hz, bandwidth_hz));
    phw_wifi_receiver *r = calloc(1, sizeof *r);
    if (r == NULL)
        return phw_fail(PHW_ENOMEM, "wifi receiver: no memory");
    r->rate_hz = rate_hz;
    r->bandwidth_hz = bandwidth_hz;
    r->factor = factor;
    r->end = UINT64_MAX;
    const phw_status s = init(r);
    if (s) {
        phw_wifi_receiver_destroy(r);
        return s;
    }
    *out = r;
    return PHW_OK;
}

void phw_wifi_receiver_destroy(phw_wifi_receiver *r)
{
    if (r == NULL)
        return;
    phw_decimator_destroy(r->decimator);
    phw_long_training_destroy(r->training);
    phw_wifi_estimator_destroy(r->estimator);
    phw_wifi_backlog_destroy(r->backlog);
    free(r->sample);
    free(r->block_value);
    free(r->frame);
    free(r->burst);
    free(r->kept);
    free(r);
}

phw_status phw_wifi_receiver_keep(phw_wifi_receiver *r, size_t n_symbols)
{
    const size_t n = PHW_OFDM_DATA_AT + n_symbols * PHW_OFDM_N_SYMBOL;
    if (n_symbols > PHW_WIFI_BURST_SYMBOLS_MAX || r->counts.n_samples > 0)
        return phw_fail(PHW_EARG,
                        "wifi receiver: %zu symbols to keep after %llu samples; "
                        "expected at most %d, before the first sample",
                        n_symbols, (unsigned long long)r->counts.n_samples,
                        PHW_WIFI_BURST_SYMBOLS_MAX);
    phw_cf *kept = NULL;
    PHW_TRY(phw_array_alloc(&kept, r->n_frames_most * n, sizeof *kept));
    free(r->kept);
    r->kept = kept;
    r->n_kept = n;
    return PHW_OK;
}

phw_status phw_wifi_receiver_decode(phw_wifi_receiver *r)
{
    if (r->counts.n_samples > 0)
        return phw_fail(PHW_EARG,
                        "wifi receiver: decoding asked for after %llu samples; "
                        "expected before the first sample",
                        (unsigned long long)r->counts.n_samples);
    if (r->backlog != NULL)
        return PHW_OK;
    return phw_wifi_backlog_create(&r->backlog, r->bandwidth_hz);
}

/* *array, of `size` bytes a place, with room for `n` places. */
static phw_status widen(void *array, size_t n, size_t size)
{
    void *old = NULL;
    memcpy(&old, array, sizeof old);
    void *more = reallocarray(old, n, size);
    if (more == NULL)
        return phw_fail(PHW_ENOMEM, "wifi receiver: no memory for %zu frames", n);
    memcpy(array, &more, sizeof more);
    return PHW_OK;
}

/* Room for one frame more: waiting ones move to the front first. */
static phw_status make_room(phw_wifi_receiver *r)
{
    const size_t n = r->n_frames - r->first;
    if (r->n_frames < r->n_frames_most)
        return PHW_OK;
    if (r->first > 0) {
        memmove(r->frame, r->frame + r->first, n * sizeof *r->frame);
        memmove(r->burst, r->burst + r->first, n * sizeof *r->burst);
        if (r->kept != NULL)
            memmove(r->kept, r->kept + r->first * r->n_kept,
                    n * r->n_kept * sizeof *r->kept);
        r->n_frames = n;
        r->first = 0;
        return PHW_OK;
    }
    if (n > SIZE_MAX / 4 / sizeof *r->frame)
        return phw_fail(PHW_ENOMEM, "wifi receiver: %zu frames wait", n);
    PHW_TRY(widen(&r->frame, 2 * n, sizeof *r->frame));
    PHW_TRY(widen(&r->burst, 2 * n, sizeof *r->burst));
    if (r->kept != NULL)
        PHW_TRY(widen(&r->kept, 2 * n, r->n_kept * sizeof *r->kept));
    r->n_frames_most = 2 * n;
    return PHW_OK;
}

/* Input samples, counted at the bandwidth, that a held sample is from the first one. */
static int64_t place(const phw_wifi_receiver *r, size_t at)
{
    return (int64_t)(r->origin + at) - N_LEAD -
           (int64_t)(phw_decimator_delay(r->decimator) / r->factor);
}

/* The samples of the last frame of the queue, whose long training is at sample `at`,
 * `start` samples after the first one of `n_whole`. */
static void keep_samples(phw_wifi_receiver *r, size_t at, uint64_t start,
                         uint64_t n_whole)
{
    phw_wifi_burst *b = &r->burst[r->n_frames];
    phw_cf *kept = r->kept + r->n_frames * r->n_kept;
    const uint64_t left = n_whole - start + PHW_OFDM_LONG_AT;
    b->from = start < PHW_OFDM_LONG_AT ? PHW_OFDM_LONG_AT - (size_t)start : 0;
    b->to = left < r->n_kept ? (size_t)left : r->n_kept;
    memset(kept, 0, b->from * sizeof *kept);
    memset(kept + b->to, 0, (r->n_kept - b->to) * sizeof *kept);
    memcpy(kept + b->from, r->sample + at - (PHW_OFDM_LONG_AT - b->from),
           (b->to - b->from) * sizeof *kept);
}

/* Long training starts at sample `at`: whole frames go into the queue. */
static phw_status keep_frame(phw_wifi_receiver *r, size_t at, double offset)
{
    const int64_t start = place(r, at);
    const uint64_t n_whole = r->counts.n_samples / r->factor;
    if (start < 0 || (uint64_t)start + PHW_WIFI_FRAME_AFTER > n_whole)
        return PHW_OK;
    PHW_TRY(make_room(r));
    phw_wifi_frame *f = &r->frame[r->n_frames];
    phw_wifi_estimator_run(r->estimator, f, r->sample + at,
                           offset * r->rate_hz / (double)r->factor);
    f->start_sample = (uint64_t)start * r->factor;
    f->time_s = (double)f->start_sample / r->rate_hz;
    r->burst[r->n_frames] = (phw_wifi_burst){0};
    if (r->kept != NULL)
        keep_samples(r, at, (uint64_t)start, n_whole);
    if (r->backlog != NULL)
        PHW_TRY(phw_wifi_backlog_add(r->backlog, r->origin + at, f));
    ++r->n_frames;
    ++r->counts.n_long;
    r->counts.n_signal += f->signal_ok;
    return PHW_OK;
}

/* The block, from b on, whose window is clearest: it lies wholly in the field, where
 * the first one over the threshold need not. */
static size_t clearest(const phw_repetition *t, phw_repetition_lag lag, size_t b)
{
    size_t best = b;
    double most = 0;
    for (size_t i = b; i < b + N_BACK; ++i) {
        const double metric = phw_repetition_metric(t, lag, i);
        if (metric > most) {
            most = metric;
            best = i;
        }
    }
    return best;
}

/* By the short lag, whose range is wide, if its windows show anything. */
static double coarse_offset(const phw_repetition *t, size_t b)
{
    const phw_repetition_lag lag = PHW_REPETITION_SHORT;
    const size_t best = clearest(t, lag, b);
    if (phw_repetition_metric(t, lag, best) > threshold[lag])
        return phw_repetition_offset(t, lag, best);
    return phw_repetition_offset(t, PHW_REPETITION_LONG,
                                 clearest(t, PHW_REPETITION_LONG, b));
}

/* The window that ends with block b is over the threshold. */
static phw_status search(phw_wifi_receiver *r, size_t b)
{
    const size_t from = (b + 1) * BLOCK - N_BEFORE;
    const double offset = coarse_offset(&r->blocks, b);
    size_t at = 0;
    ++r->counts.n_short;
    if (!phw_long_training_find(r->training, &at, r->sample + from, offset)) {
        r->cursor = b + N_SKIP;
        return PHW_OK;
    }
    /* On where no window reaches back into this frame's training. */
    const size_t end = from + at + 2 * PHW_OFDM_N_FFT;
    r->cursor = (end + BLOCK - 1) / BLOCK + N_BACK - 1;
    return keep_frame(r, from + at, offset);
}

/* Samples that a search, the estimate of what it finds and its burst last read. */
static size_t reach(const phw_wifi_receiver *r)
{
    return r->n_kept > PHW_OFDM_DATA_AT ? N_READ + r->n_kept - PHW_OFDM_DATA_AT
                                        : N_READ;
}

/* Looks at every block for which all the samples that a search needs are there. */
static phw_status look(phw_wifi_receiver *r)
{
    const size_t to = r->n / BLOCK;
    phw_repetition_correlate(&r->blocks, r->sample, r->n_blocks, to);
    r->n_blocks = to;
    phw_status s = PHW_OK;
    while (!s && r->cursor < to) {
        r->cursor = phw_repetition_find(&r->blocks, r->cursor, to, threshold);
        if ((r->cursor + 1) * BLOCK - N_BEFORE + reach(r) > r->n)
            break;
        s = search(r, r->cursor);
    }
    return s;
}

/* Hands the samples on to the frames that wait for them. */
static phw_status follow(phw_wifi_receiver *r)
{
    const uint64_t left = r->end > r->origin ? r->end - r->origin : 0;
    const size_t n = left < r->n ? (size_t)left : r->n;
    return r->backlog == NULL
               ? PHW_OK
               : phw_wifi_backlog_push(r->backlog, r->origin, r->sample, n);
}

/* Lets go of what no window and no search will read again. */
static void let_go(phw_wifi_receiver *r)
{
    const size_t keep = r->cursor < r->n_blocks ? r->cursor : r->n_blocks;
    const size_t k = keep - N_HELD_BACK;
    const size_t n = k * BLOCK;
    memmove(r->sample, r->sample + n, (r->n - n) * sizeof *r->sample);
    for (float *array = r->block_value; array < r->block_value + N_ARRAYS * N_BLOCKS;
         array += N_BLOCKS)
        memmove(array, array + k, (r->n_blocks - k) * sizeof *array);
    r->origin += n;
    r->n -= n;
    r->n_blocks -= k;
    r->cursor -= k;
}

static phw_status feed(phw_wifi_receiver *r, const phw_cf *sample, size_t n)
{
    while (n > 0) {
        if (r->n == N_HELD)
            let_go(r);
        size_t taken = n;
        size_t made = N_HELD - r->n;
        phw_decimator_run(r->decimator, r->sample + r->n, &made, sample, &taken);
        r->n += made;
        sample += taken;
        n -= taken;
        PHW_TRY(look(r));
        PHW_TRY(follow(r));
    }
    return PHW_OK;
}

phw_status phw_wifi_receiver_push(phw_wifi_receiver *r, const phw_cf *sample, size_t n)
{
    if (r->finished)
        return phw_fail(PHW_EARG, "wifi receiver: samples after the end");
    r->counts.n_samples += n;
    return feed(r, sample, n);
}

phw_status phw_wifi_receiver_finish(phw_wifi_receiver *r)
{
    static const phw_cf zero[N_ZEROS];
    if (r->finished)
        return phw_fail(PHW_EARG, "wifi receiver: finished twice");
    r->finished = true;
    r->end =
        N_LEAD + (r->counts.n_samples + phw_decimator_delay(r->decimator)) / r->factor;
    size_t rest = (reach(r) + BLOCK) * r->factor + phw_decimator_delay(r->decimator);
    while (rest > 0) {
        const size_t n = rest < N_ZEROS ? rest : N_ZEROS;
        PHW_TRY(feed(r, zero, n));
        rest -= n;
    }
    return r->backlog == NULL ? PHW_OK : phw_wifi_backlog_finish(r->backlog);
}

bool phw_wifi_receiver_take_data(phw_wifi_receiver *r, phw_wifi_frame *frame,
                                 phw_wifi_burst *burst, phw_wifi_data *data)
{
    phw_wifi_burst unasked;
    if (burst == NULL)
        burst = &unasked;
    if (r->first == r->n_frames)
        return false;
    if (r->backlog == NULL)
        *data = (phw_wifi_data){0};
    else if (!phw_wifi_backlog_take(r->backlog, data))
        return false;
    *frame = r->frame[r->first];
    *burst = r->burst[r->first];
    if (r->kept != NULL)
        burst->sample = r->kept + r->first * r->n_kept;
    if (++r->first == r->n_frames)
        r->first = r->n_frames = 0;
    return true;
}

bool phw_wifi_receiver_take_burst(phw_wifi_receiver *r, phw_wifi_frame *frame,
                                  phw_wifi_burst *burst)
{
    phw_wifi_data unasked;
    return phw_wifi_receiver_take_data(r, frame, burst, &unasked);
}

bool phw_wifi_receiver_take(phw_wifi_receiver *r, phw_wifi_frame *out)
{
    phw_wifi_data unasked;
    return phw_wifi_receiver_take_data(r, out, NULL, &unasked);
}

phw_wifi_counts phw_wifi_receiver_counts(const phw_wifi_receiver *r)
{
    phw_wifi_counts counts = r->counts;
    if (r->backlog != NULL) {
        const phw_wifi_backlog_counts c = phw_wifi_backlog_count(r->backlog);
        counts.n_complete = c.n_complete;
        counts.n_crowded = c.n_crowded;
        counts.n_decoded = c.n_decoded;
        counts.n_check = c.n_check;
        counts.n_ht = c.n_ht;
        counts.n_ht_check = c.n_ht_check;
    }
    return counts;
}
