#include "encrypt/rings.h"

#include <criterion/criterion.h>

static phw_rings rings_of(const char *modulation)
{
    phw_modem *modem = NULL;
    phw_rings rings;
    cr_assert_eq(phw_modem_create(&modem, modulation), PHW_OK);
    const phw_modem_info *info = phw_modem_about(modem);
    phw_rings_of(&rings, info->points, info->n_points);
    phw_modem_destroy(modem);
    return rings;
}

/* Square QAM: 3, 9 and 32 rings. */
Test(rings, of_qam_have_the_known_entropy)
{
    static const struct {
        const char *modulation;
        size_t n;
        double entropy_bits;
    } want[] = {{"qam16", 3, 1.5}, {"qam64", 9, 3.0778}, {"qam256", 32, 4.8945}};

    for (size_t i = 0; i < sizeof want / sizeof want[0]; ++i) {
        const phw_rings r = rings_of(want[i].modulation);
        cr_expect_eq(r.n, want[i].n, "%s: %zu", want[i].modulation, r.n);
        cr_expect_float_eq(r.entropy_bits, want[i].entropy_bits, 5e-5, "%s: %.6f",
                           want[i].modulation, r.entropy_bits);
    }
    const phw_rings r = rings_of("qam16");
    cr_expect_eq(r.n_points[0], 4);
    cr_expect_eq(r.n_points[1], 8);
    cr_expect_eq(r.n_points[2], 4);
}

/* More than liquid-dsp has, so from the grid itself. */
Test(rings, of_a_part_of_a_grid_add_up)
{
    phw_cf point[PHW_MODEM_POINTS_MAX];
    for (int i = 0; i < 256; ++i)
        point[i] = CMPLXF(2 * (i % 16) + 1, 2 * (i / 16) + 1);
    phw_rings r;
    phw_rings_of(&r, point, 256);
    size_t sum = 0;
    for (size_t i = 0; i < r.n; ++i)
        sum += r.n_points[i];
    cr_expect_eq(sum, 256);
    /* A quadrant of 1024-QAM has its rings: 109, 6.6531 bits. */
    cr_expect_eq(r.n, 109);
    cr_expect_float_eq(r.entropy_bits, 6.6531, 5e-5, "%.6f", r.entropy_bits);
}

Test(rings, of_psk_are_one_and_tell_nothing)
{
    static const char *const modulation[] = {"bpsk",  "qpsk",  "psk8",
                                             "psk16", "dpsk4", "pi4dqpsk"};
    for (size_t i = 0; i < sizeof modulation / sizeof modulation[0]; ++i) {
        const phw_rings r = rings_of(modulation[i]);
        cr_expect_eq(r.n, 1, "%s: %zu", modulation[i], r.n);
        cr_expect_eq(r.entropy_bits, 0);
    }
}

Test(rings, tell_where_the_envelope_carries_the_data)
{
    const phw_rings ook = rings_of("ook");
    cr_expect_eq(ook.n, 2);
    cr_expect_float_eq(ook.entropy_bits, 1, 1e-12);
    const phw_rings ask = rings_of("ask8");
    cr_expect_eq(ask.n, 4);
    cr_expect_float_eq(ask.entropy_bits, 2, 1e-12);
}

/* 16 magnitudes, some 7.6e-5 apart: told apart where nothing else is. */
Test(rings, of_points_at_sixteen_distances_are_sixteen)
{
    const phw_rings r = rings_of("arb16opt");
    cr_expect_eq(r.n, 16, "%zu", r.n);
    cr_expect_float_eq(r.entropy_bits, 4, 1e-12);
}
