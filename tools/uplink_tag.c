#include "tools/uplink_tag.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

/* Steps of the periodogram: of a run of 240 samples the main lobe is 0.05 wide. */
#define STEPS 1024

static double height(const phw_cf *x, const float *m, size_t n, double turn)
{
    double complex sum = 0;
    const double complex step = cexp(CMPLX(0, -turn));
    double complex phase = 1;
    for (size_t i = 0; i < n; ++i, phase *= step) {
        if (m[i] > 0)
            sum += (double complex)x[i] * phase;
    }
    return creal(sum) * creal(sum) + cimag(sum) * cimag(sum);
}

double phw_uplink_turn(const phw_cf *x, const float *m, size_t n)
{
    double best = 0;
    double most = height(x, m, n, 0);
    for (int i = 0; i < STEPS; ++i) {
        const double turn = 2 * M_PI * i / STEPS - M_PI;
        const double here = height(x, m, n, turn);
        if (here > most) {
            most = here;
            best = turn;
        }
    }
    double step = M_PI / STEPS;
    while (step > 1e-6) {
        const double low = height(x, m, n, best - step);
        const double high = height(x, m, n, best + step);
        if (fmax(low, high) > most)
            best += high > low ? step : -step;
        most = fmax(most, fmax(low, high));
        step /= 2;
    }
    return best;
}

void phw_uplink_turn_back(phw_cf *out, const phw_cf *x, size_t n, double turn)
{
    const double complex step = cexp(CMPLX(0, -turn));
    double complex phase = 1;
    for (size_t i = 0; i < n; ++i, phase *= step)
        out[i] = (phw_cf)((double complex)x[i] * phase);
}

/* The levels in the samples of the message, 0 outside its bits and, where a half bit
 * has four samples or more, in the outer quarters: edges that are not steep show in
 * neither levels nor noise. */
static phw_status waveform(float *m, const phw_uplink_message *message, size_t n)
{
    const size_t n_halves = 2 * (message->n_bits + (message->code->first_half != 0));
    uint8_t chip[2 * (PHW_EPC_BITS_MAX + 1)];
    const phw_half_bit_clock clock = {message->clock.first - (double)message->from,
                                      message->clock.length};
    message->code->encode(chip, message->bit, n_halves / 2, PHW_LINE_LOW);
    PHW_TRY(phw_half_bit_waveform(m, n, chip, n_halves, &clock));
    for (size_t i = 0; i < n && clock.length >= 4; ++i) {
        const double place = ((double)i - clock.first) / clock.length;
        const double share = place - floor(place);
        if (share < 0.25 || share >= 0.75)
            m[i] = 0;
    }
    return PHW_OK;
}

/* Least squares of y on the constant and the levels. */
static phw_status fit(phw_uplink_tag *t, const phw_cf *y, const float *m, size_t n)
{
    double complex sum[2] = {0};
    double square = 0;
    double count[2] = {0};
    for (size_t i = 0; i < n; ++i) {
        if (m[i] == 0)
            continue;
        sum[m[i] > 0] += (double complex)y[i];
        square += phw_cf_power(y[i]);
        count[m[i] > 0] += 1;
    }
    if (count[0] < 2 || count[1] < 2)
        return phw_fail(PHW_ESHORT, "a message has too few samples of both levels");
    const double complex low = sum[0] / count[0];
    const double complex high = sum[1] / count[1];
    t->tag = (phw_cf)((high - low) / 2);
    t->leakage = (phw_cf)((high + low) / 2);
    const double levels = creal(low * conj(sum[0])) + creal(high * conj(sum[1]));
    t->variance = fmax((square - levels) / (count[0] + count[1] - 2), 1e-30);
    return PHW_OK;
}

phw_status phw_uplink_tag_fit(phw_uplink_tag *out, const phw_uplink_samples *samples,
                              const phw_uplink_message *message)
{
    const size_t n = (size_t)(message->to - message->from);
    const phw_cf *x = samples->signal.sample + message->from;
    phw_uplink_tag t = {0};
    float *m = NULL;
    phw_cf *y = NULL;
    PHW_TRY(phw_array_alloc(&m, n, sizeof *m));
    phw_status s = phw_array_alloc(&y, n, sizeof *y);
    if (!s)
        s = waveform(m, message, n);
    if (!s) {
        t.turn = samples->is_real ? 0 : phw_uplink_turn(x, m, n);
        phw_uplink_turn_back(y, x, n, t.turn);
        s = fit(&t, y, m, n);
    }
    free(m);
    free(y);
    if (s)
        return s;
    if (samples->is_real)
        t.variance *= 2;
    *out = t;
    return PHW_OK;
}
