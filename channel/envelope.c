#include "channel/envelope.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "channel/laws.h"
#include "core/signal.h"
#include "core/vectorised.h"

/* The table's knots are equally spaced within an octave of |z|^2, so that a float's top
 * bits are the place in it. The square root of a power law of exponent -1..1 is off by
 * 2^-12 / 8 of itself at most between knots 1/64 apart. */
#define OCTAVE_FIRST (-32)
#define OCTAVE_LAST  6
#define KNOT_BITS    6
#define KNOTS        ((OCTAVE_LAST - OCTAVE_FIRST) << KNOT_BITS)

/* Of a float: bits below those of the knot, and the place of the exponent. */
#define PLACE_BITS    (23 - KNOT_BITS)
#define EXPONENT_BIAS 127

struct phw_envelope {
    phw_law_choice law;
    float gain[KNOTS + 1]; /* |h| / |z| at the knots */
};

static void fill(phw_envelope *e)
{
    for (int i = 0; i <= KNOTS; ++i) {
        const int octave = OCTAVE_FIRST + (i >> KNOT_BITS);
        const double within = (i & ((1 << KNOT_BITS) - 1)) / (double)(1 << KNOT_BITS);
        const double power = ldexp(1 + within, octave);
        e->gain[i] = (float)sqrt(e->law.entry->stretch(power, &e->law.params) / power);
    }
}

phw_status phw_envelope_create(phw_envelope **out, const phw_law_choice *law)
{
    phw_envelope *e = NULL;
    PHW_TRY(phw_array_alloc(&e, 1, sizeof *e));
    e->law = *law;
    e->law.entry = phw_law_entry(law);
    if (e->law.entry->stretch != NULL)
        fill(e);
    *out = e;
    return PHW_OK;
}

void phw_envelope_destroy(phw_envelope *envelope)
{
    free(envelope);
}

static float gain_at(const float *gain, float power)
{
    const float first = 0x1p-32F;
    const float last = 0x1.fffffep5F;
    /* What is no number goes to the first knot as well. */
    const float held = !(power >= first) ? first : power > last ? last : power;
    uint32_t bits = 0;
    memcpy(&bits, &held, sizeof bits);
    bits -= (uint32_t)(EXPONENT_BIAS + OCTAVE_FIRST) << 23;
    const uint32_t knot = bits >> PLACE_BITS;
    const uint32_t place = bits & ((UINT32_C(1) << PLACE_BITS) - 1);
    const float part = (float)(int32_t)place * (1.0F / (1 << PLACE_BITS));
    return gain[knot] + part * (gain[knot + 1] - gain[knot]);
}

PHW_VECTORISED static void stretch(float *rail, size_t n, const float *gain)
{
    for (size_t i = 0; i < n; ++i) {
        const float re = rail[2 * i];
        const float im = rail[2 * i + 1];
        const float g = gain_at(gain, re * re + im * im);
        rail[2 * i] = g * re;
        rail[2 * i + 1] = g * im;
    }
}

void phw_envelope_apply(const phw_envelope *envelope, phw_cf *inout, size_t n,
                        const double *turn)
{
    const phw_law *law = envelope->law.entry;
    if (law->stretch != NULL)
        stretch((float *)inout, n, envelope->gain);
    else
        law->apply(inout, n, turn, &envelope->law.params);
}
