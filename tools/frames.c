#include "tools/frames.h"

#include <stdlib.h>
#include <string.h>

#include "phy/ofdm.h"

static phw_status grow(phw_frames *f)
{
    const size_t room = f->n_allocated == 0 ? 64 : 2 * f->n_allocated;
    phw_wifi_frame *frame = reallocarray(f->frame, room, sizeof *frame);
    if (frame == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu frames", room);
    f->frame = frame;
    f->n_allocated = room;
    return PHW_OK;
}

phw_status phw_frames_take(phw_frames *f, phw_wifi_receiver *receiver)
{
    phw_wifi_frame frame;
    while (phw_wifi_receiver_take(receiver, &frame)) {
        if (f->n == f->n_allocated)
            PHW_TRY(grow(f));
        f->frame[f->n++] = frame;
    }
    return PHW_OK;
}

void phw_frames_free(phw_frames *f)
{
    free(f->frame);
    *f = (phw_frames){0};
}

phw_status phw_frames_trace(phw_trace *out, const phw_frames *f, double carrier_hz,
                            double bandwidth_hz)
{
    phw_trace t = {0};
    double spacing_hz = 0;
    if (f->n == 0)
        return phw_fail(PHW_ESHORT, "no frame: there is nothing to make a trace of");
    PHW_TRY(phw_ofdm_spacing(&spacing_hz, bandwidth_hz));
    PHW_TRY(phw_trace_alloc(&t, PHW_TRACE_CFR, f->n, PHW_OFDM_N_USED));
    t.has_time = true;
    t.carrier_hz = carrier_hz;
    t.bandwidth_hz = bandwidth_hz;
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        t.coefficient[i] = spacing_hz * phw_ofdm_carrier[i];
    double *noise = NULL;
    const phw_status s = phw_trace_add_column(&noise, &t, PHW_FRAMES_NOISE, "1");
    if (s) {
        phw_trace_free(&t);
        return s;
    }
    for (size_t i = 0; i < f->n; ++i) {
        t.time_s[i] = f->frame[i].time_s;
        /* h averages two training symbols. */
        noise[i] = f->frame[i].noise_variance / 2;
        t.noise_variance += noise[i] / (double)f->n;
        memcpy(&t.cplx[i * PHW_OFDM_N_USED], f->frame[i].h, sizeof f->frame[i].h);
    }
    *out = t;
    return PHW_OK;
}
