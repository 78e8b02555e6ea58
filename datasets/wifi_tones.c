#include "datasets/wifi_tones.h"

#define SPACING_HZ    312500.0
#define SPACING_HE_HZ 78125.0

/* All from first to last at both sides of the middle; of the widest, in each of two
 * halves whose middles lie `half` from that of all. */
static const struct {
    size_t n;
    bool is_he;
    int first;
    int last;
    int half;
    double bandwidth_hz;
} layouts[] = {
    {52, false, 1, 26, 0, 20e6},      {56, false, 1, 28, 0, 20e6},
    {114, false, 2, 58, 0, 40e6},     {242, false, 2, 122, 0, 80e6},
    {484, false, 2, 122, 128, 160e6}, {242, true, 2, 122, 0, 20e6},
    {484, true, 3, 244, 0, 40e6},     {996, true, 3, 500, 0, 80e6},
    {1992, true, 3, 500, 512, 160e6},
};

/* first .. last on both sides of `middle`; returns how many. */
static size_t put(double *offset_hz, int middle, int first, int last, double spacing_hz)
{
    size_t n = 0;
    for (int k = -last; k <= last; ++k) {
        if (k <= -first || k >= first)
            offset_hz[n++] = (middle + k) * spacing_hz;
    }
    return n;
}

bool phw_wifi_tones(double *offset_hz, double *bandwidth_hz, size_t n, bool is_he)
{
    const double spacing_hz = is_he ? SPACING_HE_HZ : SPACING_HZ;
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; ++i) {
        if (layouts[i].n != n || layouts[i].is_he != is_he)
            continue;
        const int half = layouts[i].half;
        const size_t done =
            put(offset_hz, -half, layouts[i].first, layouts[i].last, spacing_hz);
        if (half > 0)
            (void)put(offset_hz + done, half, layouts[i].first, layouts[i].last,
                      spacing_hz);
        *bandwidth_hz = layouts[i].bandwidth_hz;
        return true;
    }
    return false;
}
