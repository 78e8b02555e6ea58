#include "datasets/wifi_tones.h"

#include <criterion/criterion.h>

static const struct {
    size_t n;
    bool is_he;
    double bandwidth_hz;
    int first; /* the outermost carrier below the middle */
    int inner; /* the first above it */
} known[] = {
    {52, false, 20e6, -26, 1},      {56, false, 20e6, -28, 1},
    {114, false, 40e6, -58, 2},     {242, false, 80e6, -122, 2},
    {484, false, 160e6, -250, 6},   {242, true, 20e6, -122, 2},
    {484, true, 40e6, -244, 3},     {996, true, 80e6, -500, 3},
    {1992, true, 160e6, -1012, 12},
};

Test(wifi_tones, every_format_has_its_carriers)
{
    static double offset_hz[PHW_WIFI_MOST_TONES];
    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i) {
        const double spacing_hz = known[i].is_he ? 78125.0 : 312500.0;
        const size_t n = known[i].n;
        double bandwidth_hz = 0;
        cr_assert(phw_wifi_tones(offset_hz, &bandwidth_hz, n, known[i].is_he));
        cr_expect_eq(bandwidth_hz, known[i].bandwidth_hz, "%zu", n);
        cr_expect_eq(offset_hz[0], known[i].first * spacing_hz, "%zu", n);
        cr_expect_eq(offset_hz[n / 2], known[i].inner * spacing_hz, "%zu", n);
        for (size_t k = 1; k < n; ++k) {
            cr_expect_gt(offset_hz[k], offset_hz[k - 1]);
            cr_expect_eq(offset_hz[k], -offset_hz[n - 1 - k]);
        }
    }
}

Test(wifi_tones, other_numbers_are_none)
{
    double offset_hz[64];
    double bandwidth_hz = 0;
    cr_expect_not(phw_wifi_tones(offset_hz, &bandwidth_hz, 52, true));
    cr_expect_not(phw_wifi_tones(offset_hz, &bandwidth_hz, 53, false));
    cr_expect_not(phw_wifi_tones(offset_hz, &bandwidth_hz, 0, false));
}
