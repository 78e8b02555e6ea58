#include "phy/wifi_backlog.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/wifi_decoder.h"

#define BEFORE PHW_WIFI_FRAME_BEFORE

/* Room for samples to begin with: most frames are short. It grows to twice the longest
 * frame at most, so that moving them is rare. */
#define N_HELD_FIRST 8192

#define N_FIRST 64 /* entries */

typedef struct entry {
    uint64_t at; /* of the first long training symbol */
    bool crowded;
    phw_wifi_frame frame;
    phw_wifi_data data;
    phw_cf *result; /* what data points to: points, then bytes */
} entry;

struct phw_wifi_backlog {
    phw_wifi_decoder *decoder;
    phw_cf *held;       /* the samples [origin, origin + n) */
    size_t n_held_most; /* room for them */
    uint64_t origin;
    size_t n;
    entry *entry; /* a queue: [first, next) are ready, [next, n_entries) wait */
    size_t first;
    size_t next;
    size_t n_entries;
    size_t n_entries_most;
    phw_cf *taken;                          /* the result that was taken last */
    uint64_t end[PHW_WIFI_DECODED_AT_ONCE]; /* of the frames to decode on the air */
    phw_wifi_backlog_counts counts;
};

phw_status phw_wifi_backlog_create(phw_wifi_backlog **out, double bandwidth_hz)
{
    phw_wifi_backlog *b = NULL;
    PHW_TRY(phw_array_alloc(&b, 1, sizeof *b));
    phw_status s = phw_wifi_decoder_create(&b->decoder, bandwidth_hz);
    if (!s)
        s = phw_array_alloc(&b->held, N_HELD_FIRST, sizeof *b->held);
    if (!s)
        s = phw_array_alloc(&b->entry, N_FIRST, sizeof *b->entry);
    if (s) {
        phw_wifi_backlog_destroy(b);
        return s;
    }
    b->n_held_most = N_HELD_FIRST;
    b->n_entries_most = N_FIRST;
    *out = b;
    return PHW_OK;
}

void phw_wifi_backlog_destroy(phw_wifi_backlog *b)
{
    if (b == NULL)
        return;
    for (size_t i = b->first; i < b->next; ++i)
        free(b->entry[i].result);
    free(b->taken);
    phw_wifi_decoder_destroy(b->decoder);
    free(b->held);
    free(b->entry);
    free(b);
}

/* Room for one entry more: those left move to the front first. */
static phw_status make_room(phw_wifi_backlog *b)
{
    if (b->n_entries < b->n_entries_most)
        return PHW_OK;
    const size_t n = b->n_entries - b->first;
    if (b->first > n) {
        memcpy(b->entry, b->entry + b->first, n * sizeof *b->entry);
        b->next -= b->first;
        b->n_entries = n;
        b->first = 0;
        return PHW_OK;
    }
    entry *more = reallocarray(b->entry, 2 * b->n_entries_most, sizeof *more);
    if (more == NULL)
        return phw_fail(PHW_ENOMEM, "wifi backlog: no memory for %zu frames",
                        2 * b->n_entries_most);
    b->entry = more;
    b->n_entries_most *= 2;
    return PHW_OK;
}

/* A place among the frames to decode that are on the air, until this one's end; false
 * when none is free. */
static bool find_place(phw_wifi_backlog *b, uint64_t at, const phw_wifi_frame *frame)
{
    for (size_t i = 0; i < PHW_WIFI_DECODED_AT_ONCE; ++i) {
        if (b->end[i] > at)
            continue;
        b->end[i] = at + phw_wifi_decoder_reach(frame);
        return true;
    }
    return false;
}

phw_status phw_wifi_backlog_add(phw_wifi_backlog *b, uint64_t at,
                                const phw_wifi_frame *frame)
{
    PHW_TRY(make_room(b));
    if (b->next == b->n_entries) {
        b->origin = at - BEFORE;
        b->n = 0;
    }
    b->entry[b->n_entries++] =
        (entry){.at = at, .crowded = !find_place(b, at, frame), .frame = *frame};
    return PHW_OK;
}

