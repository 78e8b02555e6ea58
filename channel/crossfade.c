#include "channel/crossfade.h"

#include <math.h>

double phw_crossfade_angle(double u)
{
    const double part = u < 1 ? u : 1;
    return part > 0 ? M_PI / 2 * part * part * (3 - 2 * part) : 0;
}

phw_crossfade phw_crossfade_place(double at, double share, double fade)
{
    const double number = floor(at / share);
    double x = at - number * share;
    /* The quotient may round up to a whole number that the instant is short of. */
    x = x < 0 ? 0 : x;
    const double faded = x - (share - fade);
    return (phw_crossfade){.number = (int64_t)number,
                           .x = x,
                           .faded = faded,
                           .angle = phw_crossfade_angle(faded / fade)};
}
