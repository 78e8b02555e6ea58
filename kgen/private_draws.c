#include "kgen/private_draws.h"

#include <math.h>

const char *const phw_draw_laws[] = {"gaussian", "phase", NULL};

void phw_private_draws(phw_cf *out, const uint32_t *word, size_t n, phw_draw_law law)
{
    for (size_t i = 0; i < n; ++i) {
        const double u = ldexp((double)word[2 * i] + 0.5, -32);
        const double v = ldexp((double)word[2 * i + 1] + 0.5, -32);
        const double amplitude = law == PHW_DRAW_GAUSSIAN ? sqrt(-log(u)) : 1;
        out[i] = CMPLXF((float)(amplitude * cos(2 * M_PI * v)),
                        (float)(amplitude * sin(2 * M_PI * v)));
    }
}