/* The data's bytes and points from the decoder to the entry. */
static phw_status keep_result(entry *e)
{
    phw_wifi_data *data = &e->data;
    const size_t n_point_bytes = data->n_points * sizeof *data->point;
    if (!data->decoded)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&e->result, n_point_bytes + data->n_bytes, 1));
    uint8_t *byte = (uint8_t *)(e->result + data->n_points);
    memcpy(e->result, data->point, n_point_bytes);
    memcpy(byte, data->byte, data->n_bytes);
    data->point = e->result;
    data->byte = byte;
    return PHW_OK;
}

static void count(phw_wifi_backlog_counts *c, const phw_wifi_data *data)
{
    c->n_complete += data->complete;
    c->n_crowded += data->crowded;
    c->n_decoded += data->decoded;
    c->n_check += data->fcs_ok;
    c->n_ht += data->format == PHW_WIFI_HT;
    c->n_ht_check += data->ht_ok;
}

/* Decodes the first frame that waits, of what is held. */
static phw_status decode(phw_wifi_backlog *b)
{
    entry *e = &b->entry[b->next];
    const uint64_t after = b->origin + b->n;
    const size_t n = after > e->at ? (size_t)(after - e->at) : 0;
    const size_t from = (size_t)(e->at - b->origin);
    if (e->crowded)
        phw_wifi_decoder_look(b->decoder, &e->data, b->held + from, n, &e->frame);
    else
        phw_wifi_decoder_run(b->decoder, &e->data, b->held + from, n, &e->frame);
    e->data.crowded = e->crowded && e->data.complete;
    PHW_TRY(keep_result(e));
    count(&b->counts, &e->data);
    ++b->next;
    return PHW_OK;
}

/* Decodes as long as the first frame that waits has its end. */
static phw_status catch_up(phw_wifi_backlog *b)
{
    while (b->next < b->n_entries) {
        const entry *e = &b->entry[b->next];
        if (e->at + phw_wifi_decoder_reach(&e->frame) > b->origin + b->n)
            break;
        PHW_TRY(decode(b));
    }
    return PHW_OK;
}

/* Makes room for samples: lets go of what lies before the first frame that waits, if
 * that is enough. */
static phw_status make_space(phw_wifi_backlog *b)
{
    const uint64_t before = b->entry[b->next].at - BEFORE - b->origin;
    const size_t gone = before < b->n ? (size_t)before : b->n;
    memmove(b->held, b->held + gone, (b->n - gone) * sizeof *b->held);
    b->origin += gone;
    b->n -= gone;
    if (b->n <= b->n_held_most / 2)
        return PHW_OK;
    phw_cf *more = reallocarray(b->held, 2 * b->n_held_most, sizeof *more);
    if (more == NULL)
        return phw_fail(PHW_ENOMEM, "wifi backlog: no memory for %zu samples",
                        2 * b->n_held_most);
    b->held = more;
    b->n_held_most *= 2;
    return PHW_OK;
}

phw_status phw_wifi_backlog_push(phw_wifi_backlog *b, uint64_t from,
                                 const phw_cf *sample, size_t n)
{
    while (b->next < b->n_entries) {
        const uint64_t at = b->origin + b->n;
        const uint64_t skipped = at > from ? at - from : 0;
        if (skipped >= n)
            break;
        if (b->n == b->n_held_most)
            PHW_TRY(make_space(b));
        const size_t left = n - (size_t)skipped;
        const size_t space = b->n_held_most - b->n;
        const size_t taken = left < space ? left : space;
        memcpy(b->held + b->n, sample + skipped, taken * sizeof *sample);
        b->n += taken;
        PHW_TRY(catch_up(b));
    }
    return PHW_OK;
}

phw_status phw_wifi_backlog_finish(phw_wifi_backlog *b)
{
    while (b->next < b->n_entries)
        PHW_TRY(decode(b));
    return PHW_OK;
}

bool phw_wifi_backlog_take(phw_wifi_backlog *b, phw_wifi_data *out)
{
    if (b->first == b->next)
        return false;
    free(b->taken);
    b->taken = b->entry[b->first].result;
    *out = b->entry[b->first].data;
    if (++b->first == b->n_entries)
        b->first = b->next = b->n_entries = 0;
    return true;
}

phw_wifi_backlog_counts phw_wifi_backlog_count(const phw_wifi_backlog *b)
{
    return b->counts;
}
