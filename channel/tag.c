#include "channel/tag.h"

#include <math.h>

phw_status phw_tag_check(const phw_tag *tag)
{
    if (!(tag->depth >= 0 && tag->depth <= 1))
        return phw_fail(PHW_EARG, "tag: modulation depth %g; expected 0 to 1",
                        tag->depth);
    if (!isfinite(tag->phase_rad))
        return phw_fail(PHW_EARG, "tag: phase %g rad; expected a finite one",
                        tag->phase_rad);
    if (!(tag->loss_db >= 0) || !isfinite(tag->loss_db))
        return phw_fail(PHW_EARG, "tag: loss %g dB; expected 0 or more", tag->loss_db);
    return PHW_OK;
}

phw_cf phw_tag_reflection(const phw_tag *tag, unsigned state)
{
    const double amplitude = pow(10, -tag->loss_db / 20);
    if (state == 0)
        return CMPLXF((float)(amplitude * (1 - tag->depth)), 0);
    return CMPLXF((float)(amplitude * cos(tag->phase_rad)),
                  (float)(amplitude * sin(tag->phase_rad)));
}

phw_cf phw_tag_modulation(const phw_tag *tag)
{
    return (phw_tag_reflection(tag, 1) - phw_tag_reflection(tag, 0)) / 2;
}

/* The hops first: their product is the same bits in either order. */
phw_cf phw_tag_gain(phw_cf reflection, phw_cf forward, phw_cf back)
{
    return forward * back * reflection;
}

phw_status phw_tags_gain(phw_cf *out, phw_cf direct, const phw_cf *reflection,
                         const phw_cf *forward, const phw_cf *back, size_t n)
{
    if (n > PHW_TAGS_MAX)
        return phw_fail(PHW_EARG, "tags: %zu of them; expected up to %d", n,
                        PHW_TAGS_MAX);
    double complex sum = (double complex)direct;
    for (size_t i = 0; i < n; ++i)
        sum += (double complex)phw_tag_gain(reflection[i], forward[i], back[i]);
    *out = (phw_cf)sum;
    return PHW_OK;
}

void phw_tag_reflect(const phw_tag *tag, phw_cf *inout, const uint8_t *state, size_t n)
{
    const phw_cf load[2] = {phw_tag_reflection(tag, 0), phw_tag_reflection(tag, 1)};
    for (size_t i = 0; i < n; ++i)
        inout[i] *= load[state[i] != 0];
}
