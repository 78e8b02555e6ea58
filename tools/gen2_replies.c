#include "tools/gen2_replies.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/crc.h"
#include "phy/line_code_fm0.h"
#include "phy/line_code_miller.h"
#include "phy/miller_reply.h"

#define N_AXES 4

static void project(float *out, const phw_sample_window *w, size_t axis)
{
    const double turn = M_PI * (double)axis / N_AXES;
    const float re = (float)cos(turn);
    const float im = (float)sin(turn);
    for (size_t i = 0; i < w->n; ++i)
        out[i] = re * crealf(w->sample[i]) + im * cimagf(w->sample[i]);
}

/* Whether `a` tells more than `b`. */
static bool better(const phw_epc_reply *a, const phw_epc_reply *b)
{
    const bool good = a->fault == PHW_EPC_GOOD;
    if (good != (b->fault == PHW_EPC_GOOD))
        return good;
    return a->snr_db > b->snr_db;
}

static phw_status merge(phw_epc_replies *all, const phw_epc_reply *r)
{
    for (size_t i = 0; i < all->n; ++i) {
        phw_epc_reply *old = &all->reply[i];
        if (r->start >= old->end || old->start >= r->end)
            continue;
        if (better(r, old))
            *old = *r;
        return PHW_OK;
    }
    return phw_epc_keep(all, r);
}

static int by_start(const void *a, const void *b)
{
    const phw_epc_reply *x = a;
    const phw_epc_reply *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

static const phw_line_code *const codes[] = {&phw_line_code_fm0, &phw_line_code_miller2,
                                             &phw_line_code_miller4,
                                             &phw_line_code_miller8};

#define N_CODES (sizeof codes / sizeof codes[0])

/* A reader's commands are loud, and where any code is looked for something in them may
 * look like Miller's preamble: what follows has no length that a reply has. */
static bool is_likely(const phw_epc_reply *r)
{
    return r->fault == PHW_EPC_GOOD || r->code == &phw_line_code_fm0 ||
           (r->n_bits > 0 && r->n_bits % 16 == 0);
}

static phw_status find_along(phw_epc_replies *all, const float *x, size_t n,
                             const phw_epc_config *config, const phw_line_code *code,
                             bool any)
{
    phw_epc_replies found = {0};
    PHW_TRY(code == &phw_line_code_fm0 ? phw_epc_find(&found, x, n, config)
                                       : phw_miller_find(&found, x, n, config, code));
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < found.n; ++i) {
        if (!any || is_likely(&found.reply[i]))
            s = merge(all, &found.reply[i]);
    }
    phw_epc_free(&found);
    return s;
}

static phw_status find_codes(phw_epc_replies *all, const float *x, size_t n,
                             const phw_epc_config *config, const phw_line_code *code)
{
    for (size_t i = 0; i < N_CODES; ++i) {
        if (code == NULL || code == codes[i])
            PHW_TRY(find_along(all, x, n, config, codes[i], code == NULL));
    }
    return PHW_OK;
}

phw_status phw_gen2_find(phw_epc_replies *out, const phw_sample_window *w, bool is_real,
                         const phw_epc_config *config, const phw_line_code *code)
{
    phw_epc_replies all = {0};
    float *x = NULL;
    phw_status s = phw_array_alloc(&x, w->n, sizeof *x);
    for (size_t axis = 0; !s && axis < (is_real ? 1 : N_AXES); ++axis) {
        project(x, w, axis);
        s = find_codes(&all, x, w->n, config, code);
    }
    free(x);
    if (s) {
        phw_epc_free(&all);
        return s;
    }
    if (all.n > 0)
        qsort(all.reply, all.n, sizeof *all.reply, by_start);
    *out = all;
    return PHW_OK;
}

const char *phw_gen2_kind(const phw_epc_reply *r)
{
    /* The PC's first five bits count the words of 16 bits that follow it. */
    if (r->n_bits >= 48 && r->n_bits == 32 + 16 * phw_crc_number(r->bit, 5))
        return "epc";
    if (r->n_bits == 32)
        return "handle";
    return r->n_bits == 16 ? "rn16" : "other";
}
